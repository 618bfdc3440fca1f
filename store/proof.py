"""Proves the journal: walks its lines beside their seals and tells the first that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from store import rows
from store.fields import Moment
from store.seals import BEFORE_ALL, PAGE, Line, lines, link, newest, octets


class Wrong(StrEnum):
    """What is wrong with a line."""

    CHANGED = "changed"  # it, its place, or what stood before it together with its seal
    DELETED = "deleted"
    INSERTED = "inserted"
    SEAL_CHANGED = "seal-changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first line that is not as it was sealed."""

    line: int
    what: Wrong


@dataclass(frozen=True, slots=True)
class Unsealed:
    """Lines that no seal holds yet."""

    count: int
    first: int
    last: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """What a walk along the chain has found; `sealed` lines are as they were sealed."""

    sealed: int
    last: int  # the last of them, 0 for none
    head: str  # after it, 64 hex digits
    difference: Difference | None
    unsealed: Unsealed | None
    asked_line: int | None  # after which line the chain had the head that was asked for


def count() -> int:
    """How many lines are sealed."""
    return int(rows.run('SELECT count(*) FROM "seal"').fetchone()[0])


def prove(asked: str = "", tell: Callable[[int], None] = lambda _: None) -> Proof:
    """Walk the whole chain; `asked` are leading hex digits of a head, "" for none.

    What is sealed while it walks is left to the next walk. `tell` is given the number of lines
    proved so far, every few thousand. Memory does not grow with the journal.
    """
    until, _ = newest()
    head, last, proved, found = BEFORE_ALL, 0, 0, None
    pairs = _pairs(until)
    for line, number, kept in pairs:
        if line is None or line[0] != number:
            return _proof(proved, last, head, _unlike(line, number), found, until)
        following = link(head, line)
        if following != kept:
            wrong = _which(following, next(pairs, None))
            return _proof(proved, last, head, Difference(number, wrong), found, until)
        head, last, proved = following, number, proved + 1
        if asked and head.hex().startswith(asked):
            found = last
        if proved % PAGE == 0:
            tell(proved)
    return _proof(proved, last, head, None, found, until)


def _unlike(line: Line | None, number: int) -> Difference:
    """A seal without its line, or a line without a seal among sealed ones."""
    if line is None or line[0] > number:
        return Difference(number, Wrong.DELETED)
    return Difference(line[0], Wrong.INSERTED)


def _which(computed: bytes, after: tuple[Line | None, int, bytes] | None) -> Wrong:
    """The seal was changed if the one after it follows from the line as it is."""
    if after is not None and after[0] is not None and link(computed, after[0]) == after[2]:
        return Wrong.SEAL_CHANGED
    return Wrong.CHANGED


def _pairs(until: int) -> Iterator[tuple[Line | None, int, bytes]]:
    """Each seal with the next line, which is its own where nothing is wrong."""
    written = _written(until)
    return ((next(written, None), number, head) for number, head in _sealed(until))


def _written(until: int) -> Iterator[Line]:
    after = 0
    while page := lines(after, until, PAGE):
        yield from page
        after = page[-1][0]


def _sealed(until: int) -> Iterator[tuple[int, bytes]]:
    after = 0
    statement = 'SELECT "line", "head" FROM "seal" WHERE "line" > ? AND "line" <= ?'
    while page := rows.run(f'{statement} ORDER BY "line" LIMIT {PAGE}', after, until).fetchall():
        yield from ((number, octets(head)) for number, head in page)
        after = page[-1][0]


def _proof(
    proved: int,
    last: int,
    head: bytes,
    difference: Difference | None,
    found: int | None,
    until: int,
) -> Proof:
    return Proof(proved, last, head.hex(), difference, _unsealed(until), found)


def _unsealed(until: int) -> Unsealed | None:
    found = rows.run(
        'SELECT count(*), min("id"), max("id"), min("at") FROM "journal" WHERE "id" > ?'
        ' AND NOT EXISTS (SELECT 1 FROM "seal" WHERE "line" = "journal"."id")',
        until,
    ).fetchone()
    if not found[0]:
        return None
    return Unsealed(int(found[0]), found[1], found[2], Moment().python_value(found[3]))
