"""Russian words spelled the Ukrainian way, as far as the dictionary knows what comes out."""

from __future__ import annotations

import itertools
from functools import cache, lru_cache
from typing import Any

from mailflows.data import load
from mailflows.understanding.words.lemmas import parses, plain

_MOST_CHOICES = 5  # letters of a word that may be spelled in two ways


@lru_cache(maxsize=4096)
def respelled(word: str, *wanted: frozenset[str]) -> str | None:
    """The Ukrainian spelling that the dictionary knows with all grammemes of one of `wanted`.

    None when the word itself is known so, or no spelling is. Lower case in and out.
    """
    word = plain(word)
    if _known(word, wanted):
        return None
    return next((one for one in _spellings(word) if one != word and _known(one, wanted)), None)


@lru_cache(maxsize=4096)
def likely_spelling(word: str) -> str:
    """The Ukrainian spelling by the rules of transcription alone; lower case in and out."""
    word = plain(word)
    data: dict[str, Any] = load("russian")
    for ending, made in data["endings"].items():
        if word.endswith(ending):
            return likely_spelling(word[: -len(ending)]) + str(made)
    letters: list[str] = []
    for n, letter in enumerate(word):
        before = word[n - 1] if n else ""
        letters.append(_letter(letter, before, data))
    return "".join(letters)


def _letter(letter: str, before: str, data: dict[str, Any]) -> str:
    if letter == data["soft_e"][0]:
        soft = before in data["vowels"] or before in data["signs"]
        return str(data["soft_e"][1]) if soft and before else letter
    if letter == data["soft_i"][0]:
        return letter if before and before in data["hard_before"] else str(data["soft_i"][1])
    return str(data["letters"].get(letter, letter))


def _known(word: str, wanted: tuple[frozenset[str], ...]) -> bool:
    return any(form.known and one <= form.tags for form in parses(word) for one in wanted)


def _spellings(word: str) -> list[str]:
    choices: list[tuple[str, ...]] = [(word,)]
    data = load("russian")
    for ending, made in data["endings"].items():
        if word.endswith(ending):
            word, tail = word[: -len(ending)], str(made)
            break
    else:
        tail = ""
    choices = []
    free = 0
    for letter in word:
        ways = _ways().get(letter, (letter,))
        if len(ways) > 1:
            free += 1
            ways = ways if free <= _MOST_CHOICES else ways[:1]
        choices.append(ways)
    return ["".join(one) + tail for one in itertools.product(*choices)]


@cache
def _ways() -> dict[str, tuple[str, ...]]:
    return {letter: tuple(ways) for letter, ways in load("russian")["ways"].items()}
