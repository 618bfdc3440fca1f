"""Which of an applicant's data stand in the words of a letter, as codes for the journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from mailflows.facts import Applicant

_ENDING = 2  # letters that declension may change
_RUN = 4  # words of his in a row: not by chance
_MOST = 120  # words of his that are looked for
_WORD = re.compile(r"[^\W_]+")
_NATIONAL = 9  # digits of a telephone without the country and the leading zero
# each letter is searched for other values: an expression of them would be compiled every time
_SPACED = re.compile(r"\d(?:[\s().-]{0,2}\d)+")
_NO_DIGIT = re.compile(r"\D")
_EDGE = re.compile(r"\b")
_ENDED = re.compile(r"\w{0,4}\b")
_NEXT_WORD = re.compile(r"\w{0,4} ")
_TO_HOUSE = re.compile(r"\w{0,4}\W{1,12}(?:\w{1,4}\W{1,3})?")
_FARTHEST = 23  # characters that the two above may take


def disclosed(letter: str, applicant: Applicant, text: str) -> tuple[str, ...]:
    """Categories of the applicant's data that the letter's plain words give away.

    name, address (street and house), telephone, e-mail, text (some of his own words): Law
    2297-VI art. 2. Judged by what is written in the end, so that no template can forget to tell.
    Where his home is the place of the trouble it counts as his address.
    """
    flat = " ".join(letter.casefold().split())
    found = (
        ("name", _name(flat, applicant)),
        ("address", _address(flat, applicant)),
        ("telephone", _phone(flat, applicant.phone or "")),
        ("e-mail", bool(applicant.email) and (applicant.email or "").casefold() in flat),
        ("text", _text(flat, text)),
    )
    return tuple(name for name, there in found if there)


def _stem(word: str) -> str:
    return word[: max(3, len(word) - _ENDING)]


def _name(letter: str, who: Applicant) -> bool:
    """Two parts of the name side by side in any case form, or the only one as it is."""
    parts = (who.name or "").casefold().split()
    if len(parts) == 1:
        return any(
            _EDGE.match(letter, start) and _EDGE.match(letter, start + len(parts[0]))
            for start in _places(letter, parts[0])
        )
    return any(
        _beside(letter, _stem(one), _NEXT_WORD, _stem(other), _ENDED)
        for one, other in pairwise(parts)
    )


def _address(letter: str, who: Applicant) -> bool:
    if not who.street or not who.house:
        return False
    words = who.street.casefold().split()
    street = max(words, key=lambda word: (not word.endswith("."), len(word)))
    return _beside(letter, _stem(street), _TO_HOUSE, who.house.casefold(), _EDGE)


def _beside(
    letter: str, first: str, between: re.Pattern[str], second: str, after: re.Pattern[str]
) -> bool:
    """Whether a word that begins with `first` stands before `second`, parted and ended as told."""
    for start in _places(letter, first):
        end = start + len(first)
        if _EDGE.match(letter, start) is None:
            continue
        for place in _places(letter, second, end, end + _FARTHEST + len(second)):
            if between.fullmatch(letter, end, place) and after.match(letter, place + len(second)):
                return True
    return False


def _places(letter: str, what: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    place = letter.find(what, start, end)
    while place >= 0:
        yield place
        place = letter.find(what, place + 1, end)


def _phone(letter: str, phone: str) -> bool:
    digits = _NO_DIGIT.sub("", phone)[-_NATIONAL:]
    return len(digits) == _NATIONAL and any(
        digits in _NO_DIGIT.sub("", number) for number in _SPACED.findall(letter)
    )


def _text(letter: str, text: str) -> bool:
    """Whether some words of his stand in a row there, or all of a shorter text."""
    his = _WORD.findall(text.casefold())[:_MOST]
    words = _WORD.findall(letter)
    known = set(words).__contains__
    length, row, written = min(_RUN, len(his)), 0, ""
    for end, there in enumerate(map(known, his), 1):
        row = row + 1 if there else 0
        if there and row >= length:
            written = written or f" {' '.join(words)} "
            if f" {' '.join(his[end - length : end])} " in written:
                return True
    return False
