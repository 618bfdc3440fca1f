"""The files of a letter: safe names, honest types, exact bytes, words through the callback."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from email.message import Message

from mailflows.letter import Attachment, Document, ReadDocument
from mailflows.reading import message as mime
from mailflows.reading.headers import words
from mailflows.reading.limits import MAX_ATTACHMENTS, MAX_NAME_CHARACTERS
from mailflows.reading.types import extension, real_type

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:\"|?*]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def collect(
    parts: Iterable[mime.Part], used: list[mime.Part], *, report: bool
) -> tuple[Attachment, ...]:
    """Every leaf that is not a body, in order; one without a name gets one.

    A delivery report's (`report`) own parts and the copy of our letter in it are no files.
    """
    bodies = {id(part.node) for part in used}
    found: list[Attachment] = []
    for part in parts:
        if id(part.node) in bodies or len(found) >= MAX_ATTACHMENTS:
            continue
        if report and part.type.startswith(("message/", "text/rfc822")):
            continue
        data = mime.content(part.node)
        kind = real_type(part.type, part.name, data)
        if not data.strip() and not part.name:
            continue
        number = len(found) + 1
        name = safe_name(part.name or _subject_of(part.node)) or f"part-{number}"
        if "." not in name:
            name += extension(kind)
        found.append(Attachment(number, name, kind, data))
    return tuple(found)


def documents(
    attachments: Iterable[Attachment], read_document: ReadDocument, skip: Attachment | None
) -> tuple[Document, ...]:
    """What is known of each file; `skip` is the nested letter whose words were read already."""
    return tuple(_document(one, read_document, one is skip) for one in attachments)


def safe_name(name: str) -> str:
    """A file name without path, control and direction characters; "" when nothing is left."""
    name = unicodedata.normalize("NFC", words(name) if "=?" in name else name)
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = " ".join(_UNSAFE.sub(" ", name).split()).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    if len(name) <= MAX_NAME_CHARACTERS:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        return name[:MAX_NAME_CHARACTERS]
    return f"{stem[: MAX_NAME_CHARACTERS - len(suffix) - 1]}.{suffix}"


def _document(attachment: Attachment, read_document: ReadDocument, known: bool) -> Document:
    part, name, kind = attachment.part, attachment.name, attachment.type
    size = len(attachment.content)
    if known:
        return Document(part, name, kind, size)
    try:
        read = read_document(attachment)
    except Exception:
        return Document(part, name, kind, size, fault="failed")
    if read is None:
        return Document(part, name, kind, size, pending=True)
    return Document(part, name, kind, size, read.text, read.ocr, read.fault)


def _subject_of(node: Message) -> str:
    if node.get_content_type() != "message/rfc822":
        return ""
    inner = mime.nested(node)
    subject = words(mime.header(inner, "subject")) if inner is not None else ""
    return f"{subject.replace('/', '-')[:80] or 'letter'}.eml"
