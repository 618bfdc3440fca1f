"""Makes the day's letters as real mail programs make them: charsets, encodings, stamps."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Mapping
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, parseaddr
from importlib.resources import files
from typing import Any

CODINGS = {
    "8bit": lambda raw: raw,
    "base64": base64.encodebytes,
    "quoted-printable": quopri.encodestring,
}
FURTHER = (
    ("reply_to", "Reply-To"),
    ("in_reply_to", "In-Reply-To"),
    ("in_reply_to", "References"),
    ("auto_submitted", "Auto-Submitted"),
    ("mailer", "X-Mailer"),
)
AUTHSERV = "mx.selydove-rada.example"
STAMPS = {
    "pass": "{id}; spf=pass smtp.mailfrom={sender}; dkim=pass header.d={domain};"
    " dmarc=pass header.from={domain}",
    "fail": "{id}; spf=fail smtp.mailfrom={sender}; dkim=none; dmarc=fail header.from={domain}",
    "none": "{id}; none",
}


def compose(letter: Mapping[str, Any], to: str, at: datetime, message_id: str) -> bytes:
    """The bytes of a letter as our own mail server hands them over, CRLF.

    `letter` is a table of day.toml; `at` is aware; raises KeyError for an unknown charset's name
    no sooner than the letter is made.
    """
    charset = letter.get("charset", "utf-8")
    body = _body(letter, charset)
    if names := letter.get("attach"):
        whole = MIMEMultipart("mixed")
        whole.attach(body)
        for name in names:
            whole.attach(_attachment(name, files(__package__).joinpath(name).read_bytes()))
        body = whole
    elif megabytes := letter.get("megabytes"):
        whole = MIMEMultipart("mixed")
        whole.attach(body)
        whole.attach(_attachment("foto.png", bytes(int(megabytes * 1_000_000))))
        body = whole
    sender = letter["from"]
    head: list[tuple[str, str]] = [
        ("Return-Path", f"<{parseaddr(sender)[1]}>"),
        ("Delivered-To", to),
        ("Authentication-Results", _stamp(sender, letter.get("stamp", "pass"))),
        ("Message-ID", message_id),
        ("Date", format_datetime(at)),
        ("From", _mailbox(sender, charset)),
        ("To", to),
        ("Subject", Header(letter["subject"], charset, maxlinelen=70).encode()),
    ]
    for key, name in (
        ("reply_to", "Reply-To"),
        ("in_reply_to", "In-Reply-To"),
        ("mailer", "X-Mailer"),
    ):
        if key in letter:
            head.append((name, letter[key]))
    if "in_reply_to" in letter:
        head.append(("References", letter["in_reply_to"]))
    if "auto_submitted" in letter:
        head.append(("Auto-Submitted", letter["auto_submitted"]))
    if letter.get("list_unsubscribe"):
        head += [("List-Unsubscribe", "<https://super-tsiny.example/u>"), ("Precedence", "bulk")]
    lines = [f"{name}: {value}" for name, value in head]
    return "\r\n".join([*lines, ""]).encode() + _wire(body)


def report(failed: str, original: bytes, at: datetime, message_id: str, to: str) -> bytes:
    """A non-delivery report as Postfix writes it (RFC 3464)."""
    head = original.split(b"\r\n\r\n", 1)[0]
    host = AUTHSERV
    return (
        (
            f"Return-Path: <>\r\nDelivered-To: {to}\r\nDate: {format_datetime(at)}\r\n"
            f"From: MAILER-DAEMON@{host} (Mail Delivery System)\r\nTo: {to}\r\n"
            f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: {message_id}\r\n"
            "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\r\n\r\n'
            "--b1\r\nContent-Type: text/plain\r\n\r\n"
            f"<{failed}>: Host or domain name not found. Name service error\r\n\r\n"
            "--b1\r\nContent-Type: message/delivery-status\r\n\r\n"
            f"Reporting-MTA: dns; {host}\r\n\r\nFinal-Recipient: rfc822; {failed}\r\n"
            "Action: failed\r\nStatus: 5.4.4\r\nDiagnostic-Code: X-Postfix; Host not found\r\n\r\n"
            "--b1\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        ).encode()
        + head
        + b"\r\n\r\n--b1--\r\n"
    )


def _body(letter: Mapping[str, Any], charset: str) -> MIMENonMultipart | MIMEMultipart:
    """The text part in the charset and encoding that the writer's program uses."""
    text = letter["text"].strip() + "\n"
    html = letter.get("format") == "html"
    if html:
        text = f"<html><body>{text}</body></html>\n"
    elif letter.get("format") == "flowed":
        text = text.replace(". ", ". \n")
    part = MIMENonMultipart("text", "html" if html else "plain", charset=charset)
    if letter.get("format") == "flowed":
        part.set_param("format", "flowed")
    coding = letter.get("encoding", "quoted-printable")
    part["Content-Transfer-Encoding"] = coding
    raw = text.encode(charset, "replace").replace(b"\n", b"\r\n")
    part.set_payload(CODINGS[coding](raw).decode("ascii", "surrogateescape"))
    return part


def _attachment(name: str, content: bytes) -> EmailMessage:
    part = EmailMessage()
    kind = "application/pdf" if name.endswith(".pdf") else "image/png"
    part.set_content(content, *kind.split("/"), filename=name, disposition="attachment")
    del part["MIME-Version"]
    return part


def _stamp(sender: str, verdict: str) -> str:
    address = parseaddr(sender)[1]
    domain = address.rpartition("@")[2]
    return STAMPS[verdict].format(id=AUTHSERV, sender=address, domain=domain)


def _mailbox(sender: str, charset: str) -> str:
    name, address = parseaddr(sender)
    return f"{Header(name, charset).encode()} <{address}>" if name else address


def _wire(body: MIMENonMultipart | MIMEMultipart) -> bytes:
    """The part's bytes with CRLF everywhere, 8-bit text kept."""
    raw = body.as_bytes()
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
