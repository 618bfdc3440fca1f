"""A cheap smell of an emergency on raw bytes, so that urgent letters overtake the others."""

from __future__ import annotations

import binascii
import re

from mailflows.understanding.matters.emergency import Smell, possible

_MOST = 65_536  # bytes looked at
_READ = 6_000  # letters of decoded text
_BOUNDARY = re.compile(rb"\r?\n--[^\r\n]{1,200}\r?\n")
_ENCODED_WORD = re.compile(r"=\?([\w-]{1,30})\?([bqBQ])\?([^?\s]{0,400})\?=")
_SUBJECT = re.compile(rb"(?im)^subject:((?:[^\r\n]*\r?\n[ \t])*[^\r\n]*)")
_ENCODING = re.compile(rb"(?im)^content-transfer-encoding:[ \t]*([\w-]+)")
_CHARSET = re.compile(rb"(?i)charset=[\"']?([\w-]{1,30})")
_TEXT_TYPE = re.compile(rb"(?im)^content-type:[ \t]*text/")
_ANY_TYPE = re.compile(rb"(?im)^content-type:")
_TAG = re.compile(r"<[^<>]{0,500}>")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def smell(raw: bytes) -> Smell:
    """What emergency the subject or first text parts may tell of; never raises.

    Looks at 64 kB at most. Over-calls by design: order, denial and tense are not looked at, so
    whatever understanding takes for an emergency smells, and some harmless letters do too.
    """
    raw = raw[:_MOST]
    head, _, rest = _cut(raw)
    subject = _SUBJECT.search(head)
    words = _header_words(subject[1]) if subject else ""
    return possible(words[:_READ], _first_texts(head, rest))


def _cut(raw: bytes) -> tuple[bytes, bytes, bytes]:
    windows, unix = raw.find(b"\r\n\r\n"), raw.find(b"\n\n")
    if windows != -1 and (unix == -1 or windows < unix):
        return raw.partition(b"\r\n\r\n")
    return raw.partition(b"\n\n")


def _header_words(value: bytes) -> str:
    text = _decoded(value, "")
    return _ENCODED_WORD.sub(lambda word: _encoded(word[1], word[2], word[3]), text)


def _encoded(charset: str, way: str, content: str) -> str:
    data = content.encode("ascii", "ignore")
    if way in "bB":
        return _decoded(_base64(data), charset)
    return _decoded(binascii.a2b_qp(data, header=True), charset)


def _first_texts(head: bytes, body: bytes) -> str:
    """The text of the letter, or of the first text parts when it has several."""
    if b"multipart/" not in head.lower() and b"\ncontent-type: multipart/" not in body.lower():
        return _part(head, body)
    texts: list[str] = []
    letters = 0
    for piece in _BOUNDARY.split(b"\n" + body):
        part_head, _, part_body = _cut(piece.lstrip(b"\r\n") + b"\n\n")
        if _ANY_TYPE.search(part_head) and not _TEXT_TYPE.search(part_head):
            inner = b"message/rfc822" in part_head.lower()
            if not inner:
                continue
        texts.append(_part(part_head, part_body))
        letters += len(texts[-1])
        if letters > _READ:
            break
    return "\n".join(texts)


def _part(head: bytes, body: bytes) -> str:
    encoding = _ENCODING.search(head)
    charset = _CHARSET.search(head)
    way = encoding[1].lower() if encoding else b""
    if way == b"base64":
        body = _base64(body)
    elif way == b"quoted-printable":
        body = binascii.a2b_qp(body)
    text = _decoded(body, charset[1].decode("ascii") if charset else "")
    return _TAG.sub(" ", text)[: 4 * _READ]


def _base64(data: bytes) -> bytes:
    letters = _NOT_BASE64.sub(b"", data)
    letters = letters[: len(letters) // 4 * 4] if len(letters) % 4 == 1 else letters
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def _decoded(data: bytes, charset: str) -> str:
    """The text in its charset, else UTF-8, else the readings that people's programs send."""
    for name in (charset, "utf-8"):
        try:
            if name:
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return "\n".join(data.decode(name, "replace") for name in ("cp1251", "koi8-u"))
