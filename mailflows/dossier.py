"""What the store knows of an appeal for paper: all that happened to it, and its register line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailflows.records import Answer, Appeal, Referral, Task


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record changed; `old` is None for the first state of a new record.

    `by` is who did it as the journal names him: "operator:head", "executor:water,unstamped",
    "outsider", the name of a flow or a job, "sending".
    """

    at: datetime
    by: str
    record: str  # appeal | referral | alert
    record_id: int
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that came about the appeal; `intent` is the code of what it said, "" for none."""

    letter_id: int
    at: datetime
    by: str
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter of ours about the appeal; `state` is queued, booked, sent, maybe or never."""

    at: datetime  # when it was written
    template: str
    recipient: str
    party: str
    state: str
    sent_at: datetime | None = None
    returned_at: datetime | None = None
    fault: str = ""  # the servers' own words or code, when it could not go


@dataclass(frozen=True, slots=True)
class Dossier:
    """An appeal with everything that happened, each list oldest first."""

    appeal: Appeal
    referrals: tuple[Referral, ...] = ()
    tasks: tuple[Task, ...] = ()
    received: tuple[Received, ...] = ()
    written: tuple[Written, ...] = ()
    changes: tuple[Change, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """An appeal as a line of the printed register; of its text only the beginning is there."""

    appeal: Appeal
    executors: tuple[str, ...] = ()  # codes, the first referral first
