"""Telephone numbers in a text, in every way people write them, as E.164."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers

from mailflows.data import load
from mailflows.understanding.words.lemmas import plain
from mailflows.understanding.words.spoken import in_digits

_GAP = r"[\s\u00a0\-\u2010-\u2015.()/]{0,3}"
_NATIONAL = re.compile(rf"(?<![\dA-Za-z+])(?:\+?{_GAP}3{_GAP}8|8)?{_GAP}0(?:{_GAP}\d){{9}}(?!\d)")
_FOREIGN = re.compile(rf"(?<![\w+])\+[1-9](?:{_GAP}\d){{9,13}}(?!\d)")
_SHORT = re.compile(r"(?<![\w+/.,-])\(?\d(?:[\s\-()]{0,2}\d){4,8}(?![\d/]|[.,]\d|-\d)")
_RUN = re.compile(r"\d[\d\s\u00a0\-\u2010-\u2015.()/+]{4,}")  # every number lies within one
_ENDED = re.compile(r"(?<=[^\W\d_]{4})[.!?](?:\s|$)|(?<=[.!?,;)])\n")  # of the sentence before
_OPENING, _BEHIND = 4, 2  # characters of a number before its first digit, looked at behind its last
_BEFORE = 60  # characters of the same line that tell whose number it is
_NEAR = 22  # characters in which a cue must stand before a number that could be anything
_MOST = 40  # numbers in one text; more is a directory, not a letter


@dataclass(frozen=True, slots=True)
class Phone:
    """A number with its place in the text; `own` > 0: the writer's, < 0: somebody else's."""

    number: str
    start: int
    end: int
    own: int = 0


def find_phones(text: str, local: str = "") -> list[Phone]:
    """All numbers of a text in their order.

    `local` is a number of the same town (E.164): what a local number of five to seven digits
    lacks is taken from it. Short emergency numbers (104, 1551) are no telephones of anybody.
    """
    text = _digits(text)
    found: list[Phone] = []
    runs = [(run.start(), run.end()) for run in _RUN.finditer(text)]
    for pattern in (_NATIONAL, _FOREIGN):
        for match in _among(pattern, text, runs):
            if len(found) < _MOST and not _overlaps(found, match):
                _add(found, text, match, _national(match.group()))
    for match in _among(_SHORT, text, runs):
        if len(found) < _MOST and not _overlaps(found, match) and _cued(text, match.start()):
            _add(found, text, match, _local(match.group(), local))
    return sorted(found, key=lambda one: one.start)


def best_phone(phones: list[Phone], strangers: frozenset[str] = frozenset()) -> Phone | None:
    """The writer's own number: not a known office's, best cued, the last of equals."""
    mine = [one for one in phones if one.number not in strangers and one.own >= 0]
    return max(mine, key=lambda one: (one.own, one.start), default=None)


def is_personal(phone: Phone) -> bool:
    """A number that costs the caller nothing (0800) or a fortune (0900) is nobody's own."""
    return not phone.number.startswith(("+380800", "+380900"))


def as_phone(text: str, local: str = "") -> str | None:
    """The first number of a field that is known to hold a number, or None."""
    text = in_digits(text)
    found = find_phones("T. " + text, local)
    if not found:
        match = _SHORT.search(text)
        return _local(match.group(), local) if match else None
    return found[0].number


def _among(
    pattern: re.Pattern[str], text: str, runs: Sequence[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    """The matches of a pattern of numbers; only the surroundings of digits are searched."""
    for start, end in runs:
        yield from pattern.finditer(text, max(0, start - _OPENING), end + _BEHIND)


def _add(found: list[Phone], text: str, match: re.Match[str], number: str | None) -> None:
    start = match.start() + len(match.group()) - len(match.group().lstrip(" \t\r\n\u00a0-.()/"))
    if number is None or _is_no_phone(text, start):
        return
    found.append(Phone(number, start, match.end(), _owner(text, start, match.end())))


def _overlaps(found: list[Phone], match: re.Match[str]) -> bool:
    return any(one.start < match.end() and match.start() < one.end for one in found)


def _national(written: str) -> str | None:
    digits = "".join(filter(str.isdigit, written))
    if written.lstrip().startswith("+") and not digits.startswith("38"):
        return _valid("+" + digits)
    return _valid("+380" + digits[-9:])


def _local(written: str, local: str) -> str | None:
    digits = "".join(filter(str.isdigit, written))
    if len(digits) == 9:
        return _valid("+380" + digits)
    if len(digits) > 5 and digits[0] == "0":
        return None  # the beginning of a longer number
    if not 5 <= len(digits) <= 7 or not local.startswith("+380") or len(local) != 13:
        return None
    return _valid("+380" + local[4 : 13 - len(digits)] + digits)


@lru_cache(maxsize=4096)
def _valid(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed) or number.startswith(("+3800", "+3801")):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _digits(text: str) -> str:
    return _letters().sub(lambda match: "0", text)


@cache
def _letters() -> re.Pattern[str]:
    letters = "".join(load("phones")["letters_for_zero"])
    return re.compile(  # the letter stands first, so that other places are passed over quickly
        rf"[{letters}](?:(?<=\d.)(?=[\d\s-]\d)|(?<![^\W\d].)(?=\d\d[\s\d()-]))"
    )


@cache
def _words(name: str) -> re.Pattern[str]:
    """One expression for all stems of a list, each at the beginning of a word."""
    stems = "|".join(re.escape(one) for one in sorted(load("phones")[name], key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{stems})")


def _cued(text: str, start: int) -> bool:
    return bool(_words("cues").search(plain(text[max(0, start - _NEAR) : start])))


def _is_no_phone(text: str, start: int) -> bool:
    before = _ENDED.split(plain(text[max(0, start - _NEAR) : start]))[-1]
    if before.rstrip().endswith(("\u2116", "#")):
        return True
    no = _last(_words("not_phones"), before)
    return no >= 0 and no > _last(_words("cues"), before)


def _owner(text: str, start: int, end: int) -> int:
    line = text.rfind("\n", max(0, start - _BEFORE), start)
    before = plain(text[max(0, start - _BEFORE, line + 1) : start])
    score = 1 if _last(_words("cues"), before[-_NEAR:]) >= 0 else 0
    if _words("own").search(before[-_NEAR * 2 :]):
        score += 2
    stranger = _last(_words("others"), before)
    if stranger >= 0 and not _break_between(before, stranger):
        score -= 2
        if _words("others_near").search(before[stranger:]):
            score -= 2
    elif _words("others_near").search(before[-_NEAR * 2 :]):
        score -= 1
    return score


def _break_between(before: str, start: int) -> bool:
    """Whether a sentence ends between an office's name and the number."""
    return bool(
        re.search(r"[!?;]|\.\s+(?!\S{0,4}$)|(?<=[^\W\d_]{5})\.\s*$|\)\s*[.,]", before[start:])
    )


def _last(pattern: re.Pattern[str], text: str) -> int:
    found = -1
    for match in pattern.finditer(text):
        found = match.start()
    return found
