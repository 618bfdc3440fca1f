"""A small register in memory: decisions of the real flows are carried out on it, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from mailflows.context import Context, LastChange
from mailflows.decide import decide
from mailflows.decision import (
    AnswerTask,
    ChangeAppeal,
    ChangeReferral,
    Decision,
    OpenTask,
    Refer,
    Register,
)
from mailflows.facts import Facts, Tie
from mailflows.policy import Policy
from mailflows.records import Appeal, Key, New, Referral, Task
from mailflows.states import BY_FLOW, GONE, POSTED, UNDER_WAY, By
from mailflows.timed import reminders
from mailflows.vocabulary import AppealState, Flow, Intent, Kind, ReferralState, TaskKind, TieKind
from tests.flows.given import (
    DEPUTY,
    HEAT,
    NOW,
    POLICY,
    citizen,
    context,
    executor,
    leader,
    operator,
)

LATER = NOW + timedelta(days=14)
EXECUTORS_SAY = (
    *(Intent.ACCEPTED, Intent.DONE, Intent.EXPLAINED, Intent.DECLINED, Intent.EXTENSION),
    *(Intent.QUESTION, Intent.INTERIM, Intent.ABSENT, Intent.UNCLEAR),
)
CITIZENS_SAY = (
    *(Intent.CONFIRMED, Intent.DISPUTED, Intent.ADDITION, Intent.STATUS, Intent.WITHDRAWN),
    *(Intent.THANKS, Intent.UNCLEAR),
)
LEADERS_SAY = (
    *(Intent.ACKNOWLEDGED, Intent.REFUSED, Intent.RESOLUTION, Intent.EXTEND),
    *(Intent.DO_NOT_EXTEND, Intent.UNCLEAR),
)
TELLING = (TaskKind.ROUTE, TaskKind.CLOSE, TaskKind.DECIDE)
"""Questions that tell two worlds apart; the others change little about what can follow."""
NOT_COMMANDS = {
    *(Intent.ACCEPTED, Intent.EXPLAINED, Intent.DECLINED, Intent.EXTENSION, Intent.QUESTION),
    *(Intent.INTERIM, Intent.ABSENT, Intent.ACKNOWLEDGED, Intent.REFUSED, Intent.RESOLUTION),
    *(Intent.CONFIRMED, Intent.DISPUTED, Intent.STATUS, Intent.WITHDRAWN, Intent.THANKS),
}
COMMANDS = tuple(one for one in Intent if one not in NOT_COMMANDS)
ANYWHERE = (Intent.DONE, Intent.CLOSE, Intent.REACHED, Intent.SET_TOPIC, Intent.UNDO)
"""What is tried as an answer to every question, whether it offers it or not."""
NEEDED: dict[Intent, tuple[dict[str, Any], ...]] = {
    Intent.SET_TOPIC: ({"topic": "water"}, {"topic": "heating"}, {"topic": "gas"}),
    Intent.SET_KIND: (
        {"kind": Kind.COMPLAINT, "against": ("vodokanal",)},
        {"kind": Kind.APPLICATION},
    ),
    Intent.SET_EXECUTORS: ({"executor": "vodokanal", "together": ("teplo",)},),
    Intent.ADD_EXECUTOR: ({"executor": "teplo"},),
    Intent.RECALL_EXECUTOR: ({"executor": "vodokanal"}, {"executor": "teplo"}),
    Intent.ASK_INFORMATION: ({"executor": "teplo", "words": "Скільки?"},),
    Intent.ANSWERED: ({"words": "№ 5 від 20.11.2026"},),
    Intent.SET_RESULT: ({"cause": "9.2"},),
    Intent.SET_EXECUTOR: ({"executor": "vodokanal"}, {"executor": "teplo"}),
    Intent.NOT_CONSIDER: ({"cause": "anonymous"}, {}),
    Intent.GIVE_BACK: ({"words": "адреси"}, {}),
    Intent.EXTEND: ({"until": (NOW + timedelta(days=40)).date(), "leader": "deputy"}, {}),
}


@dataclass(frozen=True)
class World:
    """One appeal with all that hangs on it."""

    appeal: Appeal
    referrals: tuple[Referral, ...] = ()
    tasks: tuple[Task, ...] = ()
    last: LastChange | None = None
    policy: Policy = POLICY

    def known(self, **more: Any) -> Context:
        """What is known when a letter about it is decided."""
        given: dict[str, Any] = {
            "appeal": self.appeal, "tied": True, "referrals": self.referrals, "tasks": self.tasks,
            "last_change": self.last, "policy": self.policy,
        }  # fmt: skip
        return context(**(given | more))

    @property
    def key(self) -> object:
        """What makes it another world: states, who has the work, which questions are open."""
        living = {one.state for one in self.referrals if one.state not in GONE and _is_work(one)}
        asked = sorted({one.kind.value for one in self.tasks if one.kind in TELLING})
        by_hand = (
            self.last is not None
            and self.last.by == Flow.OPERATOR_REPLY
            and self.last.said != Intent.UNDO
        )
        kind = self.appeal.kind
        return self.appeal.state, frozenset(living), tuple(asked), kind, by_hand


def _is_work(referral: Referral) -> bool:
    return referral.purpose != "information"


@dataclass(frozen=True)
class Step:
    """What somebody's word, a clock or the post did to a world."""

    by: By
    word: Intent | None
    before: World
    after: World
    decision: Decision | None


def after(world: World, decision: Decision, by: By | None, said: str = "") -> World:
    """The world once the decision is carried out."""
    appeal, referrals = world.appeal, {one.id: one for one in world.referrals}
    tasks = {one.id: one for one in world.tasks}
    undo: list[Any] = []
    entered: list[int] = []
    for one in decision.changes:
        if isinstance(one, Register):
            appeal = replace(one.appeal, id=5, number="К-0123/26", version=1)
        if isinstance(one, ChangeAppeal) and one.fields:
            old = {name: getattr(appeal, name) for name in one.fields}
            appeal = replace(appeal, **one.fields, version=appeal.version + 1)
            undo.append(ChangeAppeal(appeal.id, appeal.version, old))
        if isinstance(one, ChangeReferral):
            mine = referrals[one.id]
            old = {name: getattr(mine, name) for name in one.fields}
            referrals[one.id] = replace(mine, **one.fields, version=mine.version + 1)
            undo.append(ChangeReferral(mine.id, mine.version + 1, old))
        if isinstance(one, AnswerTask):
            tasks.pop(one.id, None)
        if isinstance(one, Refer):
            new = max(referrals, default=6) + 1
            referrals[new] = replace(one.referral, appeal=5, id=new, version=1)
            entered.append(new)

    def id_of(key: Key | None) -> int | None:
        return entered[key.index] if isinstance(key, New) else key

    opened = [one.task for one in decision.changes if isinstance(one, OpenTask)]
    for task in opened:
        if task.kind in {one.kind for one in tasks.values()}:
            continue  # asked again: one of them is enough to answer
        new = max(tasks, default=100) + 1
        tasks[new] = replace(task, id=new, appeal=5, referral=id_of(task.referral), version=1)
    last = world.last
    if undo or entered:
        flow = Flow.OPERATOR_REPLY if by is By.OPERATOR else by
        last = LastChange(tuple(undo), tuple(entered), by=flow, said=said, letter_id=42, at=NOW)
    found = tuple(referrals.values())
    return World(appeal, found, tuple(tasks.values()), last, world.policy)


def letters(world: World) -> Iterator[tuple[By, Intent, Facts, Context]]:
    """Every letter that somebody may write about it."""
    for mine in world.referrals:
        who = {"executor": mine.executor, "sender": mine.address,
               "ties": (Tie(TieKind.SIGNED_ADDRESS, str(mine.id), "r"),)}  # fmt: skip
        for intent in EXECUTORS_SAY:
            yield By.EXECUTOR, intent, executor(intent, **who), world.known(referral=mine)
    for intent in CITIZENS_SAY:
        yield By.APPLICANT, intent, citizen(intent), world.known()
    unclear = [
        Task(
            TaskKind.READ_REPLY,
            appeal=5,
            referral=mine.id,
            id=90 + mine.id,
            version=1,
            options=("tell", "rework", "close", "done"),
        )
        for mine in world.referrals
        if mine.state in UNDER_WAY
    ]  # what each unclear letter of an executor leaves
    for asked in (None, *world.tasks, *unclear):
        for intent in COMMANDS:
            if asked is None or intent in (*offered(asked), *ANYWHERE):
                for values in NEEDED.get(intent, ({},)):
                    written = operator(intent, reply=values)
                    yield By.OPERATOR, intent, written, world.known(task=asked)
    who = {"person": world.appeal.leader or DEPUTY.code}
    for intent in LEADERS_SAY:
        yield By.LEADER, intent, leader(intent, **who), world.known()
    charge = leader(Intent.RESOLUTION, **who, reply={"executor": "teplo"})
    yield By.LEADER, Intent.RESOLUTION, charge, world.known()


def offered(task: Task) -> set[str]:
    """The commands on the buttons of a question."""
    return {option.partition(" ")[0] for option in task.options}


def clocks(world: World) -> Iterator[Decision]:
    """What falls due when nobody writes."""
    for mine in world.referrals:
        for decision in (
            reminders.unserved(world.appeal, mine, world.referrals, world.policy, LATER),
            reminders.silent(world.appeal, mine, world.referrals, world.policy, LATER, world.tasks),
        ):
            if decision is not None:
                yield decision


def steps(world: World) -> Iterator[Step]:
    """All that can happen next."""
    for by, word, written, known in letters(world):
        decision = decide(written, known)
        assert BY_FLOW.get(decision.flow) in (by, None)
        yield Step(by, word, world, after(world, decision, by, word), decision)
    for decision in clocks(world):
        yield Step(By.CLOCK, None, world, after(world, decision, By.CLOCK), decision)
    for mine in world.referrals:
        if mine.state in POSTED:
            gone = replace(mine, state=ReferralState.SENT, version=mine.version + 1, sent_at=NOW)
            others = tuple(gone if one is mine else one for one in world.referrals)
            # history.last_change passes over what sending did, and reads the version anew
            last = world.last and replace(
                world.last,
                changes=tuple(
                    replace(one, version=gone.version)
                    if isinstance(one, ChangeReferral) and one.id == mine.id
                    else one
                    for one in world.last.changes
                ),
            )
            yield Step(By.POST, None, world, replace(world, referrals=others, last=last), None)


def shared(written: Facts) -> World:
    """The same with a second body that does a part of it."""
    first = beginning(written)
    (lead,) = first.referrals
    part = replace(lead, id=8, executor="teplo", address=HEAT.address, purpose="together")
    return replace(first, referrals=(lead, part))


def beginning(written: Facts, policy: Policy = POLICY) -> World:
    """The world that a first letter makes."""
    decision = decide(written, context(policy))
    return after(World(Appeal(**_NOTHING), policy=policy), decision, None)


_NOTHING: dict[str, Any] = {
    "applicant": None, "kind": None, "regime": None, "topic": None, "channel": None,
    "received_at": NOW, "due_at": NOW, "text": "", "state": AppealState.REGISTERED,
}  # fmt: skip
