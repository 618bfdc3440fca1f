"""Several matters in one letter: parts that are plainly numbered or added and differ in topic."""

from __future__ import annotations

import re

from mailflows.understanding.matters.topic import find_topic
from mailflows.understanding.words.patterns import Scan

_NUMBERED = re.compile(r"(?m)(?:^|(?<=[\s;:.]))\(?(\d{1,2})[.)]\s+(?=\S)")
_MOST_PARTS = 6
_LEAST_LETTERS = 25  # a shorter part is a line of a list, not a matter
_SURE = 5.0
_LONGEST = 20_000


def split_matters(text: str) -> tuple[str, ...]:
    """The parts of a text that are matters of their own, in order; the whole text if it is one.

    Conservative: only a list numbered 1, 2, 3 is split, and only when at least two of its parts
    speak of different topics beyond doubt; parts of one topic stay together. What stands before
    the list goes to the first part, what stands after its last line to the last.
    """
    if len(text) > _LONGEST:
        return (text,)
    starts = _list_starts(text)
    if not 2 <= len(starts) <= _MOST_PARTS:
        return (text,)
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    if any(sum(map(str.isalpha, piece)) < _LEAST_LETTERS for piece in pieces):
        return (text,)
    return _by_topic(text[: starts[0]], pieces) or (text,)


def _list_starts(text: str) -> list[int]:
    starts: list[int] = []
    for match in _NUMBERED.finditer(text):
        if int(match[1]) == len(starts) + 1:
            starts.append(match.start())
    return starts


def _by_topic(opening: str, pieces: list[str]) -> tuple[str, ...]:
    """Pieces put together by topic; empty when fewer than two topics are sure."""
    parts: dict[str, str] = {}
    last = ""
    for piece in pieces:
        found = find_topic(Scan(piece))
        if found.slug is not None and found.weight >= _SURE:
            last = found.slug
        if not last:
            return ()
        parts[last] = parts.get(last, "") + piece
    if len(parts) < 2:
        return ()
    first, *others = parts.values()
    return (opening + first, *others)
