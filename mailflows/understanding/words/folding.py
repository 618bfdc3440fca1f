"""One shape for words of Ukrainian, Russian, mixed and transliterated letters."""

from __future__ import annotations

import re
from functools import lru_cache

from mailflows.data import load

_DATA = load("folding")
_FOLD = str.maketrans(_DATA["fold"])
_LOOKALIKE = str.maketrans(_DATA["lookalike"])
_SILENT = re.compile("['’ʼ`′‘*_\u00ad\u200b\u0301]")
_ALTERNATION: dict[str, str] = _DATA["alternation"]
_EITHER: str = _DATA["either"]["letter"]
_EITHER_LETTERS: list[str] = _DATA["either"]["letters"]
_PAST = _DATA["past"]
_LATIN: dict[str, str] = _DATA["latin"]
_LATIN_PIECE = re.compile("|".join(sorted(map(re.escape, _LATIN), key=len, reverse=True)))
_CYRILLIC = re.compile(_DATA["cyrillic"])
_LATIN_WORD = re.compile(r"\b[A-Za-z][A-Za-z'’]+\b")
_DOUBLED = re.compile(r"(.)\1+")
_MACHINE = re.compile(r"[@/\\<>=_{}]|\.\w")


def bare(text: str) -> str:
    """The text without apostrophes, stress marks and emphasis signs; case is kept."""
    return _SILENT.sub("", text)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The common shape of one lower-case word: vowels of both languages meet, doubles are single.

    Words that differ in such a vowel alone (smoke and house in Ukrainian) become one too, so a
    pattern that needs the difference must look at the word itself.
    """
    if not word.isascii() and any("a" <= letter <= "z" for letter in word):
        word = word.translate(_LOOKALIKE)
    return _DOUBLED.sub(r"\1", word.translate(_FOLD))


def variants(word: str) -> tuple[str, ...]:
    """The shapes of a word: its own, the one before a locative, both readings of a Latin h."""
    shape = fold(word)
    if _EITHER in shape:
        return tuple(shape.replace(_EITHER, letter) for letter in _EITHER_LETTERS)
    other = _ALTERNATION.get(shape[-2:])
    return (shape,) if other is None else (shape, shape[:-2] + other)


def with_masculine(stem: str) -> tuple[str, ...]:
    """A stem of a data file with the masculine past tense beside it."""
    ending: str = _PAST["stem"]
    if not stem.endswith(ending):
        return (stem,)
    return (stem, *(stem.removesuffix(ending) + other for other in _PAST["masculine"]))


def cyrillic(text: str) -> str:
    """The text with its transliterated lines turned back to Cyrillic letters; others untouched.

    A line counts as transliterated when it has at least two Latin words, more of them than
    Cyrillic letters, and does not look like an address or code.
    """
    if not _LATIN_WORD.search(text):
        return text
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    latin = _LATIN_WORD.findall(line)
    if len(latin) < 2 or len(_CYRILLIC.findall(line)) >= len(latin):
        return line
    words = [word if _MACHINE.search(word) else _transliterated(word) for word in line.split(" ")]
    return " ".join(words)


def _transliterated(word: str) -> str:
    back: str = _LATIN_PIECE.sub(lambda piece: _LATIN[piece.group()], word.lower())
    return back.capitalize() if word[:1].isupper() else back
