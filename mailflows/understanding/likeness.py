"""How alike a letter is to known words and phrases of each topic: a naive Bayes second opinion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from mailflows.data import load
from mailflows.understanding.folding import fold
from mailflows.understanding.patterns import DENIAL, Scan

_DATA: dict[str, dict[str, str]] = load("topics_phrases")
_NEUTRAL = frozenset(map(fold, _DATA["neutral"]["words"].split()))
_PREFIXES = (4, 5, 6, 8)  # letters of a word's shape that tell its stem, from vague to exact
_SHORTEST = 3
_WORDS_WEIGH = 3  # a listed word counts as if it stood in so many phrases
_SMOOTHING = 0.1
_CHANCE = 0.5  # a stem seen once may stand there by chance
_PLAIN = 8  # longer letters repeat themselves: beyond so many telling words each counts less
_MOST = 400
_DENIED = f"{DENIAL}_"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the words of a letter add to each topic, and the word that speaks most for each."""

    scores: Mapping[str, float]
    words: Mapping[str, str]


def _features(word: str) -> tuple[str, ...]:
    """Stems of a word; a whole word of that length is told from a longer one."""
    shape = fold(word.removeprefix(_DENIED))
    if len(shape) < _SHORTEST or shape.isdigit() or shape in _NEUTRAL:
        return ()
    first, *longer = _PREFIXES
    return shape[:first], *(
        shape[:length] if len(shape) > length else f"{shape}$"
        for length in longer
        if len(shape) >= length
    )


def _known() -> dict[str, dict[str, str]]:
    return {slug: known for slug, known in _DATA.items() if slug != "neutral"}


def _counted() -> dict[str, dict[str, float]]:
    """The log-odds of every stem for every topic against the average topic."""
    counts: dict[str, Counter[str]] = {}
    for slug, known in _known().items():
        count = counts[slug] = Counter[str]()
        listed = {stem for word in Scan(known["words"]).words for stem in _features(word)}
        count.update(dict.fromkeys(listed, _WORDS_WEIGH))
        for phrase in known["phrases"].strip().splitlines():
            count.update({stem for word in Scan(phrase).words for stem in _features(word)})
    stems = {stem for count in counts.values() for stem in count}
    totals = {slug: count.total() + _SMOOTHING * len(stems) for slug, count in counts.items()}
    odds: dict[str, dict[str, float]] = {}
    for stem in stems:
        shares = {slug: (counts[slug][stem] + _SMOOTHING) / totals[slug] for slug in counts}
        mean = sum(shares.values()) / len(shares)
        seen = sum(count[stem] for count in counts.values())
        sure = seen / (seen + _CHANCE)
        odds[stem] = {slug: sure * log(share / mean) for slug, share in shares.items()}
    return odds


_ODDS = _counted()
_TOPICS = tuple(_known())


@lru_cache(maxsize=8192)
def _says(word: str) -> tuple[float, ...] | None:
    """What one word speaks for each topic in order, never against; None when it is not known."""
    known = [_ODDS[stem] for stem in _features(word) if stem in _ODDS]
    if not known:
        return None
    return tuple(max(0.0, sum(odds[slug] for odds in known)) for slug in _TOPICS)


def likeness(
    scan: Scan, places: frozenset[str], weak: Mapping[int, float], skip: Set[int]
) -> Likeness:
    """How alike a letter is to each topic, in units of log-odds, 0 being the average.

    `weak` gives positions of words (landmarks, people meant) that count less for the topics of
    `places`; those at `skip` do not count. Only the first 400 words are looked at, each stem once.
    """
    totals = [0.0] * len(_TOPICS)
    best = [(0.0, "")] * len(_TOPICS)
    seen: set[tuple[float, ...]] = set()
    for position, word in enumerate(scan.words[:_MOST]):
        said = None if position in skip else _says(word)
        if said is None or said in seen:
            continue
        seen.add(said)
        share = weak.get(position)
        for number, value in enumerate(said):
            if share is not None and value > 0 and _TOPICS[number] in places:
                value *= share
            totals[number] += value
            if value > best[number][0]:
                best[number] = (value, word)
    scale = 1 / sqrt(max(1.0, len(seen) / _PLAIN))
    return Likeness(
        {slug: total * scale for slug, total in zip(_TOPICS, totals, strict=True)},
        {slug: word for slug, (_, word) in zip(_TOPICS, best, strict=True)},
    )
