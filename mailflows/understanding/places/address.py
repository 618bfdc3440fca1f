"""One address put together: a street with the house, flat, settlement and new name by it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from mailflows.data import load
from mailflows.understanding.places.address_parts import (
    House,
    house_before,
    house_near,
    read_flat,
    read_house,
)
from mailflows.understanding.places.settlements import Settlement
from mailflows.understanding.places.streets import Title, read_title
from mailflows.understanding.words.lemmas import plain, straight


class Whose(StrEnum):
    """What the words before an address say of it."""

    HOME = "home"
    TROUBLE = "trouble"
    OTHER = "other"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Address:
    """An address with its place in the text; what is not given is None.

    `typed` means that the word street (or such) stood there; `whole` that a house was given.
    """

    settlement: str | None
    street: str | None
    house: str | None
    flat: str | None
    start: int
    end: int
    typed: bool = True
    whose: Whose = Whose.UNSAID


def complete(text: str, start: int, title: Title, kind: str, named: list[Settlement]) -> Address:
    """A street with all that stands around it."""
    name, cursor = _renamed(text, title.name, title.end, named)
    house = read_house(text, cursor)
    end = house.end if house else cursor
    if house is not None and name == title.name:
        more = _more_houses().match(text, end)
        name, end = _renamed(text, name, more.end() if more else end, named)
        end = end if name != title.name else house.end
    if house is None:
        house = house_before(text, start) or house_near(text, cursor)
    address = with_house(titled(name, kind), house, start, end)
    if house is not None and house.flat is None:
        address = _flat_beside(text, address, house)
    by = settlement_at(text, address.start, address.end, named)
    if by is not None:
        address = replace(address, settlement=by.name, end=max(address.end, by.end),
                          start=min(address.start, by.start))  # fmt: skip
    return address


def with_house(street: str, house: House | None, start: int, end: int) -> Address:
    if house is None:
        return Address(None, street, None, None, start, end)
    return Address(
        None, street, house.number, house.flat, min(start, house.start), max(end, house.end)
    )


def _flat_beside(text: str, address: Address, house: House) -> Address:
    """A flat told before its house, or a few words after it."""
    before = text[max(0, address.start - 30) : address.start]
    first = _flat_first().search(before)
    if first is not None:
        return replace(address, flat=first[1], start=address.start - len(before) + first.start())
    flat = read_flat(before)
    if flat is not None and _flat_joint().fullmatch(straight(before[flat[2] :])):
        return replace(address, flat=flat[0], start=address.start - len(before) + flat[1])
    after = text[address.end : address.end + 50].split("\n", maxsplit=1)[0]
    flat = read_flat(after)
    if flat is not None and _before_flat().fullmatch(straight(after[: flat[1]])):
        return replace(address, flat=flat[0], end=address.end + flat[2])
    return address


def _renamed(text: str, name: str, position: int, named: list[Settlement]) -> tuple[str, int]:
    """The street's name of today when brackets or a comma give another one, and where they end."""
    match = _brackets().match(straight(text[position : position + 80]))
    if match is None or any(
        position <= one.start < position + match.end() and one.sure for one in named
    ):
        return name, position
    inner = read_title(text, position + match.start("title"), "femn")
    if inner is None or inner.end < position + match.end("title"):
        aside = match.group().lstrip().startswith("(") and (match["new"] or match["old"])
        return name, position + match.end() if aside else position
    if match["new"]:
        return inner.name, position + match.end()
    if match["old"]:
        return name, position + match.end()
    old = plain(name.rsplit(maxsplit=1)[-1]) in load("streets")["titles"]["old"]
    return (inner.name if old else name), position + match.end()


def settlement_at(text: str, start: int, end: int, named: list[Settlement]) -> Settlement | None:
    """The settlement that stands right before or right after an address."""
    for one in named:
        if one.end <= start and start - one.end <= 40 and _before().fullmatch(text, one.end, start):
            return one
        if one.start <= start < one.end and one.end <= start + 1:
            return one
    for one in named:
        if end <= one.start and one.start - end <= 45 and _after().fullmatch(text, end, one.start):
            return one
    return None


@cache
def _before_flat() -> re.Pattern[str]:
    """What may stand between a house and its flat."""
    entrance = load("streets")["houses"]["entrance"]
    return re.compile(
        rf"[\s,()\u2013\u2014-]*(?:\w[\s,]+)?(?:{entrance}[\s,.()-]{{0,3}}){{0,2}}(?:\w\s)?", re.I
    )


@cache
def _flat_joint() -> re.Pattern[str]:
    return re.compile(rf"[\s,]*(?:{load('addresses')['flat_joint']})?[\s,]*", re.I)


@cache
def _flat_first() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){load('addresses')['flat_first']}[\s,]*$", re.I)


@cache
def _more_houses() -> re.Pattern[str]:
    return re.compile(load("addresses")["more_houses"], re.I)


@cache
def _brackets() -> re.Pattern[str]:
    titles, addresses = load("streets")["titles"], load("addresses")
    types = "|".join(kind["words"] for kind in load("streets")["types"])
    words = rf"(?:(?P<new>{titles['new_name']})|(?P<old>{titles['old_name']}))(?!\w)"
    return re.compile(
        rf"\s{{0,2}}(?:\(|,\s(?={titles['new_name']}|{titles['old_name']}))\s?(?:{words}[\s:\u2014-]{{0,3}})?"
        rf"(?:{addresses['renamed_filler']}\s)?(?:(?:{types})\s?)?(?P<title>[^\W\d_][^\d()\n,;]{{1,40}}?)\s?(?:\)|(?=,))",
        re.I,
    )


@cache
def _before() -> re.Pattern[str]:
    """What may stand between a settlement and its street."""
    region, leads = load("settlements")["region"], load("addresses")["before_street"]
    return re.compile(
        rf"[\s,.;:(\u2013\u2014-]*(?:{region}[\s,.;]*){{0,2}}(?:{leads}[\s:]{{1,2}})?", re.I
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        rf"[\s,.;(\u2013\u2014-]*(?:{load('addresses')['before_settlement']}[\s,.]*)?", re.I
    )


def titled(name: str, kind: str) -> str:
    return f"{kind} {name}" if kind else name
