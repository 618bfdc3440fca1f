"""An operator's note of telephone calls: each caller's matter is an appeal by telephone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailflows.acts.registration import Entered, register
from mailflows.context import Context
from mailflows.decision import Decision, Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.policy import Policy
from mailflows.reasons import Code
from mailflows.rules.routing import options_for
from mailflows.vocabulary import Authenticity, Channel, Flow, Outcome, Role


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
    """What each caller can be told: his number, who has it, until when, what is missing."""
    first = entered[0]
    options = () if first.referral else options_for(first.appeal, context.policy)
    draft.send(
        Outgoing(
            "note-registered", operator, f"note-registered-{context.letter_id}", party="o",
            appeal=first.key, related=tuple(one.key for one in entered[1:]),
            values={
                "callers": tuple(_caller(draft, context, one) for one in entered),
                "options": options if len(entered) == 1 else (),
            },
            in_reply_to=facts.letter.message_id, replied=True,
        )
    )  # fmt: skip


def _caller(draft: Draft, context: Context, entered: Entered) -> Mapping[str, Any]:
    """What became of one caller's matter."""
    referral = draft.referral_of(entered.key)
    executor = context.policy.executor(referral.executor) if referral else None
    alert = draft.alert_of(entered.key, context.alert)
    told = alert.told if alert is not None else ()
    return {
        "executor_name": executor.name if executor else "",
        "executor_phone": (executor.phone or "") if executor else "",
        "due": referral.due_at if referral else None,
        "alerted": _names(told, context.policy),
        "missing": entered.matter.missing,
    }


def _names(addresses: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    """Leaders by their addresses, in the order in which they were told."""
    names = {one.address: one.name for one in policy.leaders}
    return tuple(names[one] for one in addresses if one in names)
