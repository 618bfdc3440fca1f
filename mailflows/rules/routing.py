"""Who gets a referral without being asked, and why nobody does."""

from __future__ import annotations

from mailflows.facts import Matter
from mailflows.policy import Executor, Policy
from mailflows.reasons import Code, Reason
from mailflows.vocabulary import Intent, Kind, Regime

_PEOPLE_ROUTE = frozenset({Regime.PETITION, Regime.ADMINISTRATIVE})


def choose_executor(matter: Matter, policy: Policy) -> tuple[Executor | None, Reason]:
    """The executor of the matter's topic with the reason, or None with the reason why a person
    chooses: a complaint must not reach whom it complains of (393/96-VR art. 7 part 4), petitions
    and administrative cases have their own way, an anonymous letter is considered only when
    there is danger (art. 8), and an unclear topic has no executor.
    """
    executor = policy.executor_of(matter.topic)
    topic = {"topic": matter.topic or ""}
    if matter.kind in policy.unreferred_kinds:
        code = Code.COMPLAINT_NOT_REFERRED if matter.kind is Kind.COMPLAINT else Code.PERSON_DECIDES
        return None, Reason(code, topic | {"kind": matter.kind.value})
    if matter.regime in _PEOPLE_ROUTE:
        return None, Reason(Code.REGIME_NOT_REFERRED, topic | {"regime": matter.regime.value})
    if matter.anonymous and matter.emergency is None:
        return None, Reason(Code.PERSON_DECIDES, topic | {"anonymous": "393/96 8"})
    if executor is None:
        return None, Reason(Code.TOPIC_UNCLEAR, topic)
    if "substance" in matter.missing:
        return None, Reason(Code.DATA_MISSING, {"missing": "substance"})
    return executor, Reason(Code.REFERRED_BY_TOPIC, topic | {"executor": executor.code})


def route_options(topic: str | None, policy: Policy, without: str | None = None) -> tuple[str, ...]:
    """One-tap answers to "who does it": the topic's executor first, then the others.

    `without` is the executor who has just declined.
    """
    first = policy.executor_of(topic)
    codes = [first.code] if first else []
    codes += [code for code in policy.executors if code not in codes]
    return tuple(f"{Intent.SET_EXECUTOR} {code}" for code in codes if code != without)
