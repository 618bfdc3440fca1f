"""Several answers to a list by one letter: each by its number, one transcript for all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailflows.context import Context
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, ChangeReferral, Decision
from mailflows.desk.batch import Entry
from mailflows.facts import Reply
from mailflows.reasons import Code, Reason
from mailflows.records import Task
from mailflows.understanding.replies.numbered import numbered_answers
from mailflows.understanding.replies.operator_intent import read_operator
from mailflows.vocabulary import AppealState, Authenticity, Intent, Kind, ReferralState, TaskKind
from tests.flows.given import POLICY, appeal, at, context, letter, of, operator, referral, sent

SILENT = Reason(Code.FALLEN_DUE, {"silent_days": "5", "number": "К-0123/26"})


def claimed(place: int, **more: Any) -> Context:
    """The context of a claim that nobody has answered, the question of this place of the list."""
    id = 100 + place
    task = Task(
        TaskKind.CLOSE, appeal=id, referral=id, id=id, version=1, reason=SILENT,
        options=("close", "rework"),
    )  # fmt: skip
    mine = referral(id=id, appeal=id, state=ReferralState.CLAIMED)
    about = appeal(id=id, number=f"К-0{id}/26", state=AppealState.IN_CHECK, **more)
    return context(
        appeal=about, tied=True, referral=mine, referrals=(mine,), tasks=(task,), task=task
    )


def answered(*said: tuple[int, Intent], **listed: Context) -> Decision:
    known = {int(place.removeprefix("n")): one for place, one in listed.items()}
    numbered = tuple((place, Reply(intent)) for place, intent in said)
    intent = Intent.NUMBERED if said else Intent.CLOSE_SILENT
    written = operator(intent, reply={"numbered": numbered}, ties=())
    return decide(written, context(tied=True, listed=known))


def entries(decision: Decision) -> list[Entry]:
    (transcript,) = sent(decision, "transcript")
    return list(transcript.values["entries"])


@pytest.mark.parametrize("unread", [TaskKind.READ_REPLY, TaskKind.REGISTER, TaskKind.REASSIGN])
def test_what_is_not_settled_is_no_silent_claim(unread: TaskKind) -> None:
    first, second = claimed(1), claimed(2)
    waiting = Task(unread, appeal=101, id=900)
    first = replace(first, tasks=(*first.tasks, waiting))
    changed = of(answered(n1=first, n2=second), ChangeAppeal)
    assert [one.id for one in changed] == [102]


def test_yes_and_no_mean_what_the_question_asks() -> None:
    decision = answered((1, Intent.YES), (2, Intent.NO), n1=claimed(1), n2=claimed(2))
    changed = {one.id: one.fields.get("state") for one in of(decision, ChangeAppeal)}
    assert changed == {101: AppealState.CLOSED, 102: AppealState.IN_WORK}
    assert [(one.place, one.number, one.said) for one in entries(decision)] == [
        (1, "К-0101/26", "close"), (2, "К-0102/26", "rework"),
    ]  # fmt: skip
    assert {one.id for one in of(decision, AnswerTask)} == {101, 102}
    assert len(sent(decision, "closed")) == len(sent(decision, "rework")) == 1


def test_what_cannot_be_done_stops_no_other() -> None:
    over = claimed(2)
    assert over.task is not None
    over = replace(over, task=replace(over.task, answered_at=over.now))
    decision = answered((1, Intent.CLOSE), (2, Intent.YES), (7, Intent.YES), n1=claimed(1), n2=over)
    assert [one.id for one in of(decision, ChangeAppeal)] == [101]
    why = [one.refused.facts["why"] for one in entries(decision) if one.refused]
    assert why == ["answered", "not-listed"]


def test_two_words_about_one_appeal_are_not_both_done() -> None:
    twice = claimed(1)
    decision = answered((1, Intent.YES), (2, Intent.NO), n1=twice, n2=twice)
    assert [one.fields["state"] for one in of(decision, ChangeAppeal)] == [AppealState.CLOSED]
    assert [one.refused.facts["why"] for one in entries(decision) if one.refused] == ["same-appeal"]


def test_one_tap_closes_all_silent_claims_but_complaints() -> None:
    asked = at(AppealState.IN_WORK, None, task=Task(TaskKind.ROUTE, appeal=5, id=9))
    complaint = claimed(3, kind=Kind.COMPLAINT)
    decision = answered(n1=claimed(1), n2=asked, n3=complaint, n4=claimed(4))
    assert [one.id for one in of(decision, ChangeAppeal)] == [101, 104]
    assert [one.place for one in entries(decision)] == [1, 4]


def test_a_tap_without_its_list_does_nothing() -> None:
    decision = answered()
    (transcript,) = sent(decision, "transcript")
    assert transcript.values["refused"].facts == {"why": "not-listed"}
    assert not of(decision, ChangeAppeal)


@pytest.mark.parametrize("doubt", [Authenticity.FAILED, Authenticity.UNSTAMPED])
def test_a_forged_batch_changes_nothing(doubt: Authenticity) -> None:
    written = operator(Intent.CLOSE_SILENT, ties=(), authenticity=doubt)
    decision = decide(written, context(tied=True, listed={1: claimed(1)}))
    assert not of(decision, ChangeAppeal) + of(decision, ChangeReferral) + of(decision, AnswerTask)
    assert sent(decision, "transcript")[0].values["refused"].code is Code.NOT_AUTHENTIC


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 так, 2 ні", [(1, "так"), (2, "ні")]),
        ("1. так\n2. закрити\n3) доопрацювати: немає фото", [
            (1, "так"), (2, "закрити"), (3, "доопрацювати: немає фото")]),
        ("1,3,5 так; 2 ні", [(1, "так"), (3, "так"), (5, "так"), (2, "ні")]),
        ("1-3 так", [(1, "так"), (2, "так"), (3, "так")]),
        ("2 - продовжити до 12.12.2026, 4 - ні", [(2, "продовжити до 12.12.2026"), (4, "ні")]),
        ("1 так, 1 ні", []),  # both
        ("закрити", []),
        ("Дзвонили 12 разів, ніхто не відповів", []),
        ("вул. Миру, 5 не працює ліхтар", []),
        ("0 так", []),
        ("9999 так", []),
    ],
)  # fmt: skip
def test_numbered_answers(text: str, found: list[tuple[int, str]]) -> None:
    assert list(numbered_answers(text)) == found


def test_each_answer_is_read_as_a_command() -> None:
    text = "1 так, 2 закрити; 3 виконавець водоканал, 4 ґрунт"
    reply = read_operator(letter(subject="Re: Чекають Вашого рішення: 4", text=text), POLICY)
    assert reply.intent is Intent.NUMBERED
    assert [(place, one.intent, one.executor) for place, one in reply.numbered] == [
        (1, Intent.YES, None), (2, Intent.CLOSE, None), (3, Intent.SET_EXECUTOR, "vodokanal"),
        (4, Intent.UNCLEAR, None),
    ]  # fmt: skip
