"""Who has declined an appeal: the whole path, and whether one more refusal is a dispute."""

from __future__ import annotations

from collections.abc import Sequence

from mailflows.policy import Policy
from mailflows.records import Referral
from mailflows.rules.teams import Team
from mailflows.vocabulary import Intent, Purpose, ReferralState


def refusals(referrals: Sequence[Referral]) -> tuple[Referral, ...]:
    """The refusals of the work, in their order; refused inquiries are none."""
    found = (one for one in referrals if one.purpose != Purpose.INFORMATION)
    return tuple(one for one in found if one.state is ReferralState.DECLINED)


def refusal_of(referrals: Sequence[Referral], code: str, policy: Policy) -> Referral | None:
    """The last refusal of this executor, those of whom he is the heir of included."""
    his = [one for one in refusals(referrals) if policy.present_code(one.executor) == code]
    return his[-1] if his else None


def is_disputed(referrals: Sequence[Referral], proposed: str | None, policy: Policy) -> bool:
    """Whether people must see the whole path: a second refusal of the same appeal, or one that
    proposes somebody who has declined it (A sends to B, B sends back to A).
    """
    declined = refusals(referrals)
    back = {policy.present_code(one.executor) for one in declined}
    return len(declined) > 1 or proposed in back


def reassign_options(
    referrals: Sequence[Referral],
    mine: Referral,
    proposed: str | None,
    topic: str | None,
    policy: Policy,
    team: Team | None,
) -> tuple[str, ...]:
    """One-tap answers to "who does it instead of him".

    Whom he proposed comes first, else whom the settings name for such a case; who has declined
    the appeal before comes last. A part of common work is given to one more beside the others;
    the others of a team keep their parts.
    """
    here = policy.present_code
    own = here(mine.executor)
    declined = [here(one.executor) for one in refusals(referrals) if here(one.executor) != own]
    known_topic = policy.topics.get(topic or "")
    named = known_topic.instead if known_topic else None
    topical = policy.executor_of(topic)
    first = [proposed, topical.code if topical else None, named, *policy.executors]
    known = dict.fromkeys(code for code in first if code in policy.executors and code != own)
    codes = [code for code in known if code not in declined] + list(dict.fromkeys(declined))
    if team is not None:
        codes = [code for code in codes if code not in team.codes]
    if mine.purpose == Purpose.TOGETHER:
        drop = f"{Intent.RECALL_EXECUTOR} {own}"
        return (*(f"{Intent.ADD_EXECUTOR} {code}" for code in codes), drop)
    if team is not None:
        rest = " ".join(one.code for one in team.all)
        return tuple(f"{Intent.SET_EXECUTORS} {code} {rest}" for code in codes)
    return tuple(f"{Intent.SET_EXECUTOR} {code}" for code in codes)
