"""The words of a text among which names of people are looked for, and how they stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

WORD = re.compile(r"[^\W\d_]+(?:['\u2019\u02bc`-][^\W\d_]+)*")
_SAMPLE = 400  # words that tell how a text uses capitals


class Word(NamedTuple):
    """A word with its place; `capital` tells that it begins with a capital letter."""

    text: str
    start: int
    end: int
    capital: bool


class Words:
    """The words of a text, made when asked for: few of them can belong to a name.

    `loose`: capital letters tell nothing. `likely` are the places of words that may.
    """

    __slots__ = ("_starts", "_words", "likely", "loose")

    def __init__(self, text: str) -> None:
        matches = list(WORD.finditer(text))
        self._words = [match[0] for match in matches]
        self._starts = [match.start() for match in matches]
        capital = [n for n, word in enumerate(self._words) if word[0].isupper()]
        self.loose = _is_loose(self._words[:_SAMPLE], capital)
        self.likely = range(len(matches)) if self.loose else capital

    def __len__(self) -> int:
        return len(self._words)

    def __getitem__(self, n: int) -> Word:
        word, start = self._words[n], self._starts[n]
        return Word(word, start, start + len(word), word[0].isupper())


def next_to(text: str, one: Word, two: Word) -> bool:
    """Whether only blanks and at most one line's end stand between two words."""
    between = text[one.end : two.start]
    return 0 < len(between) <= 4 and not between.strip(" \t\u00a0\r\n") and between.count("\n") <= 1


def same_line(text: str, one: Word, two: Word) -> bool:
    """Whether two words are neighbours in one line."""
    return next_to(text, one, two) and "\n" not in text[one.end : two.start]


def new_line(text: str, one: Word, two: Word) -> bool:
    """Whether a line ends between two words."""
    return "\n" in text[one.end : two.start]


def _is_loose(words: Sequence[str], capital: Sequence[int]) -> bool:
    """Whether capital letters tell nothing: a text all in capitals, or without any."""
    whole = sum(1 for word in words if len(word) > 1 and word.isupper())
    return whole * 2 > len(words) or not capital or capital[0] >= len(words)
