"""What of a letter's words is compared with known letters: stems, and pairs of neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mailflows.data import load
from mailflows.understanding.folding import fold
from mailflows.understanding.patterns import DENIAL, Span, Wording

_NEUTRAL = frozenset(map(fold, load("emergency")["neutral"]["words"].split()))
_PREFIXES = (4, 5, 7)  # letters of a word's shape that tell its stem, from vague to exact
_MOST = 1_200  # words looked at
_DENIED = f"{DENIAL}_"


class Words(NamedTuple):
    """One word as it is compared: what it adds alone, and what pairs with its neighbour."""

    alone: tuple[str, ...]
    pair: str


@lru_cache(maxsize=32_768)
def word_features(word: str) -> Words | None:
    """How one lower-case word is compared; None for a word that official letters share."""
    denied = "-" if word.startswith(_DENIED) else ""
    shape = fold(word.removeprefix(_DENIED))
    if shape in _NEUTRAL:
        return None
    if shape.isdigit():
        shape = "#"
    stems = [denied + shape[:length] for length in _PREFIXES if len(shape) >= length]
    if len(shape) <= _PREFIXES[0]:
        stems.append(f"{denied}{shape}$")
    return Words(tuple(stems), denied + shape[: _PREFIXES[0]])


def features(scan: Wording) -> Iterator[tuple[Span, set[str]]]:
    """The features of each sentence; names inside a sentence are none."""
    number, start, last = -1, 0, ""
    found: set[str] = set()
    for position, word in enumerate(scan.words[:_MOST]):
        sentence = scan.sentences[position]
        if sentence != number:
            if found:
                yield Span(start, position - 1), found
            number, start, last, found = sentence, position, "", set()
        elif position in scan.titled:
            continue
        told = word_features(word)
        if told is None:
            continue
        found.update(told.alone)
        if last:
            found.add(f"{last} {told.pair}")
        last = told.pair
    if found:
        yield Span(start, min(len(scan.words), _MOST) - 1), found
