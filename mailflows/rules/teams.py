"""Who works on an appeal together: one leads and answers for all, the others do their parts."""

# Several executors: the one named first or called the lead gathers the others' answers
# (statute of the centre III.4; Instruction 348: the lead executor answers for the whole).

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailflows.policy import Executor, Policy
from mailflows.records import Referral
from mailflows.states import GONE
from mailflows.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Team:
    """The executors of one appeal."""

    lead: Executor
    together: tuple[Executor, ...] = ()

    @property
    def all(self) -> tuple[Executor, ...]:
        """The lead first."""
        return (self.lead, *self.together)

    @property
    def codes(self) -> frozenset[str]:
        """Their codes."""
        return frozenset(one.code for one in self.all)

    def purpose_of(self, code: str) -> Purpose:
        """What this one of them has it for."""
        return Purpose.LEAD if code == self.lead.code else Purpose.TOGETHER


def team_of_topic(topic: str | None, policy: Policy) -> Team | None:
    """The executor of a topic with those whom the settings put beside him; None without one."""
    lead = policy.executor_of(topic)
    if lead is None:
        return None
    known = policy.topics.get(topic or "")
    named = known.together if known else ()
    beside = (policy.executors.get(code) for code in named)
    return Team(lead, tuple(one for one in beside if one is not None and one != lead))


def team_of(referrals: Sequence[Referral], policy: Policy) -> Team | None:
    """Who works by these referrals; without a lead the first one leads. None when nobody does."""
    working = [
        one for one in referrals if one.purpose != Purpose.INFORMATION and one.state not in GONE
    ]
    working.sort(key=lambda one: one.purpose != Purpose.LEAD)
    known = (policy.executor(one.executor) for one in working)
    executors = list(dict.fromkeys(one for one in known if one is not None))
    return Team(executors[0], tuple(executors[1:])) if executors else None


def lead_of(referrals: Sequence[Referral]) -> Referral | None:
    """The referral of who answers for all; of several leads the newest, else the first one."""
    working = [
        one for one in referrals if one.purpose != Purpose.INFORMATION and one.state not in GONE
    ]
    leads = [one for one in working if one.purpose == Purpose.LEAD]
    return leads[-1] if leads else next(iter(working), None)
