"""How alike a letter is to known words and phrases of each topic: a naive Bayes second opinion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log, sqrt

from mailflows.data import load
from mailflows.understanding.folding import fold
from mailflows.understanding.known_letters import known_letters
from mailflows.understanding.patterns import DENIAL, Scan, Wording

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


def _stems(text: str) -> set[str]:
    return {stem for word in Wording(text).words for stem in _features(word)}


def _counted(topic: str, *, dangers: bool = False) -> Counter[str]:
    """How often every stem stands in the words and letters of one topic, or of its dangers."""
    known = _DATA[topic]
    count = Counter(dict.fromkeys(_stems(known["words"]), 1 if dangers else _WORDS_WEIGH))
    told = [one.text for one in known_letters() if one.topic == topic and one.danger >= dangers]
    phrases = [] if dangers else known["phrases"].strip().splitlines()
    for text in told + phrases:
        count.update(_stems(text))
    return count


def _weighed(counts: Sequence[Counter[str]]) -> dict[str, tuple[float, ...]]:
    """The log-odds of every stem for every topic in order against the average topic."""
    holders: dict[str, list[int]] = {}
    for number, count in enumerate(counts):
        for stem in count:
            holders.setdefault(stem, []).append(number)
    totals = [count.total() + _SMOOTHING * len(holders) for count in counts]
    unseen = [log(_SMOOTHING / total) for total in totals]
    least = sum(_SMOOTHING / total for total in totals)
    odds: dict[str, tuple[float, ...]] = {}
    for stem, numbers in holders.items():
        found = {number: counts[number][stem] for number in numbers}
        mean = (least + sum(n / totals[number] for number, n in found.items())) / len(counts)
        seen = sum(found.values())
        sure, average = seen / (seen + _CHANCE), log(mean)
        shares = unseen.copy()
        for number, n in found.items():
            shares[number] = log((n + _SMOOTHING) / totals[number])
        odds[stem] = tuple(sure * (share - average) for share in shares)
    return odds


_TOPICS = tuple(slug for slug in _DATA if slug != "neutral")
# which dangers belong to which topic is told by letters of danger alone
_OF_DANGERS = [
    number for number, slug in enumerate(_TOPICS) if slug in load("topics_words")["where"]["danger"]
]


@cache
def _odds() -> dict[str, tuple[float, ...]]:
    return _weighed([_counted(slug) for slug in _TOPICS])


@cache
def _danger_odds() -> dict[str, tuple[float, ...]]:
    return _weighed([_counted(_TOPICS[number], dangers=True) for number in _OF_DANGERS])


def prepare() -> None:
    """Count the known letters and phrases now."""
    _odds()
    _danger_odds()


@lru_cache(maxsize=8192)
def _says(word: str) -> tuple[tuple[int, float], ...]:
    """Which topics one word speaks for, and how strongly; a word never speaks against one."""
    return tuple((number, value) for number, value in enumerate(_sums(word, _odds())) if value > 0)


@lru_cache(maxsize=2048)
def _says_of_danger(word: str) -> tuple[tuple[int, float], ...]:
    """The same where danger is told."""
    sums = zip(_OF_DANGERS, _sums(word, _danger_odds()), strict=False)
    return tuple((number, value) for number, value in sums if value > 0)


def _sums(word: str, odds: Mapping[str, tuple[float, ...]]) -> Iterable[float]:
    known = [odds[stem] for stem in _features(word) if stem in odds]
    return map(sum, zip(*known, strict=True))


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
    says = _says_of_danger if danger else _says
    totals = [0.0] * len(_TOPICS)
    best = [(0.0, "")] * len(_TOPICS)
    seen: set[tuple[tuple[int, float], ...]] = set()
    for position, word in enumerate(scan.words[:_MOST]):
        said = () if position in skip else says(word)
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
