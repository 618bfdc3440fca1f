"""Ending an appeal without deciding it: returned, not considered, withdrawn; by a person's word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mailflows.acts.claiming import end_questions
from mailflows.acts.considering import relieve
from mailflows.acts.marking import may_not_consider
from mailflows.acts.referring import WORDS, address_of, recall, send_referral
from mailflows.acts.telling import tell_applicant
from mailflows.context import Context
from mailflows.decision import ChangeAppeal, ChangeReferral, Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason, not_possible
from mailflows.records import Appeal, Referral
from mailflows.rules.results import NOT_CONSIDERED, RETURNED
from mailflows.rules.teams import team_of
from mailflows.states import ENDED, LIVE, OPEN
from mailflows.vocabulary import AppealState, Ground, Intent, ReferralState


def give_back(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Return it to its author, who reads what is missing (393/96-VR art. 5); his answer reopens it.

    What is missing is known of the appeal or told by the operator; without either nothing is
    returned.
    """
    words = facts.reply.words if facts.reply else ""
    if appeal.state not in OPEN:
        return not_possible(Intent.GIVE_BACK, "state")
    if not (appeal.missing or words):
        return not_possible(Intent.GIVE_BACK, "nothing-missing")
    draft.because(Code.RETURNED_TO_AUTHOR, missing=", ".join(appeal.missing))
    values = {"missing": appeal.missing, "words": words[:WORDS]}
    _end(draft, facts, context, appeal, AppealState.RETURNED, RETURNED, "returned", values)
    return None


def not_consider(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Do not consider it, for one of the grounds of the law (393/96-VR art. 8, 17).

    The law leaves that to the head of the body: a leader whom the operator names is told of in
    the letter.
    """
    ground = facts.reply.cause if facts.reply else ""
    if appeal.state not in OPEN:
        return not_possible(Intent.NOT_CONSIDER, "state")
    if ground not in list(Ground):
        return not_possible(Intent.NOT_CONSIDER, "ground-unnamed")
    if ground == Ground.REPEATED and not may_not_consider(context, appeal):
        return not_possible(Intent.NOT_CONSIDER, "earlier-undecided")
    named = facts.reply.leader if facts.reply else None
    leader = next((one for one in context.policy.leaders if one.code == named), None)
    draft.because(Code.NOT_CONSIDERED, ground=ground, leader=leader.code if leader else "")
    values = {
        "ground": ground,
        "leader": leader.name if leader else "",
        "post": leader.post if leader else "",
        "earlier": appeal.repeat_of if ground == Ground.REPEATED else "",
    }
    state = AppealState.NOT_CONSIDERED
    _end(draft, facts, context, appeal, state, NOT_CONSIDERED, "not-considered", values)
    return None


def let_withdraw(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """End what its author has taken back."""
    if appeal.state not in OPEN:
        return not_possible(Intent.LET_WITHDRAW, "state")
    draft.because(Code.WITHDRAWN_BY_AUTHOR, number=appeal.number)
    result = context.policy.closing.withdrawn_result
    _end(draft, facts, context, appeal, AppealState.WITHDRAWN, result, "withdrawn", {})
    return None


def tell_of_undo(
    draft: Draft,
    context: Context,
    appeal: Appeal,
    changes: tuple[ChangeAppeal | ChangeReferral, ...],
) -> None:
    """Tell those who have read the letters that cannot be fetched back what holds again."""
    restored: dict[str, Any] = {}
    for change in changes:
        if isinstance(change, ChangeAppeal):
            restored |= change.fields
    ended = appeal.state in (*ENDED, AppealState.CLOSED) and "state" in restored
    if ended or ("due_at" in restored and appeal.state in OPEN and "state" not in restored):
        what = "considered" if ended else "term"
        due = restored.get("due_at", appeal.due_at)
        by_telephone = Reason(Code.PERSON_DECIDES, {"reopened": appeal.number})
        values = {"what": what, "due": due}
        tell_applicant(draft, appeal, context.now, "corrected", values, by_telephone)
    if appeal.leader is not None and restored.get("leader", appeal.leader) != appeal.leader:
        relieve(draft, context, appeal, "undo")
    live = [one for one in context.referrals if one.state in LIVE]
    for referral in context.referrals:
        was = former(referral, changes)
        if referral.state is ReferralState.RECALLED and was.state in LIVE:
            live.append(was)
            purpose = f"referral-again-{draft.mark(context.now)}"
            address = address_of(was, context.policy)
            team = team_of([former(one, changes) for one in context.referrals], context.policy)
            send_referral(draft, appeal, appeal.id, was, was.id, address, purpose, team=team)
        elif referral.state in LIVE and was.due_at != referral.due_at:
            _tell_of_term(draft, context, appeal, was)


def former(referral: Referral, changes: tuple[ChangeAppeal | ChangeReferral, ...]) -> Referral:
    """The referral as it is once the changes have been made."""
    for change in changes:
        if isinstance(change, ChangeReferral) and change.id == referral.id:
            return replace(referral, **change.fields)
    return referral


def _tell_of_term(draft: Draft, context: Context, appeal: Appeal, referral: Referral) -> None:
    """The executor was told of another term."""
    draft.send(
        Outgoing(
            "extension-decided", address_of(referral, context.policy),
            f"term-again-{draft.mark(context.now)}", party="r", appeal=appeal.id,
            referral=referral.id, urgent=appeal.emergency,
            values={"granted": False, "undone": True, "due": referral.due_at},
        )
    )  # fmt: skip


def _end(
    draft: Draft,
    facts: Facts,
    context: Context,
    appeal: Appeal,
    state: AppealState,
    result: str,
    template: str,
    values: Mapping[str, Any],
) -> None:
    """Set the state, recall the work, tell the applicant and the executors."""
    who = facts.person or ""
    end_questions(draft, appeal, state.value, who)
    for referral in context.referrals:
        if referral.state in LIVE:
            recall(draft, context, appeal, referral, "", why=state.value)
    draft.change_appeal(
        appeal, state=state, result=result, result_by=f"operator:{who}", closed_at=context.now
    )
    by_telephone = Reason(Code.PERSON_DECIDES, {"ended": state.value})
    tell_applicant(draft, appeal, context.now, template, values, by_telephone)
