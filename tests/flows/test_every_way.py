"""Every way that letters, clocks and the post can take an appeal: the drawn machine, no more."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailflows.acts.referring import counted
from mailflows.decision import ChangeAlert, ChangeAppeal, ChangeReferral, Refer
from mailflows.records import Task
from mailflows.states import BEING_DONE, LIVE, MACHINES, OPEN, UNDER_WAY, By, Machine, State
from mailflows.vocabulary import AppealState, Intent, Kind, ReferralState, TaskKind
from tests.flows.given import APPLICANT, POLICY, facts, matter, sent
from tests.flows.walking import Step, World, beginning, shared, steps

Walk = list[Step]
ELSEWHERE = {
    Intent.SEND_ANSWER: "needs a file: test_signed_answer",
    Intent.DONE: "an answer sent on paper: test_signed_answer",
    Intent.UNREACHABLE: "after several calls: test_closing",
    Intent.REACHED: "an executor was telephoned: test_unserved",
    Intent.ADD_EXECUTOR: "beside a third one: test_teams",
    Intent.SET_EXECUTORS: "instead of a third one: test_teams",
}
"""Words whose arrows need more than a letter of one word; their tests go them."""
INQUIRIES_END = {
    (ReferralState.RECALLED, word)
    for word in (Intent.ANSWERED, Intent.CLOSE, Intent.CONFIRMED, None)
}
"""An inquiry that is open when the appeal ends is taken back; the walk does not tell them apart."""
WHO_DOES_IT = (TaskKind.ROUTE, TaskKind.REASSIGN, TaskKind.DECIDE)


@pytest.fixture(scope="module")
def walk() -> Walk:
    """Every step between the worlds that can be reached from first letters."""
    closing = replace(POLICY.closing, by_silence=frozenset({"water"}))
    silent = replace(POLICY, closing=closing)
    no_mail = replace(APPLICANT, email=None)
    first = [
        beginning(facts(matters=(matter(),)), silent),
        shared(facts(matters=(matter(),))),
        beginning(facts(matters=(matter(kind=Kind.COMPLAINT),))),
        beginning(facts(matters=(matter(topic=None, missing=("residence",)),))),
        beginning(facts(sender=None, matters=(matter(applicant=no_mail),))),
    ]
    seen = {(one.key, one.policy is silent) for one in first}
    waiting, found = deque(first), []
    while waiting:
        for step in steps(waiting.popleft()):
            found.append(step)
            key = (step.after.key, step.after.policy is silent)
            if key not in seen:
                seen.add(key)
                waiting.append(step.after)
    return found


def moved(step: Step) -> Iterator[tuple[Machine, State, State]]:
    """Which states the step has changed."""
    before, after = step.before, step.after
    if before.appeal.state is not after.appeal.state:
        yield MACHINES["appeal"], before.appeal.state, after.appeal.state
    for was, now in zip(before.referrals, after.referrals, strict=False):
        if was.state is not now.state:
            yield MACHINES["referral"], was.state, now.state


def told(step: Step) -> str:
    states = [f"{one.executor} {one.state}" for one in step.before.referrals]
    asked = [one.kind.value for one in step.before.tasks]
    return f"{step.by} {step.word}: {step.before.appeal.state} {states} {asked}"


def test_nothing_happens_that_is_not_drawn(walk: Walk) -> None:
    undrawn = {
        f"{machine.name}: {before} -> {after} by {step.by} {step.word}"
        for step in walk
        for machine, before, after in moved(step)
        if not (
            any(
                one.by is step.by and one.after is after and before in one.sources()
                for one in machine.moves
                if not one.words or step.word in one.words
            )
            or (step.word is Intent.UNDO and machine.allows(before, after, step.by))
        )
    }
    assert undrawn == set()


def test_everything_drawn_happens(walk: Walk) -> None:
    happened = {
        (machine.name, before, after, step.by, step.word)
        for step in walk
        for machine, before, after in moved(step)
    }
    never = [
        f"{machine.name}: {before} -> {move.after} by {move.by} {word}"
        for machine in MACHINES.values()
        for move in machine.moves
        for before in move.sources()
        for word in move.words or (None,)
        if word not in ELSEWHERE
        if (before, word) != (ReferralState.RETURNED, Intent.REWORK)
        if move.after is not ReferralState.ANSWERED  # of an inquiry: test_inquiries
        if (move.after, word) not in INQUIRIES_END
        if not any(
            one[:4] == (machine.name, before, move.after, move.by) and word in (None, one[4])
            for one in happened
        )
    ]
    assert never == []


def test_every_state_can_be_left_and_every_appeal_can_be_ended(walk: Walk) -> None:
    left = {before for step in walk for machine, before, _ in moved(step)}
    reached = {after for step in walk for machine, _, after in moved(step)}
    gone = {
        "declined",
        "recalled",
        "answered",
    }  # nobody's work any more; undo brings back what was recalled
    assert {one for one in reached if one not in left} <= gone
    back = defaultdict(set)
    for step in walk:
        back[step.after.key].add(step.before.key)
    waiting = deque(key for key in list(back) if AppealState.CLOSED in key)  # type: ignore[operator]
    ends = set(waiting)
    while waiting:
        for key in back[waiting.popleft()] - ends:
            ends.add(key)
            waiting.append(key)
    assert {step.before.key for step in walk} <= ends


def test_nothing_closes_that_was_not_done(walk: Walk) -> None:
    closed = [one for one in walk if one.after.appeal.state is AppealState.CLOSED]
    assert closed
    assert not [told(one) for one in closed if
                any(mine.state in UNDER_WAY for mine in counted(one.after.referrals))]  # fmt: skip
    by = {
        (one.by, one.word)
        for one in closed
        if one.before.appeal.state is not one.after.appeal.state
    }
    listed = {
        (one.by, word)
        for one in MACHINES["appeal"].moves
        for word in one.words or (None,)
        if one.after is AppealState.CLOSED
    }
    assert by <= {*listed, (By.OPERATOR, Intent.UNDO)}  # of a rework: it was closed before
    assert (By.APPLICANT, Intent.CONFIRMED) in by
    assert (By.CLOCK, None) in by


def test_a_refused_command_changes_nothing(walk: Walk) -> None:
    refused = 0
    for step in walk:
        if step.decision is None or step.by not in (By.OPERATOR, By.LEADER):
            continue
        transcripts = sent(step.decision, "transcript")
        if step.by is By.OPERATOR:
            assert len(transcripts) == 1, told(step)
        if any(one.values["refused"] for one in transcripts):
            refused += 1
            assert not [
                one
                for one in step.decision.changes
                if isinstance(one, ChangeAppeal | ChangeReferral | ChangeAlert | Refer)
            ], told(step)
    assert refused > 1000


def test_nobody_is_forgotten(walk: Walk) -> None:
    """Somebody has the work or is asked who has it, as long as the work is to be done."""
    forgotten = {
        told(one)
        for one in walk
        if one.after.appeal.state in BEING_DONE
        and (cared_for(one.before) or one.before.appeal.state not in BEING_DONE)
        and not cared_for(one.after)
    }
    assert sorted(forgotten)[:20] == []


def cared_for(world: World) -> bool:
    work = any(one.state in LIVE for one in world.referrals)
    asked = any(one.kind in WHO_DOES_IT for one in world.tasks)
    ordered = any("decided" in one.reason.facts for one in world.tasks if one.reason)
    return work or asked or ordered  # what a leader has decided is still to be carried out


def test_no_question_outlives_its_matter(walk: Walk) -> None:
    """Who is asked who does it, or whether it is done, is asked about what is not over."""
    moot = {
        f"{one.kind} after {told(step)}"
        for step in walk
        for one in step.after.tasks
        if (one.kind in WHO_DOES_IT and step.after.appeal.state not in OPEN)
        or (asks_whether_done(one) and step.after.appeal.state is not AppealState.IN_CHECK)
    }
    assert sorted(moot)[:20] == []


def asks_whether_done(task: Task) -> bool:
    called = task.kind is TaskKind.CALL_BACK and Intent.REACHED in task.options
    return task.kind is TaskKind.CLOSE or called
