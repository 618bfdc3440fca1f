"""What a letter is about: one topic, or none when the words do not tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mailflows.data import load
from mailflows.reasons import Code, Reason
from mailflows.understanding.matters.emergency import Danger
from mailflows.understanding.matters.topic_likeness import likeness
from mailflows.understanding.words.evidence import GROUPS, Evidence, Hit, Score, read_rules, weigh
from mailflows.understanding.words.patterns import Scan, compile_pattern

_DATA = load("topics_words")
_EVIDENCE = Evidence(
    read_rules({slug: rules for slug, rules in _DATA.items() if slug != "where"}, GROUPS)
)
_LANDMARKS = frozenset(_DATA["where"]["topics"])
_DANGEROUS = frozenset(_DATA["where"]["danger"])
_ABOUT_PEOPLE = frozenset(_DATA["where"]["people_topics"])
_WHERE, _STREETS, _PEOPLE = (
    compile_pattern("|".join(_DATA["where"][name]), GROUPS).parts[0]
    for name in ("words", "streets", "people")
)
_WHERE_REACH, _STREET_REACH = 4, 2
_LANDMARK, _PERSON, _LATER = 0.3, 0.3, 0.4  # what such words still weigh
_HARMLESS = 0.4  # what topics without dangers still weigh where there is danger
_LEAST = 2.0
_TELLING = 4.0  # a weight that names a thing by itself
_MARGIN = 0.4  # closer than this, two topics are equally likely
_CLEAR = 5.0  # a lead of the weighed words that needs no second opinion
_LIKENESS = 0.8  # what a unit of likeness weighs
_HINT = 4.0  # what a topic chosen in a form weighs
_DANGER = 6.0  # what a danger weighs for the topic it belongs to
_OUTAGE = 3.0  # what a missing service weighs: bills speak of them too


@dataclass(frozen=True, slots=True)
class TopicFound:
    """The topic's slug or None, why, and how much weight stood behind it."""

    slug: str | None
    because: Reason
    weight: float


def find_topic(scan: Scan, hint: str | None = None, danger: Danger | None = None) -> TopicFound:
    """The topic that the words speak for.

    `hint` is a slug chosen in a form, `danger` what was found to be urgent, which speaks for its
    topics. The weighed words of the data decide; when they leave a doubt, likeness to known
    phrases is added. The slug is None when there is too little evidence or two topics have the
    same.
    """
    hits = list(_EVIDENCE.hits(scan))
    standing = _Standing(scan, hits)
    scores = weigh(hits, scan, standing.share)
    if hint is not None:
        scores.setdefault(hint, Score()).weight += _HINT
    if danger is not None:
        extra = _OUTAGE if danger.because.code is Code.EMERGENCY_OUTAGE else _DANGER
        for slug in danger.topics:
            scores.setdefault(slug, Score()).weight += extra
    if _doubtful(scores):
        _add_likeness(scores, scan, standing, danger=danger is not None)
    if danger is not None:
        for slug in scores.keys() - _DANGEROUS:
            scores[slug].weight *= _HARMLESS
    return _decided(scores, hint)


class _Standing:
    """How much words count where they stand: what is asked for, or whom and where it concerns."""

    def __init__(self, scan: Scan, hits: Iterable[Hit]) -> None:
        self.scan = scan
        self.streets = self._after(_STREETS, _STREET_REACH) & scan.titled
        self.people = scan.places.get(_PEOPLE, [])
        self.landmarks = self._after(_WHERE, _WHERE_REACH)
        self.firsts: dict[int, int] = {}  # where each sentence first names what is no landmark
        for hit in hits:
            if hit.rule.weight >= _TELLING and hit.rule.label not in _LANDMARKS:
                start, sentence = hit.span.start, scan.sentences[hit.span.start]
                self.firsts[sentence] = min(start, self.firsts.get(sentence, start))

    def share(self, hit: Hit) -> float:
        """The part of its weight that a hit has where it stands."""
        start, alone = hit.span.start, hit.span.start == hit.span.end
        if alone and start in self.streets:
            return 0.0
        if hit.rule.label in _LANDMARKS:
            if start in self.landmarks:
                return _LANDMARK
            if start > self.firsts.get(self.scan.sentences[start], start):
                return _LATER
        if alone and hit.rule.label in _ABOUT_PEOPLE and start in self.people:
            return _PERSON
        return 1.0

    def _after(self, element: int, reach: int) -> set[int]:
        """Positions of the words that follow an element in its sentence."""
        sentences = self.scan.sentences
        return {
            position
            for start in self.scan.places.get(element, ())
            for position in range(start + 1, min(start + 1 + reach, len(sentences)))
            if sentences[position] == sentences[start]
        }


def _doubtful(scores: Mapping[str, Score]) -> bool:
    first, second, *_ = *sorted((one.weight for one in scores.values()), reverse=True), 0.0, 0.0
    return first < _LEAST or first - second < _CLEAR


def _add_likeness(
    scores: dict[str, Score], scan: Scan, standing: _Standing, *, danger: bool
) -> None:
    weak = dict.fromkeys(standing.people, _PERSON) | dict.fromkeys(standing.landmarks, _LANDMARK)
    alike = likeness(scan, _LANDMARKS | _ABOUT_PEOPLE, weak, standing.streets, danger=danger)
    for slug, value in alike.scores.items():
        score = scores.setdefault(slug, Score())
        score.weight += _LIKENESS * value
        if not score.said[1] and alike.words[slug]:
            score.said = (0.0, alike.words[slug])


def _decided(scores: Mapping[str, Score], hint: str | None) -> TopicFound:
    ranked = sorted(scores.items(), key=lambda one: one[1].weight, reverse=True)
    if not ranked or ranked[0][1].weight < _LEAST:
        return TopicFound(None, Reason(Code.TOPIC_UNCLEAR), 0.0)
    slug, best = ranked[0]
    if len(ranked) > 1 and best.weight - ranked[1][1].weight < _MARGIN:
        facts = {"topic": slug, "other": ranked[1][0]}
        return TopicFound(None, Reason(Code.TOPIC_UNCLEAR, facts), best.weight)
    if hint == slug and not best.said[1]:
        return TopicFound(slug, Reason(Code.TOPIC_FROM_FORM, {"topic": slug}), best.weight)
    facts = {"topic": slug, "words": best.said[1]}
    return TopicFound(slug, Reason(Code.TOPIC_WORDS, facts), best.weight)
