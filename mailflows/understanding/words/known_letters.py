"""Letters whose danger and topic are known: what new letters are compared with."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from mailflows.data import path

_DANGER, _UNCLEAR = "!", "-"


class KnownLetter(NamedTuple):
    """One letter of known_letters.tsv: whether it tells of danger now, and what it is about."""

    danger: bool
    topic: str | None
    text: str


@cache
def known_letters() -> tuple[KnownLetter, ...]:
    """All of them, read once a process.

    A line is danger ("!", else "."), topic ("-" when words alone do not tell) and text, parted by
    tabulators; ValueError for another shape.
    """
    lines = path("known_letters.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(
        KnownLetter(tone == _DANGER, None if topic == _UNCLEAR else topic, text)
        for tone, topic, text in (line.split("\t") for line in lines)
    )
