"""Reads the documents that were not ready in time; their words are added to what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event

from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.documents import DocumentReaders
from daemon.logs import log, where
from daemon.pipeline import MOST_STALE, TooManyChanges
from mailflows.context import Context
from mailflows.reading import read
from mailflows.records import Appeal
from mailflows.supplement import supplement
from mailflows.understanding import understand
from store import context, load, raw, supplements
from store.database import session
from store.faults import UNAVAILABLE
from store.letters import Claimed
from store.supplements import Pending
from store.work import StaleVersion

LOOK_EVERY = 1.0  # seconds


@dataclass
class Supplementing:
    """The loop of late documents."""

    clerk: Clerk
    documents: DocumentReaders
    clock: Clock
    stop: Event

    def run(self) -> None:
        """Read until stopped."""
        with session():
            while not self.stop.is_set():
                if not self.read_next():
                    self.stop.wait(LOOK_EVERY)

    def read_next(self) -> bool:
        """Read the next document that waits; False when none does."""
        pending = supplements.take(self.clock.now())
        if pending is None:
            return False
        fault: str | None = None
        try:
            if not self._add_words(pending):
                return True  # the daemon ends in mid-document: it is read next time
        except UNAVAILABLE:
            raise
        except Exception as error:
            fault = where(error)
            log().error("supplement-failed", letter=pending.letter_id, error=fault)
        supplements.done(pending.id, self.clock.now(), fault)
        return True

    def _add_words(self, pending: Pending) -> bool:
        octets = raw.load(pending.letter_id)
        letter = read(octets, pending.received_at, self.documents.patient())
        if any(one.pending for one in letter.documents):
            return False
        policy = self.clerk.policy
        facts = understand(letter, policy)
        claimed = Claimed(
            pending.letter_id, pending.mailbox, pending.received_at, octets, pending.urgent, 1
        )
        for _ in range(MOST_STALE):
            appeals = load.appeals('"letter_id" = ? ORDER BY "id"', pending.letter_id)
            known = context.load(facts, claimed, policy, self.clock.now())
            decision = supplement(facts, appeals, _with_appeals(known, appeals))
            if decision is None:
                return True
            mark = str(pending.letter_id)  # one reading adds the words of all its documents
            try:
                self.clerk.carry_out_timed(
                    decision, "supplement", mark, "", letter_id=pending.letter_id
                )
            except StaleVersion:
                continue
            log().info("supplemented", letter=pending.letter_id)
            return True
        raise TooManyChanges


def _with_appeals(known: Context, appeals: Sequence[Appeal]) -> Context:
    """The context with what is known of the appeals that the letter itself has made."""
    referrals = [one for appeal in appeals for one in load.referrals(appeal.id)]
    tasks = [one for appeal in appeals for one in load.open_tasks(appeal.id)]
    return replace(
        known,
        referrals=tuple(dict.fromkeys((*known.referrals, *referrals))),
        tasks=tuple({one.id: one for one in (*known.tasks, *tasks)}.values()),
    )
