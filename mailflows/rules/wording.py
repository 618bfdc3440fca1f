"""How alike the words of two appeals are: the same letter again, or one pattern for many."""

from __future__ import annotations

import hashlib
import re

from rapidfuzz import fuzz

_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.!?;\n]+")
_LEAST = 8  # words of a sentence that two people do not write by chance
_FEW = 5  # words below which a text says too little to be the same
_SAME = 90.0  # of 100: a signature, a date or a correction may differ
_COMPARED = 4000  # characters


def wording(text: str) -> str:
    """A key of the longest sentence, the same for letters written after one pattern.

    Names, addresses and signatures stand in other sentences; "" when no sentence is long enough.
    """
    sentences = ([word.casefold() for word in _WORD.findall(one)] for one in _END.split(text))
    longest: list[str] = max(sentences, key=len, default=[])
    if len(longest) < _LEAST:
        return ""
    return hashlib.blake2s(" ".join(longest).encode(), digest_size=8).hexdigest()


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same letter, but for small differences."""
    mine, theirs = _plain(one), _plain(other)
    if min(len(mine), len(theirs)) < _FEW:
        return False
    first, second = " ".join(mine)[:_COMPARED], " ".join(theirs)[:_COMPARED]
    return fuzz.ratio(first, second, score_cutoff=_SAME) >= _SAME


def _plain(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
