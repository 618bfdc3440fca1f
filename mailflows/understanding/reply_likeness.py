"""How alike a reply is to known replies of each intent: a second opinion."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from mailflows.data import path
from mailflows.understanding.features import all_features
from mailflows.understanding.likeness import Odds, count, mean, odds
from mailflows.understanding.patterns import Wording
from mailflows.vocabulary import Intent

_FEW = 8  # features that are thought silent in every reply
_FEWEST = 3  # words: fewer tell nothing that a rule would not know
_LEAD = 0.8  # how far the likeliest intent must be before the next one
_CLEAR_LEAD = 2.0
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


class _Known(NamedTuple):
    """The intents that a role's known replies have, and what every feature says for each."""

    intents: tuple[Intent, ...]
    odds: Odds


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
    known = _known(role)
    told = [known.odds[one] for one in _features(text) if one in known.odds]
    if not told:
        return None
    sums = zip(map(sum, zip(*told, strict=True)), known.intents, strict=True)
    (most, intent), (next_, _), *_ = sorted(sums, reverse=True)
    return Likely(intent, mean(most - next_, len(told), _FEW))


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
def _known(role: str) -> _Known:
    texts: dict[Intent, list[set[str]]] = {}
    for intent, text in _replies()[role]:
        texts.setdefault(intent, []).append(_features(text))
    return _Known(tuple(texts), odds([count(one) for one in texts.values()]))


def _features(text: str) -> set[str]:
    wording = Wording(text)
    wording.titled.clear()  # a short reply has few names, and its first words matter
    return all_features(wording)
