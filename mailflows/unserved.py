"""A referral that nobody has seen: marked, copied to the deputy's address, telephoned about."""

from __future__ import annotations

from datetime import datetime

from mailflows.attaching import SETTLED
from mailflows.draft import Draft
from mailflows.reasons import Code
from mailflows.records import Appeal, Referral, Task
from mailflows.referring import address_of, send_referral
from mailflows.vocabulary import TaskKind


def unserved(draft: Draft, appeal: Appeal, referral: Referral, now: datetime, why: str) -> None:
    """Mark the referral as not served (bounced, absent, silent), try the deputy, ask for a call."""
    executor = draft.policy.executors.get(referral.executor)
    reason = draft.because(Code.NOT_SERVED, why=why, executor=referral.executor)
    draft.change_referral(referral, unserved_at=now)
    deputy = executor.deputy_address if executor else None
    if deputy and deputy != address_of(referral, draft.policy) and referral.unserved_at is None:
        mark = draft.mark(now)
        send_referral(
            draft, appeal, appeal.id, referral, referral.id, deputy, f"referral-deputy-{mark}"
        )
    draft.ask(
        Task(
            TaskKind.CALL,
            appeal=appeal.id,
            referral=referral.id,
            reason=reason,
            options=(f"call {referral.executor}", *SETTLED),
            urgent=appeal.emergency,
        )
    )
