"""Timed: referrals that nobody has accepted and claims that nobody has confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailflows.acts.claiming import close, is_wholly_claimed, owe_answer
from mailflows.acts.referring import counted
from mailflows.acts.unserved import unserved as mark_unserved
from mailflows.decision import Decision
from mailflows.draft import Draft
from mailflows.policy import Policy
from mailflows.reasons import Code
from mailflows.records import Appeal, Referral, Task
from mailflows.rules.closing import UNSETTLED, needs_answer, silence_closes
from mailflows.rules.teams import lead_of
from mailflows.rules.workdays import working_days_between
from mailflows.states import UNSEEN
from mailflows.vocabulary import AppealState, Fault, Flow, Intent, ReferralState, TaskKind


def is_silent(appeal: Appeal, referral: Referral, policy: Policy, now: datetime) -> bool:
    """Whether a claim has waited for its applicant's word the working days of the settings."""
    claimed = referral.claimed_at
    if claimed is None or referral.state is not ReferralState.CLAIMED:
        return False
    first = claimed.astimezone(policy.timezone).date()
    last = now.astimezone(policy.timezone).date()
    days = working_days_between(first, last, policy.working_time)
    return appeal.state is AppealState.IN_CHECK and days >= policy.closing.silent_working_days


def unserved(
    appeal: Appeal,
    referral: Referral,
    referrals: Sequence[Referral],
    policy: Policy,
    now: datetime,
) -> Decision | None:
    """Reach who has not read a referral in time: the deputy first, then the operators telephone.

    `referrals` are all of the appeal. None when he has it or was telephoned about already.
    """
    called = referral.called_at is not None
    if referral.state not in UNSEEN or referral.accepted_at is not None or called:
        return None
    draft = Draft(Flow.TIMED, policy)
    mark_unserved(draft, appeal, referral, referrals, now, "silent")
    return draft.decide(None)


def silent(
    appeal: Appeal,
    referral: Referral,
    referrals: Sequence[Referral],
    policy: Policy,
    now: datetime,
    asked: tuple[Task, ...] = (),
) -> Decision | None:
    """Ask the operator to close what was claimed and not disputed; None when nothing is due.

    `referrals` are all of the appeal, `asked` its open tasks: nobody is asked twice. Topics that
    the settings name are closed by silence alone, complaints never, nor what has unread letters.
    """
    lead = lead_of(counted(referrals))
    if lead is None or lead.id != referral.id:
        return None  # who leads answers for all: one question an appeal
    told = max((one.claimed_at for one in referrals if one.claimed_at), default=None)
    if not is_silent(appeal, replace(referral, claimed_at=told), policy, now):
        return None
    draft = Draft(Flow.TIMED, policy, open_tasks=asked)
    days = str(policy.closing.silent_working_days)
    reason = draft.because(Code.FALLEN_DUE, number=appeal.number, silent_days=days)
    unread = any(one.kind in UNSETTLED and one.appeal == appeal.id for one in asked)
    if silence_closes(appeal, policy) and is_wholly_claimed(referrals) and not unread:
        close(draft, appeal, referrals, now, "silence", "")
    elif needs_answer(appeal, policy):
        owe_answer(draft, appeal, referral.claim)
    else:
        draft.ask(
            Task(
                TaskKind.CLOSE,
                appeal=appeal.id,
                referral=referral.id,
                reason=reason,
                options=(
                    Intent.CLOSE.value,
                    Intent.REWORK.value,
                    f"{Intent.REWORK} {Fault.NO_EVIDENCE}",
                    f"{Intent.REWORK} {Fault.FORMAL}",
                ),
                letter_id=appeal.letter_id or None,
            )
        )
    return draft.decide(None)
