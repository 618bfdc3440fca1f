"""How alike a letter is to known words, phrases and letters of each topic: a second opinion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt

from mailflows.data import load
from mailflows.understanding.words.features import word_features
from mailflows.understanding.words.folding import fold
from mailflows.understanding.words.known_letters import known_letters
from mailflows.understanding.words.likeness import Odds, count
from mailflows.understanding.words.patterns import DENIAL, Scan, Wording

_DATA: dict[str, dict[str, str]] = load("topics_phrases")
_NEUTRAL = frozenset(map(fold, _DATA["neutral"]["words"].split()))
_TOPICS = tuple(slug for slug in _DATA if slug != "neutral")
# which dangers belong to which topic is told by letters of danger alone
_OF_DANGERS = tuple(
    number for number, slug in enumerate(_TOPICS) if slug in load("topics_words")["where"]["danger"]
)
_SHORTEST = 3
_WORDS_WEIGH = 3  # a listed word counts as if it stood in so many phrases
_PLAIN = 8  # longer letters repeat themselves: beyond so many telling words each counts less
_MOST = 400
_DENIED = f"{DENIAL}_"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the words of a letter add to each topic, and the word that speaks most for each."""

    scores: Mapping[str, float]
    words: Mapping[str, str]


def _stems(word: str) -> tuple[str, ...]:
    word = word.removeprefix(_DENIED)
    shape = fold(word)
    if len(shape) < _SHORTEST or shape.isdigit() or shape in _NEUTRAL:
        return ()
    told = word_features(word)
    return told.alone if told else ()


def _of(text: str) -> set[str]:
    return {stem for word in Wording(text).words for stem in _stems(word)}


def _counted(topic: str) -> tuple[Counter[str], Counter[str]]:
    """How often every stem stands in the words and letters of one topic, and in its dangers."""
    known, letters = _DATA[topic], [one for one in known_letters() if one.topic == topic]
    words = _of(known["words"])
    dangers = count(_of(one.text) for one in letters if one.danger)
    calm = [one.text for one in letters if not one.danger] + known["phrases"].strip().splitlines()
    return dangers + count([*[words] * _WORDS_WEIGH, *map(_of, calm)]), dangers + count([words])


@cache
def _both_odds() -> tuple[Odds, Odds]:
    everything, dangers = zip(*map(_counted, _TOPICS), strict=True)
    return Odds(everything), Odds([dangers[number] for number in _OF_DANGERS])


def _odds(*, danger: bool) -> Odds:
    return _both_odds()[danger]


def _compared(*, danger: bool) -> Sequence[int]:
    """The numbers of the topics that a letter is compared with."""
    return _OF_DANGERS if danger else range(len(_TOPICS))


def prepare() -> None:
    """Count the known letters and phrases now."""
    _both_odds()


@lru_cache(maxsize=8192)
def _says(word: str, *, danger: bool) -> tuple[tuple[int, float], ...]:
    """Which topics one word speaks for, and how strongly; a word never speaks against one."""
    known = _odds(danger=danger)
    sums = map(
        sum, zip(*(known[stem] for stem in _stems(word) if stem in known.known), strict=True)
    )
    told = zip(_compared(danger=danger), sums, strict=False)
    return tuple((number, value) for number, value in told if value > 0)


def likeness(
    scan: Scan,
    places: frozenset[str],
    weak: Mapping[int, float],
    skip: Set[int],
    *,
    danger: bool = False,
) -> Likeness:
    """How alike a letter is to each topic, in units of log-odds, 0 being the average.

    `weak` gives positions of words (landmarks, people meant) that count less for the topics of
    `places`; those at `skip` do not count. Only the first 400 words are looked at, each stem once.
    With `danger` only letters of danger are compared with.
    """
    totals = [0.0] * len(_TOPICS)
    best = [(0.0, "")] * len(_TOPICS)
    seen: set[tuple[tuple[int, float], ...]] = set()
    for position, word in enumerate(scan.words[:_MOST]):
        said = () if position in skip else _says(word, danger=danger)
        if not said or said in seen:
            continue
        seen.add(said)
        part = weak.get(position, 1.0)
        for number, value in said:
            share = value * part if _TOPICS[number] in places else value
            totals[number] += share
            if share > best[number][0]:
                best[number] = (share, word)
    scale = 1 / sqrt(max(1.0, len(seen) / _PLAIN))
    return Likeness(
        {slug: total * scale for slug, total in zip(_TOPICS, totals, strict=True)},
        {slug: word for slug, (_, word) in zip(_TOPICS, best, strict=True)},
    )
