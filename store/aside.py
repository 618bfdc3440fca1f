"""Letters that could not be decided: set aside with the error, shown, given another try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailflows.vocabulary import Outcome
from store import journal, requests, rows
from store.database import transaction
from store.load import rows as read
from store.models import LetterRow

_ASIDE = '"error" IS NOT NULL'  # as the index of these letters has it


@dataclass(frozen=True, slots=True)
class Aside:
    """A letter that was set aside, with what went wrong; `size` in bytes."""

    id: int
    mailbox: str
    received_at: datetime
    size: int
    error: str
    set_aside_at: datetime | None
    attempts: int


def set_aside(letter_id: int, error: str, now: datetime) -> bool:
    """End a letter that cannot be decided, with the error; a request tells the operators.

    False when the letter has an outcome already.
    """
    with transaction():
        changed = (
            LetterRow.update(
                outcome=Outcome.SET_ASIDE,
                error=error,
                decided_at=now,
                claimed_by=None,
                claimed_until=None,
            )
            .where(LetterRow.id == letter_id, LetterRow.outcome.is_null())
            .execute()
        )
        if changed:
            requests.ask("set-aside", {"error": error[:2000]}, letter_id, now)
            journal.write("set-aside", now, by="pipeline", letter_id=letter_id)
    return bool(changed)


def retry(letter_id: int, now: datetime) -> bool:
    """Let a letter that was set aside wait again; False when it was not set aside."""
    with transaction():
        changed = (
            LetterRow.update(outcome=None, error=None, decided_at=None, attempts=0)
            .where(LetterRow.id == letter_id, LetterRow.outcome == Outcome.SET_ASIDE)
            .execute()
        )
        if changed:
            journal.write("retry", now, by="command-line", letter_id=letter_id)
    return bool(changed)


def find(letter_id: int) -> Aside | None:
    """One letter, None when it is not set aside."""
    return next(iter(_read(f'"id" = ? AND {_ASIDE}', letter_id)), None)


def listed(limit: int | None = None) -> list[Aside]:
    """Letters that are set aside, oldest first; all of them without a limit."""
    order = f'{_ASIDE} ORDER BY "decided_at"'
    return _read(order) if limit is None else _read(f"{order} LIMIT ?", limit)


def count() -> int:
    """How many letters are set aside."""
    return int(rows.run(f'SELECT count("decided_at") FROM "letter" WHERE {_ASIDE}').fetchone()[0])  # noqa: S608


def _read(where: str, *parameters: object) -> list[Aside]:
    return [
        Aside(
            id=row["id"],
            mailbox=row["mailbox"],
            received_at=row["received_at"],
            size=row["size"],
            error=row["error"],
            set_aside_at=row["decided_at"],
            attempts=row["attempts"],
        )
        for row in read(LetterRow, where, *parameters)
    ]
