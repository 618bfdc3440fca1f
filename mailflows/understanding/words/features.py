"""What of a text is compared with known ones: stems of its words, and pairs of neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mailflows.data import load
from mailflows.understanding.words.folding import fold
from mailflows.understanding.words.patterns import DENIAL, Span, Wording

_NEUTRAL = frozenset(map(fold, load("emergency")["neutral"]["words"].split()))
_STEMS = (4, 5, 6, 8)  # letters of a word's shape that tell its stem, from vague to exact
_MOST = 1_200  # words looked at
_DENIED = f"{DENIAL}_"


class Told(NamedTuple):
    """One word as it is compared: what it tells alone, and what pairs with its neighbour."""

    alone: tuple[str, ...]
    pair: str


@lru_cache(maxsize=32_768)
def word_features(word: str) -> Told | None:
    """How one lower-case word is compared; None for a word that official letters share.

    A short whole word is told from a longer one's stem.
    """
    denied = "-" if word.startswith(_DENIED) else ""
    shape = fold(word.removeprefix(_DENIED))
    if shape in _NEUTRAL:
        return None
    if shape.isdigit():
        shape = "#"
    vague, *exact = _STEMS
    pair = denied + shape[:vague]
    alone = [pair]
    if len(shape) <= vague:
        alone.append(f"{pair}$")
    for length in exact:
        if len(shape) >= length:
            alone.append(denied + (shape[:length] if len(shape) > length else f"{shape}$"))
    return Told(tuple(alone), pair)


def features(text: Wording) -> Iterator[tuple[Span, set[str]]]:
    """The features of each sentence; names inside a sentence are none."""
    number, start, last = -1, 0, ""
    found: set[str] = set()
    for position, word in enumerate(text.words[:_MOST]):
        sentence = text.sentences[position]
        if sentence != number:
            if found:
                yield Span(start, position - 1), found
            number, start, last, found = sentence, position, "", set()
        elif position in text.titled:
            continue
        told = word_features(word)
        if told is None:
            continue
        found.update(told.alone)
        if last:
            found.add(f"{last} {told.pair}")
        last = told.pair
    if found:
        yield Span(start, min(len(text.words), _MOST) - 1), found


def all_features(text: Wording) -> set[str]:
    """The features of all sentences."""
    return set().union(*(found for _, found in features(text)))
