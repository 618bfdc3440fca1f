"""Working days of a council: weekends, public holidays, martial law, moved days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

from mailflows.policy import WorkingTime

_DAY = timedelta(days=1)
_LONGEST_BREAK = 60  # days in a row without a working one


def is_working_day(day: date, working_time: WorkingTime) -> bool:
    """Whether the council works on this day; days named in the settings go before everything."""
    return why_off(day, working_time) is None


def why_off(day: date, working_time: WorkingTime) -> str | None:
    """None for a working day, else a code: "weekend", "own", "holiday NAME", "instead NAME".

    "own" is a day named in the settings; "instead" stands in for a holiday on a weekend; names are
    Ukrainian. Under martial law holidays are working days and nothing stands in for them, weekends
    stay (Law 2136-IX art. 6 part 6); otherwise Labour Code art. 67 and 73 hold.
    """
    if day in working_time.extra_working_days:
        return None
    if day in working_time.extra_days_off:
        return "own"
    if day.weekday() in working_time.weekend:
        return "weekend"
    name, holiday = _days_off(day.year, working_time.weekend).get(day, ("", day))
    if not name or under_martial_law(day, working_time) or under_martial_law(holiday, working_time):
        return None
    return f"holiday {name}" if holiday == day else f"instead {name}"


def under_martial_law(day: date, working_time: WorkingTime) -> bool:
    """Whether martial law is in force on this day, both border days included."""
    since, until = working_time.martial_law_from, working_time.martial_law_until
    return since is not None and since <= day and (until is None or day <= until)


def on_or_after(day: date, working_time: WorkingTime) -> date:
    """This day, or the first working day after it (Civil Code art. 254 part 5).

    A calendar without working days (a fault of the settings) leaves the day as it is.
    """
    days = (day + timedelta(days=n) for n in range(_LONGEST_BREAK))
    return next((one for one in days if is_working_day(one, working_time)), day)


def on_or_before(day: date, working_time: WorkingTime) -> date:
    """This day, or the last working day before it."""
    days = (day - timedelta(days=n) for n in range(_LONGEST_BREAK))
    return next((one for one in days if is_working_day(one, working_time)), day)


def add_working_days(day: date, count: int, working_time: WorkingTime) -> date:
    """The count-th working day after this day (Civil Code art. 253), before it when negative."""
    for _ in range(abs(count)):
        if count > 0:
            day = on_or_after(day + _DAY, working_time)
        else:
            day = on_or_before(day - _DAY, working_time)
    return day


def working_days_between(first: date, last: date, working_time: WorkingTime) -> int:
    """How many working days lie after `first`, up to and with `last`; 0 when it is not later."""
    span = range(1, max(0, (last - first).days) + 1)
    return sum(is_working_day(first + timedelta(days=n), working_time) for n in span)


@lru_cache(maxsize=64)
def _days_off(year: int, weekend: tuple[int, ...]) -> Mapping[date, tuple[str, date]]:
    """Holidays of a year, and days that stand in for those on a weekend (Labour Code art. 67).

    Each with the holiday's name and day.
    """
    named: dict[date, str] = dict(
        holidays.country_holidays(
            "UA", years=year, observed=False, categories=("public", "workday"), language="uk"
        )
    )
    days = {day: (name, day) for day, name in named.items()}
    for holiday, name in sorted(named.items()):
        if holiday.weekday() not in weekend:
            continue
        stand_in = holiday + _DAY
        while stand_in.weekday() in weekend or stand_in in days:
            stand_in += _DAY
        days[stand_in] = (name, holiday)
    return days
