"""How alike a letter is to letters of danger and to calm ones, as a whole and in parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from mailflows.data import load
from mailflows.understanding.words.features import all_features, features, word_features
from mailflows.understanding.words.known_letters import known_letters
from mailflows.understanding.words.lemmas import parses
from mailflows.understanding.words.likeness import Odds, count, mean
from mailflows.understanding.words.patterns import Scan, Span, Wording

_WINDOW = 30  # words that tell a danger in a long letter
_FEWEST = 12  # fewer words are told together with the sentence behind them
_WHOLE = 0.8  # what the whole letter weighs beside its gravest part
_CALMEST = -4.0  # a letter may be as calm as it likes around the remark that tells of danger
_READABLE = 3  # words that a phrase has at least, where its sentence has them
_INITIAL = 2  # letters of what may stand for a name
_OF_NAMES = frozenset({"Surn", "Name", "Patr"})
_FEW = 20  # features that are thought silent in every letter

_Told = tuple[Span, Mapping[str, float]]  # a sentence and what each of its known features weighs


@dataclass(frozen=True, slots=True)
class Alarm:
    """How much a letter sounds of danger now (0: as much as of calm), and where most."""

    value: float
    span: Span


@cache
def _odds() -> Odds:
    """The log-odds of every feature for danger and for calm; the phrases of topics are calm."""
    told = {one.text for one in known_letters() if one.danger}
    quiet = [one.text for one in known_letters() if not one.danger]
    for topic in load("topics_phrases").values():
        quiet += [one for one in topic.get("phrases", "").strip().splitlines() if one not in told]
    return Odds([count(all_features(Wording(text)) for text in texts) for texts in (told, quiet)])


@cache  # holds no more than the known features
def _weight(feature: str) -> float:
    danger, calm = _odds()[feature]
    return danger - calm


def _weights(features: Iterable[str]) -> dict[str, float]:
    """What every known feature weighs for danger against calm."""
    known = _odds().known
    return {one: _weight(one) for one in features if one in known}


def prepare() -> None:
    """Count the known letters now."""
    _odds()


def _value(weights: Mapping[str, float]) -> float:
    return mean(sum(weights.values()), len(weights), _FEW)


def alarm(letter: Wording) -> Alarm:
    """How much a letter as a whole and in its gravest part sounds of danger now.

    Above 0 it is liker to letters of danger. A danger is often one remark in a long letter, so the
    part of about thirty words that sounds gravest decides and the rest is heard beside it.
    """
    told: list[_Told] = [(span, _weights(found)) for span, found in features(letter)]
    if not told:
        return Alarm(_CALMEST, Span(0, 0))
    all_weights: dict[str, float] = {}
    for _, weights in told:
        all_weights |= weights
    whole = _value(all_weights)
    span, gravest = _gravest(told)
    if whole > gravest:
        span, gravest = Span(told[0][0].start, told[-1][0].end), whole
    return Alarm(gravest + _WHOLE * max(whole, _CALMEST), span)


def _gravest(told: Sequence[_Told]) -> tuple[Span, float]:
    """The neighbouring sentences that sound gravest, and how much."""
    best, value = Span(0, 0), float("-inf")
    for first, (span, _) in enumerate(told):
        weights: dict[str, float] = {}
        for last, more in islice(told, first, None):
            if last.end - span.start >= _WINDOW and weights:
                break
            weights |= more
            if last.end - span.start + 1 < _FEWEST:
                continue
            here = _value(weights)
            if here > value:
                best, value = Span(span.start, last.end), here
    return best, value


def telling(scan: Scan, span: Span, most: int) -> Span:
    """The run of at most `most` words of one sentence that holds most of a span's alarm.

    Words at its ends that tell nothing (small ones, names, numbers) are left out. Where nothing in
    the span tells, the whole letter is looked through.
    """
    weights = {n: _told_by(scan.words[n]) for n in range(span.start, span.end + 1)}
    runs = (_run(scan, start, min(span.end, start + most - 1)) for start in weights)
    best = max(runs, key=lambda run: sum(weights[n] for n in range(run.start, run.end + 1)))
    loud = [n for n in range(best.start, best.end + 1) if weights[n] > 0]
    whole = Span(0, len(scan.words) - 1)
    if not loud and span != whole:
        return telling(scan, whole, most)
    first = loud[0] if loud else best.start
    return Span(first, max([*loud[-1:], min(best.end, first + _READABLE - 1)]))


def _run(scan: Scan, start: int, end: int) -> Span:
    """The words from `start` to `end`, or to the end of the sentence."""
    while scan.sentences[end] != scan.sentences[start]:
        end -= 1
    return Span(start, end)


def _told_by(word: str) -> float:
    """What one word weighs; people's names, initials and what is no word tell nothing."""
    told = word_features(word) if word.isalpha() and len(word) > _INITIAL else None
    if told is None or any(_OF_NAMES & form.tags for form in parses(word) if form.known):
        return 0.0
    return sum(_weights(told.alone).values())
