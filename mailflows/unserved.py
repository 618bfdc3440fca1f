"""A referral that nobody has seen: marked, copied to the deputy's address, telephoned about."""

from __future__ import annotations

from mailflows.draft import Draft
from mailflows.reasons import Code
from mailflows.records import Appeal, Context, Referral, Task
from mailflows.referring import address_of, send_referral
from mailflows.vocabulary import TaskKind


def unserved(draft: Draft, context: Context, appeal: Appeal, referral: Referral, why: str) -> None:
    """Mark the referral as not served (bounced, absent, silent), try the deputy, ask for a call."""
    executor = context.policy.executors.get(referral.executor)
    phone = (executor.phone if executor else None) or ""
    reason = draft.because(Code.NOT_SERVED, why=why, executor=referral.executor, call=phone)
    draft.change_referral(referral, unserved_at=context.now)
    deputy = executor.deputy_address if executor else None
    if deputy and deputy != address_of(referral, context.policy) and referral.unserved_at is None:
        purpose = f"referral-deputy-{context.letter_id}"
        send_referral(draft, appeal, appeal.id, referral, referral.id, deputy, purpose)
    draft.ask(
        Task(
            TaskKind.CALL, appeal=appeal.id, referral=referral.id, reason=reason,
            urgent=appeal.emergency,
        )
    )  # fmt: skip
