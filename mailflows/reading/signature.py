"""Signatures, telephone footers and legal footers at the end of somebody's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflows.data import load
from mailflows.reading.header_blocks import any_of

_MARKS = load("mail_marks")
MAX_SIGNATURE_LINES = 14  # non-empty; what is longer is not a signature
_MAX_CLOSING = 70  # characters of a closing line with a name on it
_DELIMITER = re.compile(r"\s*(?:--|__|\u2014\u2014)[ \t]*$")
_RULE = re.compile(r"\s*(?:_{5,}|---)\s*$")


_CLOSING = re.compile(
    r"[\s*\-\u2013\u2014]{0,4}(?:" + any_of(_MARKS["signature"]["closings"]) + r")(?!\w)(.*)$",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"[\s*\[(\-\u2013\u2014]{0,8}(?:" + any_of(_MARKS["signature"]["footers"]) + r")",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(
    r"\s{0,4}(?:" + any_of(_MARKS["signature"]["postscripts"]) + r")[\s.:,)\-]", re.IGNORECASE
)
_DEVICE = re.compile(
    "|".join(re.escape(one) for one in _MARKS["signature"]["devices"]), re.IGNORECASE
)
_LEGAL = re.compile(r"[\s*_\-=]{0,80}(?:" + any_of(_MARKS["legal"]["starts"]) + ")", re.IGNORECASE)
_LEGAL_NEEDS = re.compile(
    "|".join(re.escape(one) for one in _MARKS["legal"]["needs"]), re.IGNORECASE
)
_DASHED_NAME = re.compile(r"\s*[-\u2013\u2014/](?:[^\W\d_][\w'\u2019\u02bc-]*\.?(?: |$)){1,3}")
_PROGRAM = re.compile(r"\b[A-Z][A-Za-z]+")  # names of programs are Latin
_MAX_FOOTER_WORDS = 12
_SENTENCE_VERB = re.compile(r"[,.]?\s+\w+.*[.?!]\s+\w")


def cut(lines: Sequence[str], *, continued: bool = False) -> tuple[list[str], list[str]]:
    """(new words, signature) of lines that hold no quotation; a legal footer is in neither.

    `continued` says that words stand above these lines already (an answer below a quotation),
    so that they may be a signature and nothing else.
    """
    kept = trim(without_legal_footer(lines))
    kept, footer = _cut_footers(kept)
    place = _delimiter(kept, continued=continued)
    for find in (_closing, _dashed_name):  # also above "-- " and the footer of a mailing list
        earlier = find(trim(kept[:place]))
        place = place if earlier is None else earlier
    if place is None:
        return kept, footer
    end = next((at for at in range(place, len(kept)) if _POSTSCRIPT.match(kept[at])), len(kept))
    words = [*trim(kept[:place]), *(["", *kept[end:]] if end < len(kept) else [])]
    return words, trim([*kept[place:end], *footer])


def trim(lines: Sequence[str]) -> list[str]:
    """The lines without empty ones at both ends."""
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return list(lines[first:last])


def without_legal_footer(lines: Sequence[str]) -> list[str]:
    """The lines before a confidentiality notice that closes the letter."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        if not _LEGAL.match(lines[index]):
            continue
        paragraph = _paragraph(lines, index)
        if _LEGAL_NEEDS.search(paragraph) and _is_last(lines, index, paragraph):
            return list(lines[:index])
    return list(lines)


def _paragraph(lines: Sequence[str], index: int) -> str:
    taken: list[str] = []
    for line in lines[index : index + 20]:
        if not line.strip() and len(" ".join(taken)) > 40:
            break
        taken.append(line.strip())
    return " ".join(taken)


def _is_last(lines: Sequence[str], index: int, paragraph: str) -> bool:
    """Whether little stands behind the notice: a caution above the letter must not eat it."""
    rest = " ".join(line.strip() for line in lines[index:])
    return len(rest) - len(paragraph) <= max(200, len(paragraph))


def _cut_footers(lines: list[str]) -> tuple[list[str], list[str]]:
    """Footers of telephones and services, standing as last lines or above a quotation."""
    end, first = len(lines), len(lines)  # words end; the footer begins
    while end:
        line = lines[end - 1]
        if _is_footer(line):
            first = end - 1
        elif line.strip() and not (first < len(lines) and (is_delimiter(line) or _is_rule(line))):
            break
        end -= 1
    footer = [line.strip() for line in lines[first:] if _is_footer(line)]
    return (trim(lines[:end]), footer) if footer else (lines, [])


def _is_footer(line: str) -> bool:
    """A mark, then a device, a program or a service; a sentence that begins alike is none."""
    match = _FOOTER.match(line)
    if not match or len(line) > 200:
        return False
    rest = line[match.end() :]
    sentence = "," in rest or len(rest.split()) > _MAX_FOOTER_WORDS
    return not sentence and bool(_DEVICE.search(line, match.start()) or _PROGRAM.search(rest))


def is_delimiter(line: str) -> bool:
    """Whether the line is "-- " or a spelling of it."""
    return _DELIMITER.match(line) is not None


def _is_rule(line: str) -> bool:
    return _RULE.match(line) is not None


def _delimiter(lines: Sequence[str], *, continued: bool) -> int | None:
    """Where "-- " stands with no more than a signature's lines below it."""
    rules = [line.strip() for line in lines if _is_rule(line)]
    for index in range(len(lines) - 1, -1, -1):
        if is_delimiter(lines[index]) or _is_rule(lines[index]):
            if _is_rule(lines[index]) and len(rules) > 1:
                return None  # lines between paragraphs
            below = sum(1 for line in lines[index + 1 :] if line.strip())
            if below > MAX_SIGNATURE_LINES:
                return None
            above = continued or any(line.strip() for line in lines[:index])
            return index if above or below == 0 else None
    return None


def _closing(lines: Sequence[str]) -> int | None:
    """Where "With respect, NAME" begins: short, near the end, with words before it."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    for index in reversed(filled[-MAX_SIGNATURE_LINES:]):
        match = _CLOSING.match(lines[index])
        if not match or len(lines[index]) > _MAX_CLOSING or _SENTENCE_VERB.match(match[1]):
            continue
        if index == filled[0]:
            return None
        if any(len(line) > 160 for line in lines[index + 1 :]):
            return None
        return index
    return None


def _dashed_name(lines: Sequence[str]) -> int | None:
    """Where "-Name Surname" stands as the last line by itself; in a list there are more such."""
    last = len(lines) - 1
    if last < 2 or lines[last - 1].strip() or not _DASHED_NAME.fullmatch(lines[last]):
        return None
    named = lines[last].strip(" -\u2013\u2014/").split()
    return last if all(word[:1].isupper() for word in named) else None
