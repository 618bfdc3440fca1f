"""Which of an applicant's data stand in the words of a letter, as codes for the journal."""

from __future__ import annotations

import re
from itertools import pairwise

from mailflows.facts import Applicant

_ENDING = 2  # letters that declension may change
_RUN = 4  # words of his in a row: not by chance
_MOST = 120  # words of his that are looked for
_WORD = re.compile(r"[^\W_]+")
_NATIONAL = 9  # digits of a telephone without the country and the leading zero


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
        ("text", _text(letter, text)),
    )
    return tuple(name for name, there in found if there)


def _stem(word: str) -> str:
    return re.escape(word[: max(3, len(word) - _ENDING)]) + r"\w{0,4}"


def _name(letter: str, who: Applicant) -> bool:
    """Two parts of the name side by side in any case form, or the only one as it is."""
    parts = (who.name or "").casefold().split()
    if len(parts) == 1:
        return re.search(rf"\b{re.escape(parts[0])}\b", letter) is not None
    return any(
        re.search(rf"\b{_stem(one)} {_stem(other)}\b", letter) for one, other in pairwise(parts)
    )


def _address(letter: str, who: Applicant) -> bool:
    if not who.street or not who.house:
        return False
    words = who.street.casefold().split()
    street = _stem(max(words, key=lambda word: (not word.endswith("."), len(word))))
    house = re.escape(who.house.casefold())
    return re.search(rf"\b{street}\W{{1,12}}(?:\w{{1,4}}\W{{1,3}})?{house}\b", letter) is not None


def _phone(letter: str, phone: str) -> bool:
    digits = re.sub(r"\D", "", phone)[-_NATIONAL:]
    spaced = r"[\s().-]{0,2}".join(digits)
    return len(digits) == _NATIONAL and re.search(spaced, letter) is not None


def _text(letter: str, text: str) -> bool:
    """Whether some words of his stand in a row there, or all of a shorter text."""
    written = f" {' '.join(_WORD.findall(letter.casefold()))} "
    his = _WORD.findall(text.casefold())[:_MOST]
    runs = (his[at : at + _RUN] for at in range(max(1, len(his) - _RUN + 1)))
    return bool(his) and any(f" {' '.join(run)} " in written for run in runs)
