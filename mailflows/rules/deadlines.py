"""Terms: the law's clock of each regime, and the shorter one that an executor is given."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mailflows.policy import Policy
from mailflows.reasons import Code, Reason
from mailflows.rules.workdays import add_working_days, is_working_day, on_or_after, why_off
from mailflows.vocabulary import Regime

_END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Due:
    """A term with its explanation: `at` is aware UTC, the facts of `why` say how it was counted."""

    at: datetime
    why: Reason


def law_due(regime: Regime, received_at: datetime, emergency: bool, policy: Policy) -> Due:
    """When the law wants the answer, counted from the receipt by the mail server.

    393/96-VR art. 20 (a month), 2939-VI art. 20 (five working days, or 48 hours where there is
    danger), 93-IV art. 13 (ten days), 2073-IX art. 34 (thirty days); Civil Code art. 253-254.
    """
    terms, start = policy.terms, _local(received_at, policy)
    if regime is Regime.INFORMATION_REQUEST and emergency:
        at = received_at + timedelta(hours=terms.information_urgent_hours)
        term = f"{terms.information_urgent_hours}-hours"
        return _told(at, _local(at, policy), start, term, "2939-17 20", {})
    if regime is Regime.INFORMATION_REQUEST:
        count = terms.information_working_days
        last = add_working_days(start, count, policy.working_time)
        return _due(last, start, f"{count}-working-days", "2939-17 20", policy)
    if regime is Regime.DEPUTY_APPEAL:
        return _in_days(received_at, terms.deputy_days, "93-15 13", policy)
    if regime is Regime.ADMINISTRATIVE:
        return _in_days(received_at, terms.administrative_days, "2073-20 34", policy)
    last = add_months(start, terms.general_months)
    return _due(last, start, f"{terms.general_months}-months", "393/96 20", policy)


def simple_due(received_at: datetime, policy: Policy) -> Due:
    """The term of what needs no study (393/96-VR art. 20): 15 days."""
    return _in_days(received_at, policy.terms.simple_days, "393/96 20", policy)


def extension_limit(received_at: datetime, policy: Policy) -> Due:
    """The last day that an extension may reach (393/96-VR art. 20): 45 days in all.

    It is a cap, so a last day off does not move it.
    """
    start = _local(received_at, policy)
    last = start + timedelta(days=policy.terms.extended_days)
    term = f"{policy.terms.extended_days}-days"
    return _told(_end_of(last, policy), last, start, term, "393/96 20", {})


def forward_due(received_at: datetime, policy: Policy) -> Due:
    """The term of forwarding by competence and of asking for missing data (art. 7): 5 days."""
    return _in_days(received_at, policy.terms.forward_days, "393/96 7", policy)


def return_due(received_at: datetime, policy: Policy) -> Due:
    """The term of returning what was drawn up wrongly (art. 5): 10 days."""
    return _in_days(received_at, policy.terms.return_days, "393/96 5", policy)


def executor_due(
    topic: str | None, start: datetime, emergency: bool, law: datetime, policy: Policy
) -> datetime:
    """When the executor has to answer: his topic's hours from `start`, never beyond the law's term.

    An emergency runs by the clock, night and holidays included. Other terms end with a working
    day. When the law's term has run out, what is left is the next working day.
    """
    known = policy.topics.get(topic or "")
    if emergency and known is not None and known.emergency_hours is not None:
        wanted = start + timedelta(hours=known.emergency_hours)
    elif known is not None:
        wanted = _close_of_business(start + timedelta(hours=known.normal_hours), policy)
    else:
        wanted = law
    if law > start:
        return min(wanted, law)
    return min(wanted, _close_of_business(start + timedelta(days=1), policy))


def add_months(day: date, months: int) -> date:
    """The same day number so many months later, or that month's last day (Civil Code art. 254)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _in_days(received_at: datetime, days: int, act: str, policy: Policy) -> Due:
    start = _local(received_at, policy)
    return _due(start + timedelta(days=days), start, f"{days}-days", act, policy)


def _due(last: date, start: date, term: str, act: str, policy: Policy) -> Due:
    """A term by its last day, moved to a working day when the settings say so."""
    moved = on_or_after(last, policy.working_time) if policy.terms.move_last_day else last
    facts = {}
    if moved != last:
        facts["moved_from"] = last.isoformat()
        facts["day_off"] = why_off(last, policy.working_time) or ""
    return _told(_end_of(moved, policy), moved, start, term, act, facts)


def _told(
    at: datetime, last: date, start: date, term: str, act: str, facts: Mapping[str, str]
) -> Due:
    """The record, with the facts that a sentence about it needs."""
    counted = {"from": start.isoformat(), "term": term, "act": act, "last": last.isoformat()}
    return Due(at.astimezone(UTC), Reason(Code.TERM_OF_LAW, {**counted, **facts}))


def _close_of_business(moment: datetime, policy: Policy) -> datetime:
    """The end of the working day in which the moment lies, or of the next one."""
    hours = policy.working_time
    local = moment.astimezone(policy.timezone)
    day = local.date()
    if not is_working_day(day, hours) or local.time() > hours.closes:
        day = on_or_after(day + timedelta(days=1), hours)
    return datetime.combine(day, hours.closes, policy.timezone).astimezone(UTC)


def _end_of(day: date, policy: Policy) -> datetime:
    return datetime.combine(day, _END_OF_DAY, policy.timezone)


def _local(moment: datetime, policy: Policy) -> date:
    return moment.astimezone(policy.timezone).date()
