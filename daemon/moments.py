"""When something of a fixed hour was last due, in local time, whatever the machine's zone is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOOK_BACK = 7  # days: after a longer outage older digests tell nobody anything


def due_days(
    now: datetime,
    at: time,
    zone: ZoneInfo,
    is_wanted: Callable[[date], bool],
    last: date | None,
) -> list[date]:
    """Local dates whose hour `at` has passed by `now` (aware) and that are still owed, oldest first.

    `last` is the last date that was done; None (the first time) owes the latest date only. At
    most LOOK_BACK days back. An hour that spring skips counts as passed an hour later (PEP 495).
    """
    today = now.astimezone(zone).date()
    passed = [
        day
        for back in range(LOOK_BACK, -1, -1)
        if is_wanted(day := today - timedelta(days=back)) and moment(day, at, zone) <= now
    ]
    if last is None:
        return passed[-1:]
    return [day for day in passed if day > last]


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a local hour, aware UTC; the first of two when autumn repeats it."""
    return datetime.combine(day, at, zone).astimezone(UTC)
