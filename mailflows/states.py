"""The state machine: which state of an appeal or a referral may follow which, and by whose word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailflows.vocabulary import AppealState, Flow, Intent, ReferralState

State = AppealState | ReferralState


class By(StrEnum):
    """Who or what moves a record on."""

    APPLICANT = "applicant"
    EXECUTOR = "executor"
    OPERATOR = "operator"
    LEADER = "leader"
    CLOCK = "clock"
    POST = "post"  # our letter has gone


BY_FLOW: Mapping[Flow, By] = {
    Flow.FOLLOW_UP: By.APPLICANT,
    Flow.EXECUTOR_REPLY: By.EXECUTOR,
    Flow.OPERATOR_REPLY: By.OPERATOR,
    Flow.LEADER_REPLY: By.LEADER,
    Flow.TIMED: By.CLOCK,
}
"""Decisions of other flows enter records and change no states."""


@dataclass(frozen=True, slots=True)
class Group:
    """States that are left by the same ways; `boxed` ones are drawn as one box around them."""

    name: str
    states: tuple[State, ...]
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow: from a state, or each of a group, to another; `words` () means any word."""

    before: State | Group
    after: State
    by: By
    words: tuple[Intent, ...] = ()

    def sources(self) -> tuple[State, ...]:
        """The states that it leads from."""
        return self.before.states if isinstance(self.before, Group) else (self.before,)


@dataclass(frozen=True, slots=True)
class Machine:
    """All ways of one sort of record; `first` is how it begins."""

    name: str
    first: State
    moves: tuple[Move, ...]

    def allows(self, before: State | None, after: State, by: By | None) -> bool:
        """Whether the change is listed; None before is the entry of a new record.

        An operator's `undo` goes back along an arrow of operators, over a letter that has gone
        meanwhile too.
        """
        if before is None:
            return after == self.first
        if any(one.by is by for one in self._between(before, after)):
            return True
        return by is By.OPERATOR and self._leads_back(before, after)

    def _between(self, before: State, after: State) -> Iterator[Move]:
        return (one for one in self.moves if one.after == after and before in one.sources())

    def _leads_back(self, before: State, after: State) -> bool:
        posted = [
            state
            for one in self.moves
            if one.by is By.POST and one.after == before
            for state in one.sources()
        ]
        return any(
            one.by is By.OPERATOR
            for state in (before, *posted)
            for one in self._between(after, state)
        )


class UnlistedMove(Exception):
    """A decision wants a change that the state machine does not know: nothing of it is done."""


def require(record: str, before: State | None, after: State, by: By | None) -> None:
    """Raise UnlistedMove unless the machine of `record` ("appeal", "referral") lists the change."""
    if not MACHINES[record].allows(before, after, by):
        raise UnlistedMove(f"{record}: {before} -> {after} by {by}")


REGISTERED, IN_WORK, IN_CHECK = AppealState.REGISTERED, AppealState.IN_WORK, AppealState.IN_CHECK
OPEN = (REGISTERED, IN_WORK, IN_CHECK)
"""An answer is still owed to the applicant."""
BEING_DONE = (REGISTERED, IN_WORK)
"""Somebody still has to do the work."""
ENDED = (AppealState.RETURNED, AppealState.NOT_CONSIDERED, AppealState.WITHDRAWN)
"""Ended without being decided; an answer or an operator's word brings it back."""

UNSEEN = (ReferralState.QUEUED, ReferralState.SENT, ReferralState.RETURNED)
"""The executor has not said that he has the work."""
UNDER_WAY = frozenset({*UNSEEN, ReferralState.ACCEPTED})
"""The executor still owes an answer."""
LIVE = frozenset({*UNDER_WAY, ReferralState.CLAIMED})
"""It is the executor's work as long as nobody takes it back."""
ANSWERED = (ReferralState.CLAIMED, ReferralState.CONFIRMED)
"""The executor says that it is done, or it is done."""
GONE = (ReferralState.DECLINED, ReferralState.RECALLED, ReferralState.ANSWERED)
"""Nobody's work any more; an answered inquiry never was."""

_ASSIGNED = (
    Intent.SET_EXECUTOR, Intent.SET_EXECUTORS, Intent.ADD_EXECUTOR, Intent.SET_TOPIC,
)  # fmt: skip
"""An operator names who does the work."""
_open = Group("open", OPEN, boxed=True)
_ended = Group("ended", ENDED)
_unseen = Group("unseen", UNSEEN)
_unanswered = Group("unanswered", (ReferralState.QUEUED, ReferralState.SENT))
_under_way = Group("under-way", (*UNSEEN, ReferralState.ACCEPTED), boxed=True)

APPEAL = Machine(
    "appeal",
    REGISTERED,
    (
        Move(REGISTERED, IN_WORK, By.EXECUTOR,
             (Intent.ACCEPTED, Intent.INTERIM, Intent.DONE, Intent.EXPLAINED)),
        Move(REGISTERED, IN_WORK, By.OPERATOR,
             (*_ASSIGNED, Intent.REACHED, Intent.REWORK, Intent.TELL)),
        Move(REGISTERED, IN_WORK, By.LEADER, (Intent.RESOLUTION,)),
        Move(REGISTERED, IN_CHECK, By.EXECUTOR, (Intent.DONE, Intent.EXPLAINED)),
        Move(IN_WORK, IN_CHECK, By.EXECUTOR, (Intent.DONE, Intent.EXPLAINED)),
        Move(IN_WORK, IN_CHECK, By.OPERATOR, (Intent.RECALL_EXECUTOR,)),
        Move(IN_CHECK, IN_WORK, By.APPLICANT, (Intent.DISPUTED,)),
        Move(IN_CHECK, IN_WORK, By.OPERATOR,
             (Intent.REWORK, Intent.NOT_CONFIRMED, *_ASSIGNED)),
        Move(IN_CHECK, IN_WORK, By.LEADER, (Intent.RESOLUTION,)),
        Move(IN_CHECK, AppealState.CLOSED, By.APPLICANT, (Intent.CONFIRMED,)),
        Move(IN_CHECK, AppealState.CLOSED, By.CLOCK),
        Move(REGISTERED, IN_CHECK, By.OPERATOR, (Intent.TELL,)),
        Move(IN_WORK, IN_CHECK, By.OPERATOR, (Intent.TELL,)),
        Move(_open, AppealState.CLOSED, By.OPERATOR,
             (Intent.CLOSE, Intent.REACHED, Intent.UNREACHABLE, Intent.SEND_ANSWER,
              Intent.ANSWERED, Intent.DONE)),
        Move(_open, AppealState.RETURNED, By.OPERATOR, (Intent.GIVE_BACK,)),
        Move(_open, AppealState.NOT_CONSIDERED, By.OPERATOR, (Intent.NOT_CONSIDER,)),
        Move(_open, AppealState.WITHDRAWN, By.OPERATOR, (Intent.LET_WITHDRAW,)),
        Move(AppealState.CLOSED, IN_WORK, By.APPLICANT, (Intent.DISPUTED,)),
        Move(AppealState.CLOSED, IN_WORK, By.OPERATOR, (Intent.REWORK, Intent.NOT_CONFIRMED)),
        Move(AppealState.RETURNED, REGISTERED, By.APPLICANT),
        Move(_ended, IN_WORK, By.OPERATOR,
             (Intent.SET_EXECUTOR, Intent.SET_EXECUTORS, Intent.ADD_EXECUTOR)),
    ),
)  # fmt: skip
REFERRAL = Machine(
    "referral",
    ReferralState.QUEUED,
    (
        Move(ReferralState.QUEUED, ReferralState.SENT, By.POST),
        Move(ReferralState.RETURNED, ReferralState.SENT, By.POST),
        Move(_unseen, ReferralState.ACCEPTED, By.EXECUTOR, (Intent.ACCEPTED, Intent.INTERIM)),
        Move(_unseen, ReferralState.ACCEPTED, By.OPERATOR, (Intent.REACHED,)),
        Move(_under_way, ReferralState.ANSWERED, By.EXECUTOR),
        Move(_under_way, ReferralState.CLAIMED, By.EXECUTOR, (Intent.DONE, Intent.EXPLAINED)),
        Move(_under_way, ReferralState.DECLINED, By.EXECUTOR, (Intent.DECLINED,)),
        Move(_under_way, ReferralState.RECALLED, By.OPERATOR,
             (*_ASSIGNED, Intent.SET_KIND, Intent.RECALL_EXECUTOR, Intent.GIVE_BACK,
              Intent.NOT_CONSIDER, Intent.LET_WITHDRAW, Intent.SEND_ANSWER, Intent.ANSWERED,
              Intent.CLOSE, Intent.REACHED)),
        Move(_under_way, ReferralState.RECALLED, By.APPLICANT, (Intent.CONFIRMED,)),
        Move(_under_way, ReferralState.RECALLED, By.CLOCK),
        Move(_unanswered, ReferralState.RECALLED, By.OPERATOR, (Intent.UNDO,)),
        Move(_under_way, ReferralState.RECALLED, By.LEADER, (Intent.RESOLUTION,)),
        Move(ReferralState.DECLINED, ReferralState.RECALLED, By.OPERATOR,
             (Intent.RECALL_EXECUTOR,)),
        Move(_under_way, ReferralState.CLAIMED, By.OPERATOR, (Intent.TELL,)),
        Move(_under_way, ReferralState.RETURNED, By.OPERATOR, (Intent.REWORK,)),
        Move(_under_way, ReferralState.CONFIRMED, By.OPERATOR, (Intent.CLOSE, Intent.REACHED)),
        Move(ReferralState.CLAIMED, ReferralState.CONFIRMED, By.APPLICANT, (Intent.CONFIRMED,)),
        Move(ReferralState.CLAIMED, ReferralState.CONFIRMED, By.OPERATOR,
             (Intent.CLOSE, Intent.REACHED, Intent.UNREACHABLE, Intent.SEND_ANSWER,
              Intent.ANSWERED, Intent.DONE)),
        Move(ReferralState.CLAIMED, ReferralState.CONFIRMED, By.CLOCK),
        Move(ReferralState.CLAIMED, ReferralState.RETURNED, By.APPLICANT, (Intent.DISPUTED,)),
        Move(ReferralState.CLAIMED, ReferralState.RETURNED, By.OPERATOR,
             (Intent.REWORK, Intent.NOT_CONFIRMED)),
        Move(ReferralState.CLAIMED, ReferralState.RECALLED, By.OPERATOR,
             (Intent.SET_KIND, Intent.GIVE_BACK, Intent.NOT_CONSIDER, Intent.LET_WITHDRAW)),
        Move(ReferralState.CONFIRMED, ReferralState.RETURNED, By.APPLICANT, (Intent.DISPUTED,)),
        Move(ReferralState.CONFIRMED, ReferralState.RETURNED, By.OPERATOR,
             (Intent.REWORK, Intent.NOT_CONFIRMED)),
    ),
)  # fmt: skip
POSTED = tuple(state for one in REFERRAL.moves if one.by is By.POST for state in one.sources())
"""A letter of ours that goes makes these "sent"."""
MACHINES: Mapping[str, Machine] = {"appeal": APPEAL, "referral": REFERRAL}
