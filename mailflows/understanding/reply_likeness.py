"""How alike a reply is to known replies of each intent: a naive Bayes second opinion."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log, sqrt
from typing import NamedTuple

from mailflows.data import path
from mailflows.understanding.features import features
from mailflows.understanding.patterns import Wording
from mailflows.vocabulary import Intent

_SMOOTHING = 0.3
_FEW = 8  # so many features more are thought silent: what is short tells little
_FEWEST = 3  # words: fewer tell nothing that a rule would not know
_LEAD = 0.8  # how far the likeliest intent must be before the next one
_CLEAR_LEAD = 1.6
_MAY = {
    "executor": frozenset(
        (
            Intent.ACCEPTED, Intent.DECLINED, Intent.EXTENSION, Intent.QUESTION, Intent.INTERIM,
            Intent.ABSENT,
        )
    ),
    "citizen": frozenset(
        (Intent.DISPUTED, Intent.ADDITION, Intent.STATUS, Intent.WITHDRAWN, Intent.THANKS)
    ),
    "operator": frozenset(
        (Intent.SET_TOPIC, Intent.SET_KIND, Intent.SET_EXECUTOR, Intent.REWORK)
    ),
}  # fmt: skip


class Likely(NamedTuple):
    """The intent whose known replies a text is likest to, and how far before the next one."""

    intent: Intent
    lead: float  # units of log-odds for each feature's root


class _Counted(NamedTuple):
    """How often every feature stands in the known replies of one intent."""

    intent: Intent
    times: Counter[str]
    total: float


def second_opinion(role: str, text: str, *, disputed: bool = False) -> Intent | None:
    """What a reply that no rule understands wants, as known replies tell; None when in doubt.

    `disputed`: the rules found words for two readings, so it takes more to choose one.

    Never what ends an item, wakes nobody any more or lets an appeal be forgotten: those words
    must be there (`_MAY` is the closed list).
    """
    found = likely(role, text) if len(text.split()) >= _FEWEST else None
    if (
        found is None
        or found.lead < (_CLEAR_LEAD if disputed else _LEAD)
        or found.intent not in _MAY[role]
    ):
        return None
    return found.intent


def likely(role: str, text: str) -> Likely | None:
    """What a reply of this role ("executor", "citizen", "leader", "operator") seems to want.

    None for a text of which no word is known. It may not decide by itself what ends an item.
    """
    known, everything = _known(role)
    told = [one for one in _features(text) if one in everything]
    if not told:
        return None
    scale = 1 / sqrt(len(told) + _FEW)
    scores = sorted(
        (
            (sum(log((one.times[name] + _SMOOTHING) / one.total) for name in told) * scale, one)
            for one in known
        ),
        key=lambda scored: scored[0],
        reverse=True,
    )
    return Likely(scores[0][1].intent, scores[0][0] - scores[1][0])


def prepare() -> None:
    """Count the known replies now."""
    for role in _replies():
        _known(role)


@cache
def _replies() -> dict[str, list[tuple[Intent, str]]]:
    """Known replies of every role: a line of known_replies.tsv is role, intent and text."""
    found: dict[str, list[tuple[Intent, str]]] = {}
    for line in path("known_replies.tsv").read_text(encoding="utf-8").splitlines():
        role, intent, text = line.split("\t")
        found.setdefault(role, []).append((Intent(intent), text))
    return found


@cache
def _known(role: str) -> tuple[tuple[_Counted, ...], frozenset[str]]:
    counts: dict[Intent, Counter[str]] = {}
    for intent, text in _replies()[role]:
        counts.setdefault(intent, Counter()).update(_features(text))
    everything = frozenset[str]().union(*counts.values())
    more = _SMOOTHING * len(everything)
    return (
        tuple(_Counted(one, count, count.total() + more) for one, count in counts.items()),
        everything,
    )


def _features(text: str) -> set[str]:
    wording = Wording(text)
    wording.titled.clear()  # a short reply has few names, and its first words matter
    return set().union(*(found for _, found in features(wording)))
