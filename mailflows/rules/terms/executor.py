"""The executor's clock: hours by topic and urgency, never beyond the law's, not reset by rework."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from mailflows.policy import Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal
from mailflows.rules.terms.counting import Due, local_day, minute
from mailflows.rules.terms.law import law_due
from mailflows.rules.workdays import (
    add_working_days,
    is_working_day,
    on_or_after,
    on_or_before,
    why_off,
)


def executor_due(appeal: Appeal, start: datetime, policy: Policy) -> Due:
    """When the executor has to answer who gets the work at `start` (aware).

    An emergency runs by the clock, night and days off included; other terms end with a working day,
    and so that the council can still sign the answer, on the last one that is not after the law's
    unmoved last day. When the law's term has run out, the hours of rework are left.
    """
    hours = _hours(appeal, policy)
    if appeal.due_at <= start:
        left = policy.terms.rework_hours
        return _after(min(hours or left, left), "late", appeal, start, policy)
    if hours is None:
        last = _control(appeal, start, policy)
        return _told(last, {"bound": "law", "last": minute(last, policy)})
    return _after(hours, "", appeal, start, policy)


def inquiry_due(appeal: Appeal, start: datetime, policy: Policy) -> Due:
    """When a body has to answer that is asked for information at `start` (aware).

    An inner term in working days, within the law's; in an emergency that of the work itself.
    """
    if appeal.emergency or appeal.due_at <= start:
        return executor_due(appeal, start, policy)
    days = policy.terms.inquiry_working_days
    last = add_working_days(local_day(start, policy), days, policy.working_time)
    closing = datetime.combine(last, policy.working_time.closes, policy.timezone).astimezone(UTC)
    at = min(closing, _control(appeal, start, policy))
    facts = {
        "from": minute(start, policy),
        "term": f"{days}-working-days",
        "counted": minute(closing, policy),
        "bound": "law" if at < closing else "",
    }
    return _told(at, facts | {"last": minute(at, policy)})


def rework_due(appeal: Appeal, before: datetime, now: datetime, policy: Policy) -> Due:
    """When work has to be done that is returned at `now` and was due `before` (both aware).

    The term does not begin again: what is left of it stays. If nothing is left, the hours of rework
    are given, an emergency never more than its own.
    """
    if before > now:
        return _told(before, {"given": "kept", "last": minute(before, policy)})
    left = policy.terms.rework_hours
    return _after(min(_hours(appeal, policy) or left, left), "rework", appeal, now, policy)


def prolonged_due(appeal: Appeal, day: date, now: datetime, policy: Policy) -> Due:
    """When work is due that was given more time until `day`, asked at `now` (aware).

    It ends with that working day, or the one before a day off, within the law's term as it stands.
    """
    last = on_or_before(day, policy.working_time)
    closing = datetime.combine(last, policy.working_time.closes, policy.timezone).astimezone(UTC)
    at, facts = closing, {"given": "prolonged"}
    bound = _control(appeal, now, policy)
    if bound < at:
        at, facts["bound"] = bound, "law"
    return _told(at, facts | {"last": minute(at, policy)})


def _hours(appeal: Appeal, policy: Policy) -> int | None:
    """The hours of the topic, by urgency; None = a topic nobody knows, which has the law's term."""
    known = policy.topics.get(appeal.topic or "")
    if appeal.emergency:
        return (known.emergency_hours if known else None) or policy.terms.emergency_hours
    return known.normal_hours if known else None


def _after(hours: int, why: str, appeal: Appeal, start: datetime, policy: Policy) -> Due:
    """So many hours after `start`, within the law's term while that lasts."""
    counted = start.astimezone(UTC) + timedelta(hours=hours)
    at = counted if appeal.emergency else _close_of_business(counted, policy)
    facts = {
        "from": minute(start, policy),
        "term": f"{hours}-hours",
        "counted": minute(counted, policy),
        "given": why,
    }
    if appeal.emergency:
        facts["emergency"] = "yes"
    elif off := why_off(local_day(counted, policy), policy.working_time):
        facts["day_off"] = off
    if appeal.due_at > start:
        bound = appeal.due_at if appeal.emergency else _control(appeal, start, policy)
        if bound < at:
            at, facts["bound"] = bound, "law"
    return _told(at, facts | {"last": minute(at, policy)})


def _control(appeal: Appeal, start: datetime, policy: Policy) -> datetime:
    """The last moment for an executor within the law's term, later than `start`."""
    if not policy.terms.control_before_day_off:
        return appeal.due_at
    law = law_due(appeal.regime, appeal.received_at, appeal.emergency, policy)
    day = local_day(appeal.due_at, policy)
    if law.at == appeal.due_at and "moved_from" in law.why.facts:
        day = min(day, date.fromisoformat(law.why.facts["moved_from"]))
    day = on_or_before(day, policy.working_time)
    closing = datetime.combine(day, policy.working_time.closes, policy.timezone).astimezone(UTC)
    return closing if start < closing < appeal.due_at else appeal.due_at


def _close_of_business(moment: datetime, policy: Policy) -> datetime:
    """The end of the working day in which the moment lies, or of the next one."""
    hours = policy.working_time
    local = moment.astimezone(policy.timezone)
    day = local.date()
    if not is_working_day(day, hours) or local.time() > hours.closes:
        day = on_or_after(day + timedelta(days=1), hours)
    return datetime.combine(day, hours.closes, policy.timezone).astimezone(UTC)


def _told(at: datetime, facts: Mapping[str, str]) -> Due:
    known = {key: value for key, value in facts.items() if value}
    return Due(at.astimezone(UTC), Reason(Code.TERM_OF_EXECUTOR, known))
