"""Reads the answers of UID FETCH, with whatever else the server says in between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_BEGINS = re.compile(rb"^\d+ \(")
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_BODY = re.compile(rb'\bBODY\[[^\]]{0,40}\](?:<\d+>)?\s*(?:"((?:[^"\\]|\\.)*)")?')
_MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DATE = re.compile(
    rb'INTERNALDATE "\s?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"'
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the server told of one letter; `raw` is None when its bytes were not asked for."""

    uid: int
    size: int
    received_at: datetime | None  # INTERNALDATE, aware UTC
    raw: bytes | None = None


def read_fetch(answer: Sequence[bytes | tuple[bytes, bytes] | None]) -> list[Fetched]:
    """The letters in imaplib's answer to UID FETCH; unsolicited FETCH lines are left out.

    A line like `3 (FLAGS (\\Seen))`, that a server sends when a colleague reads a letter, names no
    body and no size; it can carry a UID all the same (RFC 9051 7.5.2).
    """
    found: dict[int, Fetched] = {}
    for text, literals in _messages(answer):
        uid, size = _UID.search(text), _SIZE.search(text)
        if not uid or not size:
            continue
        found[int(uid[1])] = Fetched(
            int(uid[1]), int(size[1]), _internal_date(text), _body(text, literals)
        )
    return list(found.values())


def _messages(
    answer: Sequence[bytes | tuple[bytes, bytes] | None],
) -> Iterator[tuple[bytes, list[bytes]]]:
    """The words of each FETCH answer and its literals apart: literals may look like anything."""
    text = b""
    literals: list[bytes] = []
    for piece in answer:
        if piece is None:
            continue
        words = piece[0] if isinstance(piece, tuple) else piece
        if _BEGINS.match(words):
            if text:
                yield text, literals
            text, literals = b"", []
        text += words + b" "
        if isinstance(piece, tuple):
            literals.append(piece[1])
    if text:
        yield text, literals


def _body(text: bytes, literals: list[bytes]) -> bytes | None:
    found = _BODY.search(text)
    if found is None:
        return None
    if literals:
        return b"".join(literals)
    return re.sub(rb"\\(.)", rb"\1", found[1] or b"")  # NIL, or a quoted string


def _internal_date(text: bytes) -> datetime | None:
    found = _DATE.search(text)
    month = found[2].title() if found else b""
    if not found or month not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(found[part]) for part in (1, 3, 4, 5, 6))
    offset = timedelta(hours=int(found[8]), minutes=int(found[9]))
    zone = timezone(-offset if found[7] == b"-" else offset)
    try:
        moment = datetime(year, _MONTHS.index(month) + 1, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
    return moment.astimezone(UTC)


def uid_set(uids: Sequence[int]) -> str:
    """UIDs as IMAP writes a set: neighbours joined to ranges ("1:3,7")."""
    parts: list[str] = []
    first = last = -1
    for uid in sorted(uids):
        if uid == last + 1 and first >= 0:
            last = uid
            continue
        if first >= 0:
            parts.append(f"{first}:{last}" if last > first else f"{first}")
        first = last = uid
    if first >= 0:
        parts.append(f"{first}:{last}" if last > first else f"{first}")
    return ",".join(parts)
