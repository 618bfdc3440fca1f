"""Raw bytes to the parts of a message: tolerant, bounded, byte-exact payloads."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message
from io import BytesIO
from typing import Any

from mailflows.reading import limits
from mailflows.reading.charset import decode
from mailflows.reading.headers import raw_bytes, words
from mailflows.reading.transfer import decoded

_MAIN_TYPES = frozenset(
    ("text", "multipart", "message", "image", "audio", "video", "application", "font", "model")
)
_BOUNDARY = re.compile(rb"boundary[ \t]*=", re.IGNORECASE)
_PREAMBLE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:>?From [^\r\n]*\r?\n)?")
_HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r")


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a letter: what it says of itself, and the parser's node."""

    node: Message
    type: str  # "text/plain", lower case
    charset: str | None
    disposition: str  # "inline", "attachment" or ""
    name: str  # file name as given, decoded, not yet safe; "" when none
    alternative: bool  # inside multipart/alternative


@dataclass(slots=True)
class Parsed:
    """A parsed message and what was wrong with its bytes."""

    message: Message
    defects: list[str] = field(default_factory=list)


class BoundedMessage(Message):
    """A message whose fields are cut before anything parses their parameters."""

    def get(self, name: str, failobj: Any = None) -> Any:
        """The first field of that name, at most MAX_PARAMETER_CHARACTERS of it."""
        value = super().get(name, failobj)
        return (
            str(value)[: limits.MAX_PARAMETER_CHARACTERS]
            if isinstance(value, str | Header)
            else value
        )


def parse(raw: bytes) -> Parsed:
    """The message in `raw`; parsing work is bounded by cutting hostile structure off."""
    defects: list[str] = []
    start = _PREAMBLE.match(raw)
    if start and start.end():
        raw = raw[start.end() :]
        defects.append("preamble")
    if raw.count(b"oundary") + raw.count(b"OUNDARY") > limits.MAX_BOUNDARIES:
        places = [match.start() for match in _BOUNDARY.finditer(raw)]
        if len(places) > limits.MAX_BOUNDARIES:
            raw = raw[: places[limits.MAX_BOUNDARIES]]
            defects.append("too-many-parts")
    end = _HEADER_END.search(raw, 0, limits.MAX_HEADER_BYTES + 4)
    if end is None and len(raw) > limits.MAX_HEADER_BYTES:
        later = _HEADER_END.search(raw)
        raw = raw[: limits.MAX_HEADER_BYTES] + (raw[later.start() :] if later else b"")
        defects.append("header-too-long")
    message = email.message_from_bytes(raw, BoundedMessage, policy=policy.compat32)
    defects += sorted({_code(type(defect).__name__) for defect in message.defects})
    return Parsed(message, defects)


def leaves(message: Message) -> Iterator[Part]:
    """The letter's own parts in order; a nested message is one leaf and is not entered."""
    stack: list[tuple[Message, int, bool]] = [(message, 0, False)]
    seen = 0
    while stack and seen < limits.MAX_PARTS:
        node, depth, alternative = stack.pop()
        kind = content_type(node)
        children = [] if kind.startswith("message/") else inside(node)
        if children:
            if depth >= limits.MAX_DEPTH:
                continue
            inner_alternative = alternative or kind == "multipart/alternative"
            stack += ((one, depth + 1, inner_alternative) for one in reversed(children))
            continue
        seen += 1
        yield Part(
            node,
            kind,
            parameter(node, "charset") or None,
            disposition(node),
            file_name(node),
            alternative,
        )


def content_type(node: Message) -> str:
    """The lower-case type; a multipart without parts and nonsense count as plain text."""
    try:
        kind = node.get_content_type()
    except Exception:
        return "text/plain"
    if kind.startswith("multipart/") and not node.is_multipart():
        return "text/plain"
    return kind if kind.partition("/")[0] in _MAIN_TYPES else "text/plain"


def inside(node: Message) -> list[Message]:
    """The parts or the nested message of a node, none for a leaf.

    get_payload() of a leaf must not be asked: it decodes by the charset label and may raise.
    """
    payload = node.get_payload() if node.is_multipart() else []
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def header(node: Message, name: str) -> str:
    """The first field of that name as one line, "" when there is none."""
    for key, value in node.raw_items():
        if key.lower() == name:
            return " ".join(str(value)[: limits.MAX_HEADER_CHARACTERS].split())
    return ""


def parameter(node: Message, name: str, field_name: str = "content-type") -> str:
    """A parameter of a field, RFC 2231 and encoded-words decoded, "" when there is none."""
    said = header(node, field_name)
    if name not in said.lower():
        return ""
    if not said.isascii():
        node = _readable(node, field_name)
    try:
        value = node.get_param(name, "", header=field_name)
    except Exception:
        return ""
    if isinstance(value, tuple):
        charset, _, text = value
        return decode(_latin(str(text)), str(charset or "") or None)[0]
    return words(str(value))


def _readable(node: Message, field_name: str) -> Message:
    """A stand-in with that one field, raw 8-bit bytes decoded: the parser would blot them out."""
    stand_in = BoundedMessage(policy.compat32)
    stand_in[field_name] = decode(raw_bytes(header(node, field_name)), None)[0]
    return stand_in


def disposition(node: Message) -> str:
    """ "attachment", "inline" or "" when the part does not say."""
    said = header(node, "content-disposition").split(";", 1)[0].strip(" \"'").lower()
    return said if said in {"attachment", "inline"} else ("attachment" if said else "")


def file_name(node: Message) -> str:
    """The name a part gives its file, not yet safe to use."""
    return parameter(node, "filename", "content-disposition") or parameter(node, "name")


def content(node: Message) -> bytes:
    """The part's bytes with the transfer encoding taken off; never raises."""
    if node.is_multipart():
        inner = nested(node)
        return whole(inner) if inner is not None else b""
    encoding = header(node, "content-transfer-encoding").lower().strip(" \"';")
    return decoded(raw_bytes(_stored(node)), encoding)


def whole(message: Message) -> bytes:
    """The bytes of a nested message, as near to the original as the parser kept them."""
    out = BytesIO()
    try:
        BytesGenerator(out, mangle_from_=False, policy=policy.compat32).flatten(message)
    except Exception:
        return out.getvalue()
    return out.getvalue()


def nested(node: Message) -> Message | None:
    """The message inside a message/rfc822 part, also when it was wrongly encoded as base64."""
    if not node.is_multipart():
        data = content(node)
        return parse(data).message if data.strip() else None
    inner = next(iter(inside(node)), None)
    encoding = header(node, "content-transfer-encoding").lower()
    if inner is not None and encoding in {"base64", "quoted-printable"} and not inner.keys():
        return parse(decoded(raw_bytes(_stored(inner)), encoding)).message
    return inner


def _stored(node: Message) -> str:
    """The payload as the parser keeps it: get_payload() would replace undeclared 8-bit bytes."""
    stored = node._payload  # type: ignore[attr-defined]
    return stored if isinstance(stored, str) else ""


def _latin(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return raw_bytes(text)


def _code(defect: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", defect.removesuffix("Defect")).lower()
