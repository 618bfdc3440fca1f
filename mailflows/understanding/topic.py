"""What a letter is about: one topic, or none when the words do not tell."""

from __future__ import annotations

from dataclasses import dataclass

from mailflows.data import load
from mailflows.reasons import Code, Reason
from mailflows.understanding.emergency import Danger
from mailflows.understanding.evidence import GROUPS, Evidence, Hit, Score, read_rules, weigh
from mailflows.understanding.patterns import Scan, compile_pattern

_DATA = load("topics_words")
_EVIDENCE = Evidence(
    read_rules({slug: rules for slug, rules in _DATA.items() if slug != "where"}, GROUPS)
)
_LANDMARKS = frozenset(_DATA["where"]["topics"])
_WHERE = compile_pattern("|".join(_DATA["where"]["words"]), GROUPS)
_WHERE_REACH = 4
_LEAST = 2.0
_MARGIN = 0.4  # closer than this, two topics are equally likely
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
    topics. The slug is None when there is too little evidence or two topics have the same.
    """
    where = {span.start: scan.sentences[span.start] for span in _WHERE.find(scan)}

    def landmark(hit: Hit) -> bool:
        start = hit.span.start
        return hit.rule.label in _LANDMARKS and any(
            where.get(place) == scan.sentences[start]
            for place in range(start - _WHERE_REACH, start)
        )

    scores = weigh(_EVIDENCE, scan, landmark)
    if hint is not None:
        scores.setdefault(hint, Score()).weight += _HINT
    if danger is not None:
        extra = _OUTAGE if danger.because.code is Code.EMERGENCY_OUTAGE else _DANGER
        for slug in danger.topics:
            scores.setdefault(slug, Score()).weight += extra
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
