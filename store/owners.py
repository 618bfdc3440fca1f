"""Which of an appeal's referrals is the one that an executor writes about."""

from __future__ import annotations

from collections.abc import Sequence

from mailflows.policy import Policy
from mailflows.records import Referral
from mailflows.states import UNDER_WAY
from mailflows.vocabulary import Purpose


def own_referral(
    referrals: Sequence[Referral], tied: Referral | None, executor: str | None, policy: Policy
) -> Referral | None:
    """The referral of this executor: the one his letter is tied to, else his newest open work,
    else his newest. Those of the executors that he is the heir of are his.
    """
    if executor is None:
        return tied
    his = [one for one in referrals if policy.present_code(one.executor) == executor]
    if tied is not None and any(one.id == tied.id for one in his):
        return tied
    work = [one for one in his if one.purpose != Purpose.INFORMATION]
    owing = [one for one in work if one.state in UNDER_WAY]
    return next(reversed(owing or his), None)
