"""Timed flows and late words of documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailflows.acts.alert import update
from mailflows.decision import (
    AnswerTask,
    ChangeAlert,
    ChangeAppeal,
    OpenTask,
    RaiseAlert,
    Refer,
)
from mailflows.figures import DueAlert
from mailflows.policy import Closing
from mailflows.records import Task
from mailflows.supplement import supplement
from mailflows.timed.digest import digest
from mailflows.timed.operators_list import operators_list
from mailflows.timed.reminders import silent
from mailflows.timed.set_aside import alarm, set_aside, too_large, undeliverable
from mailflows.vocabulary import AppealState, Intent, Kind, ReferralState, TaskKind
from tests.flows.given import (
    APPLICANT,
    DANGER,
    DEPUTY,
    LYSENKO,
    MAYOR,
    MOROZ,
    NOW,
    POLICY,
    alert,
    appeal,
    at,
    citizen,
    context,
    document,
    executor,
    facts,
    mails,
    matter,
    of,
    referral,
    sent,
    states,
)


def test_an_update_tells_what_joined() -> None:
    joined = (appeal(id=6), appeal(id=7))
    decision = update(DueAlert(alert(appeals=3, update_due_at=NOW), joined), POLICY, NOW)
    assert decision.outcome is None
    assert mails(decision) == [("alert-update", DEPUTY.address), ("alert-update", MAYOR.address)]
    assert sent(decision)[0].values["added"] == 2
    assert of(decision, ChangeAlert)[0].fields["update_due_at"] is None


def test_an_alert_that_was_held_back_is_told_with_what_waited() -> None:
    held = alert(told=(), last_told_at=None, appeals=3, update_due_at=NOW)
    decision = update(DueAlert(held, (appeal(),), more=4), POLICY, NOW)
    assert mails(decision) == [("alert", DEPUTY.address), ("alert", MAYOR.address)]
    assert sent(decision)[0].values["more"] == 6
    assert of(decision, ChangeAlert)[0].fields["told"] == (DEPUTY.address, MAYOR.address)


CHECKED = ("close", "rework", "rework no-evidence", "rework formal")
CLAIMED = referral(
    state=ReferralState.CLAIMED, claim=Intent.DONE, claimed_at=NOW - timedelta(days=7)
)


def test_silence_after_a_claim_asks_the_operator() -> None:
    checked = appeal(state=AppealState.IN_CHECK)
    decision = silent(checked, CLAIMED, (CLAIMED,), POLICY, NOW)
    assert decision is not None
    assert states(decision) == {}
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.options) == (TaskKind.CLOSE, CHECKED)
    fresh = replace(CLAIMED, claimed_at=NOW - timedelta(days=6))  # Wednesday: four working days
    assert silent(checked, fresh, (fresh,), POLICY, NOW) is None
    assert silent(appeal(), CLAIMED, (CLAIMED,), POLICY, NOW) is None
    open_task = Task(TaskKind.CLOSE, appeal=5, referral=7, id=9)
    again = silent(checked, CLAIMED, (CLAIMED,), POLICY, NOW, (open_task,))
    assert again is not None
    assert not again.changes


@pytest.mark.parametrize(
    ("kind", "topics", "closed"),
    [
        (Kind.APPLICATION, {"water"}, True),
        (Kind.COMPLAINT, {"water"}, False),
        (Kind.APPLICATION, {"heating"}, False),
    ],
)
def test_closing_by_silence_alone_is_a_setting_and_never_for_complaints(
    kind: Kind, topics: set[str], closed: bool
) -> None:
    policy = replace(POLICY, closing=Closing(by_silence=frozenset(topics)))
    checked = appeal(state=AppealState.IN_CHECK, kind=kind)
    decision = silent(checked, CLAIMED, (CLAIMED,), policy, NOW)
    assert decision is not None
    assert (states(decision).get("appeal") == "closed") is closed
    if closed:
        assert of(decision, ChangeAppeal)[0].fields["result_by"] == "silence"


def test_the_digest_and_the_list_go_to_one_person_each() -> None:
    decision = digest({"received": 3}, DEPUTY, date(2026, 11, 24), POLICY)
    [outgoing] = sent(decision)
    assert (outgoing.to, outgoing.purpose) == (DEPUTY.address, "digest-2026-11-24")
    decision = operators_list({"tasks": (), "set_aside": 2}, MOROZ, NOW, POLICY)
    [outgoing] = sent(decision)
    assert (outgoing.to, outgoing.values["set_aside"]) == (MOROZ.address, 2)
    assert outgoing.values["date"] == date(2026, 11, 24)


@pytest.mark.parametrize(
    "decision",
    [
        set_aside(42, "ValueError", POLICY, mailbox="INBOX"),
        too_large(42, 40_000_000, POLICY),
        undeliverable(7, "x@y.example", "5.1.1", "no such user", POLICY),
        alarm("smtp-login", "2026-11-24", POLICY),
    ],
)
def test_what_went_wrong_is_told_to_every_operator(decision: object) -> None:
    told = {one.to for one in decision.outgoing}  # type: ignore[attr-defined]
    assert told == {MOROZ.address, LYSENKO.address}


def test_late_words_raise_an_emergency() -> None:
    late = facts(matters=(matter(emergency=DANGER),))
    decision = supplement(late, (appeal(),), at())
    assert decision is not None
    assert len(of(decision, RaiseAlert)) == 1
    assert of(decision, ChangeAppeal)[0].fields["emergency"] is True
    again = supplement(late, (appeal(emergency=True),), at())
    assert again is None


def test_late_words_fill_gaps_and_give_the_work_to_somebody() -> None:
    bare = appeal(
        topic=None, applicant=replace(APPLICANT, phone=None), missing=("substance",), text="",
        state=AppealState.REGISTERED,
    )  # fmt: skip
    asked = Task(TaskKind.ROUTE, appeal=5, id=9)
    decision = supplement(facts(matters=(matter(),)), (bare,), context(tasks=(asked,)))
    assert decision is not None
    fields = of(decision, ChangeAppeal)[0].fields
    assert (fields["topic"], fields["missing"]) == ("water", ())
    assert fields["applicant"].phone == APPLICANT.phone
    assert [one.referral.executor for one in of(decision, Refer)] == ["vodokanal"]
    assert [one.id for one in of(decision, AnswerTask)] == [9]


def test_late_words_never_change_what_is_known() -> None:
    told = matter(topic="heating", applicant=replace(APPLICANT, name="Інша Особа"))
    assert supplement(facts(matters=(told,)), (appeal(),), at()) is None


@pytest.mark.parametrize("given", [executor(Intent.DONE), citizen(Intent.CONFIRMED)])
def test_a_late_answer_on_paper_is_read_by_a_person(given: object) -> None:
    with_words = replace(
        given,  # type: ignore[type-var]
        letter=replace(given.letter, documents=(document(text="Виконано."),)),  # type: ignore[attr-defined]
    )
    decision = supplement(with_words, (), at())
    assert decision is not None
    assert states(decision) == {}
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.READ_DOCUMENT]


def test_a_document_that_cannot_be_read_is_read_by_a_person() -> None:
    broken = facts(documents=(document(fault="encrypted"),), matters=(matter(),))
    decision = supplement(broken, (appeal(),), at())
    assert decision is not None
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.READ_DOCUMENT]


def test_late_words_end_the_question_what_is_missing() -> None:
    bare = appeal(missing=("residence",), applicant=replace(APPLICANT, street=None, house=None))
    asked = Task(TaskKind.COMPLETE, appeal=5, id=9)
    other = Task(TaskKind.COMPLETE, appeal=6, id=10)
    known = context(tasks=(asked, other), referrals=(referral(),))
    decision = supplement(facts(matters=(matter(),)), (bare,), known)
    assert decision is not None
    assert [one.id for one in of(decision, AnswerTask)] == [9]


def test_who_has_the_work_by_a_persons_word_keeps_it_when_late_words_come() -> None:
    bare = appeal(topic=None, state=AppealState.IN_WORK)
    decision = supplement(facts(matters=(matter(),)), (bare,), context(referrals=(referral(),)))
    assert decision is None or not of(decision, Refer)


@pytest.mark.parametrize(
    ("type", "missing", "read"),
    [
        ("image/png", (), False),  # a photograph beside a full letter
        ("image/png", ("substance",), True),  # the letter itself is a picture
        ("application/pdf", (), True),
    ],
)
def test_photographs_beside_words_need_no_reader(
    type: str, missing: tuple[str, ...], read: bool
) -> None:
    file = replace(document("foto.png", fault="no-text"), type=type)
    given = facts(documents=(file,), matters=(matter(missing=missing),))
    decision = supplement(given, (appeal(missing=missing),), at())
    kinds = [one.task.kind for one in of(decision, OpenTask)] if decision else []
    assert (TaskKind.READ_DOCUMENT in kinds) is read
