"""An executor asks for more time: the leader in charge gets one letter with ready answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mailflows.acts.extending import open_questions
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.policy import Leader
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Key, Referral, Task
from mailflows.rules.masking import masked_text
from mailflows.rules.terms import extend, extension_limit
from mailflows.rules.terms.counting import local_day
from mailflows.vocabulary import Intent, Regime, TaskKind

_DAY = "%d.%m.%Y"  # as one-tap answers write a day
_BECAUSE = 600  # characters of the executor's reason that the applicant is told


def ask_leader(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    """Ask the leader in charge, once, with ready answers; the operators see it in their list.

    A new request takes the place of the one before it. What the law does not let anybody give is
    left to the operators with the reason.
    """
    until = facts.reply.until if facts.reply else None
    draft.change_referral(referral, asked_until=until)
    draft.answer(open_questions(context, referral), Intent.EXTENSION.value, referral.executor)
    leader = next(iter(context.policy.leaders_of(appeal.topic)), None)
    limit = local_day(
        extension_limit(appeal.received_at, context.policy, appeal.regime).at, context.policy
    )
    reason = Reason(
        Code.PERSON_DECIDES,
        {
            "intent": Intent.EXTENSION.value,
            "executor": referral.executor,
            "until": until.isoformat() if until else "",
            "limit": limit.isoformat(),
            "because": facts.text.strip()[:_BECAUSE],
        },
    )
    draft.because(reason.code, **{k: v for k, v in reason.facts.items() if k != "because"})
    days = _days(appeal, referral, until, limit, leader, context, draft)
    task = draft.ask(
        Task(
            TaskKind.DECIDE_EXTENSION, appeal=appeal.id, referral=referral.id, reason=reason,
            options=_operators_options(days, appeal, context), urgent=appeal.emergency,
        ),
        words=facts.text,
        sender=facts.letter.sender.address if facts.letter.sender else "",
    )  # fmt: skip
    if leader is not None and task is not None and days:
        draft.because(Code.EXTENSION_ASKED, leader=leader.code)
        draft.send(_question(facts, context, appeal, referral, leader, task, days))


def _days(
    appeal: Appeal,
    referral: Referral,
    until: date | None,
    limit: date,
    leader: Leader | None,
    context: Context,
    draft: Draft,
) -> list[date]:
    """The days that may be offered: the one asked for, else the ends of the law's terms."""
    present, own = (
        local_day(appeal.due_at, context.policy),
        local_day(referral.due_at, context.policy),
    )
    within = [min(until, present)] if until else [present]
    days = [day for day in within if day > own] if until is None or until <= present else []
    beyond = min(until, limit) if until else limit
    if beyond > present and leader is not None:
        found = extend(appeal, beyond, leader, context.now, context.policy)
        if isinstance(found, Reason):
            draft.reason(found)
        else:
            days.append(beyond)
    return days


def _operators_options(days: Sequence[date], appeal: Appeal, context: Context) -> tuple[str, ...]:
    """Within the law's term an operator's own word is enough; beyond it he names who decided."""
    options = []
    for day in days:
        bare = f"{Intent.EXTEND} {day.strftime(_DAY)}"
        if day <= local_day(appeal.due_at, context.policy):
            options.append(bare)
        else:
            leaders = context.policy.leaders_of(appeal.topic)[:2]
            options += [f"{bare} {leader.code}" for leader in leaders]
    return (*options, Intent.DO_NOT_EXTEND.value)


def _question(
    facts: Facts,
    context: Context,
    appeal: Appeal,
    referral: Referral,
    leader: Leader,
    task: Key,
    days: Sequence[date],
) -> Outgoing:
    """One letter to the leader: what is asked, what the applicant will read, two or three taps."""
    policy = context.policy
    topic = policy.topics.get(appeal.topic or "")
    executor = policy.executor(referral.executor)
    present = local_day(appeal.due_at, context.policy)
    words = masked_text(facts.text, appeal.applicant, home=appeal.confidential)
    return Outgoing(
        "extension-asked", leader.address, f"extension-asked-{context.letter_id}", party="t",
        appeal=appeal.id, task=task, urgent=appeal.emergency,
        values={
            "title": topic.name if topic else "",
            "executor_name": executor.name if executor else referral.executor,
            "executor_due": referral.due_at,
            "words": words[:_BECAUSE],
            "told_until": next((day for day in days if day > present), None),
            "by_appeals_law": appeal.regime is Regime.APPEAL,
            "options": (
                *(f"{Intent.EXTEND} {day.strftime(_DAY)}" for day in days),
                Intent.DO_NOT_EXTEND.value,
            ),
        },
    )  # fmt: skip
