"""What labelled fields tell of the applicant: name, home, telephone, e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailflows.facts import Applicant, Place
from mailflows.policy import Policy
from mailflows.understanding.labelled.label_stems import rank_of_address
from mailflows.understanding.labelled.labels import Field, is_nothing
from mailflows.understanding.people.name_forms import sized
from mailflows.understanding.people.names import person_name
from mailflows.understanding.people.phones import as_phone, best_phone, find_phones, is_personal
from mailflows.understanding.places.address_parts import read_flat, read_number, with_block
from mailflows.understanding.places.addresses import parse_field
from mailflows.understanding.places.settlements import settlement_title
from mailflows.understanding.places.streets import read_title
from mailflows.understanding.words.transliteration import is_latin, to_cyrillic

_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


class Given:
    """The values of a form or a note by key: those that say something, each key's first one."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.values: dict[str, str] = {}
        self.every: list[tuple[str, str]] = []
        rank = 0
        for one in fields:
            if one.key is None or is_nothing(one.value):
                continue
            self.values.setdefault(one.key, one.value)
            if one.key == "address":
                better = rank_of_address(one.label)
                if better > rank or one.value == self.values["address"]:
                    self.values["address"], rank = one.value, better
            self.every.append((one.key, one.value))

    def get(self, key: str) -> str:
        """The value of a key, "" when it was not given."""
        return self.values.get(key, "")


def applicant_of(given: Given, policy: Policy) -> Applicant:
    """The applicant as the fields give him; what they do not give is None."""
    home = _home(given, policy)
    return Applicant(
        name_of(given), home.settlement, home.street, home.house, home.flat,
        _phone(given, policy), _email(given),
    )  # fmt: skip


def place_of(given: Given, policy: Policy) -> Place:
    """The place of the trouble where a field asks for it."""
    found = parse_field(given.get("place"), policy.settlements, policy.streets)
    if found is None:
        return Place()
    return Place(found.settlement, _renamed(found.street, policy), found.house)


def name_of(given: Given) -> str | None:
    """Surname, name and patronymic from one field or from one each."""
    surname, first, father = (given.get(key) for key in ("surname", "given", "patronymic"))
    if surname or (first and father):
        parts = [_words(part) for part in (surname, first, father)]
        return " ".join(sized(word) for part in parts for word in part) or None
    tried = [value for key, value in given.every if key == "name"] or [first]
    made = [name for value in (*tried, given.get("contacts")) if (name := _person(value))]
    return made[0] if made else None


def _person(written: str) -> str | None:
    written = re.sub(r"[<(\[]?" + _EMAIL.pattern + r"[>)\]]?", " ", written)
    written = re.sub(r"\([^()]*\d[^()]*\)", " ", written)
    return person_name(to_cyrillic(written) if is_latin(written) else written)


def _words(value: str) -> list[str]:
    value = to_cyrillic(value) if is_latin(value) else value
    return re.findall(r"[^\W\d_][\w'\u2019\u02bc.-]*", value)[:2]


def _home(given: Given, policy: Policy) -> Applicant:
    """Settlement, street, house and flat; single fields complete and overrule the whole address."""
    whole = _cyrillic(given.get("address") or _whole_in_parts(given))
    found = parse_field(whole, policy.settlements, policy.streets) if whole else None
    settlement = found.settlement if found else None
    street, house = (found.street, found.house) if found else (None, None)
    flat = found.flat if found else None
    if given.get("settlement") and given.get("settlement") not in whole:
        settlement = settlement_title(_cyrillic(given.get("settlement")), policy.settlements)
    if given.get("street"):
        one = parse_field(_cyrillic(given.get("street")), policy.settlements, policy.streets)
        title = read_title(_cyrillic(given.get("street")), 0, "femn")
        street = one.street if one and one.street else title.name if title else street
        house, flat = (one.house or house, one.flat or flat) if one else (house, flat)
    if given.get("house") and not (found and given.get("house") in whole):
        house = read_number(given.get("house")) or house
        inner = read_flat(given.get("house"))
        flat = inner[0] if inner else flat
    if house and given.get("block"):
        house = with_block(house, given.get("block"))
    if given.get("flat"):
        number = re.search(r"\d{1,4}[^\W\d_]?", given.get("flat"))
        flat = number.group() if number else flat
    return Applicant(None, settlement, _renamed(street, policy), house, flat)


def _whole_in_parts(given: Given) -> str:
    """A whole address that was written into the field of one part of it, else ""."""
    for key in ("house", "settlement", "region"):
        if len(re.findall(r"[^\W\d_]{4,}", given.get(key))) > 1 and re.search(
            r"\d", given.get(key)
        ):
            return given.get(key)
    return ""


def _renamed(street: str | None, policy: Policy) -> str | None:
    return policy.renamed_streets.get(street, street) if street else None


def _phone(given: Given, policy: Policy) -> str | None:
    if given.get("phone"):
        found = [one for one in find_phones(given.get("phone"), policy.phone) if is_personal(one)]
        best = best_phone([one for one in found if one.own > 0])
        first = found[0] if found else None
        return (
            best.number
            if best
            else first.number
            if first
            else as_phone(given.get("phone"), policy.phone)
        )
    for key, value in given.every:
        if key in ("contacts", "name", "address", "answer"):
            found = find_phones(value, policy.phone)
            if found:
                return found[0].number
    return None


def _email(given: Given) -> str | None:
    for key in ("email", "contacts", "name", "answer", "phone"):
        found = _EMAIL.search(given.get(key))
        if found:
            return found.group().lower()
    return None


def _cyrillic(value: str) -> str:
    return to_cyrillic(value) if is_latin(value) else value
