"""Who gets a referral without being asked, and why nobody does."""

from __future__ import annotations

from mailflows.facts import Matter
from mailflows.policy import Executor, Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal
from mailflows.rules.complaints import leader_above
from mailflows.vocabulary import Intent, Kind, Regime

_PEOPLE_ROUTE = frozenset({Regime.INFORMATION_REQUEST, Regime.PETITION, Regime.ADMINISTRATIVE})


def choose_executor(matter: Matter, policy: Policy) -> tuple[Executor | None, Reason]:
    """The executor of the matter's topic with the reason, or None with the reason why a person
    chooses: besides what is never referred by itself, an anonymous letter is considered only when
    there is danger (393/96-VR art. 8), and an unclear topic has no executor.
    """
    executor = policy.executor_of(matter.topic)
    topic = {"topic": matter.topic or ""}
    why = why_asked(matter.kind, matter.regime, matter.topic, policy)
    if why is not None:
        return None, why
    if matter.anonymous and matter.emergency is None:
        return None, Reason(Code.PERSON_DECIDES, topic | {"anonymous": "393/96 8"})
    if executor is None:
        code = Code.PERSON_DECIDES if matter.topic else Code.TOPIC_UNCLEAR
        return None, Reason(code, topic)
    if "substance" in matter.missing:
        return None, Reason(Code.DATA_MISSING, {"missing": "substance"})
    return executor, Reason(Code.REFERRED_BY_TOPIC, topic | {"executor": executor.code})


def why_asked(kind: Kind, regime: Regime, topic: str | None, policy: Policy) -> Reason | None:
    """Why a person must name the executor whatever the topic is; None when nothing forbids.

    A complaint must not reach whom it complains of (393/96-VR art. 7 part 4); who holds the
    information of a request is found by a person (2939-VI art. 22 part 3); petitions and
    administrative cases have their own way.
    """
    told = {"topic": topic or ""}
    if kind in policy.unreferred_kinds:
        code = Code.COMPLAINT_NOT_REFERRED if kind is Kind.COMPLAINT else Code.PERSON_DECIDES
        return Reason(code, told | {"kind": kind.value})
    if regime in _PEOPLE_ROUTE:
        return Reason(Code.REGIME_NOT_REFERRED, told | {"regime": regime.value})
    return None


def options_for(appeal: Appeal, policy: Policy, without: str | None = None) -> tuple[str, ...]:
    """One-tap answers to "who does it" about an appeal.

    For a complaint the leader above those complained of comes first; they themselves may only be
    asked for information. Where nobody is known, the topic's executor probably is the one
    (393/96-VR art. 7). About a leader no executor decides: they are under him.
    """
    options = route_options(appeal.topic, policy, without)
    if appeal.kind is not Kind.COMPLAINT:
        return options
    own = policy.executor_of(appeal.topic)
    hidden = appeal.against or ((own.code,) if own else ())
    about_leader = any(code not in policy.executors for code in appeal.against)
    allowed = () if about_leader else tuple(o for o in options if o.partition(" ")[2] not in hidden)
    leader = leader_above(appeal, policy)
    first = (f"{Intent.SET_LEADER} {leader.code}",) if leader else ()
    asked = tuple(code for code in hidden if code in policy.executors and code != without)[:1]
    return (*first, *(f"{Intent.ASK_INFORMATION} {code}" for code in asked), *allowed)


def route_options(topic: str | None, policy: Policy, without: str | None = None) -> tuple[str, ...]:
    """One-tap answers to "who does it": the topic's executor first, then the others.

    `without` is the executor who has just declined.
    """
    first = policy.executor_of(topic)
    codes = [first.code] if first else []
    codes += [code for code in policy.executors if code not in codes]
    return tuple(f"{Intent.SET_EXECUTOR} {code}" for code in codes if code != without)
