"""Several answers in one letter, each after the number of its question: "1 yes, 3 close"."""

from __future__ import annotations

import re

from mailflows.data import load
from mailflows.understanding.words.cues import plain
from mailflows.vocabulary import Intent

MOST = 60  # answers of one letter
_HIGHEST = 500
_ONE = r"\d{1,3}(?:\s*[-\u2013]\s*\d{1,3})?"
_GAP = r"[\s,;.]*"
_ANSWER = re.compile(
    rf"(?P<numbers>{_ONE}(?:\s*(?:,|\s[^\W\d_]{{1,2}}\s)\s*{_ONE})*)\s*[.):\u2013\u2014-]?\s*"
    rf"(?P<words>[^\W\d_][^\n;]*?)(?=\s*[,;.]\s*{_ONE}\s*[.):\u2013\u2014-]?\s*[^\W\d_]|\s*[;\n]|\s*$)"
)


def numbered_answers(text: str) -> tuple[tuple[int, str], ...]:
    """Number and words of each answer, () when anything else stands in the text."""
    found: list[tuple[int, str]] = []
    at = 0
    for match in _ANSWER.finditer(text):
        if text[at : match.start()].strip(" \t\r\n,;."):
            return ()
        found += [(one, match["words"].strip()) for one in _numbers(match["numbers"])]
        at = match.end()
    whole = not text[at:].strip(" \t\r\n,;.")
    numbers = [number for number, _ in found]
    sound = whole and len(set(numbers)) == len(numbers) <= MOST
    return tuple(found) if sound else ()


def yes_or_no(words: str) -> Intent | None:
    """A bare yes or no."""
    said = plain(words).strip(" .!")
    table = load("intents_operator")["short"]
    return next((Intent(name) for name in ("yes", "no") if said in table[name]), None)


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for first, _, last in re.findall(r"(\d+)(\s*[-\u2013]\s*(\d+))?", text):
        start, end = int(first), int(last or first)
        if not 1 <= start <= end <= _HIGHEST:
            return []
        found += range(start, end + 1)
    return found
