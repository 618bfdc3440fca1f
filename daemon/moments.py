"""When something of a fixed hour was last due, in local time, whatever the machine's zone is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOOK_BACK = 14  # days: the longest row of days off


def owed_day(
    now: datetime,
    at: time,
    zone: ZoneInfo,
    is_wanted: Callable[[date], bool],
    last: date | None,
) -> date | None:
    """The local date whose hour `at` has passed by `now` (aware) and that is still owed, or None.

    `last` is the last date that was done, None before the first. After an outage of several days
    one letter is owed, late, and not one for each day: its figures go back to the last one. An
    hour that spring skips counts as passed an hour later (PEP 495).
    """
    today = now.astimezone(zone).date()
    for back in range(LOOK_BACK + 1):
        day = today - timedelta(days=back)
        if is_wanted(day) and moment(day, at, zone) <= now:
            return day if last is None or day > last else None
    return None


def owed_hour(
    now: datetime,
    hours: Sequence[time],
    zone: ZoneInfo,
    is_wanted: Callable[[date], bool],
    last: str | None,
) -> tuple[date, time] | None:
    """The same for something of several hours a day: the last one that has passed, or None.

    `last` is what `stamp` gives for the one that was done last: hours that passed meanwhile are
    owed no more, one list tells all that waits.
    """
    today = now.astimezone(zone).date()
    for back in range(LOOK_BACK + 1):
        day = today - timedelta(days=back)
        passed = [at for at in hours if moment(day, at, zone) <= now]
        if passed and is_wanted(day):
            at = max(passed)
            return (day, at) if last is None or stamp(day, at) > last else None
    return None


def stamp(day: date, at: time) -> str:
    """A day and its hour as text that sorts by time."""
    return f"{day.isoformat()}T{at:%H:%M}"


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a local hour, aware UTC; the first of two when autumn repeats it."""
    return datetime.combine(day, at, zone).astimezone(UTC)
