"""Header lines of a letter: nothing that a stranger wrote can end one or add another."""

from __future__ import annotations

import re
from base64 import b64encode

import idna

_BREAKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,240}>")  # printable ASCII without < and > (RFC 5322 3.6.4)
_NOT_IN_ADDRESS = re.compile(r'[\x00-\x20\x7f-\xa0<>()\[\],;:\\"\u2028\u2029\ud800-\udfff]')
_PLAIN = re.compile(r"[ -<>-~]*")  # ASCII without "=", which could open an encoded word
_WORD_BYTES = 42  # of UTF-8 in one encoded word: 56 in base64 + 12 of frame < 75 (RFC 2047)
_LONGEST_ADDRESS = 254  # RFC 5321 4.5.3.1.3


def one_line(text: str) -> str:
    """The text with every run of blanks, line breaks and control characters as one space."""
    return _BREAKS.sub(" ", text).strip()


def trimmed(text: str, limit: int) -> str:
    """The text in at most `limit` characters, cut at a word where one is near."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_word = head.rpartition(" ")[0]
    kept = at_word if len(at_word) > limit * 2 // 3 else head
    return kept.rstrip(" ,.;:-") + "\u2026"


def encoded(text: str) -> str:
    """An unstructured header value: ASCII as it is, else RFC 2047 words folded one a line."""
    text = one_line(text)
    if _PLAIN.fullmatch(text) and len(text) < 70:
        return text
    return "\r\n ".join(f"=?utf-8?B?{b64encode(piece).decode()}?=" for piece in _pieces(text))


def _pieces(text: str) -> list[bytes]:
    """UTF-8 of the text in pieces that fit one encoded word, never inside a character."""
    pieces, piece = [], b""
    for char in text:
        one = char.encode()
        if len(piece) + len(one) > _WORD_BYTES:
            pieces.append(piece)
            piece = b""
        piece += one
    return [*pieces, piece]


def named(name: str, address: str) -> str:
    """A mailbox with a display name; an empty name leaves the bare address."""
    name = one_line(name)
    if not name:
        return address
    if _PLAIN.fullmatch(name) and len(name) < 70:
        quoted = name.replace("\\", "").replace('"', "'")
        return f'"{quoted}"\r\n <{address}>'
    return f"{encoded(name)}\r\n <{address}>"


def wire_address(address: str) -> str:
    """An address as SMTP takes it: no character that could end it, the domain in IDNA.

    A domain that IDNA refuses stays as it was: the server will refuse it and an operator learns.
    """
    address = _NOT_IN_ADDRESS.sub("", address)[:_LONGEST_ADDRESS]
    local, at, domain = address.rpartition("@")
    if not at or domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:
        return address


def message_ids(*ids: str | None) -> list[str]:
    """Those of the ids that are well-formed Message-IDs, each once, in order."""
    found: dict[str, None] = {}
    for one in ids:
        if one and (match := _MESSAGE_ID.fullmatch(one.strip())):
            found[match[0]] = None
    return list(found)
