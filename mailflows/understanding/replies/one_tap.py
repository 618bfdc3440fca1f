"""One-tap answers: the subject of a mailto link of ours, read back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from mailflows.data import load
from mailflows.understanding.words.cues import plain
from mailflows.vocabulary import Intent, Kind

_PREFIX = re.compile(r"\s*(?:[^\W\d_]{1,8}\s?(?:\[\d{1,3}\])?\s?:\s*)")
_NUMBER = re.compile(
    r"\s*[\[(]?\s*(?:[^\w\s]\s?)?[^\W\d_]{1,2}\s?[-\u2010-\u2015]?\s?\d{1,7}\s?[-/\u2010-\u2015]\s?"
    r"\d{2,4}\s*[\])]?[\s:,.]*"
)
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Tap:
    """What a subject of ours asks for; `argument` is what stands after the word."""

    intent: Intent
    argument: str = ""


def read_tap(subject: str, party: str, *, bare: bool = False) -> Tap | None:
    """The answer in a subject such as "K-0123/26 done", or None when it is no such subject.

    `party` is whose answers are looked for: r, a, l or o. Reply prefixes and the number do not
    matter; whatever else stands in the subject means that it is none of our links. `bare`: the
    number may be missing (a question about a letter that has none).
    """
    rest = strip_number(subject)
    if rest is None and bare:
        rest = _plain_rest(_strip_prefixes(subject))
    if rest is None:
        return None
    for word, intent in _words(party):
        if rest == word:
            return Tap(intent)
        if rest.startswith(f"{word} ") and intent in _ARGUED:
            return Tap(intent, rest[len(word) + 1 :].strip(" :"))
    return None


def is_passed_on(subject: str) -> bool:
    """Whether a one-tap subject stands behind "Re:" or "Fwd:": a link of ours begins without.

    A robot answers and people forward with whatever subject a stranger chose.
    """
    if _strip_prefixes(subject) == subject[:LONGEST].strip():
        return False
    return any(read_tap(subject, party, bare=True) for party in load("one_tap") if len(party) == 1)


def strip_number(subject: str) -> str | None:
    """The plain words after the number of a subject; None when it does not begin with one."""
    rest = _strip_prefixes(subject)
    number = _NUMBER.match(rest)
    return _plain_rest(rest[number.end() :]) if number else None


def _strip_prefixes(subject: str) -> str:
    rest = subject[:LONGEST].strip()
    for _ in range(8):
        prefix = _PREFIX.match(rest)
        if prefix is None:
            break
        rest = rest[prefix.end() :]
    return rest


def _plain_rest(text: str) -> str:
    return " ".join(plain(text).strip(' .!"\u00ab\u00bb').split())


def tap_kind(argument: str) -> Kind | None:
    """The kind of appeal that an argument names."""
    kinds = {plain(word): Kind(kind) for kind, word in load("one_tap")["kinds"].items()}
    return kinds.get(argument) or next((kind for kind in Kind if kind.value == argument), None)


def tap_day(argument: str) -> date | None:
    """The day at the beginning of an argument, written as our links write it: 12.12.2026."""
    found = _DAY.match(argument)
    try:
        return date(*(int(found[part]) for part in (3, 2, 1))) if found else None
    except ValueError:
        return None


_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_ARGUED = frozenset(
    {
        Intent.SET_TOPIC,
        Intent.SET_KIND,
        Intent.SET_EXECUTOR,
        Intent.SET_EXECUTORS,
        Intent.ADD_EXECUTOR,
        Intent.RECALL_EXECUTOR,
        Intent.ASK_INFORMATION,
        Intent.REWORK,
        Intent.EXTEND,
        Intent.NOT_CONSIDER,
        Intent.GIVE_BACK,
        Intent.UNDO,
        Intent.UNREACHABLE,
        Intent.SEND_ANSWER,
        Intent.ANSWERED,
        Intent.SET_RESULT,
        Intent.RATED,
        Intent.SET_MARK,
        Intent.SET_LEADER,
    }
)


@cache
def _words(party: str) -> tuple[tuple[str, Intent], ...]:
    """The words of a party, the longest first."""
    table = load("one_tap").get(party, {})
    pairs = [(plain(word), Intent(intent)) for intent, word in table.items()]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
