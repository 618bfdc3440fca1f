"""How surely a letter is the applicant's own, and what it is answered with at once."""

from __future__ import annotations

from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code
from mailflows.records import Appeal
from mailflows.rules.answering import why_withheld
from mailflows.rules.threads import is_private
from mailflows.vocabulary import Authenticity


def is_applicant(facts: Facts, appeal: Appeal) -> bool:
    """Whether the letter came from the address that the appeal knows."""
    sender, known = facts.letter.sender, appeal.applicant.email
    return bool(sender and known and sender.address.casefold() == known.casefold())


def is_surely_he(facts: Facts, appeal: Appeal) -> bool:
    """Whether it did, and our own server proved the sender."""
    return is_applicant(facts, appeal) and facts.authenticity is Authenticity.PROVED


def holds_his_letter(facts: Facts, context: Context) -> bool:
    """Whether the writer answers a letter of ours that went to the applicant."""
    return is_private(facts.ties, context.sent.party if context.sent else "")


def is_believed(facts: Facts, context: Context, appeal: Appeal) -> bool:
    """Whether it is he, or somebody who holds a letter of ours to him."""
    return holds_his_letter(facts, context) or is_surely_he(facts, appeal)


def answer_at_once(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, template: str, **values: object
) -> None:
    """A letter to the applicant's own address; never to a robot, never too many a day."""
    address = appeal.applicant.email
    why = why_withheld(address, context.acknowledged_today, context.policy)
    if facts.robot is not None:
        why = "robot"
    if why is not None or address is None:
        draft.because(Code.ACKNOWLEDGEMENT_WITHHELD, why=why or "no-address")
        return
    own = is_applicant(facts, appeal)
    draft.send(
        Outgoing(
            template, address, f"{template}-{context.letter_id}", party="a", appeal=appeal.id,
            values=values, in_reply_to=facts.letter.message_id if own else appeal.message_id,
            replied=own,
        )
    )  # fmt: skip
