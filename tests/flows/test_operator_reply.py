"""Operators' commands: carried out, or refused with what is possible; always answered."""

from __future__ import annotations

from typing import Any

import pytest

from mailflows.context import LastChange, SentLetter
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, ChangeReferral, Decision, Refer, Request
from mailflows.reasons import Code
from mailflows.records import Task
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Flow,
    Intent,
    Kind,
    Outcome,
    ReferralState,
    Regime,
    TaskKind,
)
from tests.flows.given import (
    HEAT,
    MOROZ,
    NOW,
    WATER,
    appeal,
    at,
    codes,
    context,
    mails,
    of,
    operator,
    referral,
    sent,
    states,
)

IN_CHECK = (AppealState.IN_CHECK, ReferralState.CLAIMED)


def answer(decision: Decision) -> dict[str, Any]:
    """What the operator is told."""
    [transcript] = sent(decision, "transcript")
    assert (transcript.to, transcript.replied) == (MOROZ.address, True)
    return dict(transcript.values)


def refusal(decision: Decision) -> dict[str, str]:
    """Why his command was not carried out; nothing but the note of his letter may change."""
    assert states(decision) == {}
    assert [one.template for one in decision.outgoing] == ["transcript"]
    return dict(answer(decision)["refused"].facts)


def test_set_topic_refers_to_its_executor_and_recalls_the_former() -> None:
    decision = decide(operator(Intent.SET_TOPIC, reply={"topic": "heating"}), at())
    assert (decision.flow, decision.outcome) == (Flow.OPERATOR_REPLY, Outcome.REPLY)
    assert of(decision, ChangeAppeal)[0].fields["topic"] == "heating"
    assert [one.referral.executor for one in of(decision, Refer)] == ["teplo"]
    assert states(decision)["referral"] == "recalled"
    assert mails(decision)[:2] == [
        ("referral-recalled", WATER.address), ("referral", HEAT.address),
    ]  # fmt: skip
    assert answer(decision)["refused"] is None


def test_set_topic_of_a_complaint_refers_to_nobody() -> None:
    known = at(AppealState.REGISTERED, None, appeal=appeal(kind=Kind.COMPLAINT, topic=None))
    decision = decide(operator(Intent.SET_TOPIC, reply={"topic": "water"}), known)
    assert not of(decision, Refer)
    assert Code.COMPLAINT_NOT_REFERRED in codes(decision)


def test_set_executor_answers_the_question_who_does_it() -> None:
    tasks = (Task(TaskKind.ROUTE, appeal=5, id=9), Task(TaskKind.COMPLETE, appeal=5, id=10))
    known = at(AppealState.REGISTERED, None, tasks=tasks)
    decision = decide(operator(Intent.SET_EXECUTOR, reply={"executor": "vodokanal"}), known)
    assert [one.referral.executor for one in of(decision, Refer)] == ["vodokanal"]
    assert states(decision) == {"appeal": "in-work"}
    assert [one.id for one in of(decision, AnswerTask)] == [9]
    assert sent(decision, "referral")[0].attach_letter == 11  # the letter of the appeal


def test_set_kind() -> None:
    decision = decide(operator(Intent.SET_KIND, reply={"kind": Kind.COMPLAINT}), at())
    assert of(decision, ChangeAppeal)[0].fields == {"kind": Kind.COMPLAINT}


def test_close_needs_a_claim_and_gives_the_result() -> None:
    decision = decide(operator(Intent.CLOSE), at(*IN_CHECK))
    assert states(decision) == {"appeal": "closed", "referral": "confirmed"}
    fields = of(decision, ChangeAppeal)[0].fields
    assert (fields["result"], fields["result_by"]) == ("9.1", f"operator:{MOROZ.address}")
    assert mails(decision)[0] == ("closed", "maria@mail.example")


@pytest.mark.parametrize(
    "of_referral",
    [ReferralState.QUEUED, ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.RETURNED],
)
def test_close_is_refused_while_an_executor_owes_an_answer(of_referral: ReferralState) -> None:
    decision = decide(operator(Intent.CLOSE), at(of_referral=of_referral))
    assert refusal(decision)["why"] == "not-claimed"


def test_close_of_what_the_operator_answered_himself_is_an_explanation() -> None:
    decision = decide(operator(Intent.CLOSE), at(AppealState.REGISTERED, None))
    assert of(decision, ChangeAppeal)[0].fields["result"] == "9.3"


def test_rework_sends_the_operators_reason() -> None:
    given = operator(Intent.REWORK, reply={"words": "Немає фото."})
    decision = decide(given, at(*IN_CHECK))
    assert states(decision) == {"appeal": "in-work", "referral": "returned"}
    assert of(decision, ChangeReferral)[0].fields["returns"] == 1
    [rework] = sent(decision, "rework")
    assert rework.values["reason"] == "Немає фото."


def test_rework_of_one_task_touches_its_executor_only() -> None:
    one = referral(state=ReferralState.CLAIMED)
    two = referral(id=8, executor="teplo", state=ReferralState.CLAIMED)
    task = Task(TaskKind.CLOSE, appeal=5, referral=8, id=9)
    known = at(AppealState.IN_CHECK, referrals=(one, two), task=task)
    decision = decide(operator(Intent.REWORK), known)
    assert [one.id for one in of(decision, ChangeReferral)] == [8]


def test_undo_sets_the_former_values_and_says_that_letters_stay() -> None:
    changes = (ChangeAppeal(5, 4, {"state": AppealState.IN_CHECK, "result": None}),)
    gone = SentLetter(1, "closed", "maria@mail.example", "a", 5, None, None)
    last = LastChange(changes, fields=("result", "state"), said="close", sent=(gone,))
    known = at(AppealState.CLOSED, ReferralState.CONFIRMED, last_change=last)
    decision = decide(operator(Intent.UNDO), known)
    assert of(decision, ChangeAppeal)[0].fields == {"state": "in-check", "result": None}
    [undone] = [one for one in decision.reasons if one.code is Code.UNDONE]
    assert (undone.facts["command"], undone.facts["gone"]) == ("close", "closed")


def test_undo_of_a_referral_recalls_it() -> None:
    last = LastChange(entered=(7,), fields=("state",))
    decision = decide(operator(Intent.UNDO), at(last_change=last))
    assert states(decision) == {"referral": "recalled"}
    assert mails(decision)[0] == ("referral-recalled", WATER.address)


REFUSED = [
    (Intent.SET_TOPIC, {"topic": "nothing"}, "unknown"),
    (Intent.SET_TOPIC, {}, "unknown"),
    (Intent.SET_KIND, {}, "unknown"),
    (Intent.SET_EXECUTOR, {"executor": "nobody"}, "unknown"),
    (Intent.SET_EXECUTOR, {"executor": "vodokanal"}, "has-it"),
    (Intent.REWORK, {}, "not-claimed"),
    (Intent.UNDO, {}, "nothing"),
    (Intent.REGISTER, {}, "not-asked"),
    (Intent.DO_NOT_REGISTER, {}, "not-asked"),
]


@pytest.mark.parametrize(("intent", "reply", "why"), REFUSED)
def test_what_cannot_be_done_is_refused(intent: Intent, reply: dict[str, Any], why: str) -> None:
    decision = decide(operator(intent, reply=reply), at())
    assert decision.reasons[0].code is Code.NOT_POSSIBLE
    assert refusal(decision)["why"] == why


def test_an_unclear_command_is_answered_with_what_is_possible() -> None:
    decision = decide(operator(Intent.UNCLEAR), at(*IN_CHECK))
    assert states(decision) == {}
    assert answer(decision)["possible"] == ("close", "rework")


def test_a_forged_command_changes_nothing_and_the_operator_learns_of_it() -> None:
    decision = decide(operator(Intent.CLOSE, authenticity=Authenticity.FAILED), at(*IN_CHECK))
    assert states(decision) == {}
    assert answer(decision)["refused"].code is Code.NOT_AUTHENTIC


ASKED = Task(
    TaskKind.REGISTER, letter_id=40, id=9, version=1, options=("register", "do-not-register")
)


@pytest.mark.parametrize(
    ("intent", "requests"),
    [
        (Intent.REGISTER, (Request("register", {"letter_id": 40, "task_id": 9}),)),
        (Intent.DO_NOT_REGISTER, ()),
    ],
)
def test_the_letter_that_he_was_asked_about(intent: Intent, requests: tuple[Request, ...]) -> None:
    decision = decide(operator(intent), context(tied=True, task=ASKED))
    assert decision.requests == requests
    assert [(one.id, one.answer) for one in of(decision, AnswerTask)] == [(9, intent.value)]
    [transcript] = sent(decision)
    assert (transcript.party, transcript.task) == ("t", 9)


def test_an_untied_command_is_refused() -> None:
    decision = decide(operator(Intent.CLOSE, ties=()), context())
    assert refusal(decision) == {}
    assert decision.reasons[0].code is Code.NOT_TIED


def asked(kind: TaskKind, **more: Any) -> Task:
    """The question 9 about the appeal."""
    return Task(kind, appeal=5, id=9, **more)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (TaskKind.CALL, None),
        (TaskKind.COMPLETE, None),
        (TaskKind.READ_REPLY, None),
        (TaskKind.READ_DOCUMENT, None),
        (TaskKind.DECIDE_EXTENSION, "decision"),
        (TaskKind.ANSWER_QUESTION, None),
        (TaskKind.ROUTE, "decision"),
        (TaskKind.REASSIGN, "decision"),
        (TaskKind.REGISTER, "decision"),
        (TaskKind.CLOSE, "decision"),
    ],
)
def test_what_was_done_by_telephone_is_answered_by_one_word(
    kind: TaskKind, why: str | None
) -> None:
    task = asked(kind)
    decision = decide(operator(Intent.DONE), at(task=task, tasks=(task,)))
    assert states(decision) == {}
    answers = [(one.id, one.answer) for one in of(decision, AnswerTask)]
    assert answers == ([] if why else [(9, "done")])
    told = answer(decision)
    assert told["refused"] is None if why is None else told["refused"].facts == {"why": why}


def test_done_needs_a_question_that_is_open() -> None:
    assert refusal(decide(operator(Intent.DONE), at())) == {"why": "not-asked"}
    answered = asked(TaskKind.CALL, answered_at=NOW)
    assert refusal(decide(operator(Intent.DONE), at(task=answered))) == {"why": "answered"}


def test_an_answer_that_the_operator_has_read_may_close() -> None:
    task = asked(TaskKind.READ_REPLY, referral=7)
    decision = decide(operator(Intent.CLOSE), at(task=task, tasks=(task,)))
    assert states(decision) == {"appeal": "closed", "referral": "confirmed"}
    assert of(decision, ChangeAppeal)[0].fields["result"] == "9.1"
    assert [one.id for one in of(decision, AnswerTask)] == [9]


@pytest.mark.parametrize("more", [{"referral": 8}, {"referral": 7, "answered_at": NOW}])
def test_another_answer_closes_nothing(more: dict[str, Any]) -> None:
    task = asked(TaskKind.READ_REPLY, **more)
    decision = decide(operator(Intent.CLOSE), at(task=task, tasks=(task,)))
    assert refusal(decision)["why"] == "not-claimed"


def test_closing_ends_what_need_not_be_asked_any_more() -> None:
    open_ones = tuple(
        Task(kind, appeal=5, id=number)
        for number, kind in enumerate((TaskKind.CALL, TaskKind.COMPLETE, TaskKind.READ_REPLY), 20)
    )
    decision = decide(operator(Intent.CLOSE), at(*IN_CHECK, tasks=open_ones))
    assert {one.id for one in of(decision, AnswerTask)} == {20, 21}  # a letter is still to be read


def test_the_topic_of_a_request_for_information_refers_to_nobody() -> None:
    request = appeal(regime=Regime.INFORMATION_REQUEST, topic=None)
    known = at(AppealState.REGISTERED, None, appeal=request)
    decision = decide(operator(Intent.SET_TOPIC, reply={"topic": "water"}), known)
    assert not of(decision, Refer)
    assert Code.REGIME_NOT_REFERRED in codes(decision)
