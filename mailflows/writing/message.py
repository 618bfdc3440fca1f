"""A finished letter: the bytes for the wire, put together from texts and files."""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from mailflows.letter import Attachment
from mailflows.writing.headers import one_line

_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")
_NOT_IN_NAME = re.compile(r'[/\\:*?"<>|\u202a-\u202e\u2066-\u2069\u200e\u200f]')
_LINE = re.compile(rb".{1,76}")  # RFC 2045 6.8
_LONGEST_NAME = 100  # characters; 600 in RFC 2231's per cent form, within a line of 998


@dataclass(frozen=True, slots=True)
class Message:
    """A letter ready for the wire; `data` ends its lines with CRLF, `text` is its plain part.

    `reader` and `told` say in codes to whom it gives which data of which applicants.
    """

    message_id: str
    envelope_from: str
    recipient: str
    data: bytes = field(repr=False)
    subject: str
    text: str = field(repr=False)
    reader: str = ""
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by registration number


def compose(
    headers: Sequence[tuple[str, str]],
    text: str,
    html: str,
    attachments: Sequence[Attachment],
    boundary: str,
) -> bytes:
    """The letter's bytes: multipart/alternative, inside multipart/mixed when files go along.

    Header values come finished and folded with CRLF; the same inputs give the same bytes.
    """
    head = [f"{name}: {value}" for name, value in headers]
    body = _multipart("alternative", f"={boundary}_a", [_text("plain", text), _text("html", html)])
    if attachments:
        parts = [body, *(_file(one) for one in attachments)]
        body = _multipart("mixed", f"={boundary}_m", parts)
    return "\r\n".join([*head, "MIME-Version: 1.0"]).encode() + b"\r\n" + body


def _multipart(subtype: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """A part made of parts, with its own header lines."""
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n'
    between = f"--{boundary}\r\n".encode()
    inside = b"".join(between + part for part in parts)
    return head.encode() + inside + f"--{boundary}--\r\n".encode()


def _text(subtype: str, text: str) -> bytes:
    """A part of UTF-8 text; base64 keeps lines short and survives every server."""
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
    return head.encode() + b"\r\n" + _base64(text.replace("\n", "\r\n").encode())


def _file(attachment: Attachment) -> bytes:
    """An attached file, byte-exact, under a name that is safe to save (RFC 2231)."""
    kind = attachment.type.lower()
    if not _TYPE.fullmatch(kind) or kind.startswith(("multipart/", "message/")):
        kind = "application/octet-stream"  # RFC 2046 5.2: those may not be in base64
    name = safe_name(attachment.name, attachment.part)
    told = f'filename="{name}"' if name.isascii() else f"filename*=utf-8''{quote(name, safe='')}"
    head = (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {told}\r\n\r\n"
    )
    return head.encode() + _base64(attachment.content)


def _base64(content: bytes) -> bytes:
    """Base64 in lines of 76 characters that end with CRLF."""
    lines = _LINE.findall(b2a_base64(content, newline=False))
    return b"\r\n".join(lines) + b"\r\n"


def safe_name(name: str, part: int) -> str:
    """A file name without paths, line breaks and direction marks, its ending kept."""
    name = one_line(_NOT_IN_NAME.sub("_", name)).strip(". ")
    if not name:
        return f"file-{part}"
    if len(name) <= _LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
