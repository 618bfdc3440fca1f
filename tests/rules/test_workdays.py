"""Working days: weekends, holidays in peace, martial law, days of the settings."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.policy import WorkingTime
from mailflows.rules.workdays import (
    add_working_days,
    is_working_day,
    on_or_after,
    on_or_before,
    why_off,
    working_days_between,
)

WAR = WorkingTime()
PEACE = WorkingTime(martial_law_from=None)
SIX_DAYS = WorkingTime(weekend=(6,))
OWN = WorkingTime(
    extra_days_off=frozenset({date(2026, 11, 24)}),
    extra_working_days=frozenset({date(2026, 11, 28)}),
)


@pytest.mark.parametrize(
    ("day", "working_time", "works"),
    [
        ("2026-11-24", WAR, True),
        ("2026-11-28", WAR, False),  # Saturday
        ("2026-11-29", WAR, False),
        ("2026-11-28", SIX_DAYS, True),
        ("2026-12-25", WAR, True),
        ("2026-12-25", PEACE, False),
        ("2026-01-01", WAR, True),
        ("2026-01-01", PEACE, False),
        ("2026-08-24", WAR, True),
        ("2026-08-24", PEACE, False),
        ("2026-03-09", PEACE, False),  # stands in for Sunday the 8th
        ("2026-03-09", WAR, True),
        ("2026-04-13", PEACE, False),  # stands in for Easter
        ("2026-06-01", PEACE, False),  # stands in for Trinity
        ("2022-02-23", WAR, True),
        ("2022-03-08", WAR, True),  # martial law already
        ("2021-03-08", WAR, False),  # not yet
        ("2021-12-27", WAR, False),  # stands in for Saturday the 25th
        ("2026-11-24", OWN, False),
        ("2026-11-28", OWN, True),
    ],
)
def test_days(day: str, working_time: WorkingTime, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day), working_time) is works


def test_martial_law_is_a_span_of_dates_and_holds_on_its_border_days() -> None:
    span = WorkingTime(martial_law_from=date(2026, 8, 24), martial_law_until=date(2026, 10, 1))
    assert is_working_day(date(2026, 8, 24), span)
    assert is_working_day(date(2026, 10, 1), span)
    assert not is_working_day(date(2026, 12, 25), span)
    assert not is_working_day(date(2026, 7, 15), span)


def test_nothing_stands_in_for_a_holiday_under_martial_law() -> None:
    sunday, monday = date(2026, 3, 8), date(2026, 3, 9)
    assert is_working_day(monday, WorkingTime(martial_law_until=sunday))
    assert not is_working_day(monday, WorkingTime(martial_law_until=sunday - timedelta(days=1)))
    assert is_working_day(monday, WorkingTime(martial_law_from=monday))


def test_why() -> None:
    assert why_off(date(2026, 11, 28), WAR) == "weekend"
    assert why_off(date(2026, 8, 24), PEACE) == "holiday День незалежності України"
    assert why_off(date(2026, 3, 9), PEACE) == "instead Міжнародний жіночий день"
    assert why_off(date(2026, 3, 8), PEACE) == "weekend"
    assert why_off(date(2026, 8, 24), WAR) is None
    assert why_off(date(2026, 11, 24), OWN) == "own"
    assert why_off(date(2026, 11, 24), WAR) is None


def test_stand_in_days_are_those_of_the_last_year_that_had_them() -> None:
    official = holidays.country_holidays("UA", years=2021)
    ours = [
        day
        for n in range(365)
        if not is_working_day(day := date(2021, 1, 1) + timedelta(days=n), PEACE)
        and day.weekday() < 5
    ]
    assert ours == sorted(day for day in official if day.weekday() < 5)


def test_a_calendar_without_working_days_does_not_hang() -> None:
    never = WorkingTime(weekend=(0, 1, 2, 3, 4, 5, 6))
    day = date(2026, 11, 24)
    assert on_or_after(day, never) == day
    assert on_or_before(day, never) == day
    assert add_working_days(day, 5, never) > day


DAYS = st.dates(date(2019, 1, 1), date(2040, 1, 1))
TIMES = st.sampled_from([WAR, PEACE, SIX_DAYS, OWN])


@given(DAYS, TIMES)
def test_moving_gives_the_nearest_working_day(day: date, working_time: WorkingTime) -> None:
    after, before = on_or_after(day, working_time), on_or_before(day, working_time)
    assert before <= day <= after
    assert is_working_day(after, working_time)
    assert is_working_day(before, working_time)
    between = (before + timedelta(days=n) for n in range(1, (after - before).days))
    assert not any(is_working_day(one, working_time) for one in between)


@given(DAYS, st.integers(1, 40), TIMES)
def test_going_back_undoes_going_forth(day: date, count: int, working_time: WorkingTime) -> None:
    start = on_or_after(day, working_time)
    later = add_working_days(start, count, working_time)
    assert add_working_days(later, -count, working_time) == start


@given(DAYS, st.integers(0, 40), TIMES)
def test_adding_and_counting_agree(day: date, count: int, working_time: WorkingTime) -> None:
    later = add_working_days(day, count, working_time)
    assert working_days_between(day, later, working_time) == count
    assert count == 0 or is_working_day(later, working_time)
