"""What a letter from a mail server says about the delivery of one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message

from mailflows.data import load
from mailflows.letter import DeliveryReport, Mailbox
from mailflows.reading import message as mime
from mailflows.reading.addresses import normal
from mailflows.reading.charset import decode
from mailflows.reading.headers import RawHeaders, ids, words

_MARKS = load("delivery_reports")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{2,40}):[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_CODE = re.compile(r"(?<![\d.-])([45]\d\d)[ -]")
_ADDRESS = re.compile(
    r"[\w.+=~#%&'*/^{|}-]{1,64}@[A-Za-z0-9\u00a1-\uffff.-]{2,190}[A-Za-z\u00a1-\uffff]"
)
_MESSAGE_ID = re.compile(
    rb"^[> \t]*message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,900}>)", re.I | re.M
)
_COPIED_HEADER = re.compile(r"^[> \t]*(?:Message-ID|Received|Return-Path):", re.I | re.M)
_MAX_TEXT = 40_000  # characters of a report looked at
_MAX_DIAGNOSTIC = 500
_MAX_RECIPIENTS = 50
_OTHER_REPORTS = ("feedback-report", "disposition-notification", "tlsrpt")
_KEPT = ("final-recipient", "original-recipient", "action", "status", "diagnostic-code")


def find(
    raw: bytes,
    message: Message,
    fields: RawHeaders,
    sender: Mailbox | None,
    subject: str,
    body: str,
) -> DeliveryReport | None:
    """The report in this letter, None when it is none; never raises on any content.

    A report is known by RFC 3464 parts, by X-Failed-Recipients, or by a robot's address or
    null sender together with the words of one. A citizen who only writes such words is none.
    """
    blocks = list(_status_blocks(message))
    if not blocks and not _looks_like_one(fields, sender, subject, body):
        return None
    recipients = _recipients(blocks, fields, body, sender)
    diagnostic = next((one["diagnostic-code"] for one in blocks if "diagnostic-code" in one), "")
    said = diagnostic or _telling_line(body)
    status = _status(blocks, f"{said}\n{body[:_MAX_TEXT]}")
    return DeliveryReport(
        recipients=recipients,
        status=status,
        permanent=_permanent(blocks, status, subject, body),
        diagnostic=" ".join(said.split())[:_MAX_DIAGNOSTIC],
        original_message_id=_original_id(raw, message),
    )


def _status_blocks(message: Message) -> Iterable[dict[str, str]]:
    """The groups of message/delivery-status that speak of a recipient (RFC 3464 §2.3)."""
    for part in _all(message):
        if mime.content_type(part) not in {
            "message/delivery-status",
            "message/global-delivery-status",
        }:
            continue
        text = (
            "\n\n".join(
                "\n".join(f"{name}: {value}" for name, value in one.raw_items())
                for one in mime.inside(part)[:_MAX_RECIPIENTS]
            )
            or decode(mime.content(part), mime.parameter(part, "charset") or None)[0]
        )
        for group in re.split(r"\n[ \t]*\n", text[:_MAX_TEXT].replace("\r\n", "\n")):
            found = {name.lower(): value for name, value in reversed(_FIELD.findall(group))}
            if "final-recipient" in found or "original-recipient" in found or "action" in found:
                yield {name: words(found[name]) for name in _KEPT if name in found}


def _looks_like_one(fields: RawHeaders, sender: Mailbox | None, subject: str, body: str) -> bool:
    if "x-failed-recipients" in fields:
        return True
    low = subject.casefold()
    if any(mark in low for mark in _MARKS["not_subjects"]):
        return False
    kind = " ".join(fields.get("content-type", ())).lower()
    if "multipart/report" in kind:
        return not any(other in kind for other in _OTHER_REPORTS)
    robot = _is_robot(sender)
    null_sender = any(value.strip() in {"<>", ""} for value in fields.get("return-path", ()))
    automatic = any("auto" in value.lower() for value in fields.get("auto-submitted", ()))
    if not (robot or null_sender or automatic):
        return False
    titled = any(mark in low for mark in _MARKS["subjects"])
    text = body[:4_000].casefold()
    told = any(mark in text for mark in _MARKS["words"])
    return (titled or told) if robot else (titled and told)


def _is_robot(sender: Mailbox | None) -> bool:
    if sender is None:
        return False
    local = sender.address.partition("@")[0] or sender.name.casefold()
    local = re.sub(r"[\d.+_=-]*\d.*$", "", local) or local
    return local in _MARKS["senders"] or sender.name.casefold() in _MARKS["senders"]


def _recipients(
    blocks: list[dict[str, str]], fields: RawHeaders, body: str, sender: Mailbox | None
) -> tuple[str, ...]:
    found: list[str] = []
    for block in blocks:
        said = block.get("final-recipient") or block.get("original-recipient") or ""
        match = _ADDRESS.search(said.partition(";")[2] or said)
        original = _ADDRESS.search(block.get("original-recipient", "").partition(";")[2])
        found += [normal(one[0]) for one in (match or original,) if one]
    if not found:
        for value in fields.get("x-failed-recipients", ()):
            found += [normal(one) for one in _ADDRESS.findall(value)]
    if not found:
        own = sender.address if sender else ""
        copy = _copy_start(body)
        listed = (normal(one) for one in _ADDRESS.findall(body[:copy]))
        found = [
            one
            for one in listed
            if one != own and not one.startswith(("postmaster@", "mailer-daemon@"))
        ][:5]
    return tuple(dict.fromkeys(found))[:_MAX_RECIPIENTS]


def _copy_start(body: str) -> int:
    """Where the copy of our own letter begins in a report's text."""
    low = body[:_MAX_TEXT].casefold()
    places = [low.find(mark) for mark in _MARKS["copies"]]
    header = _COPIED_HEADER.search(body, 0, _MAX_TEXT)
    places.append(header.start() if header else -1)
    return min((place for place in places if place > 40), default=_MAX_TEXT)


def _status(blocks: list[dict[str, str]], text: str) -> str | None:
    for block in blocks:
        match = _STATUS.search(block.get("status", ""))
        if match:
            return match[1]
    match = _STATUS.search(text)
    if match:
        return match[1]
    code = _CODE.search(text)
    return f"{code[1][0]}.0.0" if code else None


def _permanent(blocks: list[dict[str, str]], status: str | None, subject: str, body: str) -> bool:
    """Whether the server has given up (a failed delivery), not only waits or delivered."""
    actions = {
        block["action"].strip().lower().split(" ")[0] for block in blocks if "action" in block
    }
    if actions:
        return "failed" in actions
    text = f"{subject}\n{body[:2_000]}".casefold()
    return not any(mark in text for mark in _MARKS["delayed"])


def _telling_line(body: str) -> str:
    """The line of the report's words that tells most: one with a status or a code."""
    for pattern in (_STATUS, _CODE):
        for line in body[:_MAX_TEXT].split("\n"):
            if pattern.search(line):
                return line.strip()
    return ""


def _original_id(raw: bytes, message: Message) -> str | None:
    """Message-ID of the letter that came back: from its copy or its headers."""
    for part in _all(message):
        if mime.content_type(part) in {
            "message/rfc822",
            "text/rfc822-headers",
            "message/global-headers",
        }:
            inner = mime.nested(part) if part.get_content_type() == "message/rfc822" else None
            found = ids(mime.header(inner, "message-id")) if inner is not None else ()
            match = None if found else _MESSAGE_ID.search(mime.content(part))
            if found or match:
                return found[0] if found else decode(match[1], None)[0] if match else None
    end = re.search(rb"\r?\n\r?\n", raw)
    match = _MESSAGE_ID.search(raw, end.end() if end else 0)
    return decode(match[1], None)[0] if match else None


def _all(message: Message) -> Iterable[Message]:
    """Every part, multiparts left out, nested messages themselves but not their insides."""
    return (part.node for part in mime.leaves(message))
