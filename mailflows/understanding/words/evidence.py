"""Weighed patterns of a data file: what speaks for what, and how strongly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from mailflows.data import load
from mailflows.understanding.words.patterns import Pattern, Scan, Span, compile_pattern

_IN_SUBJECT = 0.6  # a subject counts, but people write it in haste or leave an old one
_REPEATED = 0.5  # a second place of the same pattern adds half of its weight; further ones nothing


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, what it speaks for, and the weight it has."""

    pattern: Pattern
    label: str
    weight: float


class Hit(NamedTuple):
    """A rule that applied, and where."""

    rule: Rule
    span: Span


class Evidence:
    """The rules of one data file, found by the element they begin with."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._by_first: dict[int, list[Rule]] = {}
        for rule in rules:
            self._by_first.setdefault(rule.pattern.parts[0], []).append(rule)

    def hits(self, scan: Scan) -> tuple[Hit, ...]:
        """Every place of every rule in a text; what was found once is remembered by its scan."""
        found = scan.found.get(self)
        if found is None:
            found = scan.found[self] = tuple(self._hits(scan))
        return found

    def _hits(self, scan: Scan) -> Iterator[Hit]:
        places = scan.places
        for number in places.keys() & self._by_first.keys():
            for rule in self._by_first[number]:
                for part in rule.pattern.parts:
                    if part not in places:
                        break
                else:
                    for span in rule.pattern.find(scan):
                        yield Hit(rule, span)


@dataclass(slots=True)
class Score:
    """What the rules gave one label, and the words that gave most."""

    weight: float = 0.0
    said: tuple[float, str] = (0.0, "")


def weigh(
    hits: Iterable[Hit], scan: Scan, share: Callable[[Hit], float] = lambda _: 1.0
) -> dict[str, Score]:
    """The score of every label that the hits speak for or against.

    `share` tells which part of its weight a hit has where it stands.
    """
    times: dict[int, int] = {}
    scores: dict[str, Score] = {}
    for hit in hits:
        seen = times[id(hit.rule)] = times.get(id(hit.rule), 0) + 1
        if seen > 2:
            continue
        score = scores.setdefault(hit.rule.label, Score())
        weight = hit.rule.weight * (1 if seen == 1 else _REPEATED)
        if hit.span.start < scan.head:
            weight *= _IN_SUBJECT
        weight *= share(hit)
        score.weight += weight
        if weight > score.said[0]:
            score.said = (weight, scan.said(hit.span))
    return scores


def read_rules(table: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> list[Rule]:
    """Rules of a table {label: {weight: [patterns]}}."""
    return [
        Rule(compile_pattern(source, groups), label, float(weight))
        for label, weights in table.items()
        for weight, sources in weights.items()
        for source in sources
    ]


GROUPS: Mapping[str, Sequence[str]] = load("groups")
