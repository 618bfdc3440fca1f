"""Digests, due lists, the registry and search count what is there at the given moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mailflows.decision import (
    Attach,
    ChangeAppeal,
    ChangeReferral,
    Decision,
    OpenTask,
    RaiseAlert,
    Refer,
    Register,
)
from mailflows.facts import Applicant
from mailflows.records import Alert, New, Referral, Task
from mailflows.vocabulary import AppealState, Flow, Outcome, ReferralState, TaskKind
from store import aside, dispatch, due, figures, load, registry, tasks
from tests.store import making

NOW, ZONE = making.NOW, making.POLICY.timezone
DAY = timedelta(days=1)


def change(uid: int, *changes: Any, now: Any = NOW, by: Flow = Flow.OPERATOR_REPLY) -> None:
    decision = Decision(by, Outcome.REPLY, (), changes)
    making.commit(decision, making.claimed(uid, now=now), now=now)


def send_all() -> None:
    while (booked := dispatch.book(NOW, "s", DAY)) is not None:
        dispatch.sent(booked.id, NOW, "250")


def test_an_empty_day(store: str) -> None:
    empty = figures.digest(("*",), NOW - DAY, NOW, ZONE)
    assert (empty.received, empty.in_work, empty.overdue, empty.day) == (0, 0, (), NOW.date())


def test_figures_of_a_day(store: str) -> None:
    making.register(1)
    gas_id, _ = making.register(2, topic="gas", emergency=True)
    unclear_id, _ = making.register(3, topic=None)
    soon = NOW + timedelta(days=3)  # when the executors' terms end
    before = figures.digest(("*",), NOW - DAY, soon - timedelta(hours=1), ZONE)
    assert (before.received, before.in_work, before.in_check) == (3, 3, 0)
    assert [item.number for item in before.due_today] == ["Ґ-0001/26", "Ґ-0002/26", "Ґ-0003/26"]
    assert before.overdue == ()
    assert [(item.number, item.executor) for item in before.emergencies] == [("Ґ-0002/26", "water")]

    change(
        4,
        ChangeReferral(
            load.referrals(gas_id)[0].id, 1, {"state": ReferralState.CLAIMED, "claimed_at": NOW}
        ),
        ChangeAppeal(gas_id, 1, {"state": AppealState.IN_CHECK}),
        by=Flow.EXECUTOR_REPLY,
    )
    change(5, ChangeAppeal(unclear_id, 1, {"state": AppealState.CLOSED, "closed_at": NOW}))
    late = figures.digest(("*",), NOW - DAY, soon + DAY, ZONE)
    assert (late.in_work, late.in_check, late.closed) == (1, 1, 1)
    assert [(item.number, item.executor, item.due_at) for item in late.overdue] == [
        ("Ґ-0001/26", "water", soon)
    ]
    assert [item.number for item in late.claims] == ["Ґ-0002/26"]

    change(6, ChangeAppeal(gas_id, 2, {"state": AppealState.IN_WORK}))
    disputed = figures.digest(("gas",), NOW - DAY, NOW, ZONE)
    assert [item.number for item in disputed.disputed] == ["Ґ-0002/26"]
    assert (disputed.received, disputed.in_work) == (1, 1)
    after = figures.digest(("gas", "water"), NOW, NOW + timedelta(days=40), ZONE)
    assert (after.received, after.disputed) == (0, ())
    assert [item.executor for item in after.overdue] == ["water", None]
    assert after.ledger == {"registered": 3, "reply": 3}


def test_an_area_without_topics_is_empty(store: str) -> None:
    making.register(1)
    assert figures.digest((), NOW - DAY, NOW, ZONE).received == 0


BEFORE = NOW - timedelta(seconds=1)


def test_referrals_that_nobody_has_seen(store: str) -> None:
    appeal_id, _ = making.register()
    assert due.unserved(NOW + DAY, NOW + DAY, NOW + DAY) == ()  # its letter has not gone yet
    send_all()
    assert due.unserved(BEFORE, NOW, NOW) == ()
    (found,) = due.unserved(NOW, BEFORE, BEFORE)
    assert (found.appeal.id, found.referral.state) == (appeal_id, ReferralState.SENT)
    assert found.referrals == (found.referral,)
    change(2, ChangeReferral(found.referral.id, 2, {"unserved_at": NOW}))
    assert due.unserved(NOW, NOW, BEFORE) == ()  # the deputy has his own hours
    assert [one.referral.unserved_at for one in due.unserved(BEFORE, BEFORE, NOW)] == [NOW]
    digest = figures.digest(("*",), NOW - DAY, NOW, ZONE)
    assert [item.executor for item in digest.unserved] == ["water"]
    change(3, ChangeReferral(found.referral.id, 3, {"called_at": NOW}))
    assert due.unserved(NOW, NOW, NOW) == ()  # somebody is to telephone


def test_an_emergency_does_not_wait_as_long(store: str) -> None:
    appeal_id, _ = making.register()
    send_all()
    change(2, ChangeAppeal(appeal_id, 1, {"emergency": True}))
    assert due.unserved(BEFORE, BEFORE, BEFORE) == ()
    assert len(due.unserved(BEFORE, NOW, BEFORE)) == 1


def test_claims_that_nobody_has_answered(store: str) -> None:
    appeal_id, _ = making.register()
    (referral,) = load.referrals(appeal_id)
    claim = {"state": ReferralState.CLAIMED, "claimed_at": NOW}
    change(
        2,
        ChangeReferral(referral.id, 1, claim),
        ChangeAppeal(appeal_id, 1, {"state": AppealState.IN_CHECK}),
        by=Flow.EXECUTOR_REPLY,
    )
    assert due.silent_claims(NOW - timedelta(seconds=1)) == ()
    assert [one.referral.id for one in due.silent_claims(NOW)] == [referral.id]
    change(3, OpenTask(Task(TaskKind.CLOSE, appeal=appeal_id)))
    assert due.silent_claims(NOW) == ()


def test_alert_updates(store: str) -> None:
    alert = Alert("gas", "Тестове", NOW, told=("mayor@x",), last_told_at=NOW)
    first = (Register(making.appeal(), "А"), RaiseAlert(alert), Attach(New(0), alert=New(0)))
    making.commit(Decision(Flow.CITIZEN_MAIL, Outcome.REGISTERED, (), first), making.claimed(1))
    (running,) = load.rows(due.AlertRow, '"id" > 0')
    later = NOW + timedelta(minutes=5)
    joined = (
        Register(making.appeal(), "Б"),
        Attach(New(0), alert=running["id"]),
        due_alert(running["id"], later),
    )
    making.commit(
        Decision(Flow.CITIZEN_MAIL, Outcome.REGISTERED, (), joined),
        making.claimed(2, now=later),
        now=later,
    )
    assert due.alert_updates(later) == ()
    (update,) = due.alert_updates(later + timedelta(minutes=5))
    assert [one.number for one in update.appeals] == ["Б-0002/26"]
    assert update.alert.appeals == 2


def due_alert(alert_id: int, now: Any) -> Any:
    from mailflows.decision import ChangeAlert

    due_at = now + timedelta(minutes=5)
    return ChangeAlert(alert_id, 1, {"appeals": 2, "update_due_at": due_at})


def test_the_operators_list(store: str) -> None:
    appeal_id, number = making.register(1)
    letter_id = making.claimed(2).id
    aside.set_aside(letter_id, "KeyError decide.py:9", NOW)
    change(3, OpenTask(Task(TaskKind.ROUTE, appeal=appeal_id)),
           OpenTask(Task(TaskKind.CALL, appeal=appeal_id)),
           OpenTask(Task(TaskKind.READ_REPLY, urgent=True)))  # fmt: skip
    refused = dispatch.book(NOW, "s", DAY)
    assert refused is not None
    dispatch.never(refused.id, "550", NOW)
    found = figures.operators(NOW - DAY)
    assert [one.task.kind for one in found.tasks] == [TaskKind.READ_REPLY, TaskKind.ROUTE]
    assert [one.task.kind for one in found.calls] == [TaskKind.CALL]
    assert found.tasks[1].appeal is not None
    assert found.tasks[1].appeal.number == number
    assert [one.id for one in found.set_aside] == [letter_id]
    assert [one.error for one in found.undelivered] == ["550"]
    assert found.ledger[0].by_outcome == {"registered": 1, "set-aside": 1, "reply": 1}
    assert [len(tasks.open_questions(limit)) for limit in (1, 5)] == [1, 3]


@pytest.mark.parametrize(
    "words",
    ["галаган", "ҐАЛАҐАН", "є’ва", "Є'ВА садова", "під’їзді", "Ґ-0001/26", "citizen@example.org",
     "ВОДА", "+380501112233", "їжакевич вода"],
)  # fmt: skip
def test_search_folds_cyrillic_and_apostrophes(store: str, words: str) -> None:
    making.register(1)
    making.register(2, applicant=Applicant(), text="інше", subject="")
    found = [one.number for one in registry.search(words)]
    assert found == ([] if words == "галаган" else ["Ґ-0001/26"])


@pytest.mark.parametrize("words", ["%", "_", "!", "\\", "' OR 1=1 --", "", "  ", "вода пожежа"])
def test_search_has_no_wildcards(store: str, words: str) -> None:
    making.register(1)
    assert registry.search(words) == ()


def test_search_finds_a_corrected_name(store: str) -> None:
    appeal_id, number = making.register(1)
    change(2, ChangeAppeal(appeal_id, 1, {"applicant": Applicant(name="Цимбал Остап")}))
    assert [one.number for one in registry.search("цимбал")] == [number]
    assert registry.search("галаґан") == registry.search("ґалаґан") == ()
    change(3, ChangeAppeal(appeal_id, 2, {"text": "про дах"}))
    assert [one.number for one in registry.search("дах цимбал")] == [number]
    assert registry.search("води") == ()


def test_lists_and_the_card(store: str) -> None:
    ids = [
        making.register(uid, topic=topic)[0] for uid, topic in ((1, "gas"), (2, None), (3, "gas"))
    ]
    assert [one.id for one in registry.listed()] == ids[::-1]
    assert [one.id for one in registry.listed(topic="gas", limit=1)] == [ids[2]]
    assert [one.id for one in registry.listed(topic="gas", before_id=ids[2])] == [ids[0]]
    assert registry.listed(state=AppealState.CLOSED) == ()
    assert registry.listed(overdue_at=NOW) == ()
    assert len(registry.listed(overdue_at=NOW + timedelta(days=31))) == 3
    change(4, Attach(ids[0]))
    card = registry.show("Ґ-0001/26")
    assert card is not None
    assert [one.outcome for one in card.letters] == ["registered", "reply"]
    assert card.letters[0].reasons[0]["code"] == "new-appeal"
    assert (len(card.referrals), len(card.sent), len(card.history)) == (1, 2, 2)
    assert card.journal[-1].action == "attached"
    assert registry.show("Ґ-0009/26") is None


def test_an_inquiry_is_under_control_as_what_it_is(store: str) -> None:
    appeal_id, _ = making.register()
    soon = NOW + timedelta(hours=1)
    inquiry = Referral(appeal_id, "gas", soon, purpose="information")
    change(2, Refer(inquiry))
    later = figures.digest(("*",), NOW - DAY, NOW + timedelta(days=60), ZONE)
    told = {(item.executor, item.inquiry) for item in later.overdue}
    assert told == {("gas", True), ("water", False)}
    (of_work,) = load.referrals(appeal_id)[:1]
    change(3, ChangeReferral(of_work.id, 1, {"state": ReferralState.DECLINED}),
           by=Flow.EXECUTOR_REPLY)  # fmt: skip
    alone = figures.digest(("*",), NOW - DAY, NOW + timedelta(days=60), ZONE)
    assert {(item.executor, item.inquiry) for item in alone.overdue} == {
        ("gas", True), (None, False),  # whose term has passed is ours, not the asked body's
    }  # fmt: skip
