"""Work that goes back: the fault with its rule, the third return, what a call told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mailflows.context import Context
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, ChangeReferral, OpenTask
from mailflows.reasons import Code, Reason
from mailflows.records import Task
from mailflows.vocabulary import AppealState, Fault, Intent, ReferralState, TaskKind
from tests.flows.given import (
    APPLICANT,
    DEPUTY,
    MOROZ,
    WATER,
    appeal,
    at,
    citizen,
    codes,
    executor,
    mails,
    of,
    operator,
    referral,
    sent,
    states,
)

CALLED = ("reached", "not-reached", "not-confirmed")
CALL = Task(
    TaskKind.CALL_BACK, appeal=5, referral=7, id=9, version=1, options=CALLED,
    reason=Reason(Code.PERSON_DECIDES, {"why": "no-address", "claim": "done"}),
)  # fmt: skip


def in_check(**more: Any) -> Context:
    """Everything is claimed; `returns` times it was not believed."""
    mine = referral(state=ReferralState.CLAIMED, returns=more.pop("returns", 0))
    return at(AppealState.IN_CHECK, referral=mine, referrals=(mine,), **more)


def called(**more: Any) -> Context:
    """He has no mail, and the operators were asked to call him."""
    silent = appeal(state=AppealState.IN_CHECK, applicant=replace(APPLICANT, email=None))
    return in_check(**({"appeal": silent, "task": CALL, "tasks": (CALL,)} | more))


@pytest.mark.parametrize("fault", list(Fault))
def test_the_letter_names_the_fault(fault: Fault) -> None:
    decision = decide(operator(Intent.REWORK, reply={"cause": fault.value}, text=""), in_check())
    [letter] = sent(decision, "rework")
    assert (letter.values["fault"], letter.values["reason"]) == (fault, "")
    [ordered] = [one for one in decision.reasons if one.code is Code.REWORK_ORDERED]
    assert ordered.facts["fault"] == fault


def test_a_ground_of_another_list_is_no_fault() -> None:
    decision = decide(operator(Intent.REWORK, reply={"cause": "repeated"}), in_check())
    assert sent(decision, "rework")[0].values["fault"] == ""


@pytest.mark.parametrize(("returns", "told"), [(0, False), (1, False), (2, True), (5, True)])
def test_the_third_return_goes_to_the_leader_in_charge(returns: int, told: bool) -> None:
    words = f"{APPLICANT.name} каже, що тече."
    decision = decide(operator(Intent.REWORK, reply={"words": words}), in_check(returns=returns))
    assert of(decision, ChangeReferral)[0].fields["returns"] == returns + 1
    expected = [("rework", WATER.address)] + ([("returned-again", DEPUTY.address)] if told else [])
    assert mails(decision)[:-1] == expected
    assert sent(decision, "rework")[0].values["leader"] == (DEPUTY.name if told else "")
    assert (Code.RETURNED_AGAIN in codes(decision)) is told
    assert "Коваленко" not in str([one.values for one in sent(decision, "returned-again")])


def test_an_applicants_dispute_counts_as_a_return() -> None:
    decision = decide(citizen(Intent.DISPUTED), in_check(returns=2))
    assert sent(decision, "rework")[0].values["fault"] is Fault.DISPUTED
    assert [one.to for one in sent(decision, "returned-again")] == [DEPUTY.address]


def test_a_claim_without_address_asks_for_a_call() -> None:
    silent = appeal(applicant=replace(APPLICANT, email=None))
    [task] = [one.task for one in of(decide(executor(Intent.DONE), at(appeal=silent)), OpenTask)]
    assert (task.kind, task.options) == (TaskKind.CALL_BACK, CALLED)


def test_reached_closes_what_he_confirms() -> None:
    decision = decide(operator(Intent.REACHED), called())
    assert states(decision) == {"appeal": "closed", "referral": "confirmed"}
    assert of(decision, ChangeAppeal)[0].fields["result_by"] == f"operator:{MOROZ.address}"
    assert [(one.id, one.answer) for one in of(decision, AnswerTask)] == [(9, "close")]


def test_reached_closes_nothing_when_he_was_only_to_be_told() -> None:
    only = replace(CALL, options=("done",), reason=None)
    known = at(task=only, tasks=(only,))
    decision = decide(operator(Intent.REACHED), known)
    assert states(decision) == {}
    assert [(one.id, one.answer) for one in of(decision, AnswerTask)] == [(9, "reached")]


def test_not_confirmed_sends_the_work_back() -> None:
    decision = decide(operator(Intent.NOT_CONFIRMED, text="Тече."), called())
    assert states(decision) == {"appeal": "in-work", "referral": "returned"}
    values = sent(decision, "rework")[0].values
    assert (values["fault"], values["reason"]) == (Fault.DISPUTED, "Тече.")
    assert [one.id for one in of(decision, AnswerTask)] == [9]


@pytest.mark.parametrize(
    ("before", "options"),
    [(0, CALLED), (1, CALLED), (2, (*CALLED, "unreachable", "prepare-answer"))],
)
def test_not_reached_asks_again_tomorrow(before: int, options: tuple[str, ...]) -> None:
    assert CALL.reason is not None
    facts = {**CALL.reason.facts} | ({"attempts": str(before)} if before else {})
    task = replace(CALL, reason=Reason(Code.PERSON_DECIDES, facts))
    decision = decide(operator(Intent.NOT_REACHED), called(task=task, tasks=(task,)))
    assert states(decision) == {}
    assert [(one.id, one.answer) for one in of(decision, AnswerTask)] == [(9, "not-reached")]
    [again] = [one.task for one in of(decision, OpenTask)]
    assert (again.kind, again.referral, again.options) == (TaskKind.CALL_BACK, 7, options)
    assert again.reason is not None
    assert again.reason.facts["attempts"] == str(before + 1)
    assert again.due_at is not None
    assert again.due_at.date() == date(2026, 11, 25)
    assert sent(decision, "transcript")[0].values["possible"] == ()


@pytest.mark.parametrize(
    ("intent", "why"),
    [
        (Intent.NOT_REACHED, "not-asked"),
        (Intent.NOT_CONFIRMED, "not-claimed"),
        (Intent.REACHED, "not-claimed"),
    ],
)
def test_a_call_that_nobody_asked_for(intent: Intent, why: str) -> None:
    decision = decide(operator(intent), at())
    assert states(decision) == {}
    assert decision.reasons[0].facts["why"] == why
