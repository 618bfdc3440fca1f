"""Takes letters from one mailbox into the store: newest first, durable, and only then filed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from daemon.clock import Clock
from daemon.fetched import Fetched
from daemon.logs import log, where
from daemon.mailbox import Mailbox, MailboxFault, State
from daemon.settings.machine import Mailbox as MailboxSettings
from mailflows.understanding.matters.emergency import Smell
from mailflows.understanding.matters.sniff import smell
from store import letters, mailboxes
from store.database import session
from store.faults import UNAVAILABLE
from store.letters import Arrival

SET_LETTERS = 100
SET_BYTES = 8 * 1024 * 1024
SET_SECONDS = timedelta(seconds=3)  # a set that takes longer waits for the server: others may go
GOES_FIRST = timedelta(minutes=2)  # the longest that ordinary letters wait for a sweep
BACKOFF_FIRST = 0.5  # seconds
BACKOFF_LONGEST = 60.0
TROUBLE_AFTER = 3  # lost connections in a row before operators are told


@dataclass
class Intake:
    """The loop of one mailbox; `ring` wakes the deciding loops when letters were kept."""

    name: str
    settings: MailboxSettings
    max_bytes: int
    poll: float  # seconds
    clock: Clock
    stop: Event
    ring: Callable[[], None]
    trouble: Callable[[str, str], None]  # (what, code): operators are told
    quiet_sweeps: int = 0  # sweeps in a row that found nothing: the supervisor looks at it
    _known: set[int] = field(default_factory=set)
    _validity: int = 0
    _settled: int = 1  # every UID below is a row of ours or was noted as gone
    _skipped: set[int] = field(default_factory=set)  # what the store could not take
    _cannot_file: bool = False
    _goes_first: bool = False

    def run(self) -> None:
        """Connect, sweep, sleep in IDLE, sweep again, until stopped; connect again when lost."""
        with session():
            self._run()

    def _run(self) -> None:
        failures = 0
        while not self.stop.is_set():
            try:
                with Mailbox(self.settings) as box:
                    self._validity = 0  # read what is known afresh: the store may have changed
                    box.ensure_folder(self.settings.filed_folder)
                    while not self.stop.is_set():
                        self.sweep(box)
                        failures = 0
                        self._sleep(box)
            except MailboxFault as fault:
                failures += 1
                self.quiet_sweeps = 0
                code = str(fault)
                log().warning("connection-lost", mailbox=self.name, error=code, count=failures)
                if failures == TROUBLE_AFTER:
                    self.trouble(f"mailbox {self.name}", code)
                self.stop.wait(min(BACKOFF_FIRST * 2 ** min(failures - 1, 10), BACKOFF_LONGEST))

    def _sleep(self, box: Mailbox) -> None:
        try:
            box.wait(self.poll, self.stop.is_set)
        except NotImplementedError:
            self.stop.wait(self.poll)

    def sweep(self, box: Mailbox) -> int:
        """Keep every letter that is not yet ours and file what is kept; how many were kept."""
        state = box.state()
        self._remember(state)
        present = box.uids(1, state.uidnext)
        self._note_gone(state, present)
        self._file_unfiled(box, present)
        waiting = deque(sorted(present - self._known - self._skipped, reverse=True))
        highest = max([*present, state.uidnext - 1])
        kept = 0
        goes_first_until = self.clock.now() + GOES_FIRST
        while waiting and not self.stop.is_set():
            if len(waiting) > SET_LETTERS:
                self._go_first(goes_first_until)
            kept += self._keep_set(box, self._next_set(box, waiting))
            # an emergency that came meanwhile is not to wait behind thousands
            newer = sorted(box.uids(highest + 1) - self._known, reverse=True)
            waiting.extendleft(reversed(newer))
            highest = max([highest, *newer])
        self._let_others_go()
        self.quiet_sweeps = 0 if kept else self.quiet_sweeps + 1
        return kept

    def _go_first(self, longest: datetime) -> None:
        """Until a backlog is kept and sniffed, only grave letters are decided.

        An emergency that lies beneath it is not to wait while other letters take the processor.
        """
        until = min(self.clock.now() + SET_SECONDS, longest)
        mailboxes.go_first(self.name, self._validity, until)
        self._goes_first = True

    def _let_others_go(self) -> None:
        if self._goes_first:
            mailboxes.go_first(self.name, self._validity, self.clock.now())
            self._goes_first = False
            self.ring()

    def _remember(self, state: State) -> None:
        """Load what the store knows of this mailbox, once a connection and UIDVALIDITY."""
        if state.uidvalidity != self._validity:
            self._validity = state.uidvalidity
            self._known = mailboxes.known_uids(self.name, state.uidvalidity)
            self._known |= mailboxes.gone_uids(self.name, state.uidvalidity)
            self._settled = 1
            self._skipped = set()
        now = self.clock.now()
        mailboxes.note_mailbox_state(self.name, state.uidvalidity, state.uidnext, now)

    def _note_gone(self, state: State, present: set[int]) -> None:
        """List UIDs that were moved or deleted before we saw them: the ledger has to know."""
        gone = set(range(self._settled, state.uidnext)) - self._known - present
        if gone:
            mailboxes.mark_gone(self.name, self._validity, sorted(gone), self.clock.now())
            self._known |= gone
            log().warning("letters-gone", mailbox=self.name, count=len(gone))
        open_ = present - self._known
        self._settled = min([state.uidnext, *open_])

    def _next_set(self, box: Mailbox, waiting: deque[int]) -> list[Fetched]:
        """Sizes of the next letters to fetch: at most SET_LETTERS and about SET_BYTES together."""
        candidates = [waiting.popleft() for _ in range(min(SET_LETTERS, len(waiting)))]
        sizes = {one.uid: one for one in box.sizes(candidates)}
        chosen: list[Fetched] = []
        total = 0
        for place, uid in enumerate(candidates):
            one = sizes.get(uid)
            if one is None:
                continue  # gone since the search; the next sweep notes it
            weight = one.size if one.size <= self.max_bytes else 0
            if chosen and total + weight > SET_BYTES:
                waiting.extendleft(reversed(candidates[place:]))
                break
            total += weight
            chosen.append(one)
        return chosen

    def _keep_set(self, box: Mailbox, sizes: Sequence[Fetched]) -> int:
        large = [one for one in sizes if one.size > self.max_bytes]
        fitting = [one.uid for one in sizes if one.size <= self.max_bytes]
        found = sorted(box.letters(fitting), key=lambda one: one.uid, reverse=True)
        batch = [self._arrival(one) for one in found]
        if batch:
            uids = self._keep(batch)
            self._known.update(uids)
            self.ring()
            log().info("kept", mailbox=self.name, number=len(uids))
            if uids:
                self._file(box, uids, self.settings.filed_folder)
        for one in large:
            self._keep_too_large(box, one)
        return len(batch) + len(large)

    def _keep(self, batch: Sequence[Arrival]) -> list[int]:
        """Keep letters, together or, if one of them breaks the store, each alone; kept UIDs."""
        try:
            letters.keep(batch)
            return [one.uid for one in batch]
        except UNAVAILABLE:
            raise
        except Exception as error:
            if len(batch) == 1:
                # it stays in the inbox, where the ledger counts it as waiting
                log().error("not-kept", mailbox=self.name, uids=batch[0].uid, error=where(error))
                self._skipped.add(batch[0].uid)
                return []
        return [uid for one in batch for uid in self._keep([one])]

    def _arrival(self, one: Fetched) -> Arrival:
        raw = one.raw or b""
        smells = _smell(raw)
        return Arrival(
            mailbox=self.name,
            uidvalidity=self._validity,
            uid=one.uid,
            received_at=self._received(one),
            raw=raw,
            urgent=smells is not Smell.NOTHING,
            grave=smells is Smell.GRAVE,
        )

    def _received(self, one: Fetched) -> datetime:
        return one.received_at or self.clock.now()

    def _keep_too_large(self, box: Mailbox, one: Fetched) -> None:
        header = box.header(one.uid)
        letters.keep_too_large(
            self.name,
            self._validity,
            one.uid,
            self._received(one),
            one.size,
            header,
            self.clock.now(),
        )
        self._known.add(one.uid)
        log().warning("too-large", mailbox=self.name, bytes=one.size, uids=one.uid)
        self._file(box, [one.uid], self.settings.too_large_folder)

    def _file_unfiled(self, box: Mailbox, present: set[int]) -> None:
        """File what was kept by an earlier life that ended before it could file."""
        if self._cannot_file:
            return  # else every sweep would read all letters ever kept
        unfiled = mailboxes.unfiled(self.name, self._validity)
        for large, folder in (
            (False, self.settings.filed_folder),
            (True, self.settings.too_large_folder),
        ):
            uids = [one.uid for one in unfiled if one.too_large is large]
            for start in range(0, len(uids), SET_LETTERS):
                part = uids[start : start + SET_LETTERS]
                self._file(box, part, folder, there=[uid for uid in part if uid in present])

    def _file(
        self, box: Mailbox, uids: Sequence[int], folder: str, there: Sequence[int] | None = None
    ) -> None:
        """Move letters on the server and note it; what a person has moved already counts too."""
        if self._cannot_file:
            return
        moving = uids if there is None else there
        if moving:
            box.ensure_folder(folder)
            if not box.move(moving, folder):
                self._cannot_file = True
                self.trouble(f"filing {self.name}", "no MOVE and no UIDPLUS")
                return
        mailboxes.mark_filed(self.name, self._validity, uids, self.clock.now())


def _smell(raw: bytes) -> Smell:
    """The sniff of understanding, which is no reason to leave a letter where it is."""
    try:
        return smell(raw)
    except Exception as error:
        log().error("sniff-failed", error=where(error))
        return Smell.NOTHING
