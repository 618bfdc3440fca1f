"""How alike a reply is to known replies of each intent: a second opinion."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from mailflows.data import path
from mailflows.understanding.words.features import all_features
from mailflows.understanding.words.folding import fold
from mailflows.understanding.words.likeness import Odds, count, mean
from mailflows.understanding.words.patterns import Wording
from mailflows.vocabulary import Intent

_FEW = 8  # features that are thought silent in every reply
_FEWEST = 3  # words: fewer tell nothing that a rule would not know
_MOST = 40  # words: longer replies than the known ones are left to the rules that read them
# How far the likeliest intent must be before the next one, or before what the rules read.
_LEAD = 0.6
_CLEAR_LEAD = 2.0  # ... where the rules found words for two readings
_OUTWEIGHS = 2.0  # ... another reading of theirs
_DISBELIEVES = 2.5  # ... a closing of theirs, which is then for a person
_BEARS_OUT = 0.8  # ... all that do not close, to bear out a closing whose words are there
_EDGE = 5  # letters of the first and last word that tell
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
        (
            Intent.SET_TOPIC, Intent.SET_KIND, Intent.SET_EXECUTOR, Intent.REWORK,
            Intent.NOT_CONFIRMED,
        )
    ),
}  # fmt: skip
_CLOSINGS = frozenset((Intent.DONE, Intent.EXPLAINED, Intent.CONFIRMED, Intent.CLOSE))


class _Known(NamedTuple):
    """The intents that a role's known replies have, and what every feature says for each."""

    intents: tuple[Intent, ...]
    odds: Odds


def second_opinion(
    role: str,
    text: str,
    read: Intent = Intent.UNCLEAR,
    *,
    disputed: bool = False,
    said: Mapping[Intent, float] | None = None,
) -> Intent | None:
    """What a reply of this role ("executor", "citizen", "operator") wants instead.

    `read` is what the rules read; `disputed`: they found words for two readings, so it takes more
    to choose one. None keeps their reading. What ends an item, wakes nobody any more or lets an
    appeal be forgotten needs its words, never likeness alone (`_MAY` is the closed list): the
    rules name in `said` the closings whose words stand there, each with what that adds to its
    likeness. A closing they read can be doubted.
    """
    length = len(text.split())
    if length < _FEWEST or (length > _MOST and read is not Intent.UNCLEAR):
        return None
    leads = _leads(role, text)
    if not leads:
        return None
    said = said or {}
    for intent, more in said.items():
        leads[intent] += more
    likely, next_, *_ = sorted(leads, key=leads.__getitem__, reverse=True)
    if read is Intent.UNCLEAR:
        ahead, enough = leads[likely] - leads[next_], _CLEAR_LEAD if disputed else _LEAD
    else:
        ahead, enough = leads[likely] - leads.get(read, leads[likely]), _OUTWEIGHS
    if likely in said and read is Intent.UNCLEAR:
        others = (lead for intent, lead in leads.items() if intent not in _CLOSINGS)
        return likely if leads[likely] - max(others) >= _BEARS_OUT else None
    if likely in said and read not in _CLOSINGS and ahead >= enough:
        return likely
    if read in _CLOSINGS:
        return Intent.UNCLEAR if ahead > _DISBELIEVES else None
    return likely if ahead >= enough and likely in _MAY[role] else None


def _leads(role: str, text: str) -> dict[Intent, float]:
    """How much likelier each intent is than the average one; none for a text of unknown words."""
    known = _known(role)
    told = [known.odds[one] for one in _features(text) if one in known.odds.known]
    sums = map(sum, zip(*told, strict=True))
    return {
        intent: mean(total, len(told), _FEW)
        for intent, total in zip(known.intents, sums, strict=False)
    }


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
    return _Known(tuple(texts), Odds([count(one) for one in texts.values()]))


def _features(text: str) -> set[str]:
    """The features of a reply: its words, with which it begins and ends, and whether it asks."""
    wording = Wording(text)
    wording.titled.clear()  # a short reply has few names, and its first words matter
    words = wording.words
    edges = {f"^{fold(words[0])[:_EDGE]}", f"{fold(words[-1])[:_EDGE]}^"} if words else set()
    return {*all_features(wording), *edges, "?" if "?" in text else "."}
