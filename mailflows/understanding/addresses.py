"""Addresses in a text: settlement, street, house and flat, and whose they seem to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from mailflows.data import load
from mailflows.understanding.address_parts import (
    House,
    house_before,
    house_near,
    read_flat,
    read_house,
)
from mailflows.understanding.lemmas import plain, straight
from mailflows.understanding.settlements import Settlement, find_settlements
from mailflows.understanding.streets import Title, read_title, title_kind

_MOST = 60  # streets in one text
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4})\.\s|[!?;\n]")


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
    found = list(_typed(text, named, loose))
    found += _turned(text, found)
    found += _corners(text, found)
    found += _untyped(text, found, named, streets, loose)
    found.sort(key=lambda one: one.start)
    return [_with_role(text, one) for one in found[:_MOST]]


def parse_field(
    written: str, settlements: tuple[str, ...] = (), streets: tuple[str, ...] = ()
) -> Address | None:
    """The address that a form's field holds: everything in it is trusted; None for no address."""
    text = f"{load('addresses')['field_lead']}: {written}"
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


def _typed(text: str, named: list[Settlement], loose: bool) -> Iterator[Address]:
    """Streets with their type before the title."""
    stops = frozenset(one.start for one in named)
    lowered = straight(text)
    last = -1
    for count, match in enumerate(_types().finditer(lowered)):
        if count > _MOST:
            return
        if match.start() < last:
            continue
        kind = _kind(match)
        title = read_title(text, match.end(), kind["gender"], stops, loose=loose)
        if title is None or (title.start > match.end() and _cut_off(text, match.end(), title)):
            continue
        address = _complete(text, match.start(), title, kind["title"], named)
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
        yield Address(None, _titled(title.name, _kind(match)["title"]), None, None,
                      title.start, title.end)  # fmt: skip


def _turned(text: str, found: list[Address]) -> Iterator[Address]:
    """Streets with their type after the title ("Sadova street")."""
    for match in _types().finditer(straight(text)):
        if any(one.start <= match.start() < one.end for one in found):
            continue
        before = re.search(r"([^\W\d_][\w'\u02bc\u2019-]+)[ \t]$", text[: match.start()][-40:])
        kind = _kind(match)
        if before is None or not before[1][0].isupper():
            continue
        start = match.start() - len(before.group())
        title = read_title(text, start, kind["gender"])
        if title is None or title.end > match.start() or not _adjective(before[1]):
            continue
        house = read_house(text, match.end()) or house_near(text, match.end())
        yield _address(_titled(title.name, kind["title"]), house, start, match.end())


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


def _untyped(
    text: str, found: list[Address], named: list[Settlement], streets: tuple[str, ...], loose: bool
) -> list[Address]:
    """Streets without a type, told by what stands before them and by the house after them."""
    made: list[Address] = []
    known = {plain(one.street) for one in found if one.street}
    known |= {plain(one) for one in streets}
    for count, match in enumerate(_bare_houses().finditer(text)):
        if count > 4 * _MOST:
            break
        if any(one.start <= match.start("at") < one.end for one in (*found, *made)):
            continue
        address = _bare(text, match, named, known, loose)
        if address is not None and not any(
            address.start < one.end and one.start < address.end for one in (*found, *made)
        ):
            made.append(address)
            known.add(plain(address.street or ""))
    return made


def _bare(
    text: str, match: re.Match[str], named: list[Settlement], known: set[str], loose: bool
) -> Address | None:
    stops = frozenset(one.start for one in named)
    for start in _word_starts(text, match.start("at")):
        if start in stops:
            continue
        title = read_title(text, start, "femn", stops, loose=loose)
        if title is None or title.end != match.start("at"):
            continue
        house = read_house(text, title.end)
        if house is None or not _trusted(text, title, house, named, known, loose):
            continue
        address = _complete(text, title.start, title, "", named)
        return replace(address, typed=False)
    return None


def _trusted(
    text: str, title: Title, house: House, named: list[Settlement], known: set[str], loose: bool
) -> bool:
    """Whether words with a number after them are a street though nothing calls them one."""
    if plain(title.name) in known:
        return True
    words = text[title.start : title.end].split()
    likely = all(
        title_kind(plain(word)) or word[0].isupper() or word[0].isdigit() for word in words
    ) and any(title_kind(plain(word)) for word in words)
    by_settlement = _settlement_at(text, title.start, house.end, named) is not None
    if not likely:
        return by_settlement and not loose and house.flat is not None
    if by_settlement or house.marked:
        return True
    before = text[max(0, title.start - 40) : title.start]
    if _trusted_words().search(straight(before)):
        return True
    opens = before.rstrip(" \t")
    return not opens or opens[-1] in "(\n,;:.\u2014\u2013-"


def _complete(text: str, start: int, title: Title, kind: str, named: list[Settlement]) -> Address:
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
    address = _address(_titled(name, kind), house, start, end)
    if house is not None and house.flat is None:
        address = _flat_beside(text, address, house)
    by = _settlement_at(text, address.start, address.end, named)
    if by is not None:
        address = replace(address, settlement=by.name, end=max(address.end, by.end),
                          start=min(address.start, by.start))  # fmt: skip
    return address


def _address(street: str, house: House | None, start: int, end: int) -> Address:
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
    after = re.match(r"[^.\n;!?]{0,25}", text[address.end :])
    flat = read_flat(after.group()) if after else None
    if flat is not None and re.fullmatch(r"[\s,()\u2013\u2014-]*", text[address.end :][: flat[1]]):
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
        return name, position
    if match["new"]:
        return inner.name, position + match.end()
    if match["old"]:
        return name, position + match.end()
    old = plain(name.rsplit(maxsplit=1)[-1]) in load("streets")["titles"]["old"]
    return (inner.name if old else name), position + match.end()


def _settlement_at(text: str, start: int, end: int, named: list[Settlement]) -> Settlement | None:
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


def _with_role(text: str, address: Address) -> Address:
    before = _SENTENCE_END.split(plain(text[max(0, address.start - 45) : address.start]))[-1]
    home, trouble, other, slight = (
        _last(_role_words(name), before) for name in ("home", "trouble", "other", "slight")
    )
    if other >= 0 and other >= home - 1:
        return replace(address, whose=Whose.OTHER)
    if home >= 0 and home >= trouble:
        return replace(address, whose=Whose.HOME)
    if trouble >= 0 or slight >= 0:
        return replace(address, whose=Whose.TROUBLE)
    return address


def _titled(name: str, kind: str) -> str:
    return f"{kind} {name}" if kind else name


def _kind(match: re.Match[str]) -> dict[str, str]:
    kinds = load("streets")["types"]
    number = next(n for n in range(len(kinds)) if match[f"t{n}"])
    return {"gender": kinds[number]["gender"], "title": kinds[number]["title"]}


def _cut_off(text: str, end: int, title: Title) -> bool:
    """Whether a line or a sentence ends between the type and what seemed its title."""
    between = text[end : title.start]
    return "\n\n" in between or ":" in between


def _adjective(word: str) -> bool:
    return title_kind(plain(word)) == "adjective"


def _word_starts(text: str, end: int) -> list[int]:
    """Where the last one to three words before `end` begin, the longest run first."""
    starts: list[int] = []
    window = max(0, end - 45)
    for match in re.finditer(
        r"(?<![\w'\u2019.])(?:\d{1,3}\s(?=[^\W\d_])|(?=[^\W\d_]))", text[window:end]
    ):
        starts.append(window + match.start())
    return starts[-3:]


def _is_loose(text: str) -> bool:
    """Whether capital letters tell nothing: a text all in capitals, or without any."""
    sample = text[:1500]
    capitals = sum(map(str.isupper, sample))
    small = sum(map(str.islower, sample))
    return capitals + small > 0 and (capitals > 1.5 * small or capitals == 0)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)


@cache
def _types() -> re.Pattern[str]:
    kinds: list[dict[str, Any]] = load("streets")["types"]
    words = "|".join(f"(?P<t{n}>{kind['words']})" for n, kind in enumerate(kinds))
    return re.compile(rf"(?<![\w-])(?:{words})(?![^\W\d_](?<=[^\W\d_]{{2}}))", re.I)


@cache
def _bare_houses() -> re.Pattern[str]:
    """Where a house could follow a bare title: a number, with or without the word house."""
    houses = load("streets")["houses"]
    return re.compile(
        rf"(?P<at>[,.]?\s{{1,2}})(?:{houses['between']}\s)?(?:{houses['word']}[\s:]{{0,2}})?"
        rf"\u2116?\s?\d{{1,4}}(?!\d|[.:]\d)",
        re.I,
    )


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{load('addresses')['crossing']})\s?")


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
def _corner() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){load('addresses')['corner']}\s", re.I)


@cache
def _trusted_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('addresses')['trusted']})[\s:,\u2014-]*$", re.I)


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


@cache
def _role_words(whose: str) -> re.Pattern[str]:
    stems = "|".join(re.escape(stem) for stem in load("addresses")[whose])
    return re.compile(rf"(?<!\w)(?:{stems})")
