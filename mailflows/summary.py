"""What the daily digest and the operators' list are made from: counted by the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mailflows.facts import Place
from mailflows.records import Appeal, Referral, Task


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of work under control, as a line of a digest shows it."""

    number: str
    topic: str | None
    place: Place
    executor: str | None  # code
    due_at: datetime
    emergency: bool = False
    home: bool = False  # the place is where the applicant lives: nobody named another
    inquiry: bool = False  # only information is awaited: nobody works on it by this


@dataclass(frozen=True, slots=True)
class DigestFigures:
    """The state of one leader's area at one moment; lists hold the oldest first."""

    day: date
    received: int = 0  # since the digest before
    closed: int = 0  # since the digest before
    in_work: int = 0
    in_check: int = 0
    overdue: tuple[Item, ...] = ()
    due_today: tuple[Item, ...] = ()
    emergencies: tuple[Item, ...] = ()  # not closed yet
    unserved: tuple[Item, ...] = ()  # referrals that nobody has seen
    claims: tuple[Item, ...] = ()  # executors say done, nobody has confirmed
    disputed: tuple[Item, ...] = ()  # back to work since the digest before
    considered: tuple[Item, ...] = ()  # a leader is to decide them himself
    signs: Mapping[str, int] = field(default_factory=dict)  # of those received: sign → how many
    alerts_open: int = 0  # alerts that no leader has acknowledged
    waiting: int = 0  # letters not decided yet
    set_aside: int = 0
    ledger: Mapping[str, int] = field(default_factory=dict)  # outcome → letters
    balanced: bool | None = None  # None: the server's side was not counted
    seal: str = ""  # newest head of the journal's chain, for who reads of everything


@dataclass(frozen=True, slots=True)
class Question:
    """An open task with what a person needs to answer it."""

    task: Task
    appeal: Appeal | None = None
    referral: Referral | None = None
    words: str = ""  # of the letter that the question came from, when it is not the appeal's own
    sender: str = ""  # who wrote them
