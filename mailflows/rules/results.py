"""Results of a consideration (classifier, group 9): which one each way of ending can have."""

from __future__ import annotations

from collections.abc import Sequence

from mailflows.records import Appeal, Referral
from mailflows.vocabulary import AppealState, Intent

DONE, REFUSED, EXPLAINED = "9.1", "9.2", "9.3"
RETURNED, FORWARDED, NOT_CONSIDERED = "9.4", "9.5", "9.6"
POSSIBLE = {
    AppealState.CLOSED: (DONE, REFUSED, EXPLAINED),
    AppealState.CONSULTATION: (EXPLAINED,),
    AppealState.RETURNED: (RETURNED,),
    AppealState.FORWARDED: (FORWARDED,),
    AppealState.NOT_CONSIDERED: (NOT_CONSIDERED,),
    AppealState.WITHDRAWN: (EXPLAINED, RETURNED, NOT_CONSIDERED),
}
"""Which results a state that ends an appeal can have; the other states have none."""


def result_of(referrals: Sequence[Referral]) -> str:
    """The result that executors' claims tell: done when one of them did something, else explained.

    Never a refusal: that is only a person's word.
    """
    return DONE if any(one.claim is Intent.DONE for one in referrals) else EXPLAINED


def why_not(result: str, state: AppealState, *, answered: bool) -> str:
    """Why a state cannot have this result, a code of words.toml [why]; "" when it can.

    A refusal is told in writing under the head's signature (393/96-VR art. 15): without such an
    answer (`answered`) it is no result.
    """
    if not result:
        return "result-unnamed"
    if state not in POSSIBLE:
        return "not-ended"
    if result not in POSSIBLE[state]:
        return "result-of-state"
    return "refusal-unanswered" if result == REFUSED and not answered else ""


def corrections(appeal: Appeal, *, answered: bool) -> tuple[str, ...]:
    """The one-tap corrections of a closed appeal's result."""
    if appeal.state is not AppealState.CLOSED:
        return ()
    others = [one for one in POSSIBLE[appeal.state] if one != appeal.result]
    return tuple(
        f"{Intent.SET_RESULT} {one}"
        for one in others
        if not why_not(one, appeal.state, answered=answered)
    )
