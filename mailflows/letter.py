"""What reading makes of raw bytes: a letter with its words, marks and documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

PDF = "application/pdf"
ASICE = "application/vnd.etsi.asic-e+zip"  # ETSI EN 319 162: document and signatures in one zip
SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
Seal = Literal["", "inside", "apart"]
"""Where the document is that a signature signs: in the same file, in another one; "": none."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address as a header gives them; the address is lower case, domain in IDNA."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file, byte-exact; `part` is its position among the letter's attachments."""

    part: int
    name: str
    type: str
    content: bytes
    signers: tuple[str, ...] = ()  # named by the certificates of a signature; never verified
    seal: Seal = ""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What a document worker made of a file; `fault` is a short code when it could not be read."""

    text: str = ""
    ocr: bool = False
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An attached file as the rest of the program knows it, without its bytes."""

    part: int
    name: str
    type: str
    size: int
    text: str = ""
    ocr: bool = False
    fault: str | None = None
    pending: bool = False  # still with the document workers when the letter was decided


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A letter inside the letter: a forward, a nested message, an original below a note."""

    sender: Mailbox | None
    subject: str
    text: str
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a non-delivery report says (RFC 3464, or the words of one)."""

    recipients: tuple[str, ...]
    status: str | None  # "5.1.1"
    permanent: bool
    diagnostic: str
    original_message_id: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as read: header facts, the new words apart from quotations, documents.

    `headers` holds the raw unfolded values of every header by lower-case name, topmost first,
    decoded; a name that is absent is an empty tuple (`header()`).
    """

    message_id: str | None
    sender: Mailbox | None
    return_path: str | None  # "" for the null sender, None when the header is absent
    reply_to: tuple[Mailbox, ...]
    recipients: tuple[str, ...]  # To, Cc, Delivered-To, X-Original-To: addresses, lower case
    subject: str
    date: datetime | None  # aware; None when absent or nonsense
    references: tuple[str, ...]  # In-Reply-To first, then References from the nearest
    headers: Mapping[str, tuple[str, ...]]
    body: str  # the whole readable text
    text: str  # the new words alone: no quotation, no signature, no footer
    quoted: str  # what was cut as quotation
    signature: str  # what was cut as signature or footer, without legal footers
    forwarded: Forwarded | None
    attachments: tuple[Attachment, ...] = field(repr=False)
    documents: tuple[Document, ...]
    delivery_report: DeliveryReport | None
    digest: str  # sha256 over From, Date, Subject, body: tells a second delivery from a new letter
    defects: tuple[str, ...] = ()  # short codes of what was wrong with the bytes
    html: bool = False  # the text came from HTML
    is_reply: bool = False  # References, In-Reply-To or a reply prefix
    is_forward: bool = False

    def header(self, name: str) -> tuple[str, ...]:
        """All values of a header, topmost first; empty when there is none."""
        return self.headers.get(name.lower(), ())


ReadDocument = Callable[[Attachment], DocumentText | None]
"""Reads one file elsewhere, within limits; None means: not ready, its words will come later."""
