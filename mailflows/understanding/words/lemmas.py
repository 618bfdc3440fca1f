"""Forms of Ukrainian words: one dictionary, loaded when first needed, every word remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pymorphy3

_APOSTROPHES = re.compile("[\u2019\u02bc\u2018\u2032\u00b4`\u201b\u055a]")
_LONGEST_WORD = 40  # longer runs of letters are no words; the guesser would be slow on them


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word: its dictionary form and grammemes of OpenCorpora (NOUN, Surn, gent).

    `known` is False when the dictionary guesses from the ending.
    """

    normal: str
    tags: frozenset[str]
    known: bool = True


def plain(text: str) -> str:
    """The text in lower case with one kind of apostrophe: what the dictionary knows."""
    return _APOSTROPHES.sub("'", text).lower()


def straight(text: str) -> str:
    """The text with one kind of apostrophe (U+0027), length and case kept."""
    return _APOSTROPHES.sub("'", text)


def parses(word: str) -> tuple[Form, ...]:
    """All readings of a word in any case and spelling of apostrophes, likeliest first."""
    return _parses(plain(word))


def inflect(word: str, normal: str, case: str, gender: str | None = None) -> str | None:
    """The form of `word` (read as `normal`) in `case` (nomn, gent...), lower case, singular.

    `gender` (masc, femn, neut) is asked for adjectives; None when the dictionary cannot say.
    """
    return _inflect(plain(word), normal, case, gender)


def prepare() -> None:
    """Load the dictionary now."""
    _dictionary()


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    return pymorphy3.MorphAnalyzer(lang="uk")


@lru_cache(maxsize=65_536)
def _parses(word: str) -> tuple[Form, ...]:
    if not word or len(word) > _LONGEST_WORD:
        return ()
    try:
        read = _dictionary().parse(word)
    except ValueError:  # pymorphy3 takes rare numerals for numbers that float() cannot read
        return ()
    return tuple(Form(one.normal_form, one.tag.grammemes, one.is_known) for one in read)


@lru_cache(maxsize=8_192)
def _inflect(word: str, normal: str, case: str, gender: str | None) -> str | None:
    if not word or len(word) > _LONGEST_WORD:
        return None
    wanted = {case} if gender is None else {case, gender}
    for one in _dictionary().parse(word):
        if one.normal_form != normal:
            continue
        made = one.inflect(wanted)
        if made is not None:
            return str(made.word)
    return None
