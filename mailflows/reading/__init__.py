"""Raw bytes of a letter to a `Letter`: its words, marks and documents, whatever the bytes are."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message

from mailflows.data import load
from mailflows.letter import Attachment, DocumentText, Forwarded, Letter, Mailbox, ReadDocument
from mailflows.reading import (
    addresses,
    attachments,
    body,
    delivery_report,
    forwarded,
    headers,
    quotes,
)
from mailflows.reading import message as mime
from mailflows.reading.limits import MAX_BODY_CHARACTERS, MAX_DEPTH
from mailflows.reading.message import Parsed, Part
from mailflows.reading.quotes import Split

_RECIPIENT_FIELDS = ("to", "cc", "delivered-to", "x-original-to")
_SUBJECT = load("mail_marks")["subject"]
_PREFIX = re.compile(
    r"\s*\[?([^\W\d_]{1,15})\s?(?:[\[(]\d{1,3}[\])]|\d{1,2})?\s?:\s*", re.IGNORECASE
)
_REPLIES = frozenset(_SUBJECT["reply"])
_FORWARDS = frozenset(_SUBJECT["forward"])


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a letter taken apart, and the nested letter that was read with them."""

    split: Split
    forwarded: Forwarded | None
    nested: Attachment | None


def read(raw: bytes, received_at: datetime, read_document: ReadDocument) -> Letter:
    """The letter in `raw`; never raises, whatever the bytes.

    `received_at` (aware) is when our server took it: a Date later than that by a day is
    nonsense. `read_document` is asked for the words of each attached file. What could not be
    read is named in `defects`; a fault of our own gives a letter of bare text, defect "unread".
    """
    try:
        return _read(raw, received_at, read_document, depth=0)
    except Exception:
        return _bare(raw)


def unread(_: Attachment) -> DocumentText | None:
    """The reader of documents for whom their words do not matter: none is ever ready."""
    return None


def prefixes(subject: str) -> tuple[bool, bool, str]:
    """(has a reply prefix, the outermost prefix is a forward, subject without prefixes)."""
    reply, forward, first = False, False, True
    for _ in range(20):
        match = _PREFIX.match(subject)
        word = match[1].casefold() if match else ""
        if match is None or word not in _REPLIES | _FORWARDS:
            break
        if first:
            forward = word in _FORWARDS
        reply, first = reply or word in _REPLIES, False
        subject = subject[match.end() :]
    return reply, forward, subject.strip()


def _read(raw: bytes, received_at: datetime, read_document: ReadDocument, depth: int) -> Letter:
    return _understood(mime.parse(raw), raw, received_at, read_document, depth)


def _understood(
    parsed: Parsed, raw: bytes, received_at: datetime, read_document: ReadDocument, depth: int
) -> Letter:
    fields = headers.raw_headers(parsed.message)
    parts = list(mime.leaves(parsed.message))
    chosen = body.choose(parts)
    hint = next((part.charset for part in chosen.used if part.charset), None)
    subject = _first_words(fields, "subject", hint)
    senders = addresses.from_fields(fields, "from", hint)
    sender = _author(senders)
    references = headers.references(fields)
    report = delivery_report.find(raw, parsed.message, fields, sender, subject, chosen.text)
    files = attachments.collect(parts, chosen.used, report=report is not None)
    said_reply, said_forward, bare_subject = prefixes(subject)
    reply = bool(references) or said_reply
    taken = _take_apart(
        chosen.text, parts, files, received_at, depth,
        reply=reply, forward=said_forward, report=report is not None,
    )  # fmt: skip
    inner = taken.forwarded
    if inner is not None and said_forward and not inner.subject:  # an introduction tells none
        inner = replace(inner, subject=bare_subject)
    date = headers.date_of(next(iter(fields.get("date", ())), None), received_at)
    return Letter(
        message_id=headers.message_id(fields),
        sender=sender,
        return_path=_return_path(fields),
        reply_to=addresses.from_fields(fields, "reply-to", hint),
        recipients=_recipients(fields),
        subject=subject,
        date=date,
        references=references,
        headers={
            name: tuple(headers.words(one, hint) for one in values)
            for name, values in fields.items()
        },
        body=chosen.text,
        text=taken.split.text,
        quoted=taken.split.quoted,
        signature=taken.split.signature,
        forwarded=inner,
        attachments=files,
        documents=attachments.documents(files, read_document, taken.nested),
        delivery_report=report,
        digest=_digest(sender, fields, subject, chosen.text),
        defects=tuple(
            dict.fromkeys(
                [*parsed.defects, *chosen.defects, *_header_defects(fields, senders, date)]
            )
        ),
        html=chosen.html,
        is_reply=reply,
        is_forward=inner is not None,
    )


def _take_apart(
    text: str,
    parts: list[Part],
    files: tuple[Attachment, ...],
    received_at: datetime,
    depth: int,
    *,
    reply: bool,
    forward: bool,
    report: bool,
) -> _Words:
    if report:
        return _Words(Split(text), None, None)
    split = quotes.split(text, reply=reply, forward=forward)
    if split.original is not None:
        return _Words(split, forwarded.from_text(split.original, received_at), None)
    node = next((part.node for part in parts if part.type == "message/rfc822"), None)
    file = next((one for one in files if one.type == "message/rfc822"), None)
    if node is None or file is None or depth >= MAX_DEPTH:
        return _Words(split, None, None)
    inner = mime.nested(node)
    if inner is None:
        return _Words(split, None, None)
    return _Words(split, _nested(inner, received_at, depth), file)


def _nested(message: Message, received_at: datetime, depth: int) -> Forwarded:
    """A nested message as a letter sent on; of several levels the innermost author counts."""
    letter = _understood(Parsed(message), b"", received_at, unread, depth + 1)
    if letter.forwarded is not None and letter.forwarded.text:
        return letter.forwarded
    words = "\n\n".join(one for one in (letter.text, letter.signature) if one)
    return Forwarded(letter.sender, letter.subject, words, letter.date)


def _author(senders: tuple[Mailbox, ...]) -> Mailbox | None:
    """The first mailbox with an address; its name is whole also when a comma cut it unquoted."""
    at = next((n for n, one in enumerate(senders) if one.address), None)
    if at is None:
        return senders[0] if senders else None
    name = ", ".join(one.name for one in senders[: at + 1] if one.name)
    return replace(senders[at], name=name)


def _first_words(fields: headers.RawHeaders, name: str, hint: str | None) -> str:
    return next((headers.words(value, hint) for value in fields.get(name, ())), "")


def _return_path(fields: headers.RawHeaders) -> str | None:
    values = fields.get("return-path")
    if not values:
        return None
    found = addresses.mailboxes(values[0])
    return found[0].address if found else ""


def _recipients(fields: headers.RawHeaders) -> tuple[str, ...]:
    found = (
        one.address for name in _RECIPIENT_FIELDS for one in addresses.from_fields(fields, name)
    )
    return tuple(dict.fromkeys(address for address in found if address))


def _digest(sender: Mailbox | None, fields: headers.RawHeaders, subject: str, text: str) -> str:
    date = next(iter(fields.get("date", ())), "")
    pieces = (sender.address if sender else "", " ".join(date.split()), subject, text)
    return hashlib.sha256("\x00".join(pieces).encode("utf-8", "replace")).hexdigest()


def _header_defects(
    fields: headers.RawHeaders, senders: tuple[Mailbox, ...], date: datetime | None
) -> list[str]:
    found = []
    if not senders:
        found.append("no-sender")
    if len(fields.get("from", ())) > 1:
        found.append("several-from")
    if len({one.address for one in senders if one.address}) > 1:
        found.append("several-authors")
    if date is None:
        found.append("bad-date" if fields.get("date") else "no-date")
    return found


def _bare(raw: bytes) -> Letter:
    """What is left when our own code failed: the bytes as text, so that a person can look."""
    text = raw[:MAX_BODY_CHARACTERS].decode("utf-8", "replace").replace("\x00", "")
    return Letter(
        message_id=None, sender=None, return_path=None, reply_to=(), recipients=(), subject="",
        date=None, references=(), headers={}, body=text, text=text, quoted="", signature="",
        forwarded=None, attachments=(), documents=(), delivery_report=None,
        digest=hashlib.sha256(raw).hexdigest(), defects=("unread",),
    )  # fmt: skip
