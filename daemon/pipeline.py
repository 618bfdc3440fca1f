"""Takes one letter after another from the store to its decision; a fault costs one letter only."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

from daemon.bell import Bell
from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.documents import DocumentReaders
from daemon.logs import log, where
from daemon.questions import with_letter
from mailflows.decide import decide
from mailflows.letter import Letter
from mailflows.reading import read
from mailflows.understanding import understand
from store import aside, context, letters
from store.database import session
from store.faults import UNAVAILABLE
from store.letters import Claimed
from store.work import LostClaim, StaleVersion

LOOK_EVERY = 0.5  # seconds: other processes cannot ring our bell
MOST_ATTEMPTS = 3  # a letter that ended the process as often is set aside unread
MOST_STALE = 8  # decisions anew because somebody else changed what was read
WORDLESS_WAIT = 30.0  # seconds that a reply without words of its own waits for its documents


class TooManyChanges(Exception):
    """The records of this letter changed at every attempt to decide it."""


@dataclass
class Pipeline:
    """One deciding loop; several may run, as threads or processes."""

    worker: str
    clerk: Clerk
    documents: DocumentReaders
    clock: Clock
    lease: timedelta
    stop: Event
    bell: Bell
    _next: Claimed | None = None  # claimed in the commit of the letter before

    def run(self) -> None:
        """Decide until stopped."""
        with session():
            while not self.stop.is_set():
                if not self.decide_next():
                    self.bell.wait(LOOK_EVERY)
            if self._next is not None:
                self._give_back(self._next)

    def decide_next(self) -> bool:
        """Decide the most urgent letter that waits; False when none does."""
        if self._next is None:
            self._claim()
        claimed, self._next = self._next, None
        if claimed is None:
            return False
        if claimed.attempts > MOST_ATTEMPTS:
            self._set_aside(claimed, "ended-the-process")
            return True
        try:
            self._decide(claimed)
        except UNAVAILABLE:
            self._next = None  # its claim was rolled back too
            self._give_back(claimed)
            raise  # the store's fault, not the letter's: it stays waiting
        except LostClaim:
            log().warning("lost-claim", letter=claimed.id, worker=self.worker)
        except Exception as error:
            self._next = None
            self._set_aside(claimed, where(error))
        return True

    def _claim(self) -> None:
        """In the commit of another letter it costs no commit, nor waiting for other processes'."""
        self._next = letters.claim(self.worker, self.clock.now(), self.lease)

    def _decide(self, claimed: Claimed) -> None:
        letter = self._read(claimed)
        facts = understand(letter, self.clerk.policy)
        for _ in range(MOST_STALE):
            known = context.load(facts, claimed, self.clerk.policy, self.clock.now())
            known = with_letter(known, facts)
            decision = decide(facts, known)
            try:
                done = self.clerk.carry_out(
                    decision, claimed, facts, known, self.worker, also=self._claim
                )
            except StaleVersion:
                log().info("decided-anew", letter=claimed.id)
                continue
            log().info(
                "decided",
                letter=claimed.id,
                flow=str(decision.flow),
                outcome=str(decision.outcome),
                number=len(done.appeals),
            )
            return
        raise TooManyChanges

    def _read(self, claimed: Claimed) -> Letter:
        letter = read(claimed.raw, claimed.received_at, self.documents.for_letter())
        wordless = letter.is_reply and not letter.text.strip()
        if wordless and any(one.pending for one in letter.documents):
            # an answer on paper: deciding it without its words would decide nothing
            patient = self.documents.for_letter(WORDLESS_WAIT)
            letter = read(claimed.raw, claimed.received_at, patient)
        return letter

    def _set_aside(self, claimed: Claimed, error: str) -> None:
        """The store also asks a job to tell the operators."""
        aside.set_aside(claimed.id, error, self.clock.now())
        log().error("set-aside", letter=claimed.id, error=error, attempt=claimed.attempts)

    def _give_back(self, claimed: Claimed) -> None:
        with suppress(*UNAVAILABLE):  # then the claim ends with its lease
            letters.release(claimed.id, self.worker)
