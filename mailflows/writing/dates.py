"""Dates and hours as a letter says them, in the city's time; how a term was counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo

from mailflows.reasons import Code, Reason
from mailflows.writing.typography import joined, plural
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


def counting(why: Reason) -> str:
    """How a term came about, from its explanation (`mailflows.rules.terms`), as a chain of dates.

    "" for a reason that explains no term, or whose facts are not whole; never raises. Years are
    told only where the chain reaches into another one.
    """
    tell = _CHAINS.get(why.code)
    if tell is None:
        return ""
    try:
        return joined(tell(why.facts, _Shown(why.facts)))
    except (KeyError, ValueError, TypeError):
        return ""


def term_facts(why: Reason) -> Mapping[str, str]:
    """What a sentence about a term has places for; the facts of other reasons as they are."""
    chain = counting(why)
    if not chain:
        return why.facts
    kept = {key: why.facts[key] for key in ("act", "leader") if key in why.facts}
    last = datetime.fromisoformat(why.facts["last"])
    with_hour = "T" in why.facts["last"]
    return {**kept, "last": f"{last:%d.%m.%Y, %H:%M}" if with_hour else f"{last:%d.%m.%Y}",
            "counting": chain}  # fmt: skip


class _Shown:
    """The dates of one explanation, all with their year or none."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        dates = (facts[key] for key in _DATES if key in facts)
        self.facts = facts
        self.format = "%d.%m.%Y" if len({told[:4] for told in dates}) > 1 else "%d.%m"

    def __call__(self, key: str, *, with_hour: bool = True) -> str:
        """The date of a fact, with its hour if it has one; KeyError without the fact."""
        value = self.facts[key]
        when = datetime.fromisoformat(value)
        hours = with_hour and "T" in value
        return when.strftime(f"{self.format}, %H:%M" if hours else self.format)

    def off(self, key: str) -> str:
        """Why the day of a fact is a day off: the weekday, the holiday, "" for a working day."""
        kind, _, name = self.facts.get("day_off", "").partition(" ")
        table = words()["term"]
        if kind == "weekend":
            day = datetime.fromisoformat(self.facts[key])
            return str(words()["calendar"]["weekdays"][day.weekday()])
        return str(table["off"].get(kind, self.facts.get("day_off", ""))).format(name=name)


def _length(code: str) -> str:
    """What people say for "15-days"."""
    number, _, unit = code.partition("-")
    if code == "1-months":
        return str(words()["term"]["one_month"])
    return plural(int(number), *words()["term"][unit])


def _of_law(facts: Mapping[str, str], shown: _Shown) -> str:
    table = words()["term"]
    chain = f"{_length(facts['term'])} {table['from']} {shown('from')}"
    if "received" in facts:
        chain += f" ({table['received']} {shown('received')})"
    chain += f" → {_moves(facts, shown, 'moved_from')}{_turned(facts)}"
    return chain + _by(facts)


def _extended(facts: Mapping[str, str], shown: _Shown) -> str:
    table = words()["term"]
    limit = f"{_length(facts['term'])} {table['from']} {shown('from')} → {shown('limit')}"
    whole = {key: value for key, value in facts.items() if key != "capped"}  # told as the limit
    until = _moves(whole, shown, "moved_from")
    return f"{table['until']} {until}; {table['limit']}: {limit}{_by(facts)}"


def _of_executor(facts: Mapping[str, str], shown: _Shown) -> str:
    table = words()["term"]
    given, last = str(table["given"].get(facts.get("given", ""), "")), shown("last")
    if "term" not in facts:
        return f"{given or table['law']} → {last}"
    if "emergency" in facts:
        given = f"{table['emergency']}{given}"
    chain = f"{given}{_length(facts['term'])} {table['from']} {shown('from')}"
    if off := shown.off("counted"):
        chain += f" → {shown('counted', with_hour=False)}, {off}"
    elif shown("counted", with_hour=False) != shown("last", with_hour=False):
        chain += f" → {shown('counted')}"
    chain += f" → {last}"
    if facts.get("bound") == "law":
        return f"{chain}, {table['within_law']}"
    return chain + (_turned(facts) if "emergency" in facts else "")


def _moves(facts: Mapping[str, str], shown: _Shown, first: str) -> str:
    """The last day by the count alone, why it is off, and the day that it was moved to."""
    table, last = words()["term"], shown("last")
    if not facts.get(first):
        off = shown.off("last")
        return f"{last}, {off}, {table['unmoved']}" if off else last
    off = shown.off(first)
    chain = f"{shown(first)}, {off} → {last}" if off else f"{shown(first)} → {last}"
    return f"{chain}, {table['capped']} {shown('capped')}" if "capped" in facts else chain


def _turned(facts: Mapping[str, str]) -> str:
    """A word about the clocks when they were turned while the hours ran."""
    ends = [datetime.fromisoformat(facts[key]).utcoffset() for key in ("from", "last")]
    return f" ({words()['term']['turned']})" if ends[0] != ends[1] else ""


def _by(facts: Mapping[str, str]) -> str:
    """The article that says how to count, in brackets."""
    act = facts.get("counted_by", "")
    return f" ({words()['term']['acts'].get(act, act)})" if act else ""


_DATES = ("from", "received", "moved_from", "until", "limit", "capped", "counted", "last")
_CHAINS = {
    Code.TERM_OF_LAW: _of_law,
    Code.TERM_EXTENDED: _extended,
    Code.TERM_OF_EXECUTOR: _of_executor,
}
