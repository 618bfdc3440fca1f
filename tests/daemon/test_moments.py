"""Hours of digests across restarts, outages, days off and both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from daemon.moments import LOOK_BACK, due_days, moment

KYIV = ZoneInfo("Europe/Kyiv")
EIGHT = time(8, 0)


def every_day(_: date) -> bool:
    return True


def workday(day: date) -> bool:
    return day.weekday() < 5


def test_before_the_hour_yesterday_is_owed_and_after_it_today() -> None:
    before = datetime(2026, 11, 24, 5, 59, tzinfo=UTC)  # 07:59 in Kyiv
    after = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert due_days(before, EIGHT, KYIV, every_day, date(2026, 11, 23)) == []
    assert due_days(after, EIGHT, KYIV, every_day, date(2026, 11, 23)) == [date(2026, 11, 24)]
    assert due_days(after, EIGHT, KYIV, every_day, date(2026, 11, 24)) == []


def test_the_first_time_owes_only_the_latest() -> None:
    now = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    assert due_days(now, EIGHT, KYIV, every_day, None) == [date(2026, 11, 24)]


def test_after_an_outage_no_day_is_skipped() -> None:
    now = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)  # Tuesday
    owed = due_days(now, EIGHT, KYIV, workday, date(2026, 11, 19))  # Thursday
    assert owed == [date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)]
    assert len(due_days(now, EIGHT, KYIV, every_day, date(2026, 1, 1))) == LOOK_BACK + 1


def test_a_weekend_owes_fridays_until_it_was_done() -> None:
    saturday = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
    assert due_days(saturday, EIGHT, KYIV, workday, date(2026, 11, 26)) == [date(2026, 11, 27)]
    assert due_days(saturday, EIGHT, KYIV, workday, date(2026, 11, 27)) == []


@given(st.datetimes(datetime(2026, 3, 20), datetime(2026, 11, 5)), st.times())
def test_every_day_is_done_exactly_once(start: datetime, at: time) -> None:
    now = start.replace(tzinfo=UTC)
    last: date | None = None
    done: list[date] = []
    for _ in range(12):
        for day in due_days(now, at, KYIV, every_day, last):
            assert moment(day, at, KYIV) <= now
            done.append(day)
            last = day
        now += timedelta(hours=11)
    assert done == sorted(set(done))
    assert [(b - a).days for a, b in zip(done, done[1:], strict=False)] == [1] * (len(done) - 1)
