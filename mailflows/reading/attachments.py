"""The files of a letter: safe names, honest types, exact bytes, words through the callback."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from email.message import Message

from mailflows.letter import ASICE, SIGNATURES, Attachment, Document, ReadDocument, Seal
from mailflows.reading import body, signed
from mailflows.reading import message as mime
from mailflows.reading.archives import signatures_of
from mailflows.reading.headers import words
from mailflows.reading.limits import MAX_ATTACHMENTS, MAX_NAME_CHARACTERS
from mailflows.reading.types import extension, real_type

MAX_SIGNATURES = 5  # of one signed container that are looked at
MAX_LETTERS_DEEP = 3  # letters in letters whose files are read

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
        signers, seal = signed_by(kind, data)
        found.append(Attachment(number, name, kind, data, signers, seal))
    return tuple(found)


def documents(
    attachments: Iterable[Attachment], read_document: ReadDocument, skip: Attachment | None
) -> tuple[Document, ...]:
    """What is known of each file.

    `skip` is the nested letter whose own words were read already: only its files are asked for.
    """
    return tuple(
        _nested(one, read_document) if one is skip else _document(one, read_document)
        for one in attachments
    )


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


def signed_by(kind: str, content: bytes) -> tuple[tuple[str, ...], Seal]:
    """Who has signed, as the certificates of a signature or a signed container name them, and
    where the document is that they signed.

    Nothing is verified. Nobody and "" for any other file, and for one that is broken.
    """
    if kind in SIGNATURES:
        signatures = [content]
    else:
        signatures = signatures_of(content) if kind == ASICE else []
    found = [one for one in map(signed.look, signatures[:MAX_SIGNATURES]) if one is not None]
    names = tuple(dict.fromkeys(name for one in found for name in one.signers))
    inside = kind == ASICE or any(one.content for one in found)
    return names, ("inside" if inside else "apart") if found else ""


def _nested(attachment: Attachment, read_document: ReadDocument) -> Document:
    """A letter in the letter by the files in it, those of letters in that one too."""
    read = [_document(one, read_document) for one in _files_in(attachment, 0)]
    return Document(
        attachment.part, attachment.name, attachment.type, len(attachment.content),
        text="\n\n".join(one.text for one in read if one.text),
        ocr=any(one.ocr for one in read),
        fault=next((one.fault for one in read if one.fault not in {None, "signature"}), None),
        pending=any(one.pending for one in read),
    )  # fmt: skip


def _files_in(attachment: Attachment, depth: int) -> Iterator[Attachment]:
    parts = list(mime.leaves(mime.parse(attachment.content).message))
    for one in collect(parts, body.choose(parts).used, report=False):
        if one.type != "message/rfc822":
            yield one
        elif depth < MAX_LETTERS_DEEP:
            yield from _files_in(one, depth + 1)


def _document(attachment: Attachment, read_document: ReadDocument) -> Document:
    part, name, kind = attachment.part, attachment.name, attachment.type
    size = len(attachment.content)
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
