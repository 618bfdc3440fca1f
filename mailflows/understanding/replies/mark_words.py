"""The sign of an appeal that an operator names, and the earlier appeal that he means."""

from __future__ import annotations

import re
from functools import cache

from mailflows.data import load
from mailflows.policy import Policy
from mailflows.rules.numbers import parse_numbers
from mailflows.understanding.words.cues import plain

_NUMBER = re.compile(r"(?<![\w.])(\d{1,7})(?![\w.])")
_NOT = re.compile(rf"(?<!\w){load('intents_operator')['kinds_not']['word']}\s+$")


def find_mark(text: str) -> str:
    """A `Sign`, "collective" or "individual"; a negated one is its opposite; "" when unclear."""
    said = plain(text)
    found = set()
    for stem, value in _stems():
        for hit in re.finditer(rf"(?<!\w){re.escape(stem)}", said):
            negated = _NOT.search(said[: hit.start()][-6:]) is not None
            found.add(_opposite(value) if negated else value)
    if len(found) == 2 and "first" in found:  # "not repeated but a duplicate"
        found.discard("first")
    return found.pop() if len(found) == 1 else ""


def find_earlier(text: str, policy: Policy) -> str | None:
    """The number of the earlier appeal: as we write it, or only its digits; None without any."""
    numbers = parse_numbers(text, policy.number_format)
    if numbers:
        return numbers[0]
    digits = _NUMBER.search(text)
    return digits[1] if digits else None


def _opposite(value: str) -> str:
    return {"collective": "individual", "individual": "collective"}.get(value, "first")


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    table = load("intents_operator")["signs"]
    return tuple((plain(stem), value) for stem, value in table.items())
