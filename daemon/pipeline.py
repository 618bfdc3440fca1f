"""Takes one letter after another from the store to its decision; a fault costs one letter only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Any

from daemon.bell import Bell
from daemon.clock import Clock
from daemon.documents import DocumentReaders
from daemon.logs import log, where
from mailflows.decide import decide
from mailflows.facts import Facts
from mailflows.letter import Attachment, DocumentText, Letter
from mailflows.policy import Policy
from mailflows.reading import read
from mailflows.records import Decision, Outgoing
from mailflows.understanding import understand
from mailflows.writing import Message, Writer
from store import context, letters, raw, supplements
from store.commit import LostClaim, StaleVersion, commit
from store.database import session, transaction
from store.faults import UNAVAILABLE
from store.letters import Claimed

LOOK_EVERY = 0.5  # seconds: other processes cannot ring our bell
MOST_ATTEMPTS = 3  # a letter that ended the process as often is set aside unread
MOST_STALE = 8  # decisions anew because somebody else changed what was read
WORDLESS_WAIT = 30.0  # seconds that a reply without words of its own waits for its documents

Render = Callable[[Outgoing, Any, str], Message]


class TooManyChanges(Exception):
    """The records of this letter changed at every attempt to decide it."""


@dataclass
class Pipeline:
    """One deciding loop; several may run, as threads or processes."""

    worker: str
    policy: Policy
    writer: Writer
    documents: DocumentReaders
    clock: Clock
    lease: timedelta
    stop: Event
    bell: Bell
    ring_outbox: Callable[[], None]

    def run(self) -> None:
        """Decide until stopped."""
        with session():
            while not self.stop.is_set():
                if not self.decide_next():
                    self.bell.wait(LOOK_EVERY)

    def decide_next(self) -> bool:
        """Decide the most urgent letter that waits; False when none does."""
        claimed = letters.claim(self.worker, self.clock.now(), self.lease)
        if claimed is None:
            return False
        if claimed.attempts > MOST_ATTEMPTS:
            self._set_aside(claimed, "ended-the-process")
            return True
        try:
            self._decide(claimed)
        except UNAVAILABLE:
            self._give_back(claimed)
            raise  # the store's fault, not the letter's: it stays waiting
        except LostClaim:
            log().warning("lost-claim", letter=claimed.id, worker=self.worker)
        except Exception as error:
            self._set_aside(claimed, where(error))
        return True

    def _decide(self, claimed: Claimed) -> None:
        letter = self._read(claimed)
        facts = understand(letter, self.policy)
        for _ in range(MOST_STALE):
            now = self.clock.now()
            decision = decide(facts, context.load(facts, claimed, self.policy, now))
            render = self.render_with(self._attachments(decision, claimed, letter))
            try:
                with transaction():
                    done = commit(decision, render, claimed, self.worker, now)
                    for document in letter.documents:
                        if document.pending:
                            supplements.add(claimed.id, document.part)
            except StaleVersion:
                log().info("decided-anew", letter=claimed.id)
                continue
            self._report(claimed, facts, decision, len(done.appeals))
            if done.outbox:
                self.ring_outbox()
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

    def _attachments(
        self, decision: Decision, claimed: Claimed, letter: Letter
    ) -> dict[int, Sequence[Attachment]]:
        """Files that go along with the decision's letters, loaded before its transaction."""
        found: dict[int, Sequence[Attachment]] = {claimed.id: letter.attachments}
        for outgoing in decision.outgoing:
            wanted = outgoing.attach_letter
            if wanted is not None and wanted not in found:
                found[wanted] = attachments_of(wanted, self.clock)
        return found

    def render_with(self, attachments: dict[int, Sequence[Attachment]]) -> Render:
        """What the commit calls to have a letter written: numbers are known only there."""

        def render(outgoing: Outgoing, resolved: Any, random: str) -> Message:
            files = attachments.get(outgoing.attach_letter or 0, ())
            return self.writer.render(outgoing, resolved, files, self.clock.now(), random)

        return render

    def _set_aside(self, claimed: Claimed, error: str) -> None:
        """The store also asks a job to tell the operators."""
        letters.set_aside(claimed.id, error, self.clock.now())
        log().error("set-aside", letter=claimed.id, error=error, attempt=claimed.attempts)

    def _give_back(self, claimed: Claimed) -> None:
        with suppress(*UNAVAILABLE):  # then the claim ends with its lease
            letters.release(claimed.id, self.worker)

    def _report(self, claimed: Claimed, facts: Facts, decision: Decision, numbers: int) -> None:
        log().info(
            "decided",
            letter=claimed.id,
            flow=str(decision.flow),
            outcome=str(decision.outcome),
            number=numbers,
        )


def attachments_of(letter_id: int, clock: Clock) -> Sequence[Attachment]:
    """The files of a letter in the store, read from its bytes without their words."""
    return read(raw.load(letter_id), clock.now(), _unread).attachments


def _unread(_: Attachment) -> DocumentText | None:
    return None
