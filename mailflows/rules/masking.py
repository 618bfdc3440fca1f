"""What of an applicant may be shown to others (393/96-VR art. 10, 2297-VI)."""

from __future__ import annotations

import re

from mailflows.facts import Applicant

_COVER = "[…]"
_SEVERAL = re.compile(r"\[…\](?:[ ,;]{0,3}\[…\])+")
_SHORTEST = 4  # letters of a name part that is safe to look for
_ENDING = 2  # letters that declension may change
_PHONE = re.compile(r"(?<![\w/-])\+?\d(?:[\s().-]{0,2}\d){8,13}(?![\w/-])")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")


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
    text = _ADDRESS.sub(_COVER, _PHONE.sub(_COVER, text))
    for expression in _traces(applicant, home):
        text = expression.sub(_COVER, text)
    return _SEVERAL.sub(_COVER, text)


def _traces(applicant: Applicant, home: bool) -> list[re.Pattern[str]]:
    """What would give him away: each part of the name by its stem, house and flat by the street."""
    found = []
    for part in (applicant.name or "").split():
        if len(part) >= _SHORTEST:
            stem = re.escape(part[: max(_SHORTEST - 1, len(part) - _ENDING)])
            found.append(re.compile(rf"\b{stem}\w{{0,4}}\b", re.IGNORECASE))
    if home and applicant.street and applicant.house:
        words = applicant.street.split()
        stem = re.escape(max(words, key=len)[:-_ENDING])
        house = re.escape(applicant.house)
        found.append(re.compile(rf"\b{stem}\w{{0,4}}\W{{1,12}}(?:\w{{1,4}}\W{{1,3}})?{house}\b"))
    if applicant.flat:
        flat = re.escape(applicant.flat)
        found.append(re.compile(rf"\b\w{{2,8}}\.?\s{{0,2}}{flat}\b"))
    return found
