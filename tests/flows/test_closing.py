"""Results, marks, formal answers, silence and calls: how an appeal ends, and what comes after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, ChangeReferral, OpenTask
from mailflows.facts import Tie
from mailflows.policy import Closing
from mailflows.reasons import Code, Reason
from mailflows.records import Answer, Task
from mailflows.timed.reminders import silent
from mailflows.vocabulary import (
    AnswerWay,
    AppealState,
    Fault,
    Intent,
    Kind,
    ReferralState,
    TaskKind,
    TieKind,
)
from tests.flows.given import (
    APPLICANT,
    MOROZ,
    NOW,
    POLICY,
    WATER,
    appeal,
    at,
    citizen,
    codes,
    executor,
    letter,
    mails,
    of,
    operator,
    referral,
    sent,
    states,
)

MARIA = str(APPLICANT.email)
IN_CHECK = (AppealState.IN_CHECK, ReferralState.CLAIMED)
CLOSED = (AppealState.CLOSED, ReferralState.CONFIRMED)
GIVEN = Answer(5, AnswerWay.E_MAIL, MOROZ.address, NOW)


@pytest.mark.parametrize(
    ("state", "result", "answers", "why"),
    [
        (AppealState.CLOSED, "9.3", (), ""),
        (AppealState.CLOSED, "9.2", (), "refusal-unanswered"),
        (AppealState.CLOSED, "9.2", (GIVEN,), ""),
        (AppealState.CLOSED, "9.4", (), "result-of-state"),
        (AppealState.CLOSED, "", (), "result-unnamed"),
        (AppealState.IN_CHECK, "9.1", (), "not-ended"),
        (AppealState.WITHDRAWN, "9.6", (), ""),
        (AppealState.RETURNED, "9.1", (), "result-of-state"),
    ],
)
def test_the_result_is_corrected_by_a_word(
    state: AppealState, result: str, answers: tuple[Answer, ...], why: str
) -> None:
    known = at(state, ReferralState.CONFIRMED, answers=answers)
    known = replace(known, appeal=appeal(state=state, result="9.1", closed_at=NOW))
    decision = decide(operator(Intent.SET_RESULT, reply={"cause": result}), known)
    [transcript] = sent(decision, "transcript")
    if why:
        assert transcript.values["refused"].facts["why"] == why
        assert not of(decision, ChangeAppeal)
        return
    [changed] = of(decision, ChangeAppeal)
    assert changed.fields == {"result": result, "result_by": f"operator:{MOROZ.address}"}
    [corrected] = sent(decision, "corrected")
    assert (corrected.to, corrected.values) == (MARIA, {"what": "result", "result": result})


@pytest.mark.parametrize(
    ("cause", "result", "why"), [("", "9.1", ""), ("9.3", "9.3", ""), ("9.2", "", "refusal")]
)
def test_closing_names_its_result(cause: str, result: str, why: str) -> None:
    decision = decide(operator(Intent.CLOSE, reply={"cause": cause}), at(*IN_CHECK))
    if why:
        refused = sent(decision, "transcript")[0].values["refused"]
        assert refused.facts["why"] == "refusal-unanswered"
        return
    assert of(decision, ChangeAppeal)[0].fields["result"] == result
    assert sent(decision, "closed")[0].values["result"] == result


@pytest.mark.parametrize("before", [None, 5, 2])
def test_a_mark_is_kept_and_nothing_else_happens(before: int | None) -> None:
    known = replace(at(*CLOSED), appeal=appeal(state=AppealState.CLOSED, rating=before))
    decision = decide(citizen(Intent.RATED, text="5", reply={"rating": 5}), known)
    assert [one.fields for one in of(decision, ChangeAppeal)] == (
        [] if before == 5 else [{"rating": 5}]
    )
    assert decision.outgoing == ()
    assert not of(decision, OpenTask)


@pytest.mark.parametrize("mark", [1, 2])
def test_a_low_mark_offers_the_dispute(mark: int) -> None:
    decision = decide(citizen(Intent.RATED, reply={"rating": mark}), at(*CLOSED))
    assert mails(decision) == [("rated", MARIA)]
    assert states(decision) == {}
    capped = replace(at(*CLOSED), acknowledged_today=5)
    assert decide(citizen(Intent.RATED, reply={"rating": mark}), capped).outgoing == ()


def test_a_mark_with_a_dispute_reopens() -> None:
    decision = decide(citizen(Intent.DISPUTED, reply={"rating": 1}), at(*CLOSED))
    assert states(decision) == {"appeal": "in-work", "referral": "returned"}
    assert of(decision, ChangeAppeal)[0].fields["rating"] == 1


def test_a_mark_before_the_end_or_of_a_stranger_is_none() -> None:
    decision = decide(citizen(Intent.RATED, reply={"rating": 5}), at(*IN_CHECK))
    assert not of(decision, ChangeAppeal)
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.READ_REPLY]
    stranger = citizen(
        Intent.RATED, sender="x@y.example", ties=(Tie(TieKind.NUMBER, "К-0123/26"),),
        reply={"rating": 1},
    )  # fmt: skip
    decision = decide(stranger, at(*CLOSED))
    assert not of(decision, ChangeAppeal)
    withdrawn = at(AppealState.WITHDRAWN, ReferralState.RECALLED)
    assert decide(citizen(Intent.RATED, reply={"rating": 5}), withdrawn).outgoing == ()


FORMAL = {"cause": Fault.FORMAL.value, "words": "взято до відома"}


@pytest.mark.parametrize("intent", [Intent.DONE, Intent.EXPLAINED, Intent.UNCLEAR])
def test_a_formal_answer_is_offered_for_return(intent: Intent) -> None:
    decision = decide(executor(intent, reply=FORMAL), at())
    assert states(decision) == {"referral": "accepted"}
    assert decision.outgoing == ()  # the applicant is told nothing
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.options) == (
        TaskKind.READ_REPLY, ("rework formal", "tell", "done"),
    )  # fmt: skip
    assert task.reason is not None
    assert task.reason.code is Code.FORMAL_ANSWER


READ = Task(TaskKind.READ_REPLY, appeal=5, referral=7, id=15, letter_id=40)


def test_one_tap_returns_the_formal_answer_with_the_rule() -> None:
    known = at(of_referral=ReferralState.ACCEPTED, task=READ, tasks=(READ,))
    decision = decide(operator(Intent.REWORK, reply={"cause": "formal"}), known)
    assert states(decision) == {"appeal": "in-work", "referral": "returned"}
    [rework] = sent(decision, "rework")
    assert (rework.to, rework.values["fault"]) == (WATER.address, "formal")
    assert of(decision, ChangeReferral)[0].fields["returns"] == 1


@pytest.mark.parametrize(("cause", "claim"), [("", Intent.DONE), ("9.3", Intent.EXPLAINED)])
def test_or_an_operator_lets_it_go_to_the_applicant(cause: str, claim: Intent) -> None:
    shown = letter(WATER.address, "Провели роз'яснювальну роботу.")
    known = at(of_referral=ReferralState.ACCEPTED, task=READ, tasks=(READ,), shown=shown)
    decision = decide(operator(Intent.TELL, reply={"cause": cause}), known)
    assert states(decision) == {"appeal": "in-check", "referral": "claimed"}
    [informed] = sent(decision, "informed")
    assert informed.values["words"] == "Провели роз'яснювальну роботу."
    assert informed.values["claim"] is claim
    decision = decide(operator(Intent.TELL), at(of_referral=ReferralState.ACCEPTED))
    assert sent(decision, "transcript")[0].values["refused"].facts["why"] == "not-asked"


CLAIMED = referral(state=ReferralState.CLAIMED, claimed_at=NOW.replace(day=10), claim=Intent.DONE)


@pytest.mark.parametrize(
    ("changed", "closed"),
    [
        ({}, True),
        ({"kind": Kind.COMPLAINT}, False),
        ({"collective": True}, False),
        ({"confidential": True}, False),
        ({"written": True}, False),
        ({"topic": "heating"}, False),
    ],
)
def test_silence_closes_only_what_is_simple(changed: dict[str, Any], closed: bool) -> None:
    policy = replace(POLICY, closing=Closing(by_silence=frozenset({"water"})))
    known = appeal(state=AppealState.IN_CHECK, **changed)
    decision = silent(known, CLAIMED, (CLAIMED,), policy, NOW)
    assert decision is not None
    assert (states(decision).get("appeal") == "closed") is closed
    owed = changed.get("written") or changed.get("kind") is Kind.COMPLAINT
    asked = [] if closed else [TaskKind.ANSWER if owed else TaskKind.CLOSE]
    assert [one.task.kind for one in of(decision, OpenTask)] == asked


@pytest.mark.parametrize("kind", [TaskKind.READ_REPLY, TaskKind.REASSIGN])
def test_silence_closes_nothing_that_is_not_settled(kind: TaskKind) -> None:
    policy = replace(POLICY, closing=Closing(by_silence=frozenset({"water"})))
    waiting = Task(kind, appeal=5, id=31)
    known = appeal(state=AppealState.IN_CHECK)
    decision = silent(known, CLAIMED, (CLAIMED,), policy, NOW, (waiting,))
    assert decision is not None
    assert states(decision) == {}
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.CLOSE]


def test_an_operator_looks_where_the_settings_say() -> None:
    policy = replace(POLICY, closing=Closing(by_operator=frozenset({"water"})))
    decision = decide(citizen(Intent.CONFIRMED), at(*IN_CHECK, policy=policy))
    assert states(decision) == {}
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.CLOSE]


@pytest.mark.parametrize(("attempts", "closed"), [("1", False), ("3", True)])
def test_who_cannot_be_reached_is_closed_after_the_calls(attempts: str, closed: bool) -> None:
    reason = Reason(Code.PERSON_DECIDES, {"why": "no-address", "attempts": attempts})
    call = Task(
        TaskKind.CALL_BACK, appeal=5, referral=7, id=9, reason=reason,
        options=("reached", "not-reached", "not-confirmed"),
    )  # fmt: skip
    nobody = appeal(state=AppealState.IN_CHECK, applicant=replace(APPLICANT, email=None))
    known = at(*IN_CHECK, appeal=nobody, task=call, tasks=(call,))
    decision = decide(operator(Intent.UNREACHABLE, reply={"words": "номер вимкнено"}), known)
    assert [one.id for one in of(decision, AnswerTask)] == [9]
    if closed:
        assert states(decision) == {"appeal": "closed", "referral": "confirmed"}
        assert Code.UNREACHABLE in codes(decision)
    else:
        assert states(decision) == {}
        assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.CALL_BACK]
