"""One tap: a `mailto:` link whose subject answers a letter of ours with a number and one word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from mailflows.data import load
from templates import words

LONGEST = 400
"""Characters that a link may have: some mail programs cut longer ones."""


_VALUES = {
    "set-kind": "kinds", "not-consider": "grounds", "rework": "faults", "set-mark": "signs",
}  # fmt: skip
"""Intents whose value is written by a table of mailflows/data/one_tap.toml."""


@dataclass(frozen=True, slots=True)
class Tap:
    """An answer ready to be sent: what the button says, the word it sends, where to."""

    label: str
    word: str
    number: str
    address: str
    url: str
    intent: str = ""

    @property
    def meaning(self) -> str:
        """What the word says, without repeating it: the part of the label after a colon."""
        opening, colon, rest = self.label.partition(": ")
        return rest if colon else opening[:1].lower() + opening[1:]


def tap(
    party: str, intent: str, address: str, number: str, value: str = "", label: str = ""
) -> Tap:
    """The tap of `party` (r, a, l, o, t, b) for an intent, with the value that some words need.

    `label` is the full phrase of the button; the usual one stands in words.toml. The word is the
    one of mailflows/data/one_tap.toml, so that our own reading finds the intent again. Raises
    KeyError for an intent that the party has no word for: a fault of a template.
    """
    table = load("one_tap")
    answers = "o" if party in ("t", "b") else party
    word = table[answers][intent]
    first, _, rest = value.partition(" ")
    names = table[_VALUES[intent]] if intent in _VALUES else {}
    said = f"{names[first]} {rest}".strip() if first in names else value
    word = f"{word} {said}".strip()
    subject = f"{_quoted(number)}%20{_quoted(word)}" if number else _quoted(word)
    url = f"mailto:{_quoted(address, '@+=.-_')}?subject={subject}"
    if len(url) > LONGEST:  # only a boundless value can do this: the bare word still answers
        return tap(party, intent, address, number, label=label)
    return Tap(label or words()["taps"][answers][intent], word, number, address, url, intent)


@lru_cache(maxsize=1024)
def _quoted(text: str, safe: str = "") -> str:
    """The text in a URL; words and the address come again in every tap of a letter."""
    return quote(text, safe=safe)
