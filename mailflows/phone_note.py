"""An operator's note of telephone calls: each caller's matter is an appeal by telephone."""

from __future__ import annotations

from mailflows.context import Context
from mailflows.decision import Decision, Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.registration import Entered, register
from mailflows.vocabulary import Authenticity, Channel, Flow, Intent, Outcome, Role


def fits(facts: Facts, context: Context) -> bool:
    """A note by its layout, or any matter that an operator passes on."""
    if not facts.matters:
        return False
    return facts.note or (facts.role is Role.OPERATOR and facts.robot is None)


def handle(facts: Facts, context: Context) -> Decision:
    """Register each caller and tell the operator the numbers, which he gives to the callers."""
    draft = Draft.of(Flow.PHONE_NOTE, context)
    draft.because(Code.OPERATOR_NOTE, operator=facts.person or "")
    if facts.authenticity is not Authenticity.PROVED:
        draft.because(Code.NOT_AUTHENTIC, authenticity=facts.authenticity.value)
    channel = Channel.TELEPHONE if facts.note else facts.channel
    entered = register(draft, facts, context, channel)
    if facts.role is Role.OPERATOR and facts.person:
        _tell(draft, facts, context, entered, facts.person)
    return draft.decide(Outcome.REGISTERED)


def _tell(
    draft: Draft, facts: Facts, context: Context, entered: list[Entered], operator: str
) -> None:
    done = [
        Reason(Code.NEW_APPEAL, {"topic": one.appeal.topic or "", "missing": _gaps(one)})
        for one in entered
    ]
    draft.send(
        Outgoing(
            "transcript", operator, f"transcript-{context.letter_id}", party="o",
            appeal=entered[0].key, related=tuple(one.key for one in entered[1:]),
            values={
                "command": facts.letter.subject, "done": tuple(done), "refused": None,
                "possible": (Intent.SET_TOPIC.value,) if entered[0].appeal.topic is None else (),
            },
            in_reply_to=facts.letter.message_id, replied=True,
        )
    )  # fmt: skip


def _gaps(entered: Entered) -> str:
    return ", ".join(entered.matter.missing)
