"""Streets that nothing calls a street: a bare title with its house, or after "in our"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from mailflows.data import load
from mailflows.understanding.places.address import Address, complete, settlement_at
from mailflows.understanding.places.address_parts import House, house_near, read_house
from mailflows.understanding.places.settlements import Settlement
from mailflows.understanding.places.streets import Title, read_title, title_kind
from mailflows.understanding.words.lemmas import parses, plain, straight

_MOST = 60  # streets in one text
_REACH = 120  # characters that may stand between a title and the digits of its house
_DIGIT = re.compile(r"\d")


def own_streets(text: str, found: list[Address], named: list[Settlement]) -> Iterator[Address]:
    """A bare title after "in our" (the writer's own street), or after a house told first."""
    for match in _own_street().finditer(text):
        title = read_title(text, match.end(), "femn")
        if title is None or any(one.start < title.end and title.start < one.end for one in found):
            continue
        words = text[title.start : title.end].split()
        if words[0][0].isupper() and title_kind(plain(words[0])) == "adjective":
            yield replace(complete(text, title.start, title, "", named), typed=False)


def untyped(
    text: str, found: list[Address], named: list[Settlement], streets: tuple[str, ...], loose: bool
) -> list[Address]:
    """Streets without a type, told by what stands before them and by the house after them.

    Those that are `found` already are left out.
    """
    made: list[Address] = []
    known = {plain(part) for one in found if one.street for part in _called(one.street)}
    known |= {plain(one) for one in streets}
    for count, match in enumerate(_houses(text)):
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


def _called(street: str) -> tuple[str, ...]:
    """A title as it stands, and without its type: who has named the lane names it shortly."""
    kinds = [str(kind["title"]) for kind in load("streets")["types"] if kind["title"]]
    return (street, *(street.removeprefix(f"{kind} ") for kind in kinds))


def _houses(text: str) -> Iterator[re.Match[str]]:
    """Where a house could follow a bare title; only the surroundings of digits are searched."""
    position = 0
    while (digit := _DIGIT.search(text, position)) is not None:
        match = _bare_houses().search(text, max(position, digit.start() - _REACH))
        if match is None:
            return
        yield match
        position = match.end()


def _bare(
    text: str, match: re.Match[str], named: list[Settlement], known: set[str], loose: bool
) -> Address | None:
    stops = frozenset(one.start for one in named)
    for start in _word_starts(text, match.start("at")):
        if start in stops:
            continue
        gender = _gender(text[start : match.start("at")])
        title = read_title(text, start, gender, stops, loose=loose)
        if title is None or title.end != match.start("at"):
            continue
        house = read_house(text, match.end("aside") if match["aside"] else title.end)
        if house is None and _ordinal_house().match(straight(text[title.end : title.end + 40])):
            house = house_near(text, title.end)
        if house is None or not _trusted(text, title, house, named, known, loose):
            continue
        address = complete(text, title.start, title, "", named)
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
    by_settlement = settlement_at(text, title.start, house.end, named) is not None
    before = text[max(0, title.start - 40) : title.start]
    told = bool(_trusted_words().search(straight(before)))
    if not likely:
        rare = len(words) == 1 and words[0][0].isupper() and _sounds_like_one(plain(words[0]))
        if rare and (by_settlement or told or house.flat is not None):
            return True
        return by_settlement and not loose and house.flat is not None
    if by_settlement or house.marked or told:
        return True
    opens = before.rstrip(" \t")
    return not opens or opens[-1] in "(\n,;:.!?/|\u2026\u2014\u2013-"


@lru_cache(maxsize=4096)
def _sounds_like_one(word: str) -> bool:
    """Whether a word could be a title that only what stands around it makes one.

    An adjective of a lane or an avenue, people in the genitive ("of miners"), a Russian adjective.
    """
    if word in load("streets")["titles"]["never"]:
        return False
    forms = [form.tags for form in parses(word) if form.known]
    if any({"NOUN", "anim", "plur", "gent"} <= tags for tags in forms):
        return True
    if forms:
        return any({"ADJF", "masc"} <= tags and "Surn" not in tags for tags in forms)
    endings = load("streets")["titles"]["russian_endings"]["femn"]
    return len(word) > 5 and word.endswith(tuple(endings))


@lru_cache(maxsize=4096)
def _gender(written: str) -> str:
    """The gender of a bare title: masculine when nothing else is possible, else a street's."""
    forms = [form.tags for form in parses(plain(written.strip())) if form.known]
    adjectives = [tags for tags in forms if "ADJF" in tags]
    only = adjectives and all("masc" in tags or "neut" in tags for tags in adjectives)
    return "masc" if only and len(adjectives) == len(forms) else "femn"


def _word_starts(text: str, end: int) -> list[int]:
    """Where the last one to three words before `end` begin, the longest run first."""
    starts: list[int] = []
    window = max(0, end - 45)
    for match in re.finditer(
        r"(?<![\w'\u2019.])(?:\d{1,3}\s(?=[^\W\d_])|(?=[^\W\d_]))", text[window:end]
    ):
        starts.append(window + match.start())
    return starts[-3:]


@cache
def _bare_houses() -> re.Pattern[str]:
    """Where a house could follow a bare title: a number, with or without the word house."""
    houses = load("streets")["houses"]
    blank = r"[ \t\u00a0]"
    return re.compile(
        rf"(?P<at>[,.]?(?:{blank}{{1,2}}|(?<=[,.])\s)|[,.](?=\d))(?P<aside>\([^()\n\d]{{3,30}}\)[\s,]{{1,2}})?"
        rf"(?:{houses['between']}\s)?(?:{houses['word']}[\s:]{{0,2}})?"
        rf"\u2116?\s?\d{{1,4}}(?!\d|[.:]\d)",
        re.I,
    )


@cache
def _ordinal_house() -> re.Pattern[str]:
    """A house with its number first: "3rd house"."""
    houses = load("streets")["houses"]
    return re.compile(
        rf"[\s,.]{{1,3}}\d{{1,4}}(?:-?(?:{houses['ordinal_tail']}))?\s(?:{houses['word']})(?!\w)",
        re.I,
    )


@cache
def _own_street() -> re.Pattern[str]:
    houses = load("streets")["houses"]
    first = rf"{houses['word']}[\s\u2116]{{0,2}}\d{{1,4}}[^\W\d_]?\s{houses['along']}"
    return re.compile(rf"(?<!\w)(?:{load('addresses')['own_street']}|{first})\s", re.I)


@cache
def _trusted_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('addresses')['trusted']})[\s:,\u2014-]*$", re.I)
