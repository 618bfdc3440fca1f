"""What of an applicant may be shown to others (393/96-VR art. 10, 2297-VI)."""

from __future__ import annotations

import re
from functools import lru_cache

from mailflows.facts import Applicant

_COVER = "[…]"
_SEVERAL = re.compile(r"\[…\](?:[ ,;]{0,3}\[…\])+")
_SHORTEST = 4  # letters of a name part that is safe to look for in any case
_ENDING = 2  # letters that declension may change
_NATIONAL = 9  # digits of a telephone without the country and the leading zero
_LOCAL = (5, 6, 7)  # digits at its end that people of one town write
_PHONE = re.compile(r"(?<![\w/-])\+?\d(?:[\s().-]{0,2}\d){8,13}(?![\w/-])")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PARTED = re.compile(r"[\s\u2010-\u2015-]+")  # both halves of a double surname decline
_BETWEEN = r"[\s().-]{0,2}"


def shown_applicant(applicant: Applicant, confidential: bool) -> Applicant:
    """The applicant as an executor sees him; a confidential one shows nothing of himself."""
    return Applicant() if confidential else applicant


def masked_name(applicant: Applicant, hidden: bool) -> str:
    """The first letter of the surname, as leaders see it; "" when even that is asked for."""
    name = (applicant.name or "").strip()
    return f"{name[0]}***" if name and not hidden else ""


def masked_text(text: str, applicant: Applicant, *, home: bool = True) -> str:
    """The words without their author: his name in any case form, telephones, mail, flat.

    `home`: also street and house, which are often where the trouble is.
    """
    return without_author(_ADDRESS.sub(_COVER, _PHONE.sub(_COVER, text)), applicant, home=home)


def without_author(text: str, applicant: Applicant, *, home: bool = True) -> str:
    """The same of words that name others too: telephones and mail of others stay."""
    for expression in _traces(applicant, home):
        text = expression.sub(_COVER, text)
    return _SEVERAL.sub(_COVER, text)


@lru_cache(maxsize=256)
def _traces(applicant: Applicant, home: bool) -> tuple[re.Pattern[str], ...]:
    """What would give him away: each part of the name by its stem, house and flat by the street."""
    found = [_name(part) for part in _PARTED.split(applicant.name or "") if len(part) > 1]
    if applicant.email:
        found.append(re.compile(re.escape(applicant.email), re.IGNORECASE))
    found += _phones(applicant.phone or "")
    if home and applicant.street and applicant.house:
        found.append(_home(applicant.street, applicant.house))
    if applicant.flat:
        flat = re.escape(applicant.flat)
        found.append(re.compile(rf"\b[^\W\d_]{{2,8}}\.?\s{{0,2}}\u2116?\s?{flat}\b"))
    return tuple(found)


def _name(part: str) -> re.Pattern[str]:
    """A part of a name in any case form; a short one only where it is written as a name."""
    if len(part) >= _SHORTEST:
        stem = re.escape(part[: max(_SHORTEST - 1, len(part) - _ENDING)])
        return re.compile(rf"\b{stem}\w{{0,4}}\b", re.IGNORECASE)
    stem = re.escape(part.capitalize())
    return re.compile(rf"\b(?:{stem}[^\W\d_A-Z]{{0,3}}|{re.escape(part.upper())})\b")


def _home(street: str, house: str) -> re.Pattern[str]:
    """His street in any case form with the house after it, and the flat after a slash."""
    words = street.split()
    name = max(words, key=lambda word: (not word.endswith("."), len(word)))
    stem = re.escape(name[: max(_SHORTEST - 1, len(name) - _ENDING)])
    between = r"\W{1,12}(?:\w{1,4}\W{1,3})?"
    flat = r"(?:\s?/\s?\d{1,4})?"
    return re.compile(rf"\b{stem}\w{{0,4}}{between}{re.escape(house)}{flat}(?!\w)", re.IGNORECASE)


def _phones(phone: str) -> list[re.Pattern[str]]:
    """His number as written with or without the country and the area."""
    digits = "".join(char for char in phone if char.isdecimal())[-_NATIONAL:]
    if len(digits) < _NATIONAL:
        return []
    lengths = (_NATIONAL, *reversed(_LOCAL))
    spaced = (_BETWEEN.join(digits[-length:]) for length in lengths)
    whole, *local = (rf"{one}(?!\d)" for one in spaced)
    return [
        re.compile(rf"(?:\+?3?8?{_BETWEEN}\(?0?)?{whole}"),
        *(re.compile(rf"(?<!\d){one}") for one in local),
    ]
