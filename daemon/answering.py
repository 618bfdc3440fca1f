"""Answers requests that other loops left in the store: mostly notices to the operators."""

from __future__ import annotations

from dataclasses import dataclass

from daemon import answer_drafts
from daemon.clerk import Clerk, note_unread
from daemon.clock import Clock
from daemon.logs import log, where
from mailflows.citizen_mail import register_letter
from mailflows.decision import Decision
from mailflows.reading import read, unread
from mailflows.timed import set_aside
from mailflows.understanding import understand
from store import aside, context, raw, requests
from store.asked import mark_registered, take_up
from store.commit import Committed
from store.database import transaction
from store.faults import UNAVAILABLE
from store.requests import Asked
from store.work import StaleVersion

WORDS_OF_OPERATORS = ("register", "answer-draft")
NOTICES_AN_HOUR = 10  # of one kind; a flood is shown by the operators' list alone


@dataclass
class Answering:
    """Makes a letter of each request that waits; a request that cannot be answered ends too."""

    clerk: Clerk
    clock: Clock
    answer_layout: str = ""  # the council's own, else ours

    def answer_requests(self) -> None:
        """Answer what waits, oldest first."""
        for asked in requests.waiting():
            try:
                self._answer(asked)
            except UNAVAILABLE:
                raise
            except StaleVersion:
                log().info("decided-anew", name=asked.kind)  # it waits for the next tap
            except Exception as error:
                log().error("request-failed", name=asked.kind, error=where(error))
                self._give_up(asked, where(error))

    def _answer(self, asked: Asked) -> None:
        if asked.kind == "register":
            self._register(asked)
            return
        if asked.kind == "answer-draft":
            self._draft(asked)
            return
        decision = self._decide(asked)
        if decision is None:
            self._finish(asked)
            return
        hour = f"{self.clock.now():%Y-%m-%dT%H}"
        for place in range(NOTICES_AN_HOUR):
            done = self.clerk.carry_out_timed(
                decision, asked.kind, f"{hour}-{place}", "", request_id=asked.id
            )
            if done is not None:
                return
        log().warning("notice-withheld", name=asked.kind, letter=asked.letter_id)
        self._finish(asked)

    def _decide(self, asked: Asked) -> Decision | None:
        policy, letter_id = self.clerk.policy, asked.letter_id or 0
        if asked.kind == "set-aside":
            found = aside.find(letter_id)
            if found is None:
                return None  # it was brought back meanwhile
            return set_aside.set_aside(
                letter_id,
                found.error,
                policy,
                received_at=found.received_at,
                mailbox=found.mailbox,
            )
        if asked.kind == "too-large":
            header = read(raw.load(letter_id), self.clock.now(), unread)
            return set_aside.too_large(
                letter_id,
                int(asked.parameters.get("size", 0)),
                policy,
                sender=header.sender.address if header.sender else "",
                subject=header.subject,
                mailbox=asked.parameters.get("mailbox", ""),
            )
        log().warning("unknown-request", name=asked.kind)
        return None

    def _register(self, asked: Asked) -> None:
        """An operator has said that a letter is an appeal: register it, once."""
        letter_id = int(asked.parameters.get("letter_id", 0))
        claimed = take_up(letter_id)
        if claimed is None:
            self._finish(asked)
            return
        policy = self.clerk.policy
        facts = understand(read(claimed.raw, claimed.received_at, unread), policy)
        decision = register_letter(facts, context.load(facts, claimed, policy, self.clock.now()))

        def follow(done: Committed) -> None:
            if done.appeals:
                mark_registered(letter_id, self.clock.now())
                note_unread(letter_id, facts.letter)

        once = (decision, "register", str(letter_id), "")
        done = self.clerk.carry_out_timed(
            *once, letter_id=letter_id, request_id=asked.id, also=follow
        )
        if done is None:
            self._finish(asked)

    def _draft(self, asked: Asked) -> None:
        """An operator wants the draft of an answer."""
        policy, mark = self.clerk.policy, str(asked.id)
        decision = answer_drafts.make(
            asked.parameters, mark, policy, self.answer_layout, self.clock.now()
        )
        job = "answer-draft"
        if decision is None or not self.clerk.carry_out_timed(
            decision, job, mark, "", letter_id=asked.letter_id, request_id=asked.id
        ):
            self._finish(asked)

    def _give_up(self, asked: Asked, error: str) -> None:
        """A notice may be lost, the log has it; an operator's word may not: he is told."""
        if asked.kind not in WORDS_OF_OPERATORS:
            self._finish(asked)
            return
        about = str(asked.parameters.get("letter_id", "")) or str(asked.id)
        decision = set_aside.alarm(
            asked.kind, f"{asked.kind}-{about}", self.clerk.policy, f"letter {about}: {error}"
        )
        job = f"alarm {asked.kind}"
        if self.clerk.carry_out_timed(decision, job, about, "", request_id=asked.id) is None:
            self._finish(asked)  # he was told of it before; else it would fail anew each second

    def _finish(self, asked: Asked) -> None:
        with transaction():
            requests.finish(asked.id, self.clock.now())
