"""Numbers said in words, where they are a house, a flat or a telephone, turned into digits."""

from __future__ import annotations

import re
from functools import cache

from mailflows.data import load
from mailflows.understanding.words.lemmas import plain, straight

_LEAST_DIGITS, _MOST_DIGITS = 9, 12  # of a telephone; a shorter run is a count of something
_MOST_WORDS = 16
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def in_digits(text: str) -> str:
    """The text with digits for the words of a house, a flat and a telephone; else unchanged.

    Numbers anywhere else stay in words: "two days" is no part of an address.
    """
    if _values().keys().isdisjoint(_WORD.findall(plain(text))):
        return text
    for pattern, make in ((_telephone(), _telephone_digits), (_marked(), _marked_digits)):
        for match in reversed(list(pattern.finditer(straight(text)))):
            text = text[: match.start("said")] + make(match["said"]) + text[match.end("said") :]
    return text


def _telephone_digits(said: str) -> str:
    """The digits of a run that is as long as a telephone, else the run as it was."""
    if _any().search(said) is None:
        return said
    made = " ".join(_groups(re.split(r"[\s,.-]+", said)))
    count = sum(char.isdigit() for char in made)
    return made if _LEAST_DIGITS <= count <= _MOST_DIGITS else said


def _marked_digits(said: str) -> str:
    return "".join(_groups(said.split()))


def _groups(words: list[str]) -> list[str]:
    """Words and digits as groups of digits: hundreds, tens and units that go down make one."""
    values = _values()
    groups: list[str] = []
    room = 0  # what the last group, still open, can take: below a hundred, below ten
    for word in words:
        value = values.get(plain(word))
        if value is None:
            groups.append(word)
            room = 0
        elif 0 < value < room:
            groups[-1] = str(int(groups[-1]) + value)
            room = 10 if 20 <= value < 100 else 0
        else:
            groups.append(str(value))
            room = 100 if value >= 100 else 10 if value >= 20 else 0
    return groups


@cache
def _values() -> dict[str, int]:
    data = load("spoken")
    return {**data["units"], **data["tens"], **data["hundreds"]}


@cache
def _words() -> str:
    return "|".join(sorted(map(re.escape, _values()), key=len, reverse=True))


@cache
def _any() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_words()})(?!\w)", re.I)


@cache
def _telephone() -> re.Pattern[str]:
    one = rf"(?:(?:{_words()})|\d{{1,7}})(?!\w)"
    return re.compile(rf"(?<!\w)(?P<said>{one}(?:[\s,.-]{{1,3}}{one}){{2,{_MOST_WORDS}}})", re.I)


@cache
def _marked() -> re.Pattern[str]:
    houses = load("streets")["houses"]
    marks = rf"(?:{houses['word']}|{houses['block']}|{houses['flat_word']})"
    words = _words()
    return re.compile(
        rf"(?<!\w){marks}[\s\u2116]{{1,3}}(?P<said>(?:{words})(?:\s(?:{words})){{0,2}})(?!\w)", re.I
    )
