"""Executors named in a text: by full name, by its own word, by initials or by code, in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mailflows.data import load
from mailflows.policy import Executor
from mailflows.understanding.words.cues import plain

_TABLE = load("bodies")
_QUOTED = re.compile('["\u00ab\u201c\u201e]([^"\u00bb\u201d]{2,80})["\u00bb\u201d]')
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LETTERS = sorted(_TABLE["letters"].items(), key=lambda pair: -len(pair[0]))
_SORTS = "|".join(_TABLE["offices"])
_BEFORE = "|".join(_TABLE["before"])
_NEGATED = re.compile(
    rf"(?<!\w){_TABLE['not']}\s+(?:(?:{_BEFORE})\s+)?(?:\w{{2,3}}\s+)?[\"\u00ab]?$"
)
LONGEST = 20_000
_LETTERS_TELL = 6  # a shorter word of a name is rarely its own


@dataclass(frozen=True, slots=True)
class Named:
    """An executor named in a text, with the place where."""

    code: str
    start: int


def find_bodies(text: str, executors: Mapping[str, Executor]) -> list[Named]:
    """The executors named in a text in its order, each once; "not to the gas men" names none.

    Common words of a name ("gas supply") count only after the sort of body ("department of"),
    initials only in capitals.
    """
    text = text[:LONGEST]
    lowered = plain(text)
    found: dict[str, int] = {}
    for executor in executors.values():
        names = [(executor.code, executor.name, executor.topics)]
        names += [(one.code, one.name, ()) for one in executor.former]
        places = [
            match.start()
            for small, capital in (_patterns(*name) for name in names)
            for pattern, where in ((small, lowered), (capital, text))
            for match in pattern.finditer(where)
            if not _NEGATED.search(lowered[: match.start()][-20:])
        ]
        if places:
            found[executor.code] = min(places)
    return sorted((Named(code, at) for code, at in found.items()), key=lambda one: one.start)


def find_by_word(text: str, executors: Mapping[str, Executor]) -> list[str]:
    """Codes of the executors of whose names one telling word stands in the text.

    Only for words that surely speak of executors, as after "executor": elsewhere a common word
    ("gas supply") names no body.
    """
    said = {_stem(word) for word in _words(text[:LONGEST])}
    return [
        one.code
        for one in executors.values()
        if any(
            _stem(word) in said
            for word in _words(one.name)
            if len(word) > _LETTERS_TELL and not _is_sort(word)
        )
    ]


@lru_cache(maxsize=512)
def _patterns(
    code: str, name: str, topics: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What to look for in lower case, and what in the letters as written."""
    quoted = _QUOTED.search(name)
    own = _words(quoted[1]) if quoted else []
    common = [] if quoted else [w for w in _words(name) if not _is_sort(w)]
    sorts = [w for w in _words(name) if _is_sort(w)]
    options = [rf"(?<![\w-]){re.escape(code)}(?![\w-])"]
    if own:
        options.append(_sequence(own))
    if common and sorts:
        options += [_sequence([sorts[0], common[0]]), _sequence([common[0], sorts[0]])]
        options.append(rf"(?<!\w)(?:{_SORTS})\w*\s+{re.escape(_stem(common[0]))}\w{{0,6}}(?!\w)")
    elif common and len(common[0]) > 4:
        options.append(_sequence(common))
    if len(common) > 1:
        options.append(_sequence(common[:2]))
    options += _by_trade(topics)
    initials = {_initials(w for w in _words(name) if w not in _TABLE["joining"])}
    initials |= {_initials(own), _initials(common)}
    initials |= {w for w in re.findall(r"[^\W\d_]+", name) if w.isupper()} - set(_TABLE["sorts"])
    initials.add(_cyrillic(code).upper() if len(_cyrillic(code)) <= 4 else "")
    capitals = sorted({one for one in initials if len(one) >= 2 and one not in _TABLE["taken"]})
    joined = "|".join(map(re.escape, capitals)) or r"(?!)"
    ending = r"(?:[-'\u2019]?[^\W\d_A-Z]{0,3})?"
    return re.compile("|".join(options)), re.compile(rf"(?<![\w-])(?:{joined}){ending}(?![\w])")


def _by_trade(topics: tuple[str, ...]) -> list[str]:
    """What a body is called after the work it does, everywhere or only after a preposition."""
    nicknames = [re.escape(stem) for stem, topic in _TABLE["nicknames"].items() if topic in topics]
    fields = [re.escape(stem) for stem, topic in _TABLE["fields"].items() if topic in topics]
    return [
        *(rf"(?<!\w){stem}\w{{0,6}}(?!\w)" for stem in nicknames),
        *(rf"(?<!\w)(?:{_BEFORE})\s+{stem}\w{{0,4}}\s*(?:[.,!;]|$)" for stem in fields),
    ]


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def _is_sort(word: str) -> bool:
    return word in _TABLE["sorts_lower"] or word.startswith(tuple(_TABLE["sort_stems"]))


def _sequence(words: list[str]) -> str:
    """These words in their order, in any form, with at most one other between them."""
    parts = [rf"{re.escape(_stem(word))}\w{{0,6}}" for word in words]
    return r"(?<![\w])" + r"\W{1,3}(?:\w+\W{1,3})?".join(parts) + r"(?![\w])"


def _stem(word: str) -> str:
    """What stays of a word in all its forms."""
    if word.endswith(tuple(_TABLE["whole_endings"])):
        return word
    return word[: max(3, len(word) - 3)] if len(word) > 6 else word[: max(3, len(word) - 2)]


def _initials(words: Iterable[str]) -> str:
    return "".join(word[:1] for word in words).upper()


def _cyrillic(code: str) -> str:
    """A code as it sounds, in Cyrillic letters."""
    text = code.lower()
    for latin, ours in _LETTERS:
        text = text.replace(latin, ours)
    return text
