"""The mark from one to five that an applicant gives when his appeal is closed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from mailflows.data import load
from mailflows.understanding.words.cues import plain


@dataclass(frozen=True, slots=True)
class Rating:
    """The mark, and what is said besides."""

    mark: int
    rest: str


def read_rating(text: str) -> Rating | None:
    """The mark that a text begins with; None when it begins with anything else.

    A bare figure is a mark only when nothing that it may count or number follows in its line:
    "2 months" and "1. The lamp" are none.
    """
    text = text.strip()
    first, _, below = text.partition("\n")
    said = plain(first)
    written = first if len(first) == len(said) else said
    for pattern in _patterns():
        found = pattern.match(said)
        if found is not None:
            rest = f"{written[found.end() :]}\n{below}".strip()
            return Rating(_mark(found["mark"]), rest)
    return None


def _mark(said: str) -> int:
    return int(said) if said.isdigit() else int(_table()["words"][said])


@cache
def _table() -> dict[str, dict[str, int]]:
    table = load("ratings")
    return table | {"words": {plain(word): mark for word, mark in table["words"].items()}}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Behind a word that says what it is, and a figure alone; on plain text of the same length."""
    table = _table()
    after = rf"(?:\s*(?:{_any(table['after'])}))?"
    between = rf"(?:(?:{_any(table['between'])})\s+)"
    mark = rf"(?P<mark>[1-5]|{_any(table['words'])})"
    lead = rf"(?:{_any(table['leads'])})"
    told = rf"{between}*{lead}\s*[:\u2013\u2014-]*\s*{between}*{mark}{after}(?![\w/])[\s.,!)]*"
    alone = rf"(?P<mark>[1-5]){after}(?:[\s!)+]*$|[!,)]+\s+)"
    return re.compile(told), re.compile(alone)


def _any(words: Iterable[str]) -> str:
    """Any of the words, the longest first."""
    return "|".join(re.escape(plain(one)) for one in sorted(words, key=lambda one: -len(one)))
