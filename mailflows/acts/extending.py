"""More time for an executor is given or refused; the applicant is told the new term and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mailflows.acts.referring import WORDS, address_of
from mailflows.acts.telling import tell_applicant
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.policy import Leader, Policy
from mailflows.reasons import Code, Reason, not_possible
from mailflows.records import Appeal, Referral, Task
from mailflows.rules.masking import masked_text
from mailflows.rules.terms import Extension, extend, prolonged_due
from mailflows.rules.terms.counting import local_day
from mailflows.states import BEING_DONE, UNDER_WAY
from mailflows.vocabulary import Intent, Regime, TaskKind


def grant(
    draft: Draft,
    context: Context,
    appeal: Appeal,
    until: date | None,
    leader: Leader | None,
) -> Reason | None:
    """Give the executor until the day, or None when done, else why it cannot be.

    Within the law's term as it stands only the referral is changed. Beyond it `leader` must have
    decided (393/96-VR art. 20); then the appeal's term is changed too and its applicant is told.
    """
    referral = _asking(context)
    if referral is None or appeal.state not in BEING_DONE:
        return not_possible(Intent.EXTEND, "extension-nobody" if referral is None else "state")
    day, policy = until or referral.asked_until, context.policy
    longer: Extension | None = None
    if day is None or day > local_day(appeal.due_at, context.policy):
        if leader is None:
            return not_possible(Intent.EXTEND, "leader-unnamed")
        found = extend(appeal, day, leader, context.now, policy)
        if isinstance(found, Reason):
            return found
        longer = found
        appeal = replace(appeal, due_at=found.due.at)
    given = prolonged_due(
        appeal, day or local_day(appeal.due_at, context.policy), context.now, policy
    )
    if given.at <= max(referral.due_at, context.now) and longer is None:
        return not_possible(Intent.EXTEND, "extension-shorter")
    said = {"executor": referral.executor, "until": local_day(given.at, context.policy).isoformat()}
    if leader is not None:
        said["leader"] = leader.code
    draft.because(Code.EXTENSION_DECIDED, **said)
    due = max(given.at, referral.due_at)
    if longer is not None:
        draft.reason(longer.due.why)
        draft.change_appeal(appeal, due_at=longer.due.at)
        _tell_applicant(draft, context, appeal, longer, _because(context, referral))
    draft.reason(given.why)
    draft.change_referral(referral, due_at=due)
    _tell_executor(draft, context, appeal, referral, {"granted": True, "due": due})
    return None


def refuse(draft: Draft, context: Context, appeal: Appeal, words: str) -> Reason | None:
    """Leave the term as it is and tell the executor who asked; None when done, else why not."""
    referral = _asking(context)
    if referral is None:
        return not_possible(Intent.DO_NOT_EXTEND, "extension-nobody")
    draft.because(Code.EXTENSION_DECIDED, executor=referral.executor)
    told = masked_text(words, appeal.applicant) if appeal.confidential else words
    values = {"granted": False, "due": referral.due_at, "words": told[:WORDS]}
    _tell_executor(draft, context, appeal, referral, values)
    return None


def in_charge(policy: Policy, code: str | None, topic: str | None) -> Leader | Reason | None:
    """The leader of this code, None when nobody is named, the reason when the topic is not his."""
    if code is None:
        return None
    leader = next((one for one in policy.leaders if one.code == code), None)
    if leader is None or leader not in policy.leaders_of(topic):
        return not_possible(Intent.EXTEND, "leader-not-in-charge", leader=code)
    return leader


def _asking(context: Context) -> Referral | None:
    """Whose term it is: the one of the question, else the one that asked, else the only one."""
    live = [one for one in context.referrals if one.state in UNDER_WAY]
    asked = context.task.referral if context.task else None
    asking = {one.referral for one in context.tasks if one.kind is TaskKind.DECIDE_EXTENSION}
    for chosen in (
        [one for one in live if one.id == asked],
        [one for one in live if one.id in asking],
        live,
    ):
        if len(chosen) == 1:
            return chosen[0]
    return None


def open_questions(context: Context, referral: Referral) -> list[Task]:
    """The open questions about more time for this referral."""
    asked = [one for one in context.tasks if one.kind is TaskKind.DECIDE_EXTENSION]
    return [one for one in asked if one.referral == referral.id]


def _tell_applicant(
    draft: Draft, context: Context, appeal: Appeal, longer: Extension, because: str
) -> None:
    """The law wants him told before the present term runs out."""
    until = local_day(longer.due.at, context.policy)
    values = {
        "until": until,
        "because": because,
        "by_appeals_law": appeal.regime is Regime.APPEAL,
    }
    by_telephone = Reason(Code.PERSON_DECIDES, {"extended": until.isoformat()})
    tell_applicant(draft, appeal, context.now, "extended", values, by_telephone, longer.notice_by)


def _tell_executor(
    draft: Draft, context: Context, appeal: Appeal, referral: Referral, values: dict[str, object]
) -> None:
    draft.send(
        Outgoing(
            "extension-decided", address_of(referral, context.policy),
            f"extension-decided-{context.letter_id}", party="r", appeal=appeal.id,
            referral=referral.id, values=values, urgent=appeal.emergency,
        )
    )  # fmt: skip


def _because(context: Context, referral: Referral) -> str:
    """The executor's own reason, as the question about it keeps it."""
    asked = [*([context.task] if context.task else []), *open_questions(context, referral)]
    reasons = (one.reason for one in asked if one.kind is TaskKind.DECIDE_EXTENSION)
    return next((one.facts["because"] for one in reasons if one and "because" in one.facts), "")
