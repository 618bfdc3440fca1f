"""The letter inside the letter: its author, subject and date, from header blocks or a part."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from mailflows.data import load
from mailflows.letter import Forwarded, Mailbox
from mailflows.reading import addresses, headers
from mailflows.reading.quotes import Original

_MONTHS = load("mail_marks")["dates"]["months"]
_WORDED = re.compile(r"\b(\d{1,2})\.? (?:de )?([^\W\d]{3,12})\.?,? (?:de )?(\d{4})\b")
_DOTTED = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_TIME = re.compile(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?")
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?\b")
_MAILTO = re.compile(r"<?mailto:[^>\s]{0,300}>", re.IGNORECASE)
_ON_BEHALF = re.compile(
    "|".join(re.escape(one) for one in load("mail_marks")["labels_on_behalf"]), re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:@]{1,64}@[^\s<>\[\]()\"',;:@]{2,200}")
_AROUND = " \t\"'<>[](),;:*|\u00ab\u00bb\u201c\u201d"
_QUOTED_NAME = re.compile(r"^[^<@]{0,40}?[\"\u201e\u00ab\u201c]")
_DAY_FIRST = re.compile(r"\D{0,25}\d")
_BRACKETED = re.compile(r"\[mailto:([^\]\s]{1,200})\]", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"^.{0,80}?(?<![\d.])\d{1,2}[:.]\d{2}(?![\d.])(?::\d{2})?(?:\s?[AP]M)?(?:\s?(?:GMT|UTC)?[+-]\d{1,2}(?::?\d\d)?)?,?\s*"
)
_BEFORE_WRITER = re.compile(
    r"(?:" + "|".join(map(re.escape, load("mail_marks")["wrote"]["before_name"])) + r")\s+",
    re.IGNORECASE,
)


def from_text(original: Original, received_at: datetime) -> Forwarded:
    """What the header block above a letter sent on says, with its words."""
    fields = dict(original.fields)
    return Forwarded(
        sender=_sender(fields.get("from", "")),
        subject=headers.clean(fields.get("subject", "")),
        text=original.text,
        date=date_in(fields.get("date", ""), received_at),
    )


def date_in(text: str, received_at: datetime) -> datetime | None:
    """A moment as mail programs write it in a header block; without a zone our own is taken."""
    text = text.strip()[:200]
    moment = headers.date_of(text, received_at) if re.match(r"[A-Za-z]{3},? \d", text) else None
    if moment is not None:
        return moment
    day = _day(text)
    if day is None:
        return None
    time = _TIME.search(text)
    try:
        zone = _zone(text[time.end() :] if time else "") or received_at.tzinfo or UTC
        hour, minute, second = (int(one or 0) for one in time.groups()) if time else (0, 0, 0)
        return datetime(*day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    worded = _WORDED.search(text)
    if worded:
        word = worded[2].casefold()
        for number, starts in enumerate(_MONTHS, start=1):
            if word.startswith(tuple(starts)):
                return int(worded[3]), number, int(worded[1])
    dotted = _DOTTED.search(text)
    if dotted:
        year = int(dotted[3])
        return (year if year > 99 else 2000 + year), int(dotted[2]), int(dotted[1])
    iso = _ISO.search(text)
    return (int(iso[1]), int(iso[2]), int(iso[3])) if iso else None


def _zone(text: str) -> timezone | None:
    match = _OFFSET.search(text)
    if not match:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(offset if match[1] == "+" else -offset)


def _sender(text: str) -> Mailbox | None:
    """The one author of a From line or of a reply introduction; commas in names are usual."""
    text = _MAILTO.sub("", _BRACKETED.sub(r"<\1>", text.strip()[:1_000]))
    text = _ON_BEHALF.split(text, maxsplit=1)[0]
    if _DAY_FIRST.match(text):
        text = _QUOTED_NAME.split(_BEFORE_NAME.sub("", text), maxsplit=1)[-1]
        text = _BEFORE_WRITER.sub("", text, count=1) if _BEFORE_WRITER.match(text) else text
    match = _ADDRESS.search(text)
    name = " ".join((text[: match.start()] if match else text).strip(_AROUND).split())
    if match is None:
        return Mailbox(name, "") if name else None
    address = addresses.normal(match[0])
    return Mailbox("" if name.lower() == address else name, address)
