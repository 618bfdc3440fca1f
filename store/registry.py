"""The registry for people: one appeal with all that belongs to it, lists, search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailflows.facts import Place
from mailflows.records import Appeal, Referral, Task
from mailflows.vocabulary import AppealState
from store import history, journal, load, outbox
from store.history import Changed
from store.journal import Entry
from store.models import AppealRow, LetterLinkRow, LetterRow, TaskRow
from store.outbox import Queued
from store.translate import PLACE, fold, task_of


@dataclass(frozen=True, slots=True)
class Line:
    """One appeal as a line of a list."""

    id: int
    number: str
    applicant: str | None
    topic: str | None
    place: Place
    state: AppealState
    emergency: bool
    received_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class LetterOf:
    """A letter that belongs to an appeal."""

    id: int
    mailbox: str
    received_at: datetime
    outcome: str | None
    flow: str | None
    reasons: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The registration card of an appeal with everything that happened."""

    appeal: Appeal
    referrals: tuple[Referral, ...]
    tasks: tuple[Task, ...]
    letters: tuple[LetterOf, ...]
    sent: tuple[Queued, ...]
    history: tuple[Changed, ...]
    journal: tuple[Entry, ...]


def show(number: str) -> Card | None:
    """The card of an appeal; None when there is no such number."""
    appeal = load.appeal_numbered(number)
    if appeal is None:
        return None
    tasks = load.rows(TaskRow, '"appeal_id" = ? ORDER BY "id"', appeal.id)
    return Card(
        appeal=appeal,
        referrals=load.referrals(appeal.id),
        tasks=tuple(map(task_of, tasks)),
        letters=_letters(appeal),
        sent=outbox.of_appeal(appeal.id),
        history=history.of_appeal(appeal.id),
        journal=journal.of_appeal(appeal.id),
    )


def _letters(appeal: Appeal) -> tuple[LetterOf, ...]:
    links = load.rows(LetterLinkRow, '"appeal_id" = ? AND "letter_id" IS NOT NULL', appeal.id)
    ids = sorted({appeal.letter_id, *(row["letter_id"] for row in links)} - {0})
    found = load.rows(LetterRow, load.among("id", ids) + ' ORDER BY "id"', *ids)
    return tuple(
        LetterOf(
            id=row["id"],
            mailbox=row["mailbox"],
            received_at=row["received_at"],
            outcome=row["outcome"],
            flow=row["flow"],
            reasons=row["reasons"] or (),
        )
        for row in found
    )


def listed(
    *,
    state: AppealState | None = None,
    topic: str | None = None,
    only_open: bool = False,
    overdue_at: datetime | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> tuple[Line, ...]:
    """Appeals newest first; `before_id` is the last id of the page before (no OFFSET)."""
    query = AppealRow.select().order_by(AppealRow.id.desc()).limit(limit)
    if state is not None:
        query = query.where(AppealRow.state == state)
    if topic is not None:
        query = query.where(AppealRow.topic == topic)
    if only_open or overdue_at is not None:
        query = query.where(AppealRow.open)
    if overdue_at is not None:
        query = query.where(AppealRow.due_at < overdue_at)
    if before_id is not None:
        query = query.where(AppealRow.id < before_id)
    return tuple(_line(row) for row in query.dicts())


def _line(row: Any) -> Line:
    return Line(
        id=row["id"],
        number=row["number"],
        applicant=row["applicant_name"],
        topic=row["topic"],
        place=Place(**{name: row[f"place_{name}"] for name in PLACE}),
        state=AppealState(row["state"]),
        emergency=row["emergency"],
        received_at=row["received_at"],
        due_at=row["due_at"],
    )


def search(words: str, limit: int = 50) -> tuple[Line, ...]:
    """Appeals that hold every word in number, names, addresses, subject or text, newest first.

    Letters' case and kinds of apostrophe do not count; nothing is a wildcard.
    """
    wanted = [_like(word) for word in fold(words).split()[:10]]
    if not wanted:
        return ()
    condition = " AND ".join(["\"folded\" LIKE ? ESCAPE '!'"] * len(wanted))
    found = load.rows(
        AppealRow,
        f'"id" IN (SELECT "appeal_id" FROM "appeal_text" WHERE {condition})'  # noqa: S608
        f' ORDER BY "id" DESC LIMIT {int(limit)}',
        *wanted,
    )
    return tuple(map(_line, found))


def _like(word: str) -> str:
    escaped = word.replace("!", "!!").replace("%", "!%").replace("_", "!_").replace("\x00", "")
    return f"%{escaped}%"
