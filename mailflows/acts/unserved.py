"""A referral that nobody has read: first its executor's deputy, then a telephone call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailflows.acts.referring import address_of, send_referral
from mailflows.context import Context
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Referral, Task
from mailflows.rules.teams import team_of
from mailflows.rules.terms.counting import end_of, local_day
from mailflows.rules.workdays import add_working_days
from mailflows.states import UNSEEN
from mailflows.vocabulary import AppealState, Intent, ReferralState, TaskKind

TELEPHONE = "telephone"
_SOON = timedelta(hours=1)  # an emergency does not wait for the next working day
CALLED = (Intent.REACHED.value, Intent.NOT_REACHED.value)
"""What answers a call to an executor who has not read his referral."""


def unserved(
    draft: Draft,
    appeal: Appeal,
    referral: Referral,
    referrals: Sequence[Referral],
    now: datetime,
    why: str,
    failed: str = "",
) -> None:
    """Reach who has not read it: his deputy's address once, then the operators telephone.

    `why` is "silent", "bounced" or "absent"; `failed` is the address that bounced or is away, ""
    when all are silent. The deputy has his own hours before anybody telephones, unless his letter
    fails too; in an emergency both happen at once, and so does the call where there is no deputy.
    """
    policy = draft.policy
    executor = policy.executor(referral.executor)
    deputy = executor.deputy_address if executor else None
    tried = referral.unserved_at is not None
    if not tried and deputy == address_of(referral, policy):
        deputy = None  # he has it already
    if tried and deputy and failed and failed.lower() != deputy.lower() and not appeal.emergency:
        draft.because(Code.NOT_SERVED, why=why, executor=referral.executor)
        return  # the deputy still has time
    reason = draft.because(Code.NOT_SERVED, why=why, executor=referral.executor)
    if not tried:
        draft.change_referral(referral, unserved_at=now)
        if deputy:
            mark = draft.mark(now)
            send_referral(
                draft, appeal, appeal.id, referral, referral.id, deputy,
                f"referral-deputy-{mark}", team=team_of(referrals, policy),
            )  # fmt: skip
    if referral.called_at is None and (tried or not deputy or appeal.emergency):
        draft.change_referral(referral, called_at=now)
        ask_to_call(draft, appeal, referral, reason)


def ask_to_call(draft: Draft, appeal: Appeal, referral: Referral, reason: Reason) -> None:
    """Ask the operators to telephone its executor."""
    draft.ask(
        Task(
            TaskKind.CALL, appeal=appeal.id, referral=referral.id, reason=reason,
            options=(f"call {referral.executor}", *CALLED), urgent=appeal.emergency,
        )
    )  # fmt: skip


def call_to(context: Context) -> tuple[Task, Referral] | None:
    """The open call to an executor that is answered: the letter's own, else the only one."""
    task = context.task
    if task is not None and task.kind is not TaskKind.CALL:
        return None
    if task is None and any(one.kind is TaskKind.CALL_BACK for one in context.tasks):
        return None  # whom he telephoned is not said
    asked = context.tasks if task is None else (task,)
    calls = [one for one in asked if one.kind is TaskKind.CALL]
    calls = [one for one in calls if one.referral is not None and one.answered_at is None]
    if len(calls) != 1:
        return None
    found = next((one for one in context.referrals if one.id == calls[0].referral), None)
    return (calls[0], found) if found is not None else None


def told_by_telephone(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    """An operator has told the executor: he has the work now, whatever his mailbox does."""
    draft.because(Code.SERVED_BY_TELEPHONE, executor=referral.executor)
    if referral.state not in UNSEEN:
        return
    draft.change_referral(
        referral, state=ReferralState.ACCEPTED, accepted_at=context.now, unserved_at=None,
        called_at=None, served_by=TELEPHONE,
    )  # fmt: skip
    if appeal.state is AppealState.REGISTERED:
        draft.change_appeal(appeal, state=AppealState.IN_WORK)


def call_again(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, task: Task, referral: Referral
) -> None:
    """Nobody answered the telephone: it is asked for again, an emergency at once and with the
    leader in charge beside the executor.
    """
    policy, known = context.policy, task.reason.facts if task.reason else {}
    attempts = str(int(known.get("attempts", "0")) + 1)
    reason = Reason(Code.NOT_SERVED, {**known, "attempts": attempts})
    day = add_working_days(local_day(context.now, policy), 1, policy.working_time)
    leaders = policy.leaders_of(appeal.topic)[:1] if appeal.emergency else ()
    numbers = (f"call {referral.executor}", *(f"call {one.code}" for one in leaders))
    due = context.now + _SOON if appeal.emergency else end_of(day, policy)
    draft.answer([task], Intent.NOT_REACHED.value, facts.person or "")
    draft.ask(
        Task(
            TaskKind.CALL, appeal=appeal.id, referral=referral.id, reason=reason, due_at=due,
            options=(*numbers, *CALLED), urgent=appeal.emergency,
        )
    )  # fmt: skip
    draft.because(Code.CALL_AGAIN, executor=referral.executor, attempts=attempts)
