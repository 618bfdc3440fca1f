"""Giving work to an executor: the referral, its term and its letter; rework; recalling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.earlier import of_repeated
from mailflows.policy import Executor, Leader, Policy
from mailflows.reasons import Code
from mailflows.records import Appeal, Key, New, Referral
from mailflows.rules.masking import masked_text, shown_applicant
from mailflows.rules.terms import executor_due, rework_due
from mailflows.states import GONE
from mailflows.vocabulary import AppealState, ReferralState

_TOO_OFTEN = 3  # returns of the same work, from which on the leader in charge is told
WORDS = 4000  # letters of somebody's words that travel in a letter of ours


def refer(draft: Draft, context: Context, appeal: Appeal, key: Key, executor: Executor) -> New:
    """Enter a referral of the appeal and queue its letter with the documents."""
    due = executor_due(appeal, context.now, context.policy)
    draft.reason(due.why)
    record = Referral(appeal=key, executor=executor.code, due_at=due.at, address=executor.address)
    referral = draft.refer(record)
    earlier = of_repeated(context, appeal)
    send_referral(draft, appeal, key, record, referral, executor.address, earlier=earlier)
    return referral


def send_referral(
    draft: Draft,
    appeal: Appeal,
    key: Key,
    record: Referral,
    referral: Key,
    address: str,
    purpose: str = "referral",
    earlier: Mapping[str, Any] | None = None,
) -> None:
    """Queue the referral's letter; a confidential author's documents stay with us."""
    draft.send(
        Outgoing(
            "referral", address, purpose, party="r", appeal=key, referral=referral,
            values={**referral_values(appeal, record.due_at), "earlier": earlier},
            attach_letter=None if appeal.confidential else appeal.letter_id or None,
            urgent=appeal.emergency,
        )
    )  # fmt: skip


def referral_values(appeal: Appeal, due: datetime) -> Mapping[str, Any]:
    """What an executor is told: what, where, until when; of the author only what he may know."""
    hidden = appeal.confidential
    text = masked_text(appeal.text, appeal.applicant) if hidden else appeal.text
    return {
        "emergency": appeal.emergency,
        "applicant": shown_applicant(appeal.applicant, hidden),
        "place": appeal.place,
        "text": text,
        "due": due,
        "kind": appeal.kind,
        "confidential": hidden,
    }


def recall(
    draft: Draft,
    context: Context,
    appeal: Appeal,
    referral: Referral,
    words: str,
    why: str = "",
) -> None:
    """Take a referral back from its executor and tell him; `why` is how the appeal has ended."""
    draft.change_referral(referral, state=ReferralState.RECALLED)
    draft.send(
        Outgoing(
            "referral-recalled", address_of(referral, context.policy), "referral-recalled",
            party="r", appeal=appeal.id, referral=referral.id,
            values={"words": words[:WORDS], "why": why},
        )
    )  # fmt: skip


def send_back(
    draft: Draft,
    context: Context,
    appeal: Appeal,
    referrals: list[Referral],
    words: str,
    fault: str = "",
) -> None:
    """Return claimed work for rework, with the words why; no clock begins again.

    `fault` is a `Fault`, "" when none is named. The third return of the same work, and each one
    after it, is told to the leader in charge.
    """
    policy = context.policy
    for referral in referrals:
        term = rework_due(appeal, referral.due_at, context.now, policy)
        due = term.at
        draft.reason(term.why)
        returns = referral.returns + 1
        draft.change_referral(
            referral, state=ReferralState.RETURNED, returns=returns, due_at=due,
            claimed_at=None, claim=None,
        )  # fmt: skip
        leader = (
            next(iter(policy.leaders_of(appeal.topic)), None) if returns >= _TOO_OFTEN else None
        )
        hidden = appeal.confidential
        draft.send(
            Outgoing(
                "rework", address_of(referral, policy), f"rework-{context.letter_id}", party="r",
                appeal=appeal.id, referral=referral.id, urgent=appeal.emergency,
                values={
                    "reason": (masked_text(words, appeal.applicant) if hidden else words)[:WORDS],
                    "returns": returns, "due": due, "fault": fault,
                    "leader": leader.name if leader else "",
                    "text": referral_values(appeal, due)["text"],
                },
                attach_letter=None if hidden else context.letter_id,
            )
        )  # fmt: skip
        if leader is not None:
            said = {"executor": referral.executor, "returns": str(returns)}
            draft.because(Code.RETURNED_AGAIN, **said, leader=leader.code)
            again = replace(referral, returns=returns, due_at=due)
            draft.send(_to_leader(context, appeal, again, leader, words, fault))
    draft.change_appeal(
        appeal, state=AppealState.IN_WORK, result=None, result_by=None, closed_at=None
    )


def _to_leader(
    context: Context, appeal: Appeal, referral: Referral, leader: Leader, words: str, fault: str
) -> Outgoing:
    """What the leader reads of work that was returned too often, without the author's data."""
    topic = context.policy.topics.get(appeal.topic or "")
    executor = context.policy.executors.get(referral.executor)
    told = masked_text(words, appeal.applicant, home=appeal.confidential)
    return Outgoing(
        "returned-again", leader.address, f"returned-again-{context.letter_id}", party="l",
        appeal=appeal.id, referral=referral.id, urgent=appeal.emergency,
        values={
            "title": topic.name if topic else "",
            "executor_name": executor.name if executor else referral.executor,
            "executor_phone": executor.phone if executor else None,
            "returns": referral.returns, "due": referral.due_at, "fault": fault,
            "reason": told[:WORDS],
        },
    )  # fmt: skip


def address_of(referral: Referral, policy: Policy) -> str:
    """Where the referral was sent; its executor's address when that is not known."""
    executor = policy.executors.get(referral.executor)
    return referral.address or (executor.address if executor else "")


def counted(referrals: Sequence[Referral]) -> list[Referral]:
    """Those that an appeal's closing depends on: not for information, not declined or recalled."""
    return [one for one in referrals if one.purpose != "information" and one.state not in GONE]
