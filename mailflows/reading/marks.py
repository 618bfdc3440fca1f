"""Lines that mail programs leave: reply introductions, separators, header blocks, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from mailflows.data import load
from mailflows.reading.limits import MAX_LINE_CHARACTERS

_MARKS = load("mail_marks")


class Sign(Enum):
    """What a mark announces: a quotation, an original below, a letter sent on, bare headers."""

    INTRO = auto()
    ORIGINAL = auto()
    FORWARD = auto()
    HEADERS = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of lines[start:end]; `fields` are the values of a header block by kind."""

    sign: Sign
    start: int
    end: int
    fields: tuple[tuple[str, str], ...] = ()


def _any(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


LABELS = {label: kind for kind, labels in _MARKS["labels"].items() for label in labels}
_LABEL = re.compile(
    r"[\s*_|]{0,12}([^\W\d][^:\uff1a\n<@]{0,28}?)[*_\s]{0,3}[:\uff1a][*_]{0,2}(?:\s+|(?=\S)|$)(.*)"
)
_ONE_LINE = re.compile(
    r"(?<!\w)(" + _any([one for one in LABELS if len(one) > 2]) + r"):\s", re.IGNORECASE
)
_DASHED = re.compile(
    r"[\s*>]{0,8}[-_=*\u2010-\u2015]{2,80}\s{0,3}(?:(?P<forward>"
    + _any(_MARKS["separators"]["forward"])
    + r")|(?P<end>"
    + _any(_MARKS["separators"]["end"])
    + r")|(?P<original>"
    + _any(_MARKS["separators"]["original"])
    + r"))(?!\w)(?P<rest>.*)",
    re.IGNORECASE,
)
_PLAIN_FORWARD = re.compile(
    r"[\s*>-]{0,12}(?:" + _any(_MARKS["separators"]["forward_lines"]) + r")\s?:?[\s*]{0,4}$|"
    r"[\s*>-]{0,12}(?:" + _any(_MARKS["separators"]["forward_lines"][-2:]) + r")\s",
    re.IGNORECASE,
)
_END = re.compile(
    r"[\s>*]*[-_=*]{0,80}\s?(?:" + _any(_MARKS["separators"]["end"]) + ")", re.IGNORECASE
)
_VERB_END = re.compile(
    r"(?:^|[\s,>)\"])(?:" + _any(_MARKS["wrote"]["verbs"]) + r")[\s*]{0,3}:[\s*]{0,3}$",
    re.IGNORECASE,
)
_VERB_MIDDLE = re.compile(r"\s(?:" + _any(_MARKS["wrote"]["middle"]) + r")\s", re.IGNORECASE)
_START = re.compile(r"[\s*]{0,8}(?:" + _any(_MARKS["wrote"]["starts"]) + r")\s", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"@]{1,64}@[^\s<>\"@]{2,}")
_DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}[-./]\d{1,2}[-./]\d{1,2}\b"
    r"|\b\d{1,2}\.?(?: de)? [^\W\d]{3,12}\.?,?(?: de)? \d{4}\b|\b[^\W\d]{3,12}\.? \d{1,2},? \d{4}\b"
)
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_COLON_END = re.compile(r"[:\uff1a][\s*]{0,3}$")
_RULE = re.compile(r"[\s>]*[-_=*\u2500\u2014]{5,}\s*$")
_MAX_INTRO = 300  # characters of a reply introduction, its wrapped lines joined
_MAX_BLOCK = 40  # lines of a header block with wrapped recipients


def find(lines: Sequence[str], start: int, *, sure: bool) -> Mark | None:
    """The first mark that stands in unquoted lines from `start` on, None when there is none.

    `sure` says that the letter is a reply or a forward by its headers: then a weaker
    introduction is believed.
    """
    for index in range(start, len(lines)):
        line = lines[index]
        if not line or len(line) > MAX_LINE_CHARACTERS or line.isspace():
            continue
        mark = at(lines, index, sure=sure)
        if mark is not None:
            return mark
    return None


def at(lines: Sequence[str], index: int, *, sure: bool) -> Mark | None:
    """The mark that begins on this line, if one does."""
    line = lines[index]
    if line.lstrip().startswith(">"):
        return None
    separator = _DASHED.match(line)
    if separator and not separator["end"]:
        sign = Sign.FORWARD if separator["forward"] else Sign.ORIGINAL
        end, fields = header_block(lines, index + 1, least=1)
        if end == index + 1 and len(separator["rest"]) > 60:
            fields = one_line(separator["rest"])
        return Mark(sign, index, end, fields)
    if _PLAIN_FORWARD.match(line):
        return Mark(Sign.FORWARD, index, *header_block(lines, index + 1, least=1))
    if ":" in line or "\uff1a" in line:
        end, fields = header_block(lines, index, least=3)
        if fields:
            return Mark(Sign.HEADERS, index, end, fields)
    return _introduction(lines, index, sure=sure)


def header_block(
    lines: Sequence[str], start: int, *, least: int
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Where a block of header labels beginning here ends, and its values; (start, ()) for none.

    Without a separator above it (`least` 3) it must name a sender and a date or recipients,
    because forms have labels too.
    """
    fields: dict[str, str] = {}
    index, end, blanks, last = start, start, 0, ""
    while index < len(lines) and index - start < _MAX_BLOCK:
        line = lines[index]
        index += 1
        if not line.strip("> \t*"):
            blanks += 1
            if blanks > (2 if not fields else 1):
                break
            continue
        found = _labelled(line)
        if found is None or (found[0] in fields and found[0] not in {"cc", "other"}):
            single = one_line(line) if not fields and least == 1 else ()
            if len(single) >= 3:
                return index, single
            if last in {"to", "cc"} and not blanks and _wrapped(lines[index - 2], line):
                end = index
                continue
            break
        fields[found[0]], last = found[1], found[0]
        end, blanks = index, 0
    if least >= 3 and (
        len(fields) < least
        or next(iter(fields)) not in {"from", "date", "subject"}
        or "from" not in fields
        or not ({"date", "to"} & fields.keys())
        or not (_DATE.search(fields.get("date", "")) or "@" in "".join(fields.values()))
    ):
        return start, ()
    return (end, tuple(fields.items())) if fields else (start, ())


def one_line(line: str) -> tuple[tuple[str, str], ...]:
    """The values of a header block that a program wrote on one line (Yahoo)."""
    places = list(_ONE_LINE.finditer(_loosened(line)))[:12]
    text = _loosened(line)
    if len(places) < 3:
        return ()
    ends = [place.start() for place in places[1:]] + [len(text)]
    fields: dict[str, str] = {}
    for place, end in zip(places, ends, strict=True):
        fields.setdefault(LABELS[place[1].casefold()], text[place.end() : end].strip())
    return tuple(fields.items())


def is_end(line: str) -> bool:
    """Whether the line closes a letter sent on."""
    return bool(line) and len(line) < 200 and _END.match(line) is not None


def is_rule(line: str) -> bool:
    """Whether the line is only a drawn rule."""
    return _RULE.match(line) is not None


def _labelled(line: str) -> tuple[str, str] | None:
    match = _LABEL.match(line.lstrip("> \t"))
    if not match:
        return None
    kind = LABELS.get(match[1].strip(" *_").casefold())
    return (kind, match[2].strip(" *_\t")) if kind else None


def _loosened(line: str) -> str:
    """Yahoo glues a label to the value before it: put a blank between."""
    return re.sub(r"(?<=[>\w)])(?=(?:" + _any(_GLUED) + r"):\s)", " ", line, flags=re.IGNORECASE)


_GLUED = [label for label in LABELS if len(label) > 3]


def _wrapped(before: str, line: str) -> bool:
    return before.rstrip().endswith((",", ";")) or line.startswith((" ", "\t"))


def _introduction(lines: Sequence[str], index: int, *, sure: bool) -> Mark | None:
    joined = ""
    for last in range(index, min(index + 3, len(lines))):
        piece = lines[last].strip()
        if not piece or (last > index and piece.startswith(">")):
            return None
        joined = f"{joined} {piece}".strip()
        if len(joined) > _MAX_INTRO:
            return None
        if _is_introduction(joined, lines, last + 1, sure=sure):
            return Mark(Sign.INTRO, index, last + 1)
        if last == index and not _may_begin(joined):
            return None
    return None


def _may_begin(line: str) -> bool:
    return bool(_DATE.search(line) or _ADDRESS.search(line) or _START.match(line))


def _is_introduction(text: str, lines: Sequence[str], following: int, *, sure: bool) -> bool:
    address, date = _ADDRESS.search(text), _DATE.search(text)
    time = _TIME.search(text)
    if _VERB_END.search(text):
        if address and (date or time):
            return True
        if address or date or time:
            return sure or _quoted_next(lines, following)
        return len(text) < 80 and _quoted_next(lines, following)
    if date and time and address and text.endswith((">:", ">")):
        return sure or text.endswith(":") or _quoted_next(lines, following)
    if not _COLON_END.search(text):
        return False
    if date and (address or _START.match(text) or _VERB_MIDDLE.search(text)):
        return sure or _quoted_next(lines, following)
    return bool(date and time) and _quoted_next(lines, following)


def _quoted_next(lines: Sequence[str], following: int) -> bool:
    for line in lines[following : following + 3]:
        if line.strip():
            return line.lstrip().startswith(">")
    return False
