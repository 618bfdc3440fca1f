"""What became of an earlier appeal of the same person, shortly, for whoever gets the new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailflows.context import Context
from mailflows.records import Appeal, Referral
from mailflows.rules.masking import masked_text
from mailflows.vocabulary import ReferralState

WORDS = 600  # characters of one executor's report
_MOST = 3  # executors that are told of
_UNTOLD = (ReferralState.QUEUED, ReferralState.RECALLED)


def of_repeated(context: Context, appeal: Appeal) -> Mapping[str, Any] | None:
    """What became of the appeal that this one repeats; None when it repeats none we know.

    Nor is it told beside the author's name when he asked then not to be named (art. 10).
    """
    if appeal.repeat_of is None:
        return None
    known = (*context.earlier, *((context.appeal,) if context.appeal else ()))
    first = next((one for one in known if one.number == appeal.repeat_of), None)
    if first is None or gives_away(first, appeal):
        return None
    return told_earlier(context, first)


def gives_away(earlier: Appeal, appeal: Appeal) -> bool:
    """Whether telling of the earlier appeal beside this one names its confidential author."""
    return earlier.confidential and not appeal.confidential


def told_earlier(context: Context, earlier: Appeal) -> Mapping[str, Any]:
    """Number, dates, state and result of an earlier appeal, with each executor's own words.

    The words are without the author's data: who gets them may know no more than he is told of
    the new appeal.
    """
    work = [
        one
        for one in context.earlier_work.get(earlier.id, ())
        if one.state not in _UNTOLD and one.purpose != "information"
    ]
    return {
        "number": earlier.number,
        "received_at": earlier.received_at,
        "state": earlier.state.value,
        "result": earlier.result or "",
        "closed_at": earlier.closed_at,
        "work": tuple(_told(context, earlier, one) for one in work[-_MOST:]),
    }


def _told(context: Context, earlier: Appeal, referral: Referral) -> Mapping[str, Any]:
    executor = context.policy.executors.get(referral.executor)
    return {
        "executor_name": executor.name if executor else referral.executor,
        "state": referral.state.value,
        "claim": referral.claim.value if referral.claim else "",
        "at": referral.reported_at or referral.claimed_at,
        "words": masked_text(referral.report, earlier.applicant, home=earlier.confidential)[:WORDS],
        "returns": referral.returns,
    }
