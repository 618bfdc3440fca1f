"""Keeping a letter with its appeal without changing anything, and showing it to an operator."""

from __future__ import annotations

from mailflows.acts.referring import counted
from mailflows.context import Context
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Task
from mailflows.rules.routing import options_for
from mailflows.states import UNDER_WAY
from mailflows.vocabulary import Authenticity, Intent, ReferralState, TaskKind

SETTLED = (Intent.DONE.value,)
"""What answers a question that a person settles outside of the program: by telephone, on paper."""
IS_IT_AN_APPEAL = (Intent.REGISTER.value, Intent.DO_NOT_REGISTER.value)


def attach(draft: Draft, context: Context) -> None:
    """Keep the letter with the appeal that it speaks of, when there is one."""
    if context.appeal is not None:
        referral = context.referral.id if context.referral is not None else None
        draft.attach(context.appeal.id, referral)


def show(
    draft: Draft,
    facts: Facts,
    context: Context,
    reason: Reason,
    kind: TaskKind = TaskKind.READ_REPLY,
    options: tuple[str, ...] = (),
) -> None:
    """Attach the letter, change nothing, and let a person read it; the reason goes first."""
    draft.reasons.insert(0, reason)
    attach(draft, context)
    draft.ask(
        Task(
            kind,
            appeal=context.appeal.id if context.appeal else None,
            referral=context.referral.id if context.referral else None,
            alert=context.alert.id if context.alert else None,
            reason=reason,
            options=options,
            urgent=context.appeal is not None and context.appeal.emergency,
        ),
        words=facts.text,
        sender=facts.letter.sender.address if facts.letter.sender else "",
    )


def read_options(facts: Facts, context: Context) -> tuple[str, ...]:
    """What an operator can answer with about a reply that he is shown: only what can be done."""
    if context.appeal is None:
        return IS_IT_AN_APPEAL
    options = [Intent.DONE.value]
    if any(one.state is ReferralState.CLAIMED for one in context.referrals):
        options.append(Intent.REWORK.value)
    owing = [one for one in counted(context.referrals) if one.state in UNDER_WAY]
    its_answer = facts.authenticity is Authenticity.PROVED and owing == [context.referral]
    if not owing or its_answer:
        options.append(Intent.CLOSE.value)
    if facts.matters:
        options += IS_IT_AN_APPEAL
    here = context.policy.present_code
    has_it = {here(one.executor) for one in context.referrals if one.state in UNDER_WAY}
    others = options_for(context.appeal, context.policy)
    return (*options, *[one for one in others if one.partition(" ")[2] not in has_it][:3])


def state_unchanged(draft: Draft, intent: Intent, state: str) -> Reason:
    """Say that what was asked or reported changes nothing now."""
    return draft.because(Code.STATE_UNCHANGED, intent=intent.value, state=state)
