"""How a term is counted from the receipt to its last day, each step told as a code or a date."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from mailflows.policy import Policy, WorkingTime
from mailflows.reasons import Code, Reason
from mailflows.rules.workdays import add_working_days, on_or_after, on_or_before, why_off

_END_OF_DAY = time(23, 59, 59)
_BEGIN, _END = "435-15 253", "435-15 254"  # Civil Code: where a term begins and ends


class Unit(StrEnum):
    """What a term is counted in."""

    MONTHS = "months"
    DAYS = "days"
    WORKING_DAYS = "working-days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time with the article that sets it; `counted_by` = a law's own rule of counting.

    Acts are written "NUMBER ARTICLE", as templates/uk/words.toml names them.
    """

    count: int
    unit: Unit
    act: str
    counted_by: str = ""

    @property
    def code(self) -> str:
        """«1-months», «5-working-days»: as explanations hold it."""
        return f"{self.count}-{self.unit}"


@dataclass(frozen=True, slots=True)
class Due:
    """A term's last moment (aware UTC) and why: the codes and dates of its counting.

    `mailflows.writing.dates.counting` makes words of the facts: from, received, term, act,
    counted_by, day_off, moved_from, capped, last.
    """

    at: datetime
    why: Reason


def count(term: Term, received_at: datetime, policy: Policy, cap: date | None = None) -> Due:
    """When a term ends that begins with `received_at` (aware).

    Months end with the same day number (Civil Code art. 254 part 3), days and working days begin
    with the day after (art. 253), hours run by the clock. A last day off is moved as the settings
    say, never to the receipt's day or before it, never beyond `cap`.
    """
    if term.unit is Unit.HOURS:
        return _in_hours(term, received_at, policy)
    start, facts = _start(received_at, policy)
    counted = _counted(term, start, policy.working_time)
    last, moves = settled(counted, start, policy, cap)
    return told(term, last, {"from": start.isoformat(), **facts, **moves}, policy)


def cap_of(term: Term, received_at: datetime, policy: Policy) -> date:
    """The last day that a total may reach: from the receipt itself, not moved by a day off."""
    return _counted(term, local_day(received_at, policy), policy.working_time)


def settled(
    day: date, start: date, policy: Policy, cap: date | None = None
) -> tuple[date, dict[str, str]]:
    """A counted last day as it stands after days off and the cap, with the facts of its moves."""
    hours, rule = policy.working_time, policy.terms.last_day
    off, last = why_off(day, hours), day
    before = on_or_before(day, hours)
    if off is not None and rule == "previous-working-day" and before > start:
        last = before
    elif off is not None and rule != "same-day":
        last = on_or_after(day, hours)
    facts = {"day_off": off} if off else {}
    if cap is not None and last > cap:
        before = on_or_before(cap, hours)
        last = before if before > start else cap
        facts["capped"] = cap.isoformat()
    return last, facts | ({"moved_from": day.isoformat()} if last != day else {})


def told(
    term: Term, last: date, facts: Mapping[str, str], policy: Policy, code: Code = Code.TERM_OF_LAW
) -> Due:
    """The term that lasts until the end of the day `last`, with what a sentence about it needs."""
    by_end = term.unit is Unit.MONTHS or "day_off" in facts
    counted_by = term.counted_by or (_END if by_end else _BEGIN)
    known = {"term": term.code, "act": term.act, "counted_by": counted_by, "last": last.isoformat()}
    return Due(end_of(last, policy), Reason(code, {**known, **facts}))


def end_of(day: date, policy: Policy) -> datetime:
    """The last second of a day by the city's clock (Civil Code art. 255), in UTC."""
    return datetime.combine(day, _END_OF_DAY, policy.timezone).astimezone(UTC)


def local_day(moment: datetime, policy: Policy) -> date:
    """The city's calendar day of an aware moment."""
    return moment.astimezone(policy.timezone).date()


def minute(moment: datetime, policy: Policy) -> str:
    """An aware moment as explanations hold it: the city's time with its offset."""
    whole = moment.astimezone(UTC)  # a local time that the clocks skipped becomes a real one
    return whole.astimezone(policy.timezone).isoformat(timespec="minutes")


def add_months(day: date, months: int) -> date:
    """The same day number so many months later, or that month's last day (Civil Code art. 254)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _in_hours(term: Term, received_at: datetime, policy: Policy) -> Due:
    """Hours that pass, whatever the clocks are turned to: only UTC knows how many they are."""
    at = received_at.astimezone(UTC) + timedelta(hours=term.count)
    facts = {
        "from": minute(received_at, policy),
        "term": term.code,
        "act": term.act,
        "last": minute(at, policy),
    }
    return Due(at, Reason(Code.TERM_OF_LAW, facts))


def _start(received_at: datetime, policy: Policy) -> tuple[date, dict[str, str]]:
    """The day that counting starts from, and the receipt's own where it is another one."""
    local = received_at.astimezone(policy.timezone)
    day, hours = local.date(), policy.working_time
    if policy.terms.count_from == "receipt":
        return day, {}
    late = timedelta(days=int(local.time() > hours.closes))
    start = on_or_after(day + late, hours)
    return start, {"received": day.isoformat()} if start != day else {}


def _counted(term: Term, start: date, working_time: WorkingTime) -> date:
    if term.unit is Unit.MONTHS:
        return add_months(start, term.count)
    if term.unit is Unit.WORKING_DAYS:
        return add_working_days(start, term.count, working_time)
    return start + timedelta(days=term.count)
