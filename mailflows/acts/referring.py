"""Giving work to an executor: the referral, its term and its letter; rework; recalling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mailflows.acts.earlier import of_repeated
from mailflows.acts.mooting import end_checks, end_work
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.policy import Executor, Leader, Policy
from mailflows.reasons import Code
from mailflows.records import Appeal, Key, New, Referral
from mailflows.rules.masking import masked_text, shown_applicant
from mailflows.rules.refusals import refusal_of
from mailflows.rules.teams import Team, team_of
from mailflows.rules.terms import executor_due, rework_due
from mailflows.rules.terms.counting import local_day
from mailflows.states import GONE, LIVE, UNDER_WAY, UNSEEN
from mailflows.vocabulary import AppealState, Intent, Purpose, ReferralState

_TOO_OFTEN = 3  # returns of the same work, from which on the leader in charge is told
WORDS = 4000  # letters of somebody's words that travel in a letter of ours


def refer(
    draft: Draft, context: Context, appeal: Appeal, key: Key, executor: Executor, team: Team
) -> New:
    """Enter the referral of one of a team and queue its letter with the documents.

    Who has declined it before reads that a person decided so.
    """
    due = executor_due(appeal, context.now, context.policy)
    draft.reason(due.why)
    record = Referral(
        appeal=key, executor=executor.code, due_at=due.at, address=executor.address,
        purpose=team.purpose_of(executor.code),
    )  # fmt: skip
    referral = draft.refer(record)
    before = refusal_of(context.referrals, executor.code, context.policy)
    if before is not None and before.reported_at is not None:
        day = local_day(before.reported_at, context.policy)
        draft.because(Code.DECLINED_BEFORE, executor=executor.code, date=day.isoformat())
    declined_at = before.reported_at if before else None
    send_referral(
        draft, appeal, key, record, referral, executor.address, team=team,
        earlier=of_repeated(context, appeal), declined_at=declined_at,
    )  # fmt: skip
    return referral


def refer_all(draft: Draft, context: Context, appeal: Appeal, key: Key, team: Team) -> New:
    """Enter the referrals of a whole team; gives the lead's."""
    lead = refer(draft, context, appeal, key, team.lead, team)
    for one in team.together:
        refer(draft, context, appeal, key, one, team)
    return lead


def send_referral(
    draft: Draft,
    appeal: Appeal,
    key: Key,
    record: Referral,
    referral: Key,
    address: str,
    purpose: str = "referral",
    earlier: Mapping[str, Any] | None = None,
    team: Team | None = None,
    declined_at: datetime | None = None,
) -> None:
    """Queue the letter of a referral or an inquiry; a confidential author's documents stay with us.

    It tells who leads and who works together when there are several; `declined_at`: he declined
    the same appeal then.
    """
    asked = record.purpose == Purpose.INFORMATION
    values = {**referral_values(appeal, record.due_at), "question": record.question}
    if not asked:
        values["earlier"] = earlier
    if team is not None and team.together:
        values |= {"lead": team.lead, "together": team.together}
    if declined_at is not None:
        values["declined_at"] = declined_at
    draft.send(
        Outgoing(
            "inquiry" if asked else "referral", address, purpose, party="r", appeal=key,
            referral=referral, values=values, urgent=appeal.emergency,
            attach_letter=None if asked or appeal.confidential else appeal.letter_id or None,
        )
    )  # fmt: skip


def tell_team(
    draft: Draft,
    context: Context,
    appeal: Appeal,
    referrals: Sequence[Referral],
    team: Team | None = None,
) -> None:
    """Tell those who still work by these referrals who leads and who works beside them now."""
    policy = context.policy
    team = team or team_of(referrals, policy)
    if team is None:
        return
    for one in referrals:
        if one.purpose == Purpose.INFORMATION or one.state not in LIVE:
            continue
        purpose = team.purpose_of(policy.present_code(one.executor))
        if purpose != one.purpose:
            draft.change_referral(one, purpose=purpose)
        if one.state in UNDER_WAY:
            draft.send(
                Outgoing(
                    "referral-team", address_of(one, policy),
                    f"referral-team-{draft.mark(context.now)}", party="r", appeal=appeal.id,
                    referral=one.id, urgent=appeal.emergency,
                    values={"lead": team.lead, "together": team.together, "due": one.due_at},
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
    """Take a referral back from its executor and tell him; `why` is how the appeal has ended.

    Where it went to his deputy too, both are told: either may have begun.
    """
    _recall(draft, appeal, referral, context.now, words, why)


def recall_inquiries(
    draft: Draft, appeal: Appeal, referrals: Sequence[Referral], now: datetime
) -> None:
    """The appeal is closed: what is still asked of bodies need not be answered."""
    for one in referrals:
        if one.purpose == Purpose.INFORMATION and one.state in UNDER_WAY:
            _recall(draft, appeal, one, now, "", AppealState.CLOSED)


def _recall(
    draft: Draft, appeal: Appeal, referral: Referral, now: datetime, words: str, why: str
) -> None:
    draft.change_referral(referral, state=ReferralState.RECALLED)
    end_work(draft, referral, ReferralState.RECALLED, referral.executor)
    executor = draft.policy.executor(referral.executor)
    copied = executor is not None and referral.address == executor.deputy_address
    first = (executor.address,) if executor is not None and copied else ()
    for address in dict.fromkeys((*first, address_of(referral, draft.policy))):
        draft.send(
            Outgoing(
                "referral-recalled", address, f"referral-recalled-{draft.mark(now)}",
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
    end_checks(draft, appeal, Intent.REWORK, fault)
    for referral in referrals:
        term = rework_due(appeal, referral.due_at, context.now, policy)
        due = term.at
        draft.reason(term.why)
        returns = referral.returns + 1
        draft.change_referral(
            referral, state=ReferralState.RETURNED, returns=returns, due_at=due,
            claimed_at=None, claim=None, report="", reported_at=None,
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
    executor = context.policy.executor(referral.executor)
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


def accept(draft: Draft, referral: Referral, now: datetime) -> bool:
    """The executor has read his referral or inquiry and takes it up; False when he had before."""
    if referral.state not in UNSEEN:
        return False
    draft.change_referral(
        referral,
        state=ReferralState.ACCEPTED,
        accepted_at=now,
        unserved_at=None,
        called_at=None,
    )
    return True


def address_of(referral: Referral, policy: Policy) -> str:
    """Where the referral was sent; its executor's address when that is not known.

    Once the executor is merged into another one, that one's.
    """
    executor = policy.executor(referral.executor)
    if executor is not None and executor.code != referral.executor:
        return executor.address
    return referral.address or (executor.address if executor else "")


def counted(referrals: Sequence[Referral]) -> list[Referral]:
    """Those that an appeal's closing depends on: not for information, not declined or recalled."""
    return [
        one for one in referrals if one.purpose != Purpose.INFORMATION and one.state not in GONE
    ]
