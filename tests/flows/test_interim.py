"""An interim answer keeps control; the applicant hears of it when an operator wants."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mailflows.decide import decide
from mailflows.decision import ChangeReferral, OpenTask
from mailflows.facts import Applicant
from mailflows.records import Task
from mailflows.vocabulary import AppealState, Intent, ReferralState, TaskKind
from tests.flows.given import (
    APPLICANT,
    WATER,
    appeal,
    at,
    document,
    executor,
    mails,
    of,
    operator,
    referral,
    sent,
    states,
)

WORDS = "Чекаємо на насос до 10 грудня."
REPORTED = referral(state=ReferralState.ACCEPTED, report=WORDS)
ASKED = Task(TaskKind.INTERIM, appeal=5, referral=7, id=3, options=("tell", "done"))


def interim(**more: Any) -> Any:
    return executor(Intent.INTERIM, text=WORDS, **more)


def test_state_and_term_stand() -> None:
    mine = referral(state=ReferralState.ACCEPTED)
    decision = decide(interim(), at(referral=mine, referrals=(mine,)))
    assert states(decision) == {}
    [change] = of(decision, ChangeReferral)
    assert change.fields["report"] == WORDS
    assert "due_at" not in change.fields
    assert "claim" not in change.fields
    assert not decision.outgoing
    assert not of(decision, OpenTask)


@pytest.mark.parametrize(
    "more", [{"reply": {"until": date(2026, 12, 10)}}, {"documents": (document(),)}]
)
def test_a_day_or_documents_are_offered_to_be_passed_on(more: dict[str, Any]) -> None:
    decision = decide(interim(**more), at())
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.options) == (TaskKind.INTERIM, ("tell", "done"))
    again = decide(interim(**more), at(tasks=(replace(task, id=3),)))
    assert not of(again, OpenTask)  # it stands already


@pytest.mark.parametrize("task", [ASKED, None])
def test_the_applicant_is_told_when_an_operator_wants(task: Task | None) -> None:
    known = at(referral=None, referrals=(REPORTED,), task=task, tasks=(ASKED,))
    decision = decide(operator(Intent.TELL), known)
    assert states(decision) == {}
    [told] = sent(decision, "interim")
    assert (told.to, told.values["words"]) == ("maria@mail.example", WORDS)
    assert (told.values["executor_name"], told.values["due"]) == (WATER.name, appeal().due_at)


def test_who_has_no_mailbox_is_telephoned() -> None:
    caller = appeal(applicant=Applicant(name=APPLICANT.name, phone="+380501112233"))
    known = at(referral=None, referrals=(REPORTED,), task=ASKED, tasks=(ASKED,), appeal=caller)
    decision = decide(operator(Intent.TELL), known)
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.CALL_BACK]


def test_without_a_report_there_is_nothing_to_tell() -> None:
    known = at(referral=None, task=ASKED, tasks=(ASKED,))
    decision = decide(operator(Intent.TELL), known)
    assert decision.reasons[0].facts["why"] == "nothing-reported"
    assert [template for template, _ in mails(decision)] == ["transcript"]


def test_what_was_said_of_returned_work_is_not_told_as_news() -> None:
    claimed = referral(state=ReferralState.CLAIMED, report="Виконано.")
    known = at(AppealState.IN_CHECK, referral=None, referrals=(claimed,))
    decision = decide(operator(Intent.REWORK, reply={"words": "тече"}), known)
    assert of(decision, ChangeReferral)[0].fields["report"] == ""
