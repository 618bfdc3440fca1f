"""Whom a complaint is about, and who may decide it: never the body complained of (art. 7)."""

from __future__ import annotations

from collections.abc import Sequence

from mailflows.facts import Matter
from mailflows.policy import Leader, Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Referral
from mailflows.vocabulary import Kind, ReferralState

_NEVER_WORKED = (ReferralState.DECLINED, ReferralState.RECALLED)


def complained_of(matter: Matter, earlier: Sequence[Referral]) -> tuple[str, ...]:
    """Codes of those a complaint is about: whom its words name, else who had the earlier appeal.

    Empty when it is no complaint or nobody is known.
    """
    if matter.kind is not Kind.COMPLAINT:
        return ()
    worked = [one.executor for one in earlier if one.state not in _NEVER_WORKED]
    return matter.against or tuple(dict.fromkeys(worked))


def may_decide(appeal: Appeal, code: str) -> bool:
    """Whether the executor or leader may get the appeal for decision.

    Those complained of may only be asked for information (393/96-VR art. 7 part 4).
    """
    return appeal.kind is not Kind.COMPLAINT or code not in appeal.against


def leader_above(appeal: Appeal, policy: Policy) -> Leader | None:
    """The leader who stands above those complained of, else the one of the topic.

    For an executor the one that the settings name, else whose area holds his topics; the mayor
    stands above all. None when the mayor himself is complained of or none is named.
    """
    for code in appeal.against:
        executor = policy.executors.get(code)
        if executor is None:
            continue
        above = [one for one in policy.leaders if one.code == executor.leader]
        above += [one for topic in executor.topics for one in policy.leaders_of(topic)]
        found = next((one for one in above if may_decide(appeal, one.code)), None)
        if found is not None:
            return found
    if any(code not in policy.executors for code in appeal.against):  # a leader
        mayor = policy.mayor
        return mayor if mayor is not None and may_decide(appeal, mayor.code) else None
    in_charge = [one for one in policy.leaders_of(appeal.topic) if may_decide(appeal, one.code)]
    mayors = [one for one in in_charge if "*" in one.topics]
    return next(iter(mayors if appeal.topic is None else in_charge), None)


def not_to_its_subject(appeal: Appeal, code: str, policy: Policy) -> Reason:
    """Why a complaint cannot be given to this body or leader, and who may get it."""
    above = leader_above(appeal, policy)
    told = {"executor": code} if code in policy.executors else {"leader": code}
    return Reason(Code.NOT_TO_ITS_SUBJECT, told | {"above": above.code if above else ""})
