"""Terms of the law and of executors: a table of dated cases, and what holds of all dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.policy import Policy, Terms, Topic, WorkingTime
from mailflows.rules.deadlines import (
    add_months,
    executor_due,
    extension_limit,
    forward_due,
    law_due,
    return_due,
    simple_due,
)
from mailflows.rules.workdays import is_working_day
from mailflows.vocabulary import Regime

KYIV = ZoneInfo("Europe/Kyiv")
PEACE = WorkingTime(martial_law_from=None)
ENDED = WorkingTime(martial_law_until=date(2026, 8, 1))
POLICY = Policy(
    organisation="", organisation_genitive="", centre="", phone="", timezone=KYIV, settlements=(),
    mailbox="c@r.example", mailboxes=(), form_mailboxes=(), form_senders=(), authserv_ids=(),
    authenticity="require", executors={}, leaders=(), operators=(),
    topics={
        "water": Topic("water", "Вода", "090", 24, 72),
        "social": Topic("social", "Соціальне", "060", None, 240),
    },
)  # fmt: skip
PEACEFUL = replace(POLICY, working_time=PEACE)
UNMOVED = replace(POLICY, terms=Terms(move_last_day=False))

A = Regime.APPEAL
Q = Regime.INFORMATION_REQUEST
D = Regime.DEPUTY_APPEAL
P = Regime.ADMINISTRATIVE

# received (local), regime, policy, last day
CASES = [
    # a month: the same day number of the next month (Civil Code art. 254 part 3)
    ("2026-11-24 10:30", A, POLICY, "2026-12-24"),
    ("2026-11-02 08:00", A, POLICY, "2026-12-02"),
    ("2026-01-15 12:00", A, POLICY, "2026-02-16"),  # 15 February is a Sunday
    ("2026-02-16 12:00", A, POLICY, "2026-03-16"),
    ("2026-03-10 12:00", A, POLICY, "2026-04-10"),
    ("2026-06-30 12:00", A, POLICY, "2026-07-30"),
    ("2026-12-24 12:00", A, POLICY, "2027-01-25"),  # over the year's end, 24 January is a Sunday
    ("2026-12-31 12:00", A, POLICY, "2027-02-01"),  # 31 January is a Sunday
    # no such day number: the month's last day
    ("2026-01-29 12:00", A, POLICY, "2026-03-02"),  # 28 February is a Saturday
    ("2026-01-30 12:00", A, POLICY, "2026-03-02"),
    ("2026-01-31 12:00", A, POLICY, "2026-03-02"),
    ("2024-01-31 12:00", A, POLICY, "2024-02-29"),  # a leap year
    ("2024-01-30 12:00", A, POLICY, "2024-02-29"),
    ("2023-01-31 12:00", A, POLICY, "2023-02-28"),
    ("2026-03-31 12:00", A, POLICY, "2026-04-30"),
    ("2026-05-31 12:00", A, POLICY, "2026-06-30"),
    ("2026-08-31 12:00", A, POLICY, "2026-09-30"),
    ("2026-10-31 12:00", A, POLICY, "2026-11-30"),
    # the last day off moves (art. 254 part 5), or not by the settings
    ("2026-04-02 12:00", A, POLICY, "2026-05-04"),  # Saturday
    ("2026-04-03 12:00", A, POLICY, "2026-05-04"),  # Sunday
    ("2026-04-02 12:00", A, UNMOVED, "2026-05-02"),
    ("2026-01-31 12:00", A, UNMOVED, "2026-02-28"),
    # holidays: working days under martial law, days off in peace
    ("2026-11-25 12:00", A, POLICY, "2026-12-25"),
    ("2026-11-25 12:00", A, PEACEFUL, "2026-12-28"),  # Friday 25 December, then the weekend
    ("2026-07-24 12:00", A, POLICY, "2026-08-24"),
    ("2026-07-24 12:00", A, PEACEFUL, "2026-08-25"),
    ("2026-04-01 12:00", A, POLICY, "2026-05-01"),
    ("2026-04-01 12:00", A, PEACEFUL, "2026-05-04"),
    ("2026-02-08 12:00", A, POLICY, "2026-03-09"),  # Sunday 8 March
    ("2026-02-08 12:00", A, PEACEFUL, "2026-03-10"),  # 9 March stands in for it
    ("2026-09-01 12:00", A, PEACEFUL, "2026-10-02"),
    ("2026-05-28 12:00", A, PEACEFUL, "2026-06-30"),  # Sunday 28 June, 29 June stands in
    ("2026-03-12 12:00", A, PEACEFUL, "2026-04-14"),  # Easter Sunday 12 April
    ("2026-11-30 12:00", A, PEACEFUL, "2026-12-30"),
    ("2026-12-01 12:00", A, PEACEFUL, "2027-01-04"),  # Friday 1 January
    # martial law that ends in between
    ("2026-07-24 12:00", A, replace(POLICY, working_time=ENDED), "2026-08-25"),
    ("2026-06-15 12:00", A, replace(POLICY, working_time=ENDED), "2026-07-15"),
    # the day is the local one, whatever the mail server's clock says
    ("2026-11-24 00:00", A, POLICY, "2026-12-24"),
    ("2026-11-24 23:59", A, POLICY, "2026-12-24"),
    ("2026-03-29 02:30", A, POLICY, "2026-04-29"),  # the night when summer time begins
    ("2026-10-25 03:30", A, POLICY, "2026-11-25"),  # and ends
    # received on a day off: the clock runs from the receipt
    ("2026-11-21 12:00", A, POLICY, "2026-12-21"),
    ("2026-11-22 12:00", A, POLICY, "2026-12-22"),
    # information: five working days, the day of the receipt not counted (2939-VI art. 20)
    ("2026-11-23 09:00", Q, POLICY, "2026-11-30"),
    ("2026-11-24 09:00", Q, POLICY, "2026-12-01"),
    ("2026-11-27 09:00", Q, POLICY, "2026-12-04"),
    ("2026-11-28 09:00", Q, POLICY, "2026-12-04"),  # Saturday
    ("2026-11-29 09:00", Q, POLICY, "2026-12-04"),
    ("2026-12-22 09:00", Q, POLICY, "2026-12-29"),
    ("2026-12-22 09:00", Q, PEACEFUL, "2026-12-30"),
    ("2026-04-29 09:00", Q, POLICY, "2026-05-06"),
    ("2026-04-29 09:00", Q, PEACEFUL, "2026-05-07"),
    ("2026-08-19 09:00", Q, PEACEFUL, "2026-08-27"),
    # a deputy: ten days (93-IV art. 13)
    ("2026-11-24 09:00", D, POLICY, "2026-12-04"),
    ("2026-11-25 09:00", D, POLICY, "2026-12-07"),  # Saturday
    ("2026-11-26 09:00", D, POLICY, "2026-12-07"),  # Sunday
    ("2026-12-15 09:00", D, PEACEFUL, "2026-12-28"),
    ("2026-12-15 09:00", D, POLICY, "2026-12-25"),
    ("2026-02-18 09:00", D, POLICY, "2026-03-02"),
    # administrative: thirty days (2073-IX art. 34)
    ("2026-11-24 09:00", P, POLICY, "2026-12-24"),
    ("2026-01-30 09:00", P, POLICY, "2026-03-02"),
    ("2026-02-02 09:00", P, POLICY, "2026-03-04"),
    ("2026-11-26 09:00", P, POLICY, "2026-12-28"),  # 26 December is a Saturday
    # a petition has its own way; the general term guards it until a person decides
    ("2026-11-24 09:00", Regime.PETITION, POLICY, "2026-12-24"),
]


def local(text: str) -> datetime:
    """A moment by the clock of Kyiv."""
    return datetime.fromisoformat(text).replace(tzinfo=KYIV)


@pytest.mark.parametrize(("received", "regime", "policy", "last"), CASES)
def test_the_laws_term(received: str, regime: Regime, policy: Policy, last: str) -> None:
    due = law_due(regime, local(received).astimezone(UTC), False, policy)
    assert due.at.tzinfo is UTC
    assert due.at.astimezone(KYIV).date().isoformat() == last
    assert due.at.astimezone(KYIV).time() == time(23, 59, 59)
    assert due.why.facts["last"] == last


def test_information_about_danger_is_due_in_48_hours_by_the_clock() -> None:
    received = local("2026-11-27 18:15")
    due = law_due(Regime.INFORMATION_REQUEST, received, True, POLICY)
    assert due.at == received + timedelta(hours=48)


@pytest.mark.parametrize(
    ("received", "term", "last"),
    [
        ("2026-11-24 09:00", simple_due, "2026-12-09"),
        ("2026-11-27 09:00", simple_due, "2026-12-14"),  # 12 December is a Saturday
        ("2026-11-24 09:00", forward_due, "2026-11-30"),  # 29 November is a Sunday
        ("2026-11-25 09:00", forward_due, "2026-11-30"),
        ("2026-11-24 09:00", return_due, "2026-12-04"),
        ("2026-11-24 09:00", extension_limit, "2027-01-08"),
        ("2026-11-25 09:00", extension_limit, "2027-01-09"),  # a cap is not moved: Saturday
    ],
)
def test_other_terms(received: str, term: object, last: str) -> None:
    due = term(local(received), POLICY)  # type: ignore[operator]
    assert due.at.astimezone(KYIV).date().isoformat() == last


def test_the_explanation_says_what_was_moved_and_why() -> None:
    moved = law_due(A, local("2026-01-15 12:00"), False, POLICY).why.facts
    assert (moved["from"], moved["moved_from"], moved["day_off"]) == (
        "2026-01-15", "2026-02-15", "weekend",
    )  # fmt: skip
    assert "moved_from" not in law_due(A, local("2026-11-24 12:00"), False, POLICY).why.facts
    holiday = law_due(A, local("2026-11-25 12:00"), False, PEACEFUL).why.facts
    assert holiday["day_off"] == "Різдво Христове"


LAW = local("2026-12-24 23:59")


@pytest.mark.parametrize(
    ("start", "topic", "emergency", "law", "due"),
    [
        ("2026-11-24 10:30", "water", False, LAW, "2026-11-27 17:00"),
        ("2026-11-24 18:00", "water", False, LAW, "2026-11-30 17:00"),  # Friday evening
        ("2026-11-26 10:00", "water", False, LAW, "2026-11-30 17:00"),  # Sunday
        ("2026-11-25 12:00", "water", False, LAW, "2026-11-30 17:00"),  # Saturday
        ("2026-11-24 10:30", "water", True, LAW, "2026-11-25 10:30"),
        ("2026-11-27 22:00", "water", True, LAW, "2026-11-28 22:00"),  # a Saturday night
        ("2026-11-24 10:30", "social", False, LAW, "2026-12-04 17:00"),
        ("2026-11-24 10:30", "social", True, LAW, "2026-12-04 17:00"),  # knows no emergencies
        ("2026-11-24 10:30", None, False, LAW, "2026-12-24 23:59"),
        ("2026-11-24 10:30", "social", False, local("2026-11-30 23:59"), "2026-11-30 23:59"),
        ("2026-12-24 10:30", "water", False, LAW, "2026-12-24 23:59"),
        ("2026-12-28 10:30", "water", False, LAW, "2026-12-29 17:00"),  # the law's has run out
        ("2026-12-28 10:30", "water", True, LAW, "2026-12-29 10:30"),
        ("2026-12-28 10:30", None, False, LAW, "2026-12-24 23:59"),
    ],
)
def test_the_executors_term(
    start: str, topic: str | None, emergency: bool, law: datetime, due: str
) -> None:
    got = executor_due(topic, local(start), emergency, law, POLICY)
    assert got.astimezone(KYIV).strftime("%Y-%m-%d %H:%M") == due


MOMENTS = st.datetimes(
    min_value=datetime(2021, 1, 1),  # noqa: DTZ001 (the strategy adds the zone)
    max_value=datetime(2035, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
POLICIES = st.sampled_from([POLICY, PEACEFUL, UNMOVED])


@given(MOMENTS, st.sampled_from(Regime), st.booleans(), POLICIES)
def test_every_term_is_later_than_its_start(
    received: datetime, regime: Regime, emergency: bool, policy: Policy
) -> None:
    due = law_due(regime, received, emergency, policy)
    assert due.at > received
    assert due.at - received < timedelta(days=50)
    urgent = regime is Regime.INFORMATION_REQUEST and emergency
    if policy.terms.move_last_day and not urgent:
        assert is_working_day(due.at.astimezone(KYIV).date(), policy.working_time)


@given(MOMENTS, st.sampled_from(Regime), POLICIES)
def test_later_receipts_are_never_due_earlier(
    received: datetime, regime: Regime, policy: Policy
) -> None:
    sooner = law_due(regime, received, False, policy).at
    later = law_due(regime, received + timedelta(days=1), False, policy).at
    assert sooner <= later


@given(MOMENTS, st.sampled_from(["water", "social", None]), st.booleans(), POLICIES)
def test_an_executor_is_never_given_longer_than_the_law(
    start: datetime, topic: str | None, emergency: bool, policy: Policy
) -> None:
    law = law_due(Regime.APPEAL, start, False, policy).at
    assert start < executor_due(topic, start, emergency, law, policy) <= law


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 30))
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
