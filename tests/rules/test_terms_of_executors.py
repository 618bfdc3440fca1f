"""The executor's clock: dated cases with their words, and what holds of all moments."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.facts import Applicant
from mailflows.policy import Policy, Terms
from mailflows.records import Appeal
from mailflows.rules.terms import executor_due, law_due, rework_due
from mailflows.rules.workdays import is_working_day
from mailflows.vocabulary import Channel, Kind, Regime
from tests.rules.terms import BEFORE, KEPT, KYIV, OFFICE, PEACE, WAR, moment, words

WHOLE = replace(WAR, terms=Terms(control_before_day_off=False))
A, Q = Regime.APPEAL, Regime.INFORMATION_REQUEST


def appeal(
    topic: str | None, emergency: bool, received: datetime, regime: Regime, policy: Policy
) -> Appeal:
    return Appeal(
        applicant=Applicant(), kind=Kind.APPLICATION, regime=regime, topic=topic,
        channel=Channel.E_MAIL, received_at=received, text="", emergency=emergency,
        due_at=law_due(regime, received, emergency, policy).at,
    )  # fmt: skip


# receipt, when the executor gets it ("" = at once), topic, emergency, policy; due, its words
CASES: list[tuple[str, str, str | None, bool, Policy, str, str]] = [
    # hours of the topic, then the end of that working day
    (
        "2026-11-24 10:30", "", "water", False, WAR, "2026-11-27 17:00",
        "72 години від 24.11, 10:30 → 27.11, 17:00",
    ),
    (
        "2026-11-24 18:00", "", "water", False, WAR, "2026-11-30 17:00",
        "72 години від 24.11, 18:00 → 27.11, 18:00 → 30.11, 17:00",
    ),
    (
        "2026-11-25 12:00", "", "water", False, WAR, "2026-11-30 17:00",
        "72 години від 25.11, 12:00 → 28.11, субота → 30.11, 17:00",
    ),
    (
        "2026-11-26 10:00", "", "water", False, WAR, "2026-11-30 17:00",
        "72 години від 26.11, 10:00 → 29.11, неділя → 30.11, 17:00",
    ),
    (
        "2026-11-24 10:30", "", "social", False, WAR, "2026-12-04 17:00",
        "240 годин від 24.11, 10:30 → 04.12, 17:00",
    ),
    (
        "2026-12-22 10:30", "", "water", False, WAR, "2026-12-25 17:00",
        "72 години від 22.12, 10:30 → 25.12, 17:00",
    ),
    (
        "2026-12-22 10:30", "", "water", False, PEACE, "2026-12-28 17:00",
        "72 години від 22.12, 10:30 → 25.12, Різдво Христове → 28.12, 17:00",
    ),
    (
        "2026-12-30 10:30", "", "water", False, WAR, "2027-01-04 17:00",
        "72 години від 30.12.2026, 10:30 → 02.01.2027, субота → 04.01.2027, 17:00",
    ),
    # an emergency runs by the clock, nights, days off and turned clocks included
    (
        "2026-11-24 10:30", "", "water", True, WAR, "2026-11-25 10:30",
        "аварія: 24 години від 24.11, 10:30 → 25.11, 10:30",
    ),
    (
        "2026-11-27 22:00", "", "water", True, WAR, "2026-11-28 22:00",
        "аварія: 24 години від 27.11, 22:00 → 28.11, 22:00",
    ),
    (
        "2026-11-28 23:30", "", "gas", True, WAR, "2026-11-29 00:30",
        "аварія: 1 година від 28.11, 23:30 → 29.11, 00:30",
    ),
    (
        "2026-10-24 18:00", "", "water", True, WAR, "2026-10-25 17:00",
        "аварія: 24 години від 24.10, 18:00 → 25.10, 17:00 (годинник переведено)",
    ),
    (
        "2026-03-28 18:00", "", "water", True, WAR, "2026-03-29 19:00",
        "аварія: 24 години від 28.03, 18:00 → 29.03, 19:00 (годинник переведено)",
    ),
    # a topic without hours of its own, and no topic at all
    (
        "2026-11-24 10:30", "", "social", True, WAR, "2026-11-25 10:30",
        "аварія: 24 години від 24.11, 10:30 → 25.11, 10:30",
    ),
    (
        "2026-11-24 10:30", "", None, True, WAR, "2026-11-25 10:30",
        "аварія: 24 години від 24.11, 10:30 → 25.11, 10:30",
    ),
    (
        "2026-11-24 10:30", "", None, False, WAR, "2026-12-24 17:00",
        "строк за законом → 24.12, 17:00",
    ),
    # the law's 28 February is a Saturday: the executor has until Friday, the council until Monday
    (
        "2026-01-29 10:30", "", None, False, WAR, "2026-02-27 17:00",
        "строк за законом → 27.02, 17:00",
    ),
    (
        "2026-01-29 10:30", "", None, False, WHOLE, "2026-03-02 23:59",
        "строк за законом → 02.03, 23:59",
    ),
    (
        "2026-01-29 10:30", "", None, False, KEPT, "2026-02-27 17:00",
        "строк за законом → 27.02, 17:00",
    ),
    # never beyond the law's term
    (
        "2026-11-24 10:30", "2026-12-23 10:30", "water", False, WAR, "2026-12-24 17:00",
        "72 години від 23.12, 10:30 → 26.12, субота → 24.12, 17:00, у межах строку за законом",
    ),
    (
        "2026-11-24 10:30", "2026-12-24 18:00", "water", False, WAR, "2026-12-24 23:59",
        "72 години від 24.12, 18:00 → 27.12, неділя → 24.12, 23:59, у межах строку за законом",
    ),
    (
        "2026-11-24 10:30", "2026-12-24 20:00", "water", True, WAR, "2026-12-24 23:59",
        "аварія: 24 години від 24.12, 20:00 → 25.12, 20:00 → 24.12, 23:59, у межах строку за "
        "законом",
    ),
    # when that has run out, a short term is left
    (
        "2026-11-24 10:30", "2026-12-28 10:30", "water", False, WAR, "2026-12-29 17:00",
        "строк за законом минув, лишається 24 години від 28.12, 10:30 → 29.12, 17:00",
    ),
    (
        "2026-11-24 10:30", "2026-12-28 10:30", None, False, WAR, "2026-12-29 17:00",
        "строк за законом минув, лишається 24 години від 28.12, 10:30 → 29.12, 17:00",
    ),
    (
        "2026-11-24 10:30", "2026-12-28 10:30", "gas", True, WAR, "2026-12-28 11:30",
        "аварія: строк за законом минув, лишається 1 година від 28.12, 10:30 → 28.12, 11:30",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("received", "start", "topic", "emergency", "policy", "due", "told"), CASES
)
def test_the_executors_term(
    received: str, start: str, topic: str | None, emergency: bool, policy: Policy, due: str,
    told: str,
) -> None:  # fmt: skip
    given_to = appeal(topic, emergency, moment(received), A, policy)
    got = executor_due(given_to, moment(start or received), policy)
    assert got.at.astimezone(KYIV).strftime("%Y-%m-%d %H:%M") == due
    assert words(got.why) == told


def test_an_information_request_leaves_the_executor_less() -> None:
    received = moment("2026-11-24 09:00")
    got = executor_due(appeal("social", False, received, Q, WAR), received, WAR)
    assert got.at == moment("2026-12-01 17:00")
    assert words(got.why) == (
        "240 годин від 24.11, 09:00 → 04.12, 09:00 → 01.12, 17:00, у межах строку за законом"
    )


def test_an_extended_appeal_leaves_the_executor_more() -> None:
    received = moment("2026-11-24 09:00")
    longer = replace(appeal(None, False, received, A, WAR), due_at=moment("2027-01-08 23:59"))
    assert executor_due(longer, received, WAR).at == moment("2027-01-08 17:00")


REWORK = [
    # what is left of the term stays
    ("2026-11-27 17:00", "2026-11-26 12:00", False, "2026-11-27 17:00",
     "строк не змінюється → 27.11, 17:00"),
    ("2026-11-25 10:30", "2026-11-25 10:00", True, "2026-11-25 10:30",
     "строк не змінюється → 25.11, 10:30"),
    # nothing is left: a short term, and never the whole one again
    ("2026-11-27 17:00", "2026-11-28 12:00", False, "2026-11-30 17:00",
     "на доопрацювання 24 години від 28.11, 12:00 → 29.11, неділя → 30.11, 17:00"),
    ("2026-11-27 17:00", "2026-12-01 10:00", False, "2026-12-02 17:00",
     "на доопрацювання 24 години від 01.12, 10:00 → 02.12, 17:00"),
    ("2026-11-27 17:00", "2026-12-24 10:00", False, "2026-12-24 17:00",
     "на доопрацювання 24 години від 24.12, 10:00 → 25.12, 10:00 → 24.12, 17:00, у межах строку "
     "за законом"),
    ("2026-11-25 10:30", "2026-11-28 22:00", True, "2026-11-29 22:00",
     "аварія: на доопрацювання 24 години від 28.11, 22:00 → 29.11, 22:00"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "now", "emergency", "due", "told"), REWORK)
def test_rework_does_not_begin_the_term_again(
    before: str, now: str, emergency: bool, due: str, told: str
) -> None:
    returned = appeal("water", emergency, moment("2026-11-24 10:30"), A, WAR)
    got = rework_due(returned, moment(before), moment(now), WAR)
    assert got.at.astimezone(KYIV).strftime("%Y-%m-%d %H:%M") == due
    assert words(got.why) == told


MOMENTS = st.datetimes(
    min_value=datetime(2021, 1, 1),  # noqa: DTZ001 (the strategy adds the zone)
    max_value=datetime(2035, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
POLICIES = st.sampled_from([WAR, PEACE, KEPT, BEFORE, OFFICE, WHOLE])
TOPICS = st.sampled_from(["water", "gas", "social", None])
PASSED = st.timedeltas(timedelta(), timedelta(days=60))


@given(MOMENTS, PASSED, TOPICS, st.booleans(), st.sampled_from(Regime), POLICIES)
def test_later_than_the_start_and_within_the_law(
    received: datetime,
    passed: timedelta,
    topic: str | None,
    emergency: bool,
    regime: Regime,
    policy: Policy,
) -> None:
    one, start = appeal(topic, emergency, received, regime, policy), received + passed
    due = executor_due(one, start, policy)
    assert start < due.at
    assert words(due.why)
    if one.due_at > start:
        assert due.at <= one.due_at
    if not emergency and due.at.astimezone(KYIV).time() == policy.working_time.closes:
        assert is_working_day(due.at.astimezone(KYIV).date(), policy.working_time)


@given(MOMENTS, PASSED, PASSED, TOPICS, st.booleans(), POLICIES)
def test_rework_never_gives_more_than_beginning_again(
    received: datetime,
    passed: timedelta,
    more: timedelta,
    topic: str | None,
    emergency: bool,
    policy: Policy,
) -> None:
    one = appeal(topic, emergency, received, Regime.APPEAL, policy)
    first = executor_due(one, received + passed, policy).at
    now = received + passed + more
    again = rework_due(one, first, now, policy).at
    assert again > now
    assert again <= executor_due(one, now, policy).at
