"""Our side of the ledger: what became of every message that a mailbox ever showed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from store import mailboxes, rows
from store.fields import Moment
from store.load import rows as read
from store.models import GoneRow, MailboxStateRow


@dataclass(frozen=True, slots=True)
class Balance:
    """Our side of one mailbox: kept = waiting + the sum of the outcomes."""

    mailbox: str
    kept: int
    waiting: int
    gone: int  # UIDs that had gone before we saw them
    unfiled: int  # kept, and perhaps still in INBOX
    by_outcome: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MailboxState:
    """What a mailbox said when it was last looked at."""

    mailbox: str
    uidvalidity: int
    uidnext: int
    noted_at: datetime


def balance(mailbox: str, uidvalidity: int | None = None) -> Balance:
    """Our side by outcome: kept = waiting + the sum of the outcomes, always.

    `uidvalidity` narrows it to one numbering of the mailbox.
    """
    where, given = '"mailbox" = ?', [mailbox]
    if uidvalidity is not None:
        where, given = where + ' AND "uidvalidity" = ?', [mailbox, uidvalidity]  # type: ignore[list-item]
    grouped = rows.run(
        f'SELECT "outcome", count(*) FROM "letter" WHERE {where} GROUP BY "outcome"',  # noqa: S608
        *given,
    ).fetchall()
    counts = {outcome: int(count) for outcome, count in grouped}
    unfiled = rows.run(
        f'SELECT count(*) FROM "letter" WHERE {where} AND "filed_at" IS NULL',  # noqa: S608
        *given,
    ).fetchone()[0]
    total = sum(counts.values())
    waiting = counts.pop(None, 0)
    numberings = {row["uidvalidity"] for row in read(GoneRow, where, *given)}
    gone = sum(len(mailboxes.gone_uids(mailbox, one)) for one in numberings)
    return Balance(mailbox, total, waiting, gone, int(unfiled), counts)


def balances() -> tuple[Balance, ...]:
    """Our side of every mailbox that we know."""
    found = rows.run(
        'SELECT "mailbox" FROM "mailbox_state" UNION SELECT "mailbox" FROM "letter" ORDER BY 1'
    ).fetchall()
    return tuple(balance(mailbox) for (mailbox,) in found)


def stalled(now: datetime, within: timedelta) -> datetime | None:
    """When the oldest undecided letter came, if none was decided within that time; else None."""
    came = _moment('SELECT min("received_at") FROM "letter" WHERE "outcome" IS NULL')
    if came is None or now - came < within:
        return None
    # by no index: asked only when a letter has waited for long
    last = _moment('SELECT max("decided_at") FROM "letter"')
    return None if last is not None and now - last < within else came


def _moment(statement: str) -> datetime | None:
    moment: datetime | None = Moment().python_value(rows.run(statement).fetchone()[0])
    return moment


def states(mailbox: str) -> tuple[MailboxState, ...]:
    """What the mailbox said, each numbering (UIDVALIDITY), the newest last."""
    found = read(MailboxStateRow, '"mailbox" = ? ORDER BY "noted_at"', mailbox)
    return tuple(
        MailboxState(row["mailbox"], row["uidvalidity"], row["uidnext"], row["noted_at"])
        for row in found
    )


def unaccounted(mailbox: str, uidvalidity: int, uidnext: int) -> list[int]:
    """UIDs below `uidnext` that are neither a row of ours nor listed as gone."""
    ours = mailboxes.known_uids(mailbox, uidvalidity)
    gone = mailboxes.gone_uids(mailbox, uidvalidity)
    return [uid for uid in range(1, uidnext) if uid not in ours and uid not in gone]
