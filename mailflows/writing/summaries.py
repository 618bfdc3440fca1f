"""Lines and sentences of the daily lists: what a busy reader takes in at one glance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from mailflows.facts import Scene
from mailflows.policy import Executor, Policy
from mailflows.summary import DigestFigures, Item
from mailflows.writing import dates
from mailflows.writing.places import scene
from mailflows.writing.typography import plural
from templates import words

_SIGNS = ("repeated", "duplicate", "frequent", "mass", "collective")


def summary(figures: DigestFigures, short: bool = False) -> str:
    """The day's state in one sentence, the worst first; two counts when `short`."""
    table = words()["digest"]
    counts = [
        (len(figures.emergencies), "emergencies"),
        (len(figures.overdue), "overdue"),
        (len(figures.due_today), "due_today"),
        (len(figures.unserved), "unserved"),
        (len(figures.disputed), "disputed"),
    ]
    told = [plural(count, *table[name]) for count, name in counts if count]
    if short:
        return ", ".join(told[:2]) or str(table["quiet_short"])
    new = [plural(figures.received, *table["received"])] if figures.received else []
    new += [plural(figures.closed, *table["closed"])] if figures.closed else []
    opening = ", ".join(told) or str(table["quiet"])
    return f"{opening[:1].upper()}{opening[1:]}. {', '.join(new) or table['nothing_new']}."


def signs(figures: DigestFigures) -> str:
    """How many of the new appeals are repeated, duplicate, ..., collective; "" when none is."""
    table = words()["digest"]
    counts = ((figures.signs.get(name, 0), table[f"sign_{name}"]) for name in _SIGNS)
    told = [plural(count, *forms) for count, forms in counts if count]
    return str(table["signs"]).format(", ".join(told)) if told else ""


def health(figures: DigestFigures) -> str:
    """How the mail itself is: accounted for, waiting, set aside."""
    table = words()["health"]
    state = {None: "unchecked", True: "balanced", False: "unbalanced"}[figures.balanced]
    told = [
        table["letters"].format(sum(figures.ledger.values())),
        table[state],
        table["waiting"].format(figures.waiting),
        table["aside"].format(figures.set_aside),
        table["unserved"].format(len(figures.unserved)),
    ]
    return f"{table['opening']} {'; '.join(part for part in told if part)}."


def balance(one: Any) -> str:
    """Our side of one mailbox in a line: its address, letters kept, waiting, each outcome."""
    table = words()["ledger"]
    told = [plural(one.kept, *table["letters"])]
    told += [f"{table['waiting']} {one.waiting}"] if one.waiting else []
    told += [f"{table['unfiled']} {one.unfiled}"] if one.unfiled else []
    outcomes: Mapping[str, int] = one.by_outcome
    told += [f"{table.get(name, name)} {count}" for name, count in outcomes.items() if count]
    return f"{one.mailbox}: {', '.join(told)}"


class Lines:
    """The lines of lists; the policy names topics and executors, `now` tells what is late."""

    def __init__(self, policy: Policy, now: datetime) -> None:
        self._policy = policy
        self._now = now

    def functions(self) -> dict[str, Callable[..., Any]]:
        """What templates may call."""
        return {
            "work_line": self.work,
            "late_line": self.late,
            "undelivered_line": self.undelivered,
            "by_executor": self.by_executor,
            "executor_of": self.executor,
            "topic": self.topic,
            "summary": summary,
            "signs": signs,
            "health": health,
            "balance": balance,
        }

    def topic(self, slug: str | None) -> str:
        """A topic's name for people."""
        known = self._policy.topics.get(slug or "")
        return known.name if known else str(words()["topic_unclear"])

    def executor(self, code: str | None) -> Executor | None:
        """The executor of a code, None when the settings do not know it."""
        return self._policy.executor(code or "")

    def work(self, item: Item) -> str:
        """The item with its executor and term; an emergency's term has its hour."""
        when = dates.short_moment if item.emergency else dates.short
        told = [executor.name] if (executor := self.executor(item.executor)) else []
        ended = item.due_at < self._now
        before = words()["digest"]["ended"] if ended else words()["calendar"]["until"]
        told.append(f"{before} {when(item.due_at, self._policy.timezone)}")
        return f"{self._base(item)} \u2013 {', '.join(told)}"

    def late(self, item: Item) -> str:
        """The item with the days past its term."""
        zone, table = self._policy.timezone, words()["digest"]
        days = (dates.local_day(self._now, zone) - dates.local_day(item.due_at, zone)).days
        told = plural(days, *table["days_late"]) if days > 0 else table["hours_late"]
        return f"{self._base(item)} \u2013 {told}"

    def by_executor(self, items: Sequence[Item]) -> list[tuple[str, str, list[Item]]]:
        """Name, telephone and items of each executor, those with the most first."""
        found: dict[str, list[Item]] = {}
        for item in items:
            found.setdefault(self._policy.present_code(item.executor or ""), []).append(item)
        told = []
        ours_last = sorted(found.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))
        for code, theirs in ours_last:
            executor = self.executor(code)
            name = executor.name if executor else code or str(words()["digest"]["nobody"])
            told.append((name, (executor.phone if executor else None) or "", theirs))
        return told

    def undelivered(self, one: Any) -> str:
        """Which letter of ours did not arrive, to whom, and why."""
        when = dates.short_moment(one.created_at, self._policy.timezone)
        why = one.error or one.reply or ""
        return ", ".join(part for part in (one.recipient, one.subject, when, why) if part)

    def _base(self, item: Item) -> str:
        """Number, topic and place; what is only asked of a body is called so."""
        asked = words()["digest"]["inquiry"] if item.inquiry else ""
        told = (item.number, asked, self.topic(item.topic), scene(Scene(item.place, item.home)))
        return ", ".join(part for part in told if part)
