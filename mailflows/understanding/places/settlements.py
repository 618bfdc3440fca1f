"""Names of settlements in a text: the council's own in any case and spelling, others by marker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from mailflows.data import load
from mailflows.understanding.words.lemmas import inflect, parses, plain

_WORD = r"[^\W\d_][\w'\u02bc\u2019-]*"


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement with its place in the text, its marker (town, village) included.

    `sure` tells a name from a word that only looks like one (an adjective of the same root).
    """

    name: str
    start: int
    end: int
    sure: bool


def find_settlements(text: str, known: tuple[str, ...]) -> list[Settlement]:
    """All settlements of a text; `known` are the council's own, in the nominative."""
    found = [_of_council(text, match, known) for match in _pattern(known).finditer(text)]
    for match in _marked().finditer(text):
        if match["name"][0].isupper() and not _overlap(found, match):
            name = _whole_name(match)
            end = match.start("name") + len(name)
            found.append(Settlement(_nominative(name), match.start(), end, True))
    return sorted(found, key=lambda one: one.start)


def settlement_title(written: str, known: tuple[str, ...]) -> str | None:
    """The nominative of a settlement named in a field of its own, or None for no name."""
    match = _pattern(known).search(written)
    if match is not None:
        return _name(match, known)
    marker = load("settlements")["marker"]
    bare = re.sub(rf"^\W*(?:{marker})(?:\.\s*|\s+)", "", written.strip(), flags=re.I)
    word = re.match(rf"{_WORD}(?:\s{_WORD}){{0,2}}", bare)
    return _nominative(word.group()) if word else None


def _of_council(text: str, match: re.Match[str], known: tuple[str, ...]) -> Settlement:
    name = _name(match, known)
    word = match["name"]
    sure = bool(match["marker"])
    if not sure and word[0].isupper():
        before = _preposition().search(text[max(0, match.start() - 12) : match.start()])
        sure = before is not None or plain(word) == plain(name) or not _is_common(word)
    return Settlement(name, match.start(), match.end(), sure)


def _is_common(word: str) -> bool:
    """Whether the word is also an ordinary adjective or a person's name."""
    return any(form.known and ("ADJF" in form.tags or "Name" in form.tags) for form in parses(word))


def _name(match: re.Match[str], known: tuple[str, ...]) -> str:
    return next(name for n, name in enumerate(known) if match[f"s{n}"])


def _whole_name(match: re.Match[str]) -> str:
    """One word, or two when the first is an adjective ("Kryvyi Rih")."""
    first, _, second = match["name"].partition(" ")
    if second[:1].isupper() and any("ADJF" in form.tags for form in parses(first)):
        return str(match["name"])
    return str(first)


def _overlap(found: list[Settlement], match: re.Match[str]) -> bool:
    return any(one.start < match.end() and match.start() < one.end for one in found)


@lru_cache(maxsize=512)
def _nominative(written: str) -> str:
    """The nominative of a foreign name; what the dictionary cannot turn stays as written."""
    words = written.split()
    forms = parses(words[0])
    if len(words) > 1 or any({"nomn", "inan"} <= one.tags for one in forms):
        return written
    for form in forms:
        if {"NOUN", "inan"} <= form.tags:
            made = inflect(words[0], form.normal, "nomn")
            if made is not None:
                return made[:1].upper() + made[1:]
    return written


@lru_cache(maxsize=8)
def _pattern(known: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(f"(?P<s{n}>{_forms(name)})" for n, name in enumerate(known)) or r"(?!)"
    marker = load("settlements")["marker"]
    return re.compile(
        rf"(?<![\w-])(?:(?P<marker>{marker})(?:\.\s{{0,2}}|\s{{1,2}}))?(?P<name>{names})(?!\w)",
        re.I,
    )


def _forms(name: str) -> str:
    """An expression for all forms of a name: its consonants, any vowels, endings by its kind."""
    data: dict[str, Any] = load("settlements")
    lower = plain(name)
    kind = next(one for one in data["kinds"] if lower.endswith(one["ending"]))
    stem = lower[: len(lower) - kind["drop"]]
    vowels = rf"[{data['vowels']}]{{0,3}}"
    parts = [re.escape(stem[:1])]
    for letter in stem[1:]:
        if letter not in data["vowels"]:
            parts.append(r"[\s-]?" if letter in " -" else re.escape(letter))
        if parts[-1] != vowels:
            parts.append(vowels)
    if stem[-1:] not in data["vowels"]:
        parts.pop()
    return "".join(parts) + str(kind["forms"])


@cache
def _marked() -> re.Pattern[str]:
    marker = load("settlements")["marker"]
    return re.compile(
        rf"(?<![\w-])(?:{marker})(?:\.\s{{0,2}}|\s)(?P<name>(?=\w{{3}}){_WORD}(?: {_WORD})?)"
    )


@cache
def _preposition() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('settlements')['preposition']})\.?\s+$", re.I)
