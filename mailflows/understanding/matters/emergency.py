"""Whether a letter tells of danger to life, health or the vital services of houses now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from mailflows.data import load
from mailflows.reasons import Code, Reason
from mailflows.understanding.matters.danger_likeness import Alarm, alarm, telling
from mailflows.understanding.words.evidence import GROUPS, Evidence, Hit, read_rules
from mailflows.understanding.words.patterns import Pattern, Scan, Span, Wording, compile_pattern

_DATA = load("emergency")
_HAZARDS = Evidence(read_rules(_DATA["hazards"], GROUPS))
_OUTAGES = Evidence(read_rules(_DATA["outages"], GROUPS))
_ENOUGH = 3.0
_SIGN = 0.5
_FIGURATIVE_REACH = 2  # words between a figure of speech and the danger it explains
_SMALL_REACH = 8
_WISH_REACH = 3
# How grave a letter must sound, and what the rules add to it; chosen by cross-validation.
_GRAVE = 0.9
_NAMED = 3.0  # they name a danger that is present
_DENIED = -0.5  # they name one, and what says that it is none
_SMELLS = 0.3  # so much earlier a letter that is not yet read may be one
_FEWEST, _MOST = 2, 6  # words of a phrase that can be read at a glance
# topics whose letters speak of missing services without being alarms
_NO_OUTAGE = frozenset(("tariffs", "council", "transport", "land-building", "employment"))
_OLD_DAMAGE = frozenset(("war-damage", "housing", "water", "any", "electricity", "sewerage"))
_ANY = "any"
_SMOKE = frozenset((_ANY, "ecology"))
# what may be bad for years without being an alarm, unless it grows worse now
_DEFECTS = frozenset(("housing", "roads", "lifts", "water", "sewerage", "greenery", "electricity"))
_OF_PEOPLE = frozenset((_ANY, "lifts", "war-damage", "public-order"))
_CHRONIC_REACH, _NOBODY_REACH, _UNREAL_REACH = 8, 2, 1


def _patterns(sources: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(compile_pattern(source, GROUPS) for source in sources)


_SIGNS = {name: _patterns(sources) for name, sources in _DATA["signs"].items()}
_DENIALS = {
    name: _patterns(sources) for name, sources in _DATA["denials"].items() if name != "wishes"
}
_OPENING = compile_pattern("|".join(_DATA["headline"]["opening"]), GROUPS).parts[0]
_WISH = compile_pattern("|".join(_DATA["denials"]["wishes"]), GROUPS)


class Smell(IntEnum):
    """What a letter that is not yet read may tell of, so that the gravest is read first."""

    NOTHING = 0
    URGENT = 1  # a service is missing, or it sounds alarmed
    GRAVE = 2  # people may be in danger


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger found: the reason for people, and the topics it may belong to."""

    because: Reason
    topics: frozenset[str] = frozenset()


class _Surroundings:
    """Where a letter speaks of wishes, the past, plans, figures of speech and repairs."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self._found: dict[str, list[Span]] = {}

    def spans(self, name: str) -> Sequence[Span]:
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = [
                span for pattern in _DENIALS[name] for span in pattern.find(self.scan)
            ]
        return found

    def inside(self, name: str, hit: Span, reach: int = 10_000) -> bool:
        """Whether something of this name stands in the sentence of the danger, near enough."""
        sentence = self.scan.sentences[hit.start]
        return any(
            self.scan.sentences[span.start] == sentence
            and span.start - hit.end <= reach
            and hit.start - span.end <= reach
            for span in self.spans(name)
        )

    def before(self, name: str, hit: Span) -> bool:
        """Whether something of this name opens the sentence part that the danger stands in."""
        sentence = self.scan.sentences[hit.start]
        return any(
            self.scan.sentences[span.start] == sentence and span.start <= hit.end
            for span in self.spans(name)
        )

    def settled_after(self, hit: Span) -> bool:
        """Whether the letter says later that this was repaired, and not that it came back."""
        later = [
            span
            for span in self.spans("settled")
            if span.end >= hit.start and not self._wished(span)
        ]
        if not later:
            return False
        last = max(span.end for span in later)
        return not any(span.start > last for span in self.spans("returned"))

    def _wished(self, span: Span) -> bool:
        sentence = self.scan.sentences[span.start]
        return any(
            0 < span.start - wish.start <= _WISH_REACH
            and self.scan.sentences[wish.start] == sentence
            for wish in _WISH.find(self.scan)
        )


def find_emergency(scan: Scan) -> Danger | None:
    """The danger or missing vital service that a letter tells of as present, or None.

    How it sounds beside known letters and what the rules name weigh together: people tell of
    danger in words of their own, and name dangers that are none.
    """
    sounds = alarm(scan)
    named = _find_danger(scan) or _find_outage(scan)
    if sounds.value + _named_weigh(named, scan) < _GRAVE:
        return None
    return named or _told(scan, sounds)


def possible(subject: str, text: str) -> Smell:
    """What emergency a letter that is not yet read may tell of: a little sooner than it does.

    The rules are asked only where they can turn the scales: most letters are calm without them.
    """
    sounds = alarm(Wording(f"{subject}\n{text}")).value + _SMELLS
    if sounds < _GRAVE - _NAMED:
        return Smell.NOTHING
    scan = Scan(text, subject)
    danger = _find_danger(scan)
    if sounds + _named_weigh(danger or _find_outage(scan), scan) < _GRAVE:
        return Smell.NOTHING
    return Smell.GRAVE if danger or sounds > _NAMED else Smell.URGENT


def _named_weigh(named: Danger | None, scan: Scan) -> float:
    """What the rules add: a danger found, or one denied, or nothing."""
    if named is not None:
        return _NAMED
    denied = any(True for _ in _HAZARDS.hits(scan)) or any(True for _ in _OUTAGES.hits(scan))
    return _DENIED if denied else 0.0


def _told(scan: Scan, sounds: Alarm) -> Danger | None:
    """A danger that only the likeness to other letters tells."""
    if _Surroundings(scan).spans("quiet"):
        return None
    words = scan.said(telling(scan, sounds.span, _MOST))
    return Danger(Reason(Code.EMERGENCY_WORDS, {"words": words}))


def _find_danger(scan: Scan) -> Danger | None:
    """The gravest danger that the rules find, or None.

    Warnings, memories, plans, repairs and figures of speech are no dangers.
    """
    around = _Surroundings(scan)
    hits = [hit for hit in _HAZARDS.hits(scan) if not _denied(hit, around)]
    if not hits or around.spans("quiet"):
        return None
    best, weight = _gravest(hits, scan)
    if weight < _ENOUGH:
        return None
    topics = {hit.rule.label for hit in hits if hit.rule.weight >= best.rule.weight} - {_ANY}
    facts = {"words": _headline(scan, best.span)}
    return Danger(Reason(Code.EMERGENCY_WORDS, facts), frozenset(topics))


def _find_outage(scan: Scan) -> Danger | None:
    """A vital service that houses are without now, or None.

    A bill or a manager's manners may be what the letter is really about: `still_outage` says
    whether its topic leaves the outage an emergency.
    """
    around = _Surroundings(scan)
    hits = [hit for hit in _OUTAGES.hits(scan) if not _harmless(hit, around)]
    if not hits or around.spans("quiet"):
        return None
    for hit in sorted(hits, key=lambda one: -one.rule.weight):
        facts = {"words": _headline(scan, hit.span)}
        scope = _near(_SIGNS["scope"], scan, hit.span)
        if scope is not None:
            facts["scope"] = scan.said(scope)
        if scope is not None or hit.rule.weight >= _ENOUGH:
            return Danger(Reason(Code.EMERGENCY_OUTAGE, facts), frozenset((hit.rule.label,)))
    return None


def still_outage(topic: str | None) -> bool:
    """Whether an outage in a letter about this topic is an emergency."""
    return topic not in _NO_OUTAGE


def _denied(hit: Hit, around: _Surroundings) -> bool:
    """Whether the letter says that a danger is none: not real, not now, not here, or over."""
    span, label = hit.span, hit.rule.label
    now = around.inside("again", span)
    long_so = label in _DEFECTS and around.inside("chronic", span, _CHRONIC_REACH)
    return (
        _unreal(span, around)
        or (not now and (around.inside("past", span) or around.before("thanks", span)))
        or (not now and label in _OLD_DAMAGE and bool(around.spans("aftermath")))
        or (label in _SMOKE and (around.inside("tobacco", span) or around.inside("smoke", span)))
        or (label in _OF_PEOPLE and around.inside("nobody", span, _NOBODY_REACH))
        or (long_so and not around.inside("worse", span))
        or (label == "water" and bool(around.spans("rain")))
        or around.settled_after(span)
    )


def _unreal(span: Span, around: _Surroundings) -> bool:
    return (
        around.inside("figurative", span, _FIGURATIVE_REACH)
        or around.before("hypothetical", span)
        or around.inside("unreal", span, _UNREAL_REACH)
    )


def _harmless(hit: Hit, around: _Surroundings) -> bool:
    """Whether a missing service is a small, planned, old or settled matter."""
    span = hit.span
    return (
        around.inside("small", span, _SMALL_REACH)
        or (around.inside("planned", span) and not around.spans("unplanned"))
        or (around.inside("lukewarm", span) and not around.inside("cold", span))
        or _unreal(span, around)
        or around.inside("long", span, _CHRONIC_REACH)
        or around.before("thanks", span)
        or (around.inside("past", span) and not around.inside("again", span))
        or any(later.start > span.end for later in around.spans("restored"))
        or around.settled_after(span)
    )


def _gravest(hits: Sequence[Hit], scan: Scan) -> tuple[Hit, float]:
    best = max(hits, key=lambda hit: (hit.rule.weight, _readable(hit.span), -hit.span.start))
    weight = best.rule.weight
    if weight < _ENOUGH:
        if any(hit.rule is not best.rule for hit in hits):
            weight += _SIGN
        weight += _SIGN * _signs(best, scan)
    return best, weight


def _signs(hit: Hit, scan: Scan) -> int:
    """How many kinds of signs that raise a danger stand near it."""
    names = ("now", "people", "stress")
    return sum(_near(_SIGNS[name], scan, hit.span) is not None for name in names)


def _readable(span: Span) -> bool:
    return _FEWEST <= span.end - span.start + 1 <= _MOST


def _headline(scan: Scan, span: Span) -> str:
    """A short phrase of the letter that names the danger, for the head of an alert."""
    start, end, sentence = span.start, span.end, scan.sentences[span.start]
    before = start - 1
    if before in scan.places.get(_OPENING, ()) and scan.sentences[before] == sentence:
        start = before
    last = len(scan.words) - 1
    while end - start + 1 < _FEWEST and end < last and scan.sentences[end + 1] == sentence:
        end += 1
    return scan.said(Span(start, end))


def _near(patterns: Sequence[Pattern], scan: Scan, span: Span) -> Span | None:
    """The first sign in the sentence of a danger or in its neighbours."""
    sentence = scan.sentences[span.start]
    for pattern in patterns:
        for sign in pattern.find(scan):
            if abs(scan.sentences[sign.start] - sentence) <= 1:
                return sign
    return None


def looked_dangerous(scan: Scan) -> Reason | None:
    """The alarm words of a letter that is no emergency, so that people can check it; or None."""
    for hit in _HAZARDS.hits(scan):
        if hit.rule.weight >= _ENOUGH:
            return Reason(Code.NOT_EMERGENCY, {"words": scan.said(hit.span)})
    return None
