"""Ukrainian written in Latin letters, turned back into Cyrillic ones."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from mailflows.data import load

_LATIN = re.compile(r"[A-Za-z]")
_LOOKED_AT = 2_000  # characters
_FEW = 0.1  # share of Cyrillic letters under which a text counts as written in Latin ones


def is_latin(text: str) -> bool:
    """Whether a text is written in Latin letters (links and addresses do not count)."""
    if not _LATIN.search(text, 0, _LOOKED_AT):
        return False
    words = re.sub(r"\S*[@/]\S*", " ", text[:_LOOKED_AT])
    latin = len(_LATIN.findall(words))
    return latin > 0 and len(re.findall(r"[^\W\d_A-Za-z]", words)) < _FEW * latin


@lru_cache(maxsize=64)
def to_cyrillic(text: str) -> str:
    """The text in Cyrillic letters; e-mail addresses and links stay as they are."""
    made: list[str] = []
    end = 0
    for word in re.finditer(r"\S+", text):
        if "@" in word[0] or "//" in word[0]:
            made += [_turned(text[end : word.start()]), word[0]]
            end = word.end()
    return "".join([*made, _turned(text[end:])])


def _turned(text: str) -> str:
    table = _letters()
    turned = _pattern().sub(
        lambda match: _sized(table.get(match[0].lower(), match[0]), match[0]), text
    )
    for wrong, right in _mends():
        turned = wrong.sub(right, turned)
    return turned


def _sized(made: str, written: str) -> str:
    return made[:1].upper() + made[1:] if written[0].isupper() else made


@cache
def _letters() -> dict[str, str]:
    return dict(load("transliteration")["letters"])


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _letters())), re.I)


@cache
def _mends() -> list[tuple[re.Pattern[str], str]]:
    data: dict[str, Any] = load("transliteration")
    return [(re.compile(wrong), right) for wrong, right in data["mends"]]
