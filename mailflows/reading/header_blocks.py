"""Blocks of header labels in a text: who, when and to whom, above an original or a forward."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflows.data import load


def any_of(phrases: Sequence[str]) -> str:
    """A pattern of any of the phrases, the longest tried first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


LABELS = {label: kind for kind, labels in load("mail_marks")["labels"].items() for label in labels}
_LABEL = re.compile(
    r"[\s*_|]{0,12}([^\W\d][^:\uff1a\n<@]{0,28}?)[*_\s]{0,3}[:\uff1a][*_]{0,2}(?:\s+|(?=\S)|$)(.*)"
)
_LONG_LABELS = [one.capitalize() for one in LABELS if len(one) > 3]
_SHORT_LABELS = [one.capitalize() for one in LABELS if len(one) in {2, 3}]
_ONE_LINE = re.compile(
    "(?:(?P<long>"
    + any_of(_LONG_LABELS)
    + r")|(?<!\w)(?P<short>"
    + any_of(_SHORT_LABELS)
    + r"))\s?:\s"
)
_TIME = re.compile(r"(?<![\d.])\d{1,2}[:.h]\d{2}(?![\d.])")
_MAX_BLOCK = 40  # lines of a header block with wrapped recipients


def header_block(
    lines: Sequence[str], start: int, *, least: int
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Where a block of header labels beginning here ends, and its values; (start, ()) for none.

    Without a separator above it (`least` 3) it must name a sender, a date or recipients, and an
    address or a time, because forms and the headings of applications have such labels too.
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
            if found is None and fields and not blanks and _continues(lines, index - 1, last):
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
        or not (_TIME.search(fields.get("date", "")) or "@" in "".join(fields.values()))
    ):
        return start, ()
    return (end, tuple(fields.items())) if fields else (start, ())


def one_line(line: str) -> tuple[tuple[str, str], ...]:
    """The values of a header block that a program wrote on one line without blanks (Yahoo)."""
    places = list(_ONE_LINE.finditer(line))[:12]
    if len(places) < 3:
        return ()
    ends = [place.start() for place in places[1:]] + [len(line)]
    fields: dict[str, str] = {}
    for place, end in zip(places, ends, strict=True):
        kind = LABELS[(place["long"] or place["short"]).casefold()]
        fields.setdefault(kind, line[place.end() : end].strip())
    return tuple(fields.items())


def _labelled(line: str) -> tuple[str, str] | None:
    match = _LABEL.match(line.lstrip("> \t"))
    if not match:
        return None
    kind = LABELS.get(match[1].strip(" *_").casefold())
    return (kind, match[2].strip(" *_\t")) if kind else None


def _continues(lines: Sequence[str], index: int, last: str) -> bool:
    """Whether this line is the wrapped rest of the labelled one above it."""
    before, line = lines[index - 1], lines[index]
    if last in {"to", "cc"} and (
        before.rstrip().endswith((",", ";")) or line.startswith((" ", "\t"))
    ):
        return True
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return last == "subject" and _labelled(following) is not None
