"""Lines and sentences of the daily lists: what a busy reader takes in at one glance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from mailflows.policy import Policy
from mailflows.summary import DigestFigures, Item
from mailflows.writing import dates
from mailflows.writing.places import place
from mailflows.writing.typography import plural
from templates import words


def summary(figures: DigestFigures, short: bool = False) -> str:
    """The day's state in one sentence, the worst first; a few words when `short`."""
    table = words()["digest"]
    counts = [
        (len(figures.emergencies), "emergencies"),
        (len(figures.overdue), "overdue"),
        (len(figures.due_today), "due_today"),
        (len(figures.unserved), "unserved"),
    ]
    told = [plural(count, *table[name]) for count, name in counts if count]
    if short:
        return ", ".join(told[:2]) or str(table["quiet_short"])
    received = plural(figures.received, *table["received"])
    closed = plural(figures.closed, *table["closed"])
    opening = ", ".join(told) or str(table["quiet"])
    return f"{opening[:1].upper()}{opening[1:]}. {received}, {closed}."


def by_executor(items: Sequence[Item], policy: Policy) -> list[tuple[str, list[Item]]]:
    """Items under the names of their executors, those with the most first."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(_executor(item, policy), []).append(item)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def lines(policy: Policy, now: datetime) -> dict[str, Callable[..., Any]]:
    """The functions of templates that need the policy and the moment."""

    def base(item: Item) -> str:
        """«К-0123/26, Водопостачання, Селидове, вул. Миру, 18»."""
        known = policy.topics.get(item.topic or "")
        topic = known.name if known else str(words()["topic_unclear"])
        return ", ".join(part for part in (item.number, topic, place(item.place)) if part)

    def work_line(item: Item) -> str:
        """The item with its executor and term; an emergency's term has its hour."""
        when = dates.short_moment if item.emergency else dates.short
        due = when(item.due_at, policy.timezone)
        return (
            f"{base(item)} \u2013 {_executor(item, policy)}, {words()['calendar']['until']} {due}"
        )

    def late_line(item: Item) -> str:
        """The item with the days that it is late."""
        zone = policy.timezone
        late = (dates.local_day(now, zone) - dates.local_day(item.due_at, zone)).days
        table = words()["digest"]
        told = plural(late, *table["days_late"]) if late > 0 else table["hours_late"]
        return f"{base(item)} \u2013 {told}"

    return {
        "work_line": work_line,
        "late_line": late_line,
        "by_executor": lambda items: by_executor(items, policy),
        "summary": summary,
    }


def _executor(item: Item, policy: Policy) -> str:
    """The executor's name."""
    known = policy.executors.get(item.executor or "")
    return known.name if known else str(words()["digest"]["nobody"])
