"""Dates in a text, written in figures, in words or told from today."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from mailflows.data import load
from mailflows.understanding.words.lemmas import plain

_MOST = 30  # dates in one text


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day with its place in the text; `exact` when the text itself names day and month.

    `counted`: told as a span from today ("in ten days").
    """

    day: date
    start: int
    end: int
    exact: bool = True
    year_given: bool = False
    counted: bool = False


def find_dates(text: str, relative_to: date) -> list[FoundDate]:
    """All dates of a text in their order; without a year the next occurrence is meant.

    `relative_to` is the local day of the letter, from which "tomorrow" and "in 5 days" count.
    """
    text = plain(text)
    found: list[FoundDate] = []
    for rule in (_numeric, _named, _relative, _spans, _weekdays):
        for one in rule(text, relative_to):
            if len(found) >= _MOST:
                break
            if not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def _numeric(text: str, today: date) -> Iterator[FoundDate]:
    for match in _pattern("iso").finditer(text):
        yield from _made(match, _day(int(match[1]), int(match[2]), int(match[3])), year=True)
    for match in _pattern("dashed").finditer(text):
        yield from _made(match, _day(int(match[3]), int(match[2]), int(match[1])), year=True)
    for match in _pattern("full").finditer(text):
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        yield from _made(match, _day(year, int(match[2]), int(match[1])), year=True)
    for match in _pattern("short").finditer(text):
        yield from _made(match, _next(int(match[2]), int(match[1]), today))


def _named(text: str, today: date) -> Iterator[FoundDate]:
    for match in _pattern("named").finditer(text):
        month = _index(match, "m")
        day = int(match["day"])
        if match["year"]:
            year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
            yield from _made(match, _day(year, month, day), year=True)
        else:
            yield from _made(match, _next(month, day, today))
    for match in _pattern("of_the_month").finditer(text):
        yield from _made(match, _next_number(int(match["day"]), today), exact=False)
    for match in _pattern("end_of_named").finditer(text):
        month = _index(match, "m")
        year = today.year if month >= today.month else today.year + 1
        day = monthrange(year, month)[1] if match["end"] else 1
        yield from _made(match, _day(year, month, day), exact=False)


def _relative(text: str, today: date) -> Iterator[FoundDate]:
    for words, days in _words():
        for match in words.finditer(text):
            yield from _made(match, today + timedelta(days=days), exact=False)
    friday = today + timedelta(days=max(4 - today.weekday(), 0))
    if today.weekday() > 4:
        friday = today + timedelta(days=6 - today.weekday())
    ends = {
        "next_week": today + timedelta(days=11 - today.weekday()),
        "week": friday,
        "month": today.replace(day=monthrange(today.year, today.month)[1]),
        "year": date(today.year, 12, 31),
    }
    for name, (month, number) in _feasts().items():
        for match in re.finditer(name, text):
            yield from _made(match, _next(month, number, today), exact=False)
    for name, day in ends.items():
        for match in _pattern("end_" + name).finditer(text):
            yield from _made(match, day, exact=False)


def _spans(text: str, today: date) -> Iterator[FoundDate]:
    for match in _pattern("span").finditer(text):
        count = _count(match["count"])
        if count is None or count > 400 or (match["count"] is None and match["many"]):
            continue
        if match["month"]:
            day = _months_later(today, count)
        elif match["working"]:
            day = _working_days_later(today, count)
        else:
            day = today + timedelta(days=count * _length(match))
        yield from _made(match, day, exact=False, counted=True)


def _weekdays(text: str, today: date) -> Iterator[FoundDate]:
    for match in _pattern("weekday").finditer(text):
        ahead = (_index(match, "w") - 1 - today.weekday()) % 7 or 7
        yield from _made(match, today + timedelta(days=ahead), exact=False)


def _length(match: re.Match[str]) -> int:
    return 7 if match["week"] else 10 if match["decade"] else 1


def _made(
    match: re.Match[str],
    day: date | None,
    *,
    exact: bool = True,
    year: bool = False,
    counted: bool = False,
) -> Iterator[FoundDate]:
    if day is not None:
        yield FoundDate(day, match.start(), match.end(), exact, year, counted)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def _next(month: int, day: int, today: date) -> date | None:
    """The next such day, today included; 29 February waits for its leap year."""
    for year in range(today.year, today.year + 9):
        made = _day(year, month, day)
        if made is not None and made >= today:
            return made
    return None


def _next_number(day: int, today: date) -> date | None:
    for ahead in range(13):
        month = today.month + ahead
        made = _day(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day)
        if made is not None and made >= today:
            return made
    return None


def _months_later(today: date, count: int) -> date:
    month = today.month - 1 + count
    year, month = today.year + month // 12, month % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _working_days_later(today: date, count: int) -> date:
    """Mondays to Fridays only; holidays are the calendar's business, not the reader's."""
    weeks, rest = divmod(count, 5)
    day = today + timedelta(weeks=weeks)
    while rest or day.weekday() > 4:
        day += timedelta(days=1)
        if day.weekday() <= 4 and rest:
            rest -= 1
    return day


def _count(written: str | None) -> int | None:
    if written is None:
        return 1
    if written.isdigit():
        return int(written)
    for words, value in load("dates")["numbers"].items():
        if re.fullmatch(words, written):
            return int(value)
    return None


def _index(match: re.Match[str], letter: str) -> int:
    """Which month or weekday of the named groups m1-m12, w1-w7 has matched."""
    names = match.groupdict()
    return next(n for n in range(1, 13) if names.get(f"{letter}{n}"))


@cache
def _words() -> tuple[tuple[re.Pattern[str], int], ...]:
    table: dict[str, int] = load("dates")["words"]
    return tuple(
        (re.compile(rf"(?<!\w)(?:{words})(?!\w)"), days)
        for words, days in sorted(table.items(), key=lambda one: -one[1])
    )


@cache
def _feasts() -> dict[str, tuple[int, int]]:
    """Days of the year that have a name, by an expression for it: (month, day)."""
    table: dict[str, str] = load("dates")["feasts"]
    pairs = ((words, day.split("-")) for words, day in table.items())
    return {rf"(?<!\w)(?:{words})(?!\w)": (int(one[0]), int(one[1])) for words, one in pairs}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_sources()[name])


@cache
def _sources() -> dict[str, str]:
    data: dict[str, Any] = load("dates")
    ends, spans = data["ends"], data["spans"]
    months = _numbered("m", data["months"])
    numbers = "|".join(data["numbers"])
    return {
        "iso": r"(?<![\d-])(20\d\d)-(\d\d)-(\d\d)(?![\d-])",
        "dashed": r"(?<![\d-])(\d{1,2})-(\d{1,2})-(20\d\d)(?![\d-])",
        "full": r"(?<![\d.])(\d{1,2})\s?[./]\s?(\d{1,2})\s?[./]\s?((?:20)?\d\d)(?!\d|\.\d)",
        "short": r"(?<![\d.,/])(\d{1,2})\.(0[1-9]|1[0-2])(?![\d,/]|\.\d|\s?%)",
        "named": rf"(?<![\d.,-])(?P<day>\d{{1,2}}){data['ordinal']}\s{{1,3}}(?:{months})"
        rf"(?![^\W\d])\.?(?:,?\s{{1,3}}(?P<year>20\d\d|\d\d(?={data['year'][:-1]})){data['year']})?",
        "of_the_month": rf"(?<!\d)(?P<day>\d{{1,2}}){data['of_the_month']}",
        "end_of_named": rf"(?:(?P<end>{ends['end_of_named_month']})|{ends['start_of_named_month']})"
        rf"(?:{months})(?!\w)",
        "end_week": rf"(?<!\w)(?:{ends['week']})(?!\w)",
        "end_next_week": rf"(?<!\w)(?:{ends['next_week']})(?!\w)",
        "end_month": rf"(?<!\w)(?:{ends['month']})(?!\w)",
        "end_year": rf"(?<!\w)(?:{ends['year']})(?!\w)",
        "span": rf"(?<!\w){spans['lead']}\s{{1,3}}"
        rf"(?:(?P<count>\d{{1,3}}|{numbers})(?:-?\w{{1,5}})?\s{{1,3}})?"
        rf"(?P<working>{spans['working']}\s{{1,3}})?(?:(?P<many>{spans['days']})|{spans['day']}|(?P<week>{spans['week']})"
        rf"|(?P<month>{spans['month']})|(?P<decade>{spans['decade']}))(?!\w)",
        "weekday": rf"(?<!\w)(?:{_numbered('w', data['weekdays'])})(?!\w)",
    }


def _numbered(letter: str, table: list[list[str]]) -> str:
    return "|".join(f"(?P<{letter}{n}>{'|'.join(words)})" for n, words in enumerate(table, 1))
