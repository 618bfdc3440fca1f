"""Everything personal in a text, found once: names, addresses, telephones, settlements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from mailflows.data import load
from mailflows.policy import Policy
from mailflows.understanding.people.names import Name, find_names
from mailflows.understanding.people.phones import Phone, find_phones
from mailflows.understanding.places.addresses import Address, find_addresses
from mailflows.understanding.places.settlements import Settlement, find_settlements
from mailflows.understanding.words.lemmas import straight
from mailflows.understanding.words.spoken import in_digits

_LONGEST = 20_000  # characters looked at; people name themselves at the ends, so both are kept
_LINE = 90  # characters before a name that can tell whose it is


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything personal in a text, before it is judged whose it is."""

    text: str
    names: tuple[Name, ...]
    addresses: tuple[Address, ...]
    phones: tuple[Phone, ...]
    settlements: tuple[Settlement, ...] = ()
    bare: str = ""  # the text with addresses and telephones blanked out, of the same length


def look(text: str, policy: Policy) -> Seen:
    """Names, addresses and telephones of a text; of a long one, of its two ends.

    Houses, flats and telephones told in words stand in digits in what is seen.
    """
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = text[:half] + "\n\n" + text[-half:]
    text = in_digits(text)
    seen = _look(text, policy.settlements, policy.streets, policy.phone)
    if not policy.renamed_streets:
        return seen
    return replace(seen, addresses=tuple(_renamed(one, policy) for one in seen.addresses))


@lru_cache(maxsize=16)
def _look(text: str, settlements: tuple[str, ...], streets: tuple[str, ...], local: str) -> Seen:
    """One letter is looked at several times on its way; the last few texts are remembered."""
    named = find_settlements(text, settlements)
    addresses = find_addresses(text, settlements, streets, named)
    names = [
        one for one in find_names(text) if not any(_inside(one, address) for address in addresses)
    ]
    phones = find_phones(text, local)
    return Seen(
        text, tuple(names), tuple(addresses), tuple(phones), tuple(named),
        _blanked(text, [*addresses, *phones]),
    )  # fmt: skip


def line_before(text: str, position: int) -> str:
    start = max(text.rfind("\n", 0, position) + 1, position - _LINE)
    return straight(text[start:position])


@cache
def ends_with(name: str) -> re.Pattern[str]:
    """The words of a list right before a name."""
    joint = r"\.?[\s:,\u2014\u2013\u00ab\"(-]*"
    if name == "other_roles":
        joint = rf"(?:{joint}|(?:\s[\w'\u2116\u00ab\u00bb-]+){{1,4}}\s*)"
    return re.compile(rf"(?<!\w){load('people')[name]}{joint}$", re.I)


@cache
def words(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('people')[name]})(?!\w)", re.I)


def _blanked(text: str, parts: Sequence[Address | Phone]) -> str:
    for one in parts:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _inside(name: Name, address: Address) -> bool:
    return address.start < name.end and name.start < address.end


def _renamed(address: Address, policy: Policy) -> Address:
    new = policy.renamed_streets.get(address.street or "")
    return replace(address, street=new) if new else address
