"""Complaints and persons of art. 14-16: the leader decides, never who is complained of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mailflows.context import LastChange
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, ChangeReferral, OpenTask, Refer, Register
from mailflows.facts import Tie
from mailflows.reasons import Code, Reason
from mailflows.records import Referral, Task
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Intent,
    Kind,
    ReferralState,
    TaskKind,
    TieKind,
)
from tests.flows.given import (
    DANGER,
    DEPUTY,
    HEAT,
    MAYOR,
    MOROZ,
    POLICY,
    WATER,
    appeal,
    at,
    codes,
    context,
    facts,
    leader,
    mails,
    matter,
    of,
    operator,
    referral,
    sent,
    states,
)

COMPLAINT = appeal(kind=Kind.COMPLAINT, against=("vodokanal",), state=AppealState.REGISTERED)
DECIDES = replace(COMPLAINT, leader="deputy")
ASKED = Task(TaskKind.DECIDE, appeal=5, id=41, version=1, options=("set-executor teplo", "done"))
CITY = replace(POLICY, head_categories=frozenset({"7.4", "7.16"}))
ROUTE = Task(TaskKind.ROUTE, appeal=5, id=40, version=1)


def complaint(**more: Any) -> Any:
    return matter(**{"kind": Kind.COMPLAINT, "against": ("vodokanal",)} | more)


def before(task: Task | None = ASKED, **more: Any) -> Any:
    known = {"appeal": DECIDES, "task": task, "tasks": (ASKED,)} | more
    return at(AppealState.REGISTERED, None, **known)


def answers(intent: Intent, **more: Any) -> Any:
    return leader(intent, ties=(Tie(TieKind.SIGNED_ADDRESS, "41", "t"),), **more)


def test_a_complaint_offers_the_leader_above_and_never_its_subject() -> None:
    decision = decide(facts(matters=(complaint(),)), context())
    assert of(decision, Register)[0].appeal.against == ("vodokanal",)
    assert not of(decision, Refer)
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.options == (
        "set-leader deputy",
        "ask-information vodokanal",
        "set-executor teplo",
    )
    assert task.reason is not None
    assert task.reason.code is Code.COMPLAINED_OF
    assert WATER.address not in [to for _, to in mails(decision)]


def test_in_danger_too() -> None:
    decision = decide(facts(matters=(complaint(emergency=DANGER),)), context())
    assert sent(decision, "alert")
    assert WATER.address not in [to for _, to in mails(decision)]


def test_one_tap_puts_it_before_the_leader_with_its_term() -> None:
    known = at(AppealState.REGISTERED, None, appeal=COMPLAINT, tasks=(ROUTE,))
    decision = decide(operator(Intent.SET_LEADER), known)
    assert of(decision, ChangeAppeal)[0].fields == {"leader": "deputy"}
    [letter] = sent(decision, "for-decision")
    assert (letter.to, letter.party) == (DEPUTY.address, "t")
    assert letter.values["against"] == ("КП «Водоканал»",)
    assert letter.values["options"] == ("set-executor teplo",)
    assert letter.attach_letter == COMPLAINT.letter_id
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.due_at) == (TaskKind.DECIDE, COMPLAINT.due_at)
    assert [one.id for one in of(decision, AnswerTask)] == [40]
    assert mails(decision)[-1] == ("transcript", MOROZ.address)


def test_a_confidential_complaint_goes_without_its_documents() -> None:
    hidden = replace(COMPLAINT, confidential=True)
    decision = decide(operator(Intent.SET_LEADER), at(AppealState.REGISTERED, None, appeal=hidden))
    assert sent(decision, "for-decision")[0].attach_letter is None


@pytest.mark.parametrize(
    ("intent", "reply", "known", "code", "why"),
    [
        (Intent.SET_EXECUTOR, {"executor": "vodokanal"}, COMPLAINT, Code.NOT_TO_ITS_SUBJECT, None),
        (Intent.SET_LEADER, {"leader": "deputy"}, replace(COMPLAINT, against=("deputy",)),
         Code.NOT_TO_ITS_SUBJECT, None),
        (Intent.SET_LEADER, {}, replace(COMPLAINT, against=("mayor",)), Code.NOT_POSSIBLE,
         "leader-unknown"),
        (Intent.SET_LEADER, {}, replace(COMPLAINT, state=AppealState.CLOSED), Code.NOT_POSSIBLE,
         "state"),
        (Intent.SET_LEADER, {"leader": "deputy"}, DECIDES, Code.NOT_POSSIBLE, "has-it"),
    ],
)  # fmt: skip
def test_what_is_refused(
    intent: Intent, reply: dict[str, Any], known: Any, code: Code, why: str | None
) -> None:
    decision = decide(
        operator(intent, reply=reply), at(known.state, None, appeal=known, tasks=(ASKED,))
    )
    assert decision.reasons[0].code is code
    assert decision.reasons[0].facts.get("why") == why
    assert not of(decision, ChangeAppeal)
    assert not of(decision, Refer)
    [transcript] = decision.outgoing
    assert transcript.values["refused"] == decision.reasons[0]
    assert "set-executor vodokanal" not in transcript.values["possible"]


def test_refused_with_whom_it_may_go_to() -> None:
    reply = {"executor": "vodokanal"}
    known = at(AppealState.REGISTERED, None, appeal=COMPLAINT)
    decision = decide(operator(Intent.SET_EXECUTOR, reply=reply), known)
    assert decision.reasons[0].facts == {"executor": "vodokanal", "above": "deputy"}
    assert sent(decision, "transcript")[0].values["possible"][0] == "set-leader deputy"


def test_the_leader_charges_another_body_by_one_tap() -> None:
    decision = decide(answers(Intent.RESOLUTION, reply={"executor": "teplo"}), before())
    [made] = of(decision, Refer)
    assert made.referral.executor == "teplo"
    assert states(decision) == {"appeal": "in-work"}
    assert [(one.id, one.answer) for one in of(decision, AnswerTask)] == [(41, "resolution")]
    assert Code.LEADER_CHARGED in codes(decision)
    assert ("transcript", DEPUTY.address) in mails(decision)
    assert ("leader-reply-noted", MOROZ.address) in mails(decision)
    assert ("referral", HEAT.address) in mails(decision)


def test_the_leader_cannot_charge_whom_it_is_about() -> None:
    decision = decide(answers(Intent.RESOLUTION, reply={"executor": "vodokanal"}), before())
    assert not of(decision, Refer)
    assert not of(decision, AnswerTask)
    assert decision.reasons[0].code is Code.NOT_TO_ITS_SUBJECT
    assert mails(decision) == [("transcript", DEPUTY.address)]


@pytest.mark.parametrize("intent", [Intent.RESOLUTION, Intent.UNCLEAR])
def test_his_words_are_a_decision_that_operators_carry_out(intent: Intent) -> None:
    words = "Створити комісію: Мороз, Лисенко. Заявниці відповісти до п'ятниці."
    decision = decide(answers(intent, text=words), before())
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.kind is TaskKind.READ_REPLY
    assert task.options[0] == "prepare-answer"  # a complaint is not closed without its answer
    assert "set-executor vodokanal" not in task.options
    assert sent(decision, "leader-reply-noted")[0].values["words"] == words
    assert states(decision) == {}


def test_nor_as_one_of_several() -> None:
    reply = {"executor": "teplo", "together": ("vodokanal",)}
    decision = decide(answers(Intent.RESOLUTION, reply=reply), before())
    assert not of(decision, Refer)
    assert decision.reasons[0].code is Code.NOT_TO_ITS_SUBJECT
    free = before(appeal=replace(DECIDES, against=("deputy-social",)))
    decision = decide(answers(Intent.RESOLUTION, reply=reply), free)
    assert [one.referral.executor for one in of(decision, Refer)] == ["teplo", "vodokanal"]


def test_he_has_seen_it_and_the_question_stays() -> None:
    decision = decide(answers(Intent.ACKNOWLEDGED), before())
    assert not of(decision, AnswerTask)
    assert not of(decision, OpenTask)


def test_he_cannot_and_another_leader_is_asked_for() -> None:
    decision = decide(answers(Intent.REFUSED), before())
    assert of(decision, ChangeAppeal)[0].fields == {"leader": None}
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.kind is TaskKind.ROUTE


def test_another_leader_or_a_forged_one_decides_nothing() -> None:
    other = answers(Intent.RESOLUTION, reply={"executor": "teplo"}, person="social")
    assert not of(decide(other, before()), Refer)
    forged = answers(
        Intent.RESOLUTION, reply={"executor": "teplo"}, authenticity=Authenticity.FAILED
    )
    decision = decide(forged, before())
    assert not of(decision, Refer)
    assert states(decision) == {}


def test_the_kind_and_whom_it_is_about_are_set_by_one_word() -> None:
    reply = {"kind": Kind.COMPLAINT, "against": ("vodokanal",)}
    decision = decide(operator(Intent.SET_KIND, reply=reply), at(AppealState.IN_WORK))
    assert of(decision, ChangeAppeal)[0].fields == {
        "kind": Kind.COMPLAINT, "against": ("vodokanal",),
    }  # fmt: skip
    assert of(decision, ChangeReferral)[0].fields["state"] is ReferralState.RECALLED
    assert sent(decision, "referral-recalled")[0].values["why"] == "complaint"
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.options[0] == "set-leader deputy"
    back = decide(
        operator(Intent.SET_KIND, reply={"kind": Kind.APPLICATION}),
        at(AppealState.REGISTERED, None, appeal=COMPLAINT),
    )
    assert of(back, ChangeAppeal)[0].fields == {"kind": Kind.APPLICATION, "against": ()}


def test_the_head_considers_himself_whom_the_law_sends_to_him() -> None:
    veteran = matter(privileged=("7.4",))
    decision = decide(facts(matters=(veteran,)), context(CITY))
    assert of(decision, Register)[0].appeal.leader == "mayor"
    assert [(one.template, one.to) for one in sent(decision, "for-decision")] == [
        ("for-decision", MAYOR.address)
    ]
    assert sent(decision, "referral")  # the work does not wait for him
    other = decide(facts(matters=(matter(privileged=("7.11",)),)), context(CITY))
    assert of(other, Register)[0].appeal.leader is None


def test_a_complaint_of_his_goes_to_the_head_alone() -> None:
    decision = decide(facts(matters=(complaint(privileged=("7.16",)),)), context(CITY))
    kinds = [one.task.kind for one in of(decision, OpenTask)]
    assert kinds == [TaskKind.DECIDE]
    assert not of(decision, Refer)
    about_him = complaint(privileged=("7.16",), against=("mayor",))
    decision = decide(facts(matters=(about_him,)), context(CITY))
    assert of(decision, Register)[0].appeal.leader is None
    assert not sent(decision, "for-decision")


def test_undoing_relieves_the_leader() -> None:
    last = LastChange((ChangeAppeal(5, 4, {"leader": None}),), fields=("leader",))
    decision = decide(operator(Intent.UNDO), before(last_change=last))
    assert of(decision, ChangeAppeal)[0].fields["leader"] is None
    assert ("for-decision-recalled", DEPUTY.address) in mails(decision)
    assert [one.id for one in of(decision, AnswerTask)] == [41]
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.ROUTE]
    sign = LastChange((ChangeAppeal(5, 4, {"sign": "first"}),), fields=("sign",))
    decision = decide(operator(Intent.UNDO), before(task=None, last_change=sign))
    assert not of(decision, OpenTask)  # the leader still decides
    assert not of(decision, AnswerTask)


def test_a_late_complaint_is_put_before_a_person_and_considered_meanwhile() -> None:
    old = complaint(contested=date(2019, 3, 12))
    decision = decide(facts(matters=(old,)), context())
    kinds = {one.task.kind: one.task for one in of(decision, OpenTask)}
    assert set(kinds) == {TaskKind.ROUTE, TaskKind.COMPLETE}
    assert kinds[TaskKind.COMPLETE].options == ("not-consider late-complaint", "done")
    assert of(decision, Register)[0].appeal.state is AppealState.REGISTERED


DECIDED = Task(
    TaskKind.READ_REPLY, appeal=5, id=42, version=1,
    reason=Reason(Code.PERSON_DECIDES, {"decided": "deputy"}), options=("prepare-answer", "done"),
)  # fmt: skip


@pytest.mark.parametrize("asked", [ASKED, DECIDED])
@pytest.mark.parametrize(
    ("state", "work", "settled"),
    [
        (AppealState.REGISTERED, (), False),
        (AppealState.IN_WORK, (referral(state=ReferralState.RECALLED),), False),
        (AppealState.IN_WORK, (referral(),), True),
        (AppealState.CLOSED, (), True),
    ],
)
def test_done_by_an_operator_leaves_it_with_somebody(
    asked: Task, state: AppealState, work: tuple[Referral, ...], settled: bool
) -> None:
    known = at(appeal=replace(DECIDES, state=state), referral=None, referrals=work, task=asked,
               tasks=(asked,))  # fmt: skip
    decision = decide(operator(Intent.DONE), known)
    assert [one.id for one in of(decision, AnswerTask)] == ([asked.id] if settled else [])
    if not settled:
        assert decision.reasons[0].facts["why"] == "decision"
        assert sent(decision, "transcript")[0].values["possible"]
