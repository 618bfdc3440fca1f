"""Header fields of a hostile letter: words, addresses, dates and ids, never an exception."""

from __future__ import annotations

import binascii
import re
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_tz

from mailflows.reading.charset import decode
from mailflows.reading.limits import MAX_HEADER_CHARACTERS, MAX_HEADERS, MAX_REFERENCES
from mailflows.reading.mojibake import repair

_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?]|\?(?!=))*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_Q_BYTE = re.compile(rb"=([0-9A-Fa-f]{2})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_FOLDS = re.compile(r"[\r\n]+[ \t]*")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u2028\u2029]")
_IDS = re.compile(r"<([^<>\s]{1,900})>")
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_CLOCK_TOLERANCE = timedelta(days=1)  # a sender's clock may run ahead of ours

RawHeaders = dict[str, list[str]]
"""Values as they stood in the letter (surrogates for 8-bit bytes), by lower-case name."""


def raw_headers(message: Message) -> RawHeaders:
    """All fields of the letter, topmost first, unfolded and cut to the limits."""
    fields: RawHeaders = {}
    for count, (name, value) in enumerate(message.raw_items()):
        if count >= MAX_HEADERS:
            break
        unfolded = str(value)
        if "\n" in unfolded or "\r" in unfolded:
            unfolded = _FOLDS.sub(" ", unfolded)
        fields.setdefault(str(name).lower(), []).append(unfolded.strip()[:MAX_HEADER_CHARACTERS])
    return fields


def words(value: str, hint: str | None = None) -> str:
    """A field's value for people: encoded-words and raw 8-bit bytes decoded, one line, no NUL.

    `hint` is the charset of the body, tried for bytes without a label. Neighbouring
    encoded-words of one charset are joined before decoding, because many programs cut them
    inside a character (against RFC 2047).
    """
    if value.isascii() and "=?" not in value:
        return clean(value)
    value = _BETWEEN.sub(r"\1", value)
    pieces: list[str] = []
    charset, pending, end = "", b"", 0
    for match in _ENCODED.finditer(value, 0, last_word(value)):
        label = match[1].split("*", 1)[0]
        gap = value[end : match.start()]
        if gap or label.lower() != charset.lower():
            pieces += [decode(pending, charset)[0], _plain(gap, hint)]
            pending = b""
        charset, end = label, match.end()
        pending += _word_bytes(match[2], match[3])
    pieces += [decode(pending, charset)[0], _plain(value[end:], hint)]
    return clean(repair("".join(pieces)))


def last_word(value: str) -> int:
    """Where the last encoded-word of a value can end: words opened behind it cost no search."""
    return value.rfind("?=") + 2


def clean(value: str) -> str:
    """One line without control characters, so that it can be reused in a header of ours."""
    if value.isprintable():
        return value.strip()
    return _CONTROLS.sub(" ", value).replace("\ufeff", "").strip()


def date_of(value: str | None, received_at: datetime) -> datetime | None:
    """The moment of a Date field, aware; None for nonsense and for the future.

    A field without a zone is taken as UTC (RFC 5322 §3.3, "-0000").
    """
    if not value:
        return None
    try:
        parsed = parsedate_tz(value[:200])
        if parsed is None or not 0 <= abs(parsed[9] or 0) < 86_400:
            return None
        moment = datetime(*parsed[:6], tzinfo=UTC) - timedelta(seconds=parsed[9] or 0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if _OLDEST < moment <= received_at + _CLOCK_TOLERANCE else None


def ids(value: str) -> tuple[str, ...]:
    """Message-IDs of a field in their order, with their angle brackets."""
    found = [f"<{clean(match)}>" for match in _IDS.findall(value)]
    if not found and "@" in value and " " not in value.strip():
        found = [f"<{clean(value).strip('<>')}>"]
    return tuple(found)


def references(fields: RawHeaders) -> tuple[str, ...]:
    """In-Reply-To first, then References from the nearest; each id once."""
    found = [one for value in fields.get("in-reply-to", ()) for one in ids(_safe(value))]
    for value in fields.get("references", ()):
        found += reversed(ids(_safe(value)))
    return tuple(dict.fromkeys(found))[:MAX_REFERENCES]


def message_id(fields: RawHeaders) -> str | None:
    """The letter's own id with its angle brackets, None when there is none."""
    for value in fields.get("message-id", ()):
        for one in ids(_safe(value)):
            return one
        if clean(_safe(value)):
            return clean(_safe(value))[:500]
    return None


def raw_bytes(value: str) -> bytes:
    """The bytes a header or payload string of the parser stands for."""
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")


def _safe(value: str) -> str:
    return value if value.isascii() else decode(raw_bytes(value), None)[0]


def _plain(value: str, hint: str | None) -> str:
    return value if value.isascii() else decode(raw_bytes(value), hint)[0]


def _word_bytes(kind: str, text: str) -> bytes:
    data = raw_bytes(text)
    if kind in "qQ":
        data = data.replace(b"_", b" ")
        return _Q_BYTE.sub(lambda match: bytes([int(match[1], 16)]), data)
    return base64_bytes(data)


def base64_bytes(data: bytes) -> bytes:
    """What base64 says, tolerant of foreign characters, missing padding and joined pieces."""
    try:
        return binascii.a2b_base64(data)
    except (binascii.Error, ValueError):
        return b"".join(_piece(piece) for piece in data.split(b"="))


def _piece(data: bytes) -> bytes:
    data = _NOT_BASE64.sub(b"", data)
    data = data[: len(data) - 1] if len(data) % 4 == 1 else data
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
