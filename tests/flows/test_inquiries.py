"""A body is asked for information: its answer is shown, nobody's work changes by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailflows.context import Context
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, ChangeReferral, OpenTask, Refer
from mailflows.facts import Facts
from mailflows.reasons import Code
from mailflows.records import Task
from mailflows.rules.terms import inquiry_due
from mailflows.vocabulary import AppealState, Intent, Kind, ReferralState, TaskKind
from tests.flows.given import (
    HEAT,
    LYSENKO,
    MOROZ,
    NOW,
    POLICY,
    WATER,
    appeal,
    at,
    citizen,
    codes,
    document,
    executor,
    mails,
    of,
    operator,
    referral,
    sent,
    states,
)

WORK = referral()
INQUIRY = referral(
    id=9, executor="teplo", address=HEAT.address, purpose="information",
    question="Який тиск у мережі?", asked_by=MOROZ.address, version=1,
)  # fmt: skip


def ask(words: str = "Який тиск у мережі?", code: str = "teplo") -> Facts:
    return operator(Intent.ASK_INFORMATION, reply={"executor": code, "words": words})


def answer(intent: Intent, **more: object) -> Facts:
    return executor(intent, sender=HEAT.address, executor="teplo", ties=(), **more)


def known(*referrals: object, **more: object) -> Context:
    return at(**({"referrals": referrals, "referral": INQUIRY} | more))  # type: ignore[arg-type]


def test_an_inquiry_goes_out_with_its_own_term_and_recalls_nobody() -> None:
    decision = decide(ask(), at())
    [entered] = [one.referral for one in of(decision, Refer)]
    assert (entered.executor, entered.purpose) == ("teplo", "information")
    assert (entered.question, entered.asked_by) == ("Який тиск у мережі?", MOROZ.address)
    assert entered.due_at == datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # three working days
    assert mails(decision) == [("inquiry", HEAT.address), ("transcript", MOROZ.address)]
    assert sent(decision, "inquiry")[0].values["question"] == "Який тиск у мережі?"
    assert sent(decision, "inquiry")[0].attach_letter is None
    assert not of(decision, ChangeReferral)
    assert not of(decision, ChangeAppeal)


def test_whom_a_complaint_is_about_may_be_asked() -> None:
    complaint = appeal(kind=Kind.COMPLAINT, against=("teplo",))
    assert of(decide(ask(), at(appeal=complaint)), Refer)


@pytest.mark.parametrize(
    ("code", "state", "why"),
    [
        ("teplo", AppealState.IN_WORK, "asked-already"),
        ("unheard-of", AppealState.IN_WORK, "unknown"),
        ("vodokanal", AppealState.CLOSED, "state"),
    ],
)
def test_what_cannot_be_asked(code: str, state: AppealState, why: str) -> None:
    decision = decide(ask(code=code), known(WORK, INQUIRY, appeal=appeal(state=state)))
    assert decision.reasons[0].facts["why"] == why
    assert not of(decision, Refer)


@pytest.mark.parametrize(
    "intent", [Intent.DONE, Intent.EXPLAINED, Intent.INTERIM, Intent.UNCLEAR, None]
)
def test_any_words_answer_it_and_claim_nothing(intent: Intent) -> None:
    letter = answer(intent, text="Тиск 2 атмосфери.", documents=(document(),))
    decision = decide(letter, known(WORK, INQUIRY))
    assert states(decision) == {"referral": "answered"}
    [change] = of(decision, ChangeReferral)
    assert (change.id, change.fields["report"]) == (9, "Тиск 2 атмосфери.")
    assert "claim" not in change.fields
    told = sent(decision, "inquiry-answered")
    assert [(one.to, one.party, one.referral, one.attach_letter) for one in told] == [
        (MOROZ.address, "o", 9, 42), (WATER.address, "r", 7, 42),
    ]  # fmt: skip
    assert not of(decision, OpenTask)


def test_who_has_left_the_centre_is_not_written_to() -> None:
    gone = replace(INQUIRY, asked_by="former@rada.example")
    decision = decide(answer(Intent.UNCLEAR), known(gone, referral=gone))
    assert [to for _, to in mails(decision)] == [MOROZ.address, LYSENKO.address]


def test_a_refusal_to_tell_is_shown_too() -> None:
    decision = decide(answer(Intent.DECLINED, text="Не наша мережа."), known(WORK, INQUIRY))
    assert states(decision) == {"referral": "declined"}
    assert sent(decision, "inquiry-answered")[0].values["declined"] is True
    assert not of(decision, OpenTask)  # nobody is to be found instead of him


def test_they_have_it_and_the_appeal_does_not_move() -> None:
    new = appeal(state=AppealState.REGISTERED)
    decision = decide(answer(Intent.ACCEPTED), known(INQUIRY, appeal=new))
    assert states(decision) == {"referral": "accepted"}


@pytest.mark.parametrize("intent", [Intent.QUESTION, Intent.EXTENSION])
def test_what_they_want_first_is_asked_of_the_operators(intent: Intent) -> None:
    decision = decide(answer(intent), known(WORK, INQUIRY))
    assert states(decision) == {}
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.ANSWER_QUESTION]


def test_further_words_are_shown_as_well() -> None:
    over = replace(INQUIRY, state=ReferralState.ANSWERED)
    decision = decide(answer(Intent.UNCLEAR, text="Додаємо акт."), known(WORK, over, referral=over))
    assert states(decision) == {}
    assert len(sent(decision, "inquiry-answered")) == 2


def test_work_is_checked_and_closed_without_waiting_for_it() -> None:
    checked = decide(executor(Intent.DONE), at(referrals=(WORK, INQUIRY)))
    assert states(checked)["appeal"] == "in-check"
    claimed = referral(state=ReferralState.CLAIMED)
    known_now = at(AppealState.IN_CHECK, referrals=(claimed, INQUIRY))
    assert states(decide(operator(Intent.CLOSE), known_now))["appeal"] == "closed"


def test_it_is_taken_back_alone() -> None:
    command = operator(Intent.RECALL_EXECUTOR, reply={"executor": "teplo"})
    decision = decide(command, known(WORK, INQUIRY))
    assert [one.id for one in of(decision, ChangeReferral)] == [9]
    assert not of(decision, OpenTask)


def test_a_confidential_authors_name_is_not_shown_to_the_lead() -> None:
    secret = appeal(confidential=True)
    letter = answer(Intent.UNCLEAR, text="Коваленко Марія Іванівна не має боргу.",
                    documents=(document(),))  # fmt: skip
    told = sent(decide(letter, known(WORK, INQUIRY, appeal=secret)), "inquiry-answered")
    assert "Коваленко" in told[0].values["words"]
    assert "Коваленко" not in told[1].values["words"]
    assert told[1].attach_letter is None


def test_its_term_never_goes_beyond_the_laws() -> None:
    soon = appeal(due_at=NOW + timedelta(days=1))
    assert inquiry_due(soon, NOW, POLICY).at <= soon.due_at
    danger = appeal(emergency=True)
    assert inquiry_due(danger, NOW, POLICY).at == NOW + timedelta(hours=24)
    assert Code.TERM_OF_EXECUTOR in codes(decide(ask(), at()))


def test_asking_leaves_the_question_who_decides() -> None:
    route = Task(
        TaskKind.ROUTE, appeal=5, id=3, options=("set-leader deputy", "ask-information teplo")
    )
    decision = decide(ask(), at(task=route, tasks=(route,)))
    assert of(decision, Refer)
    assert not of(decision, AnswerTask)


@pytest.mark.parametrize("closing", ["operator", "applicant"])
def test_what_is_closed_asks_nobody_any_more(closing: str) -> None:
    claimed = referral(state=ReferralState.CLAIMED)
    known_now = at(AppealState.IN_CHECK, referral=None, referrals=(claimed, INQUIRY))
    word = operator(Intent.CLOSE) if closing == "operator" else citizen(Intent.CONFIRMED)
    decision = decide(word, known_now)
    ended = {one.id: one.fields["state"] for one in of(decision, ChangeReferral)}
    assert ended == {7: "confirmed", 9: "recalled"}
    assert ("referral-recalled", HEAT.address) in mails(decision)
