"""Seals of the journal: a chain of hashes over its lines, which another program can verify."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import peewee

from store import rows
from store.database import execute, is_postgres, transaction, unanswered
from store.models import SealRow

BEFORE_ALL = bytes(32)  # what stands for the hash before the first line
LOT = 500  # lines sealed in one transaction: writers wait for it a few milliseconds
SLICE = 50  # rows of one statement
PATIENCE = "500ms"  # how long PostgreSQL waits for writers, and new ones behind it, at most
PAGE = 5000  # rows read at once
GROUPS = 5  # of four hex digits in a short head: 80 bits
_TIMED_OUT = "55P03"  # PostgreSQL's lock_not_available

Line = tuple[Any, ...]
"""id, at, action, detail, by, letter, appeal, record: as the driver gives them."""

_LINES = (
    'SELECT "id", "at", "action", "detail", "by", "letter_id", "appeal_id", "record_id"'
    ' FROM "journal" WHERE "id" > ? AND "id" <= ? ORDER BY "id" LIMIT ?'
)
_NEWEST = 'SELECT "line", "head" FROM "seal" ORDER BY "line" DESC LIMIT 1'


class Busy(Exception):
    """Writers of the journal did not end in time: nothing was sealed, try again later."""


def encoded(line: Line) -> bytes:
    """A line as it is hashed: a JSON array in the canonical form of RFC 8785, in UTF-8.

    ["journal-1", id, at, action, detail, by, letter, appeal, record] without blanks: id, letter,
    appeal and record are whole numbers or null, the rest are strings. `at` is UTC to the
    microsecond, like "2026-11-24T08:30:00.000000Z". Strings are escaped only where JSON asks for
    it: quotation mark, backslash, and what lies below U+0020 as \\b \\t \\n \\f \\r or \\u00xx.
    """
    number, at, *rest = line
    written = at.isoformat(timespec="microseconds") if isinstance(at, datetime) else str(at)
    whole = ["journal-1", number, written.replace(" ", "T", 1) + "Z", *rest]
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), default=repr)
    return text.encode("utf-8", "surrogatepass")


def link(head: bytes, line: Line) -> bytes:
    """The chain's head after a line: SHA-256 of the head before it (32 bytes) and the line.

    Before the first line the head is 32 zero bytes. The lines follow each other by their ids;
    ids may be left out, because a transaction that was rolled back has used some.
    """
    return hashlib.sha256(head + encoded(line)).digest()


def lines(after: int, until: int, most: int) -> list[Line]:
    """At most `most` lines with `after` < id <= `until`, by id."""
    return list(rows.run(_LINES, after, until, most).fetchall())


def newest() -> tuple[int, bytes]:
    """The last sealed line and the head after it; (0, 32 zero bytes) before the first."""
    found = rows.run(_NEWEST).fetchone()
    return (0, BEFORE_ALL) if found is None else (found[0], octets(found[1]))


def octets(kept: Any) -> bytes:
    """A hash as it stands in the table; nothing when something else was put there."""
    return bytes(kept) if isinstance(kept, bytes | memoryview) else b""


def short(head: bytes) -> str:
    """The head for people: "3f9a-12bc-77de-0a41-99c0", its first 80 bits."""
    text = head.hex()
    return "-".join(text[at : at + 4] for at in range(0, 4 * GROUPS, 4))


def newest_short() -> str:
    """The newest head for people; "" before the first line was sealed."""
    line, head = newest()
    return short(head) if line else ""


def seal() -> int:
    """Seal every line that is not sealed yet; gives how many.

    Not inside another transaction: each lot is one of its own, in which nobody else seals.
    Raises Busy when a writer of PostgreSQL holds it up.
    """
    return sum(iter(_seal_lot, 0))


def _seal_lot() -> int:
    try:
        with transaction():
            _wait_for_writers()
            last, head = newest()
            fresh = []
            for line in lines(last, 2**31 - 1, LOT):
                head = link(head, line)
                fresh.append({"line": line[0], "head": head})
            with unanswered():
                for part in _slices(fresh):
                    rows.insert(SealRow, part)
    except peewee.OperationalError as error:
        if _state(error) == _TIMED_OUT:
            raise Busy from error
        raise
    return len(fresh)


def _wait_for_writers() -> None:
    """Until the end of this transaction nobody else writes to the journal or seals it.

    SQLite has one writer anyway. PostgreSQL may commit a lower id after a higher one: the lock
    waits for all that have written, so that below the last sealed line nothing can appear later
    but what was put there by hand.
    """
    if is_postgres():
        execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        execute('LOCK TABLE "journal" IN SHARE ROW EXCLUSIVE MODE')


def _slices(fresh: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    return (fresh[at : at + SLICE] for at in range(0, len(fresh), SLICE))


def _state(error: BaseException) -> str:
    """The SQLSTATE of the driver's error inside Peewee's."""
    inside = (error.__cause__, error.__context__, *error.args)
    return next((one.sqlstate for one in inside if hasattr(one, "sqlstate")), "") or ""
