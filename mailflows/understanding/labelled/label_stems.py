"""What a label that nobody told us of asks for, by the stems of its words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mailflows.data import load
from mailflows.understanding.words.lemmas import straight

_MOST_WORDS = 9  # more is a sentence


@lru_cache(maxsize=2048)
def key_by_stems(label: str) -> str | None:
    """The key of a label ("phone", "text", ...), or None for one that asks for something else."""
    clean = straight(label).strip()
    bare = _words("wrapping").sub(" ", clean).strip(" *:?.") or clean
    if _words("never").search(bare) or len(bare.split()) > _MOST_WORDS:
        return None
    return next((key for key, stems in _stems() if stems.search(bare)), None)


def without_answer_word(value: str) -> str:
    """The value of a questionnaire without the word "answer" before it."""
    return (
        _words("answer_word").sub("", straight(value)) if "  " in value or ":" in value else value
    )


def rank_of_address(label: str) -> int:
    """How surely the label asks where one lives: 1 lives, 0 unsaid, -1 is registered."""
    clean = straight(label)
    if _words("lives").search(clean):
        return 1
    return -1 if _words("registered").search(clean) else 0


@cache
def _stems() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (one["key"], re.compile(one["words"], re.I)) for one in load("label_stems")["stems"]
    )


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(load("label_stems")[name], re.I)
