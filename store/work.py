"""What one commit gathers on its way: new records, changed fields, lines of the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from mailflows.records import Alert, Appeal, Key, New, Referral, Task
from mailflows.states import By
from store import load
from store.journal import Entry

T = TypeVar("T")


class StaleVersion(Exception):
    """Somebody changed what was read: load the context again and decide again."""


class LostClaim(Exception):
    """The letter is no longer this worker's: its lease ran out, or it has an outcome."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The records that an outgoing letter speaks of, with their ids and numbers.

    `related` are the other appeals that the same decision registered.
    """

    appeal: Appeal | None = None
    referral: Referral | None = None
    alert: Alert | None = None
    task: Task | None = None
    related: tuple[Appeal, ...] = ()


@dataclass(slots=True)
class Work:
    """A commit in progress; lives inside one transaction and is thrown away with it."""

    now: datetime
    by: str  # in the history: the flow or the job
    who: str  # in the journal, see store.journal.Entry
    letter_id: int | None
    otherwise: str  # what outgoing letters are about that speak of no record
    newest_alert_id: int | None  # of the context; None when nobody else can raise one
    mover: By | None = None  # whose word may change states
    appeals: list[Appeal] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    octets: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    journal: list[Entry] = field(default_factory=list)

    def note(
        self,
        action: str,
        *,
        detail: str = "",
        appeal_id: int | None = None,
        record_id: int | None = None,
    ) -> None:
        """Add a line to the journal: a code and ids."""
        entry = Entry(self.now, action, detail, self.letter_id, appeal_id, record_id, self.who)
        self.journal.append(entry)

    def remember(
        self,
        record: str,
        record_id: int,
        appeal_id: int | None,
        name: str,
        old: str | None,
        new: str | None,
    ) -> None:
        """Add a row to the history; `old` and `new` are JSON of the column's values."""
        self.history.append(
            {
                "record": record,
                "record_id": record_id,
                "appeal_id": appeal_id,
                "field": name,
                "old": old,
                "new": new,
                "at": self.now,
                "by": self.by,
                "letter_id": self.letter_id,
            }
        )

    def appeal_id(self, key: Key | None) -> int | None:
        """The id that a key stands for."""
        return self.appeals[key.index].id if isinstance(key, New) else key

    def referral_id(self, key: Key | None) -> int | None:
        """The id that a key stands for."""
        return self.referrals[key.index].id if isinstance(key, New) else key

    def alert_id(self, key: Key | None) -> int | None:
        """The id that a key stands for."""
        return self.alerts[key.index].id if isinstance(key, New) else key

    def appeal(self, key: Key | None) -> Appeal | None:
        """The record that a key stands for, as it is after the changes."""
        if isinstance(key, New):
            return self.appeals[key.index]
        return None if key is None else _there(load.appeal(key), "appeal", key)

    def referral(self, key: Key | None) -> Referral | None:
        """The record that a key stands for, as it is after the changes."""
        if isinstance(key, New):
            return self.referrals[key.index]
        return None if key is None else _there(load.referral(key), "referral", key)

    def alert(self, key: Key | None) -> Alert | None:
        """The record that a key stands for, as it is after the changes."""
        if isinstance(key, New):
            return self.alerts[key.index]
        return None if key is None else _there(load.alert(key), "alert", key)

    def task(self, key: Key | None) -> Task | None:
        """The record that a key stands for, as it is after the changes."""
        if isinstance(key, New):
            return self.tasks[key.index]
        return None if key is None else _there(load.task(key), "task", key)


def _there(found: T | None, kind: str, key: int) -> T:
    if found is None:
        raise LookupError(f"no {kind} {key}")
    return found
