"""Addresses in a text: settlement, street, house and flat, and whose they seem to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from mailflows.data import load
from mailflows.understanding.places.address import (
    Address,
    Whose,
    complete,
    titled,
)
from mailflows.understanding.places.bare_streets import own_streets, untyped
from mailflows.understanding.places.settlements import Settlement, find_settlements
from mailflows.understanding.places.streets import Title, read_title, title_kind
from mailflows.understanding.words.lemmas import parses, plain, straight
from mailflows.understanding.words.spoken import in_digits

__all__ = ["Address", "Whose", "find_addresses", "parse_field"]

_MOST = 60  # streets in one text
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4})\.\s|[!?;\n]")


def find_addresses(
    text: str,
    settlements: tuple[str, ...] = (),
    streets: tuple[str, ...] = (),
    named: list[Settlement] | None = None,
) -> list[Address]:
    """All streets of a text with what belongs to them, in their order.

    `settlements` are the council's own names, `streets` known titles of streets; both may be
    empty. A settlement is given only where it stands by the street. `named` are the settlements
    of the text where they were already found.
    """
    if named is None:
        named = find_settlements(text, settlements)
    loose = _is_loose(text)
    types = list(_types().finditer(straight(text)))
    found = list(_typed(text, types, named, loose))
    found += _turned(text, types, named, found)
    found += _corners(text, found)
    found += untyped(text, found, named, streets, loose)
    found += own_streets(text, found, named)
    found.sort(key=lambda one: one.start)
    return [_with_role(text, one) for one in found[:_MOST]]


def parse_field(
    written: str, settlements: tuple[str, ...] = (), streets: tuple[str, ...] = ()
) -> Address | None:
    """The address that a form's field holds: everything in it is trusted; None for no address."""
    text = f"{load('addresses')['field_lead']}: {in_digits(written)}"
    found = find_addresses(text, settlements, streets)
    if found:
        best = max(found, key=lambda one: (one.house is not None, -one.start))
        named = find_settlements(text, settlements)
        settlement = best.settlement or (named[0].name if named else None)
        return replace(best, settlement=settlement)
    named = find_settlements(text, settlements)
    if named:
        return Address(named[0].name, None, None, None, 0, len(written))
    return None


def _typed(
    text: str, types: list[re.Match[str]], named: list[Settlement], loose: bool
) -> Iterator[Address]:
    """Streets with their type before the title."""
    stops = frozenset(one.start for one in named)
    last = -1
    for count, match in enumerate(types):
        if count > _MOST:
            return
        if match.start() < last:
            continue
        kind = _kind(match)
        title = read_title(text, match.end(), kind["gender"], stops, loose=loose)
        if title is None or (title.start > match.end() and _cut_off(text, match.end(), title)):
            continue
        address = complete(text, match.start(), title, kind["title"], named)
        if not title.certain and address.house is None:
            continue
        last = address.end
        yield address
        yield from _second_of_crossing(text, title, match, named, stops)


def _second_of_crossing(
    text: str, first: Title, match: re.Match[str], named: list[Settlement], stops: frozenset[int]
) -> Iterator[Address]:
    """ "Streets X and Y": the second title has no type of its own."""
    joint = _joint().match(text, first.end)
    if joint is None or not text[joint.end() : joint.end() + 1].isupper():
        return
    title = read_title(text, joint.end(), _kind(match)["gender"], stops)
    if title is not None and title_kind(plain(text[title.start : title.end].split(maxsplit=1)[0])):
        yield Address(None, titled(title.name, _kind(match)["title"]), None, None,
                      title.start, title.end)  # fmt: skip


def _turned(
    text: str, types: list[re.Match[str]], named: list[Settlement], found: list[Address]
) -> Iterator[Address]:
    """Streets with their type after the title ("Sadova street")."""
    for match in types:
        if any(one.start <= match.start() < one.end for one in found):
            continue
        before = re.search(
            r"(\d{1,2}-?\w{0,2}[ \t])?([^\W\d_][\w'\u02bc\u2019-]+)[ \t]$",
            text[: match.start()][-40:],
        )
        kind = _kind(match)
        if before is None or not before[2][0].isupper():
            continue
        start = match.start() - len(before.group())
        title = read_title(text, match.start() - len(before[2]) - 1, kind["gender"])
        if title is None or title.end > match.start() or not _adjective(before[2], kind["gender"]):
            continue
        whole = Title(f"{before[1] or ''}{title.name}", start, match.end(), True)
        yield complete(text, start, whole, kind["title"], named)


def _corners(text: str, found: list[Address]) -> Iterator[Address]:
    """Two bare titles after a word of crossing."""
    for match in _corner().finditer(text):
        first = read_title(text, match.end(), "femn")
        joint = _joint().match(text, first.end) if first else None
        second = read_title(text, joint.end(), "femn") if joint else None
        for title in (first, second):
            taken = title is None or any(one.start <= title.start < one.end for one in found)
            if title is not None and not taken and second is not None and title.certain:
                yield Address(None, title.name, None, None, title.start, title.end, False)


def _with_role(text: str, address: Address) -> Address:
    before = _SENTENCE_END.split(plain(text[max(0, address.start - 45) : address.start]))[-1]
    home, trouble, other, slight = (
        _last(_role_words(name), before) for name in ("home", "trouble", "other", "slight")
    )
    if other >= 0 and other >= home - 1:
        return replace(address, whose=Whose.OTHER)
    if home >= 0 and home >= trouble:
        return replace(address, whose=Whose.HOME)
    if address.house and trouble < 0 and _comes_from().search(before):
        return replace(address, whose=Whose.HOME)
    if trouble >= 0 or slight >= 0:
        return replace(address, whose=Whose.TROUBLE)
    return address


def _kind(match: re.Match[str]) -> dict[str, str]:
    kinds = load("streets")["types"]
    number = next(n for n in range(len(kinds)) if match[f"t{n}"])
    return {"gender": kinds[number]["gender"], "title": kinds[number]["title"]}


def _cut_off(text: str, end: int, title: Title) -> bool:
    """Whether a line or a sentence ends between the type and what seemed its title."""
    between = text[end : title.start]
    return "\n\n" in between or ":" in between


def _adjective(word: str, gender: str) -> bool:
    if title_kind(plain(word)) == "adjective":
        return True
    return any(form.known and {"ADJF", gender} <= form.tags for form in parses(word))


def _is_loose(text: str) -> bool:
    """Whether capital letters tell nothing: a text all in capitals, or without any."""
    sample = text[:1500]
    letters = set(sample)
    capitals = sum(sample.count(one) for one in letters if one.isupper())
    small = sum(sample.count(one) for one in letters if one.islower())
    return capitals + small > 0 and (capitals > 1.5 * small or capitals == 0)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)


@cache
def _types() -> re.Pattern[str]:
    kinds: list[dict[str, Any]] = load("streets")["types"]
    words = "|".join(f"(?P<t{n}>{kind['words']})" for n, kind in enumerate(kinds))
    return re.compile(rf"(?<![\w-])(?:{words})(?![^\W\d_](?<=[^\W\d_]{{2}}))", re.I)


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{load('addresses')['crossing']})\s?")


@cache
def _corner() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){load('addresses')['corner']}\s", re.I)


@cache
def _comes_from() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('addresses')['comes_from']})\s$")


@cache
def _role_words(whose: str) -> re.Pattern[str]:
    stems = "|".join(re.escape(stem) for stem in load("addresses")[whose])
    return re.compile(rf"(?<!\w)(?:{stems})")
