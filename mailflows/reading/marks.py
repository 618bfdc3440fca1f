"""Lines that mail programs leave: reply introductions, separators, header blocks, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from mailflows.data import load
from mailflows.reading.header_blocks import any_of, header_block, one_line
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


_DASHED = re.compile(
    r"[\s*>]{0,8}[-_=*\u2010-\u2015]{2,80}\s{0,3}(?:(?P<forward>"
    + any_of(_MARKS["separators"]["forward"])
    + r")|(?P<end>"
    + any_of(_MARKS["separators"]["end"])
    + r")|(?P<original>"
    + any_of(_MARKS["separators"]["original"])
    + r"))(?!\w)(?P<rest>.*)",
    re.IGNORECASE,
)
_ANY_DASHED = re.compile(
    r"[\s*>]{0,8}[-=*\u2010-\u2015]{2,80}\s?[^-\n]{5,60}[-=*\u2010-\u2015]{2,80}\s*$"
)
_PLAIN_FORWARD = re.compile(
    r"[\s*>-]{0,12}(?:" + any_of(_MARKS["separators"]["forward_lines"]) + r")\s?:?[\s*]{0,4}$|"
    r"[\s*>-]{0,12}(?:" + any_of(_MARKS["separators"]["forward_lines"][-2:]) + r")\s",
    re.IGNORECASE,
)
_END = re.compile(
    r"[\s>*]*[-_=*]{0,80}\s?(?:" + any_of(_MARKS["separators"]["end"]) + ")", re.IGNORECASE
)
_VERB_END = re.compile(
    r"(?:^|[\s,>)\"])(?:" + any_of(_MARKS["wrote"]["verbs"]) + r")[\s*]{0,3}:[\s*]{0,3}$",
    re.IGNORECASE,
)
_VERB_LAST = re.compile(  # Zoho ends its introduction without a colon
    r"[\s>)\"](?:" + any_of(_MARKS["wrote"]["verbs"]) + r")[\s*-]{0,8}$", re.IGNORECASE
)
_VERB_MIDDLE = re.compile(r"\s(?:" + any_of(_MARKS["wrote"]["middle"]) + r")\s", re.IGNORECASE)
_START = re.compile(r"[\s*]{0,8}(?:" + any_of(_MARKS["wrote"]["starts"]) + r")\s", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"@]{1,64}@[^\s<>\"@]{2,}")
_DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}[-./]\d{1,2}[-./]\d{1,2}\b"
    r"|\b\d{1,2}\.?(?: de)? [^\W\d]{3,12}\.?,?(?: de)? \d{4}\b|\b[^\W\d]{3,12}\.? \d{1,2},? \d{4}\b"
)
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"(?<![\d.])\d{1,2}[:.h]\d{2}(?![\d.])")
_COLON_END = re.compile(r"[:\uff1a][\s*]{0,3}$")
_RULE = re.compile(r"[\s>]*[-_=*\u2500\u2014]{5,}\s*$")
_COLON_WITHIN = 4  # characters from the end of an introduction that ends in a verb and a colon
_MAX_INTRO = 300  # characters of a reply introduction, its wrapped lines joined


def find(lines: Sequence[str], start: int, *, sure: bool, quoted: bool = True) -> Mark | None:
    """The first mark from `start` on, None when there is none.

    `sure` says that the letter is a reply or a forward by its headers: then a weaker
    introduction is believed. `quoted` says whether marks inside a quotation count.
    """
    for index in range(start, len(lines)):
        line = lines[index]
        if not line or len(line) > MAX_LINE_CHARACTERS or line.isspace():
            continue
        if not quoted and line.lstrip().startswith(">"):
            continue
        mark = at(lines, index, sure=sure)
        if mark is not None:
            return mark
    return None


def at(lines: Sequence[str], index: int, *, sure: bool) -> Mark | None:
    """The mark that begins on this line, if one does."""
    line = lines[index]
    if line.lstrip().startswith(">"):
        return _quoted_mark(lines, index)
    return (
        _separator(lines, index) or _headers(lines, index) or _introduction(lines, index, sure=sure)
    )


def _quoted_mark(lines: Sequence[str], index: int) -> Mark | None:
    """A mark that a program put inside the quotation itself (Apple Mail)."""
    if index and lines[index - 1].lstrip().startswith(">"):
        return None
    bare = [line.lstrip("> \t") for line in lines[index : index + 4]]
    if _PLAIN_FORWARD.match(bare[0]) or _DASHED.match(bare[0]):
        return _separator(lines, index)
    for last in range(1, 4):
        text = " ".join(bare[:last])
        if _DATE.search(text) and _ADDRESS.search(text) and _COLON_END.search(text):
            return Mark(Sign.INTRO, index, index)
    return None


def _separator(lines: Sequence[str], index: int) -> Mark | None:
    line = lines[index]
    separator = _DASHED.match(line)
    if separator and not separator["end"]:
        sign = Sign.FORWARD if separator["forward"] else Sign.ORIGINAL
        end, fields = header_block(lines, index + 1, least=1)
        if end == index + 1 and len(separator["rest"]) > 60:
            fields = one_line(separator["rest"])
        return Mark(sign, index, end, fields)
    if _PLAIN_FORWARD.match(line):
        return Mark(Sign.FORWARD, index, *header_block(lines, index + 1, least=1))
    if _ANY_DASHED.match(line):  # a program we do not know: headers must follow
        end, fields = header_block(lines, index + 1, least=1)
        if "from" in dict(fields) and len(fields) >= 2:
            return Mark(Sign.ORIGINAL, index, end, fields)
    return None


def _headers(lines: Sequence[str], index: int) -> Mark | None:
    if ":" not in lines[index] and "\uff1a" not in lines[index]:
        return None
    end, fields = header_block(lines, index, least=3)
    return Mark(Sign.HEADERS, index, end, fields) if fields else None


def is_end(line: str) -> bool:
    """Whether the line closes a letter sent on."""
    return bool(line) and len(line) < 200 and _END.match(line) is not None


def is_rule(line: str) -> bool:
    """Whether the line is only a drawn rule."""
    return _RULE.match(line) is not None


def _introduction(lines: Sequence[str], index: int, *, sure: bool) -> Mark | None:
    joined = ""
    for last in range(index, min(index + 3, len(lines))):
        piece = lines[last].strip()
        if not piece or (last > index and piece.startswith(">") and len(piece) > 3):
            return None
        joined = f"{joined} {piece}".strip()
        if len(joined) > _MAX_INTRO:
            return None
        if _is_introduction(joined, lines, last + 1, sure=sure):
            following = lines[last + 1].strip() if last + 1 < len(lines) else ""
            wrapped = not _COLON_END.search(joined) and _VERB_END.match(following)
            return Mark(Sign.INTRO, index, last + (2 if wrapped else 1))
        if last == index and not _may_begin(joined):
            return None
    return None


def _may_begin(line: str) -> bool:
    return bool(_date(line) or _address(line) or _START.match(line))


def _date(line: str) -> re.Match[str] | None:
    return _DATE.search(line) if _DIGIT.search(line) else None


def _address(line: str) -> re.Match[str] | None:
    return _ADDRESS.search(line) if "@" in line else None


def _is_introduction(text: str, lines: Sequence[str], following: int, *, sure: bool) -> bool:
    """Whether the joined text brings in a quotation.

    Enough by itself: a verb after a date and an address, or after an address in brackets.
    Less is believed in a reply (`sure`) or when quoted lines follow.
    """
    verb = _VERB_END.search(text) if ":" in text[-_COLON_WITHIN:] else None
    date = _date(text)
    if not verb and not date:
        return False
    address, time = _address(text), _TIME.search(text)
    if verb and address and (date or time or f"<{address[0]}" in text):
        return True
    colon = _COLON_END.search(text)
    if verb:
        weak = bool(address or date or time) or len(text) < 80
        sure = sure and bool(address or date or time)
    elif date and time and address and _VERB_LAST.search(text):
        weak = True
    elif date and time and address and text.endswith((">:", ">")):
        weak = True
        sure = sure or text.endswith(":")
    elif colon and date and (address or _START.match(text) or _VERB_MIDDLE.search(text)):
        weak = True
    else:
        weak, sure = bool(colon and date and time), False
    return weak and (sure or _quoted_next(lines, following))


def _quoted_next(lines: Sequence[str], following: int) -> bool:
    for line in lines[following : following + 3]:
        if line.strip():
            return line.lstrip().startswith(">")
    return False
