"""Who has not read his referral: his deputy once, then a telephone call; an emergency at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailflows.context import Context, LastChange, SentLetter
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeReferral, Decision, OpenTask
from mailflows.facts import Facts
from mailflows.letter import DeliveryReport
from mailflows.policy import Executor
from mailflows.reasons import Code, Reason
from mailflows.records import Referral, Task
from mailflows.timed.reminders import unserved
from mailflows.vocabulary import AppealState, Intent, ReferralState, Robot, Role, TaskKind
from tests.flows.given import (
    DEPUTY,
    HEAT,
    MOROZ,
    NOW,
    POLICY,
    WATER,
    appeal,
    at,
    executor,
    facts,
    letter,
    mails,
    of,
    operator,
    referral,
    sent,
    states,
)

HEAD = WATER.deputy_address or ""
TRIED = referral(unserved_at=NOW, address=HEAD)


def silent(one: Referral, **more: Any) -> Decision | None:
    return unserved(appeal(**more), one, (one,), POLICY, NOW)


def bounce(to: str, one: Referral, **more: Any) -> Decision:
    report = DeliveryReport((to,), "5.1.1", True, "no such user", "<x@rada.example>")
    came = facts(
        robot=Robot.BOUNCE, letter=letter("mailer-daemon@x.example", delivery_report=report)
    )
    ours = SentLetter(77, "referral", to, "r", 5, one.id, None)
    return decide(came, at(referral=None, referrals=(one,), sent=ours, **more))


def away(sender: str, one: Referral) -> Decision:
    came = facts(Role.EXECUTOR, Intent.ABSENT, sender, executor="vodokanal", robot=Robot.AUTO_REPLY)
    return decide(came, at(referral=one, referrals=(one,)))


def calls(decision: Decision) -> list[Task]:
    return [one.task for one in of(decision, OpenTask) if one.task.kind is TaskKind.CALL]


def fields(decision: Decision) -> dict[str, Any]:
    return dict(of(decision, ChangeReferral)[0].fields)


def test_silence_goes_to_the_deputy_first() -> None:
    decision = silent(referral())
    assert decision is not None
    assert fields(decision) == {"unserved_at": NOW}
    assert mails(decision) == [("referral", HEAD)]
    assert not calls(decision)


def test_the_deputys_silence_is_a_call() -> None:
    decision = silent(TRIED)
    assert decision is not None
    assert fields(decision) == {"called_at": NOW}
    assert not mails(decision)  # the deputy is tried once
    [call] = calls(decision)
    assert (call.options, call.urgent) == (
        ("call vodokanal", "reached", "not-reached"), False
    )  # fmt: skip


def test_where_there_is_no_deputy_somebody_telephones() -> None:
    alone = referral(executor="teplo", address=HEAT.address)
    decision = silent(alone)
    assert decision is not None
    assert fields(decision) == {"unserved_at": NOW, "called_at": NOW}
    assert len(calls(decision)) == 1


def test_an_emergency_is_copied_and_telephoned_at_once() -> None:
    decision = silent(referral(), emergency=True)
    assert decision is not None
    assert ("referral", HEAD) in mails(decision)
    assert [one.urgent for one in calls(decision)] == [True]
    assert ("task", MOROZ.address) in mails(decision)


@pytest.mark.parametrize(
    "one",
    [
        referral(unserved_at=NOW, called_at=NOW),
        referral(state=ReferralState.ACCEPTED),
        referral(state=ReferralState.CLAIMED),
        referral(accepted_at=NOW),
    ],
)
def test_a_second_run_does_nothing_twice(one: Referral) -> None:
    assert silent(one) is None


def test_a_bounce_tries_the_deputy_and_a_bounce_of_his_is_a_call() -> None:
    first = bounce(WATER.address, referral())
    assert ("referral", HEAD) in mails(first)
    assert not calls(first)
    second = bounce(HEAD, TRIED)
    assert len(calls(second)) == 1
    assert not sent(second, "referral")
    assert not calls(bounce(HEAD, replace(TRIED, called_at=NOW)))


def test_while_the_deputy_has_time_the_first_address_changes_nothing() -> None:
    for decision in (bounce(WATER.address, TRIED), away(WATER.address, TRIED)):
        assert not of(decision, ChangeReferral)
        assert not decision.outgoing
        assert not calls(decision)


def test_a_notice_of_absence_walks_the_same_way() -> None:
    assert mails(away(WATER.address, referral())) == [("referral", HEAD)]
    assert len(calls(away(HEAD, TRIED))) == 1


CALL = Task(
    TaskKind.CALL, appeal=5, referral=7, id=3, options=("call vodokanal", "reached", "not-reached"),
    reason=Reason(Code.NOT_SERVED, {"why": "silent", "executor": "vodokanal"}),
)  # fmt: skip
WAITING = replace(TRIED, called_at=NOW)


def called(intent: Intent, **more: Any) -> tuple[Facts, Context]:
    known = {"referral": None, "referrals": (WAITING,), "tasks": (CALL,), "task": CALL} | more
    return operator(intent), at(**known)


@pytest.mark.parametrize("intent", [Intent.REACHED, Intent.DONE])
def test_reached_by_telephone_is_served(intent: Intent) -> None:
    new = appeal(state=AppealState.REGISTERED)
    decision = decide(*called(intent, appeal=new))
    assert states(decision) == {"referral": "accepted", "appeal": "in-work"}
    changed = fields(decision) if of(decision, ChangeReferral) else {}
    assert changed["served_by"] == "telephone"
    assert (changed["unserved_at"], changed["called_at"]) == (None, None)
    assert AnswerTask(3, 0, intent.value, MOROZ.address) in decision.changes


def test_one_word_is_enough_when_there_is_one_call() -> None:
    decision = decide(*called(Intent.REACHED, task=None))
    assert states(decision) == {"referral": "accepted"}


def test_with_an_applicant_to_call_too_the_word_alone_is_not_enough() -> None:
    back = Task(TaskKind.CALL_BACK, appeal=5, id=4, options=("reached", "not-reached"))
    decision = decide(*called(Intent.REACHED, task=None, tasks=(CALL, back)))
    assert states(decision) == {}


def test_not_reached_is_asked_again() -> None:
    decision = decide(*called(Intent.NOT_REACHED))
    [again] = calls(decision)
    assert again.reason is not None
    assert again.reason.facts["attempts"] == "1"
    assert again.due_at is not None
    assert not of(decision, ChangeReferral)


def test_in_an_emergency_the_leader_is_called_next() -> None:
    urgent = replace(CALL, urgent=True)
    decision = decide(
        *called(Intent.NOT_REACHED, appeal=appeal(emergency=True), tasks=(urgent,), task=urgent)
    )
    [again] = calls(decision)
    assert again.options[:2] == ("call vodokanal", f"call {DEPUTY.code}")
    assert again.urgent


def test_an_answer_of_his_own_ends_the_call() -> None:
    decision = decide(
        executor(Intent.ACCEPTED), at(referral=WAITING, referrals=(WAITING,), tasks=(CALL,))
    )
    assert AnswerTask(3, 0, "accepted", "vodokanal") in decision.changes
    assert fields(decision)["unserved_at"] is None


def test_an_inquiry_walks_the_same_way_with_its_own_letter() -> None:
    decision = silent(referral(purpose="information", question="Коли?"))
    assert decision is not None
    assert mails(decision) == [("inquiry", HEAD)]
    assert sent(decision)[0].values["question"] == "Коли?"


def test_a_member_of_a_team_reads_with_whom_he_works_there_too() -> None:
    roads = Executor("roads", "Дороги", "o@roads.example")
    policy = replace(POLICY, executors={**POLICY.executors, "roads": roads})
    both = (referral(), referral(id=8, executor="roads", purpose="together"))
    decision = unserved(appeal(), both[0], both, policy, NOW)
    assert decision is not None
    assert sent(decision)[0].values["together"] == (roads,)


def test_a_recall_is_told_at_both_addresses() -> None:
    order = operator(Intent.SET_EXECUTOR, reply={"executor": "teplo"})
    decision = decide(order, at(referral=None, referrals=(TRIED,)))
    told = [to for template, to in mails(decision) if template == "referral-recalled"]
    assert told == [WATER.address, HEAD]


def test_a_call_that_was_not_made_is_asked_for_again() -> None:
    served = referral(state=ReferralState.ACCEPTED, served_by="telephone", accepted_at=NOW)
    back = {"state": ReferralState.SENT, "accepted_at": None, "served_by": None,
            "unserved_at": NOW, "called_at": NOW}  # fmt: skip
    last = LastChange(
        changes=(ChangeReferral(7, 2, back),), by="operator-reply", said="reached", at=NOW
    )
    decision = decide(
        operator(Intent.UNDO), at(referral=None, referrals=(served,), last_change=last)
    )
    assert states(decision) == {"referral": "sent"}
    assert len(calls(decision)) == 1
