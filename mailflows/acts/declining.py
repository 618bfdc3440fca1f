"""An executor declines: a person names another one, with the whole path before him when needed."""

# What is automatic: nothing but the question. The first answer is whom the executor proposes, else
# whom the settings name; the term to forward runs from the refusal (393/96-VR art. 7: five days).

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailflows.acts.claiming import words_of
from mailflows.acts.mooting import end_work
from mailflows.acts.referring import WORDS, counted
from mailflows.context import Context
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Referral, Task
from mailflows.rules.complaints import leader_above
from mailflows.rules.refusals import is_disputed, reassign_options, refusals
from mailflows.rules.teams import team_of
from mailflows.rules.terms import forward_due
from mailflows.rules.terms.counting import local_day
from mailflows.states import LIVE
from mailflows.vocabulary import Intent, Kind, ReferralState, TaskKind


def decline(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    """Record the refusal and ask who does it instead.

    A second refusal of the same appeal, or one that sends it back to who has declined it, is told
    to the operators at once with everybody who declined, when and why.
    """
    policy = context.policy
    refused: dict[str, Any] = {
        "state": ReferralState.DECLINED,
        "report": words_of(facts),
        "reported_at": context.now,
        "report_letter_id": context.letter_id,
    }
    draft.change_referral(referral, **refused)
    end_work(draft, referral, Intent.DECLINED, referral.executor)
    mine = replace(referral, **refused)
    everybody = [mine if one.id == mine.id else one for one in context.referrals]
    named = facts.reply.executor if facts.reply else None
    proposed = policy.present_code(named) if named else None
    if proposed == policy.present_code(referral.executor):
        proposed = None
    disputed = is_disputed(everybody, proposed, policy)
    left = [one for one in counted(everybody) if one.state in LIVE]
    options = reassign_options(
        everybody, mine, proposed, appeal.topic, policy, team_of(left, policy)
    )
    if appeal.kind is Kind.COMPLAINT:  # nobody complained of gets it
        above = leader_above(appeal, policy)
        allowed = [one for one in options if set(one.split()[1:]).isdisjoint(appeal.against)]
        options = (*([f"{Intent.SET_LEADER} {above.code}"] if above else []), *allowed)
    code = Code.DECLINED_AGAIN if disputed else Code.PERSON_DECIDES
    said = {
        "intent": Intent.DECLINED.value,
        "executor": referral.executor,
        "named": proposed or "",
        "path": _path(everybody, context) if disputed else "",
    }
    reason = draft.reason(Reason(code, said))
    draft.ask(
        Task(
            TaskKind.REASSIGN, appeal=appeal.id, referral=referral.id, reason=reason,
            options=options, urgent=appeal.emergency or disputed,
            due_at=min(forward_due(context.now, policy, appeal.regime).at, appeal.due_at),
        ),
        words=facts.text,
        sender=facts.letter.sender.address if facts.letter.sender else "",
        more={"path": _steps(everybody, context)} if disputed else {},
    )  # fmt: skip


def _path(referrals: list[Referral], context: Context) -> str:
    """Codes with the days of their refusals: "vodokanal 2026-11-24, teplo 2026-11-25"."""
    told = []
    for one in refusals(referrals):
        day = local_day(one.reported_at, context.policy).isoformat() if one.reported_at else ""
        told.append(f"{one.executor} {day}".strip())
    return ", ".join(told)


def _steps(referrals: list[Referral], context: Context) -> tuple[tuple[str, object, str], ...]:
    """Who declined, when and why, in their own words."""
    steps = []
    for one in refusals(referrals):
        executor = context.policy.executor(one.executor)
        name = executor.name if executor else one.executor
        steps.append((name, one.reported_at, one.report[: WORDS // 4]))
    return tuple(steps)
