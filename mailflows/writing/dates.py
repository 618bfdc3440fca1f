"""Dates and hours as a letter says them, in the city's time."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from templates import words

_NBSP = "\u00a0"


def local_day(when: date | datetime, zone: tzinfo) -> date:
    """The calendar day of a moment in `zone`; a plain date stays as it is."""
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def day(when: date | datetime, zone: tzinfo, weekday: bool = False) -> str:
    """A date or an aware moment as "25 December 2026", "(Friday)" behind it if asked."""
    told, table = local_day(when, zone), words()["calendar"]
    month = table["months"][told.month - 1]
    name = f" ({table['weekdays'][told.weekday()]})" if weekday else ""
    return f"{told.day}{_NBSP}{month} {told.year}{_NBSP}{table['year']}{name}"


def hour(when: datetime, zone: tzinfo) -> str:
    """«14:30»."""
    return when.astimezone(zone).strftime("%H:%M")


def moment(when: date | datetime | str, zone: tzinfo) -> str:
    """The day and the hour after it; a plain date has no hour, words stay words."""
    if isinstance(when, str):
        return when
    if not isinstance(when, datetime):
        return day(when, zone)
    return f"{day(when, zone)}, {hour(when, zone)}"


def until(when: date | datetime, zone: tzinfo, with_hour: bool = False) -> str:
    """The last day of a term with its weekday, the hour first when it matters."""
    before = words()["calendar"]["until"]
    if with_hour and isinstance(when, datetime):
        return f"{before}{_NBSP}{hour(when, zone)}, {day(when, zone, weekday=True)}"
    return f"{before}{_NBSP}{day(when, zone, weekday=True)}"


def short(when: date | datetime, zone: tzinfo) -> str:
    """«25.12.2026» for tables and subjects."""
    return local_day(when, zone).strftime("%d.%m.%Y")


def short_moment(when: datetime, zone: tzinfo) -> str:
    """«25.12, 14:30» for lists of the same year."""
    return when.astimezone(zone).strftime("%d.%m, %H:%M")
