"""The journal: who did what when, in codes and ids, only ever appended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store import rows
from store.load import rows as read
from store.models import JournalRow
from store.seals import newest


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal; `id` is 0 before it is written.

    `by` is who did it, in codes: "operator:head", "executor:water,unstamped" (an address that
    nobody has proved), "outsider", the name of a flow or a job, "sending", "command-line".
    """

    at: datetime
    action: str
    detail: str
    letter_id: int | None
    appeal_id: int | None
    record_id: int | None
    by: str = ""
    id: int = 0
    sealed: bool = False


def write(
    action: str,
    now: datetime,
    *,
    by: str,
    detail: str = "",
    letter_id: int | None = None,
    appeal_id: int | None = None,
    record_id: int | None = None,
) -> None:
    """Append one line, inside the caller's transaction; `detail` is a code, never a text."""
    append([Entry(now, action, detail, letter_id, appeal_id, record_id, by)])


def append(entries: Sequence[Entry]) -> None:
    """Append lines by one statement, inside the caller's transaction."""
    rows.insert(
        JournalRow,
        [
            {
                "at": one.at,
                "action": one.action,
                "detail": one.detail,
                "by": one.by,
                "letter_id": one.letter_id,
                "appeal_id": one.appeal_id,
                "record_id": one.record_id,
            }
            for one in entries
        ],
    )


def _entries(where: str, *parameters: object) -> tuple[Entry, ...]:
    found = read(JournalRow, where + ' ORDER BY "id"', *parameters)
    last, _ = newest()
    return tuple(
        Entry(
            row["at"],
            row["action"],
            row["detail"],
            row["letter_id"],
            row["appeal_id"],
            row["record_id"],
            row["by"],
            row["id"],
            row["id"] <= last,
        )
        for row in found
    )


def of_letter(letter_id: int) -> tuple[Entry, ...]:
    """What was done with a letter, in order."""
    return _entries('"letter_id" = ?', letter_id)


def of_appeal(appeal_id: int) -> tuple[Entry, ...]:
    """What was done with an appeal, in order."""
    return _entries('"appeal_id" = ?', appeal_id)
