"""House, block and flat as they stand after or before a street."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from mailflows.data import load
from mailflows.understanding.words.lemmas import straight


@dataclass(frozen=True, slots=True)
class House:
    """House and flat with the place of their words in the text; `marked` by a word or a flat."""

    number: str
    flat: str | None
    start: int
    end: int
    marked: bool


def read_house(text: str, position: int, *, home: bool = True) -> House | None:
    """The house that stands right at `position` (after a street's title), or None.

    `home` reads "25-50" and "11/26" without the word flat as house and flat; elsewhere such
    pairs are kept as the number of a corner house or a stretch of houses.
    """
    match = _pattern("house").match(straight(text[position : position + 90]))
    return _house(match, position, home) if match else None


def house_before(text: str, position: int) -> House | None:
    """A house told before its street ("in house 9 block 1 in Such Street"), or None."""
    start = max(0, position - 60)
    found = None
    for match in _pattern("marked").finditer(straight(text[start:position])):
        rest = text[start + match.end() : position]
        if _pattern("joint").fullmatch(straight(rest)):
            found = _house(match, start, home=False)
    return found or _turned(text, start, position, ends=position)


def house_near(text: str, position: int) -> House | None:
    """A house told within a few words after its street, with a word that says it is one."""
    window = straight(text[position : position + 45])
    stop = re.search(r"[!?;\n]|(?<=[^\W\d_]{4})\.\s", window)
    window = window[: stop.start()] if stop else window
    match = _pattern("marked").search(window)
    if match:
        return _house(match, position, home=False)
    return _turned(text, position, position + len(window), ends=None)


def house_apart(text: str) -> Iterator[House]:
    """Houses apart from any street: after words of living (then marked), or between commas."""
    for match in _pattern("apart").finditer(straight(text)):
        number = match["number"] or match["alone"] or _ordinal(match)
        if number:
            clean = re.sub(r"\s+", "", number)
            yield House(clean, None, match.start(), match.end(), match["alone"] is None)


def read_flat(text: str) -> tuple[str, int, int] | None:
    """A flat told anywhere in a piece of text: its number with the place of its words."""
    clean = straight(text)
    match = _pattern("flat").search(clean) or _pattern("flat_turned").search(clean)
    return (match["flat"], match.start(), match.end()) if match else None


def read_number(text: str) -> str | None:
    """The house number that a field holds, or None."""
    match = _pattern("house").match(straight(" " + text.strip()))
    return _number(match) if match else None


def with_block(number: str, block: str) -> str:
    """A house number with its block, as we write it."""
    return f"{number} {load('streets')['houses']['block_title']} {block.strip()}"


def _house(match: re.Match[str], offset: int, home: bool) -> House:
    number, flat = _number(match), match["flat"]
    pair = re.fullmatch(r"(\d{1,4})([/-])(\d{1,4})", number)
    if home and flat is None and pair and not match["word"]:
        number, flat = pair[1], pair[3]
    marked = bool(match["word"] or match["flat"])
    return House(number, flat, match.start() + offset, match.end() + offset, marked)


def _number(match: re.Match[str]) -> str:
    number = re.sub(r"[\s\u00ab\u00bb\"\u201c\u201d']+", "", match["number"])
    number = re.sub(load("streets")["houses"]["letter_word"], "", number, flags=re.I)
    if match["block"]:
        number = with_block(number, match["block"])
    return number


def _turned(text: str, start: int, stop: int, ends: int | None) -> House | None:
    """ "Near 6 house", "the twenty-second house": the number stands before the word."""
    window = straight(text[start:stop])
    for match in _pattern("turned").finditer(window):
        if ends is not None and not _pattern("joint").fullmatch(window[match.end() :]):
            continue
        number = match["number"] or _ordinal(match)
        if number:
            clean = re.sub(r"\s+", "", number)
            return House(clean, None, start + match.start(), start + match.end(), True)
    return None


def _ordinal(match: re.Match[str]) -> str | None:
    houses = load("streets")["houses"]
    value = houses["tens"].get((match["ten"] or "").lower(), 0)
    stem = (match["one"] or "").lower()
    value += next((n for word, n in houses["ordinals"].items() if stem.startswith(word)), 0)
    return str(value) if value else None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    houses: dict[str, Any] = load("streets")["houses"]
    letter = houses["letter"]
    quoted = rf"\s?(?:{houses['letter_word']}\s?)?[\u00ab\"\u201c'](?:{letter})[\u00bb\"\u201d']"
    number = (
        rf"\d{{1,4}}(?:\s?[/-]\s?\d{{1,4}}(?!\d))?(?:{quoted}|\s?-\s?(?:{letter})(?!\w)|(?:{letter})(?!\w)"
        rf"|\s(?:{letter})(?=\s*[,;)\n]|\.?\s*$|\s+{houses['flat']}))?(?:/\d{{1,3}})?"
    )
    units = rf"(?![^\W_]|[.:]\d|\d|\s?[/-]\d)(?!\s{{0,2}}-?{houses['units']})"
    block = rf"(?:[,\s]{{0,3}}{houses['block']}\s?\u2116?\s?(?P<block>\d{{1,2}}|{letter})(?!\w))?"
    flat = rf"{houses['flat']}[\s\u2116]{{0,3}}(?P<flat>\d{{1,4}}[^\W\d_]?)(?!\w)"
    entrance = rf"(?:[,.\s(]{{1,3}}{houses['entrance']}){{0,2}}"
    tail = rf"{units}{block}(?:{entrance}[,.\s)]{{0,3}}{flat})?"
    word = rf"(?P<word>{houses['word']}[\s:]{{0,2}}\u2116{{0,2}}\s?)"
    ones = "|".join(houses["ordinals"])
    tens = "|".join(houses["tens"])
    sources = {
        "house": rf"(?:[\s\u00a0,.:;\u00bb\"]{{0,4}})(?:{houses['between']}\s)?{word}?"
        rf"\u2116{{0,2}}\s?(?P<number>{number}){tail}",
        "marked": rf"(?<!\w){word}(?P<number>{number}){tail}",
        "turned": rf"(?<![\w,.])(?:(?P<number>{number})|(?:(?P<ten>{tens})\s)?"
        rf"(?P<one>(?:{ones})\w{{1,4}}))"
        rf"(?:-?(?:{houses['ordinal_tail']}))?\s(?:{houses['word']})(?!\w)",
        "apart": rf"(?:(?<!\w){houses['lives']}\s"
        rf"(?:(?:{houses['word']}[\s:]{{0,2}}\u2116?|\u2116)\s?(?P<number>{number}){units}"
        rf"|(?:(?P<ten>{tens})\s)?(?P<one>(?:{ones})\w{{1,4}})\s(?:{houses['word']})(?!\w))"
        rf"|(?:^|(?<=[.,;(\n]))\s?{houses['word']}[\s:]{{0,2}}\u2116{{0,2}}\s?"
        rf"(?P<alone>\d{{1,4}}[^\W\d_]?)(?!\w|[.:]\d){units})",
        "joint": rf"[\s,]*(?:{houses['joint']})?[\s,]*",
        "flat": rf"(?<!\w){flat}",
        "flat_turned": rf"(?<![\w./-])(?P<flat>\d{{1,4}}[^\W\d_]?)(?:-\w{{1,3}})?\s?"
        rf"{houses['flat_after']}",
    }
    return re.compile(sources[name], re.I)
