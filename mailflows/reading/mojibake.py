"""Text that was spoiled before it was sent: bytes read in the wrong charset by another program."""

from __future__ import annotations

import re
from functools import cache

import ftfy

from mailflows.data import load
from mailflows.reading.letters import SAMPLE_CHARACTERS, likelihood, score

_CLEAR_MARGIN = 0.25  # of likelihood: no sound line of 12 letters gains so much by another reading
_LETTERS = re.compile(r"[^\W\d_]+")
_WESTERN = re.compile("[\xa0-\xff]")


def repair(text: str) -> str:
    """`text` with mojibake mended that was in it before it was sent; other text unchanged."""
    sample = text[:SAMPLE_CHARACTERS]
    if sample.isascii():
        return text
    kind = _suspicion(sample)
    if kind == "utf-8":
        mended: str = ftfy.fix_encoding(text)
        return mended if score(mended) > score(text) else text
    if kind == "charset":
        return _respoil(text)
    return text


def _suspicion(sample: str) -> str | None:
    """What kind of mojibake the text may be: UTF-8 read as something else, another charset."""
    high = len(sample) - len(sample.encode("ascii", "ignore"))
    leads = sum(sample.count(lead) for lead in _utf8_leads())
    if leads >= 3 and leads >= 0.3 * high:
        return "utf-8"
    letters = sum(map(len, _LETTERS.findall(sample)))
    if len(_WESTERN.findall(sample)) > 0.5 * letters:
        return "charset"
    return "charset" if len(_capitals().findall(sample)) > 0.5 * letters else None


@cache
def _capitals() -> re.Pattern[str]:
    """Capitals prevail in koi8 and windows-1251 read as each other (and in angry letters)."""
    return re.compile(load("charsets")["letters"]["capitals"])


@cache
def _utf8_leads() -> tuple[str, ...]:
    """How the lead bytes of Cyrillic in UTF-8 look in windows-1251 and windows-1252."""
    return tuple(
        lead.decode(codec) for lead in (b"\xd0", b"\xd1") for codec in ("cp1251", "cp1252")
    )


def _respoil(text: str) -> str:
    """`text` read through the pair of charsets that makes it most likely, if one clearly does."""
    best, highest = text, likelihood(text) + _CLEAR_MARGIN
    for shown, real in load("charsets")["letters"]["respoiled"]:
        try:
            candidate = text.encode(shown).decode(real)
        except UnicodeError:
            continue
        if likelihood(candidate) > highest:
            best, highest = candidate, likelihood(candidate)
    return best
