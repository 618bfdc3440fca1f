"""The card's file and the printed register as the store gives them, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mailflows.decision import ChangeAppeal, ChangeReferral, Decision, Refer
from mailflows.facts import Reply
from mailflows.papers.card import card
from mailflows.policy import Operator
from mailflows.records import Referral
from mailflows.vocabulary import AppealState, Flow, Intent, Outcome, ReferralState, Role
from store import dispatch, load, period
from store.card import dossier
from tests.store import making

NOW, DAY = making.NOW, timedelta(days=1)
POLICY = making.replace(
    making.POLICY, operators=(Operator("Мороз Ірина", "завідувач", "moroz@rada.test", "head"),)
)


def act(uid: int, flow: Flow, now: datetime, *changes: Any, **about: Any) -> None:
    letter = making.claimed(uid, now=now)
    facts = making.facts(letter.id, **about)
    seen = making.replace(making.known(letter, facts, now), policy=POLICY)
    decision = Decision(flow, Outcome.REPLY, (), changes)
    making.commit(decision, letter, facts, now=now, seen=seen)


def test_no_such_number(store: str) -> None:
    assert dossier("К-0001/26") is None


def test_everything_of_an_appeal_with_who_did_it(store: str) -> None:
    appeal_id, number = making.register(1)
    while (booked := dispatch.book(NOW, "s", DAY)) is not None:
        dispatch.sent(booked.id, NOW + timedelta(minutes=1), "250")
    (referral,) = load.referrals(appeal_id)
    act(
        2, Flow.EXECUTOR_REPLY, NOW + DAY,
        ChangeReferral(referral.id, referral.version, {"state": ReferralState.CLAIMED}),
        ChangeAppeal(appeal_id, 1, {"state": AppealState.IN_CHECK}),
        role=Role.EXECUTOR, executor="water", reply=Reply(Intent.DONE),
    )  # fmt: skip
    act(
        3, Flow.OPERATOR_REPLY, NOW + 2 * DAY,
        ChangeAppeal(
            appeal_id, 2,
            {"state": AppealState.CLOSED, "result": "9.1", "closed_at": NOW + 2 * DAY,
             "result_by": "operator:moroz@rada.test"},
        ),
        role=Role.OPERATOR, person="moroz@rada.test", reply=Reply(Intent.CLOSE),
    )  # fmt: skip
    found = dossier(number)
    assert found is not None
    assert found.appeal.number == number
    assert [one.executor for one in found.referrals] == ["water"]
    assert {one.template for one in found.written} == {"acknowledgement", "referral"}
    assert all(one.sent_at == NOW + timedelta(minutes=1) for one in found.written)
    assert (found.received[0].at, found.received[0].by) == (NOW, "outsider")
    by = {(one.record, one.field, one.new): one.by for one in found.changes}
    assert by["appeal", "state", "registered"] == "outsider"
    assert by["referral", "state", "sent"] == "sending"
    assert by["referral", "state", "claimed"] == "executor:water"
    assert by["appeal", "result", "9.1"] == "operator:head"

    told = card(found, POLICY, NOW + 3 * DAY)
    assert told.closed_by == "Мороз Ірина, завідувач"
    assert (told.days, told.result) == ("2", "вирішено позитивно")
    course = [(one.by, one.said) for one in told.steps]
    assert course[0] == ("кореспондент", ("Надійшло звернення (електронна пошта)",))
    assert course[-1][0] == "Мороз Ірина, завідувач"
    assert "Результат: – → вирішено позитивно" in course[-1][1]


def test_hostile_words_come_through_the_store(store: str) -> None:
    words = "=cmd()\x00\x0b{{7*7}}<b>" + "щ" * 100_000
    who = making.replace(making.APPLICANT, name=words)
    _, number = making.register(1, applicant=who, text=words, subject=words)
    found = dossier(number)
    assert found is not None
    told = card(found, POLICY, NOW)
    assert told.applicant.startswith("=cmd(){{7*7}}<b>щ")
    assert len(told.applicant) <= 200


def test_the_register_of_a_period_in_the_order_of_numbers(store: str) -> None:
    days = [datetime(2026, 12, 31, 21, 59, tzinfo=UTC), datetime(2026, 12, 31, 22, 0, tzinfo=UTC)]
    first = making.register(1, now=days[0])
    second = making.register(2, now=days[1], text="щ" * 100_000)
    term = days[1] + DAY
    act(
        3, Flow.OPERATOR_REPLY, term,
        Refer(Referral(second[0], "gas", term)), Refer(Referral(second[0], "water", term)),
        Refer(Referral(second[0], "roads", term, purpose="information")),
    )  # fmt: skip
    midnight = days[1]
    before = period.span(NOW, midnight)
    after = period.span(midnight, midnight + 7 * DAY)
    whole = period.span(NOW, midnight + 7 * DAY)
    assert [one.appeal.number for one in period.lines(before)] == [first[1]]
    (one,) = period.lines(after)
    assert one.appeal.number == second[1]
    assert one.executors == ("water", "gas")  # who is only asked for information is none
    assert len(one.appeal.text) == period.GIST
    assert whole.count == 2
    assert [x.appeal.number for x in period.lines(whole)] == [first[1], second[1]]
    assert period.span(NOW - DAY, NOW).count == 0
    assert list(period.lines(period.span(NOW - DAY, NOW))) == []


def test_pages_of_the_register_join_without_gap(store: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(period, "PAGE", 3)
    numbers = [
        making.commit(making.registering(4), making.claimed(uid)).appeals for uid in range(1, 4)
    ]
    wanted = [number for made in numbers for _, number in made]
    span = period.span(NOW, NOW + DAY)
    assert [one.appeal.number for one in period.lines(span)] == wanted
    assert span.count == len(wanted) == 12
