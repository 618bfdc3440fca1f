"""The ledger: what the mail server shows, counted independently, beside what became of it here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from daemon.mailbox import Mailbox, MailboxFault
from daemon.settings import Settings
from daemon.settings.machine import Mailbox as MailboxSettings
from store import ledger


@dataclass(frozen=True, slots=True)
class Balance:
    """One mailbox: both sides, and where they differ.

    `shown` counts every UID the server ever gave; each is a row of ours (`kept`), noted as `gone`
    before we saw it, or still `in_inbox` without a row. What is left over is `unaccounted`.
    """

    mailbox: str
    shown: int
    kept: int
    gone: int
    in_inbox: int  # without a row yet
    filed_here: int
    filed_there: int
    waiting: int
    by_outcome: Mapping[str, int] = field(default_factory=dict)
    unaccounted: tuple[int, ...] = ()  # UIDs
    fault: str | None = None  # why the server could not be asked

    @property
    def differences(self) -> list[str]:
        """Sentences about what does not fit; empty when the sides agree."""
        return list(self._differences())

    def _differences(self) -> Iterator[str]:
        if self.fault:
            yield f"the server could not be asked: {self.fault}"
            return
        if self.unaccounted:
            some = ", ".join(map(str, self.unaccounted[:10]))
            yield f"{len(self.unaccounted)} letter(s) of the server have no row: UID {some}"
        if self.filed_there > self.filed_here:
            more = self.filed_there - self.filed_here
            yield f"the folder of filed letters holds {more} more than were filed"
        if self.kept != self.waiting + sum(self.by_outcome.values()):
            yield "the outcomes do not add up to the letters kept"


def compare(settings: Settings) -> list[Balance]:
    """The balance of every mailbox; asks the servers, changes nothing there or here."""
    return [_compare(name, box) for name, box in settings.mailbox.items()]


def _compare(name: str, box: MailboxSettings) -> Balance:
    try:
        with Mailbox(box) as server:
            state = server.state()
            inbox = server.uids(1, state.uidnext)
            folders = (server.count(box.filed_folder), server.count(box.too_large_folder))
    except MailboxFault as fault:
        ours = ledger.balance(name)
        return Balance(
            *(name, 0, ours.kept, ours.gone, 0, ours.kept - ours.unfiled, 0, ours.waiting),
            by_outcome=ours.by_outcome,
            fault=str(fault),
        )
    ours = ledger.balance(name, state.uidvalidity)
    ever = ledger.balance(name)  # the folders outlive a renumbered inbox
    missing = ledger.unaccounted(name, state.uidvalidity, state.uidnext)
    without_row = inbox.intersection(missing)
    return Balance(
        mailbox=name,
        shown=state.uidnext - 1,
        kept=ours.kept,
        gone=ours.gone,
        in_inbox=len(without_row),
        filed_here=ever.kept - ever.unfiled,
        filed_there=sum(count or 0 for count in folders),
        waiting=ours.waiting,
        by_outcome=ours.by_outcome,
        unaccounted=tuple(uid for uid in missing if uid not in without_row),
    )
