"""How much a text looks like Ukrainian or Russian, by the shares of its letters."""

from __future__ import annotations

import math
from functools import cache

from mailflows.data import load

SAMPLE_CHARACTERS = 4_000  # enough to judge a text by
_FEW_LETTERS = 12
_PUNCTUATION = "«»“”„–—…№’ʼ•° \xa0"


def score(text: str) -> float:
    """Mean weight of the letters above ASCII; capitals inside a word and strange signs cost."""
    weights = _weights()
    total, count, inside = 0.0, 0, False
    for character in text[:SAMPLE_CHARACTERS]:
        if character <= "\x7f":
            inside = False
            continue
        count += 1
        weight = weights.get(character)
        if weight is not None:
            total += weight
            inside = True
            continue
        weight = weights.get(character.lower())
        if weight is None:
            total += 20 if character in _PUNCTUATION else -20
            inside = False
        else:
            total += -weight if inside else weight * 0.8
    return total / count if count else 0.0


def likelihood(text: str) -> float:
    """Mean logarithm of the letters' shares, whatever their case; 0 for very short text."""
    weights = _weights()
    strange = [
        character
        for character in text[:SAMPLE_CHARACTERS].lower()
        if character > "\x7f" and character not in _PUNCTUATION
    ]
    if len(strange) < _FEW_LETTERS:
        return 0.0
    return sum(math.log(weights.get(one, 0.3)) for one in strange) / len(strange)


@cache
def _weights() -> dict[str, int]:
    pairs = load("charsets")["letters"]["frequency"].split()
    return {pair[0]: int(pair[1:]) for pair in pairs}
