"""Hours of digests across restarts, outages, days off and both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from daemon.moments import moment, owed_day

KYIV = ZoneInfo("Europe/Kyiv")
EIGHT = time(8, 0)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)


def every_day(_: date) -> bool:
    return True


def workday(day: date) -> bool:
    return day.weekday() < 5


def test_before_the_hour_nothing_is_owed_and_after_it_today() -> None:
    before = datetime(2026, 11, 24, 5, 59, tzinfo=UTC)  # 07:59 in Kyiv
    after = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert owed_day(before, EIGHT, KYIV, every_day, MONDAY) is None
    assert owed_day(after, EIGHT, KYIV, every_day, MONDAY) == TUESDAY
    assert owed_day(after, EIGHT, KYIV, every_day, TUESDAY) is None


def test_the_first_time_owes_the_latest() -> None:
    now = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    assert owed_day(now, EIGHT, KYIV, every_day, None) == MONDAY


def test_an_outage_ends_with_one_late_letter() -> None:
    now = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    assert owed_day(now, EIGHT, KYIV, workday, date(2026, 11, 19)) == TUESDAY


def test_a_weekend_owes_fridays_until_it_was_done() -> None:
    saturday = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
    assert owed_day(saturday, EIGHT, KYIV, workday, date(2026, 11, 26)) == FRIDAY
    assert owed_day(saturday, EIGHT, KYIV, workday, FRIDAY) is None


@given(st.integers(0, 240 * 24 * 60), st.times())
def test_every_day_is_done_exactly_once(minutes: int, at: time) -> None:
    now = datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=minutes)
    last: date | None = None
    done: list[date] = []
    for _ in range(12):
        day = owed_day(now, at, KYIV, every_day, last)
        if day is not None:
            assert moment(day, at, KYIV) <= now
            done.append(day)
            last = day
        now += timedelta(hours=11)
    assert [(b - a).days for a, b in pairwise(done)] == [1] * (len(done) - 1)
