"""Whose the names, addresses and telephones of a text are: the applicant's or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from mailflows.data import load
from mailflows.facts import Place
from mailflows.policy import Policy
from mailflows.understanding.address_parts import read_flat
from mailflows.understanding.addresses import Address, Whose, find_addresses
from mailflows.understanding.lemmas import straight
from mailflows.understanding.names import Name, find_names
from mailflows.understanding.phones import Phone, best_phone, find_phones
from mailflows.understanding.settlements import Settlement, find_settlements

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


@dataclass(frozen=True, slots=True)
class Home:
    """Where the applicant lives, as far as told, and where in the text that stands."""

    settlement: str | None = None
    street: str | None = None
    house: str | None = None
    flat: str | None = None
    source: Address | None = None


def look(text: str, policy: Policy) -> Seen:
    """Names, addresses and telephones of a text; of a long one, of its two ends."""
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = text[:half] + "\n\n" + text[-half:]
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


def applicants_name(seen: Seen, policy: Policy, *, least: float = 1.0) -> Name | None:
    """The name that its surroundings call the applicant's, or None when none is good enough."""
    judged = [(_name_score(seen, one, policy), one) for one in seen.names]
    good = [(score, one) for score, one in judged if score >= least]
    if not good:
        return None
    best = max(good, key=lambda pair: pair[0])[1]
    return _fuller(best, [one for _, one in judged])


def applicants_phone(seen: Seen, policy: Policy, near: Name | None = None) -> Phone | None:
    """The applicant's telephone: no office's, best cued, nearest after his name."""
    offices = _offices(policy)
    phones = [one for one in seen.phones if one.number not in offices]
    if near is not None:
        phones = [
            replace(one, own=one.own + 2) if 0 <= one.start - near.end < 120 else one
            for one in phones
        ]
    return best_phone(phones)


def home(seen: Seen, name: Name | None) -> Home:
    """Where the applicant lives; what the text does not give is None."""
    scored = [(_home_score(seen, one, name), one) for one in seen.addresses]
    good = [(score, one) for score, one in scored if score > 0]
    best = max(good, key=lambda pair: pair[0])[1] if good else _home_by_words(seen, name)
    if best is None:
        return _settlement_only(seen)
    flat = best.flat or _flat_elsewhere(seen, best) or _flat_by(seen, name)
    settlement = best.settlement or _settlement_elsewhere(seen, best)
    return Home(settlement, best.street, best.house, flat, best)


def trouble(seen: Seen, at_home: Home, name: Name | None) -> Place:
    """The place that the text speaks of; the signature's address is none."""
    best: tuple[int, Address] | None = None
    for one in seen.addresses:
        score = _place_score(seen, one, at_home, name)
        if score > 0 and (best is None or score > best[0]):
            best = (score, one)
    if best is None:
        return Place()
    return Place(best[1].settlement, best[1].street, best[1].house)


def called_from(seen: Seen) -> str | None:
    """The settlement that a caller is said to call from, at the beginning of a note."""
    for one in seen.settlements:
        before = straight(seen.text[max(0, one.start - 60) : one.start])
        if one.sure and one.start < 100 and _ends("caller_from").search(before):
            return one.name
    return None


def is_known_person(name: Name, policy: Policy) -> bool:
    """Whether it is a leader's or an operator's name (initials and cases included)."""
    return any(_same_person(name, known) for known in _known_people(policy))


def _blanked(text: str, parts: Sequence[Address | Phone]) -> str:
    for one in parts:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _inside(name: Name, address: Address) -> bool:
    return address.start < name.end and name.start < address.end


def _renamed(address: Address, policy: Policy) -> Address:
    new = policy.renamed_streets.get(address.street or "")
    return replace(address, street=new) if new else address


def _name_score(seen: Seen, name: Name, policy: Policy) -> float:
    text = seen.text
    before = _line_before(seen.bare, name.start)
    score = float(name.whole)
    score += name.start / max(len(text), 1)
    if name.case == "voct" or is_known_person(name, policy):
        return -9.0
    if _ends("own").search(before):
        score += 4
    elif _ends("other_roles").search(before) or _ends("other_direct").search(
        _line_before(text, name.start)
    ):
        score -= 6
    if not before.strip(" \t-\u2013\u2014*\u2022.,1234567890)"):
        score += 1.5
    if name.case == "datv" and not _ends("own").search(before):
        score -= 3 if name.start < 400 else 2
    if name.case == "nomn" and name.initials and _addressee().search(before):
        score -= 6
    if name.case in ("ablt", "accs") and not _ends("own").search(before):
        score -= 3
    after = text[name.end : name.end + 70]
    starts = [one.start for one in seen.addresses] + [one.start for one in seen.phones]
    if any(0 <= start - name.end < 60 for start in starts):
        score += 2
    if _after().match(straight(after)):
        score += 3
    if not name.patronymic and not name.initials and name.case != "nomn":
        score -= 1
    return score


def _fuller(best: Name, names: Sequence[Name]) -> Name:
    """The same person named more fully elsewhere in the text."""
    if best.whole >= 3 or best.surname is None:
        return best
    for one in names:
        if one.whole > best.whole and one.surname == best.surname and one.name[:1] == best.name[:1]:
            return one
    return best


def _home_score(seen: Seen, address: Address, name: Name | None) -> float:
    score = {Whose.HOME: 4.0, Whose.UNSAID: 0.5, Whose.TROUBLE: -2.0, Whose.OTHER: -6.0}[
        address.whose
    ]
    if address.flat:
        score += 2.5
    if address.house is None:
        score -= 3.5
    if name is not None and _belongs(seen.text, name, address):
        score += 5 if address.whose is not Whose.OTHER else 10
    elif address.whose is not Whose.TROUBLE and _signed(seen.text, address):
        score += 1.5
    if address.house and _now().search(_line_before(seen.text, address.start)):
        score += 2
    return score + address.start / max(len(seen.text), 1)


def _belongs(text: str, name: Name, address: Address) -> bool:
    """Whether an address stands right after (or right before) the name."""
    after = address.start - name.end
    if 0 <= after <= 90:
        between = text[name.end : address.start]
        return not re.search(r"[.!?]\s+[^\W\d_]\w+\s\w+", between) and between.count("\n") <= 2
    before = name.start - address.end
    return 0 <= before <= 25 and not re.search(r"[.!?]\s", text[address.end : name.start])


def _signed(text: str, address: Address) -> bool:
    """Whether an address stands alone on a line, or ends the letter."""
    start = text.rfind("\n", 0, address.start) + 1
    end = text.find("\n", address.end)
    line = text[start : address.start] + text[address.end : end if end >= 0 else len(text)]
    return len(line.strip(" .,;()\t")) <= 12 or not text[address.end :].strip(" .,;()\n\t")


def _home_by_words(seen: Seen, name: Name | None) -> Address | None:
    """The place of the trouble, where the writer says that he lives there himself."""
    places = [one for one in seen.addresses if one.house and one.whose is not Whose.OTHER]
    if not places:
        return None
    low = straight(seen.text)
    if _word("there").search(low) or (name is not None and _flat_by(seen, name)):
        return places[0]
    one = places[0]
    around = low[max(0, one.start - 160) : one.end + 160]
    if _word("first_person").search(low) and _word("inside").search(around) and one.flat is None:
        return one if len({place.street for place in places}) == 1 else None
    return None


def _flat_elsewhere(seen: Seen, best: Address) -> str | None:
    """The flat of the same house, told where it is named again."""
    same = (one for one in seen.addresses if (one.street, one.house) == (best.street, best.house))
    return next((one.flat for one in same if one.flat), None)


def _flat_by(seen: Seen, name: Name | None) -> str | None:
    """A flat told beside the name, without its street."""
    if name is None:
        return None
    around = seen.text[name.end : name.end + 60].split("\n", maxsplit=1)[0]
    flat = read_flat(around)
    return flat[0] if flat else None


def _settlement_elsewhere(seen: Seen, best: Address) -> str | None:
    """The settlement of a home that is told without one: where the same street has it."""
    for one in seen.addresses:
        if one.settlement and one.street == best.street:
            return one.settlement
    named = {one.settlement for one in seen.addresses if one.settlement}
    named |= {one.name for one in seen.settlements if one.sure}
    return next(iter(named)) if len(named) == 1 else None


def _settlement_only(seen: Seen) -> Home:
    """Where no home is told: a neighbour's settlement is the writer's own."""
    for one in seen.addresses:
        around = straight(seen.text[max(0, one.start - 60) : one.start])
        if one.settlement and _word("neighbour").search(around):
            return Home(settlement=one.settlement)
    for named in seen.settlements:
        if _ends("resident").search(straight(seen.text[max(0, named.start - 40) : named.start])):
            return Home(settlement=named.name)
    return Home()


def _place_score(seen: Seen, address: Address, at_home: Home, name: Name | None) -> int:
    score = 2 if address.house else 1
    score += {Whose.TROUBLE: 4, Whose.HOME: 0, Whose.UNSAID: 1, Whose.OTHER: 2}[address.whose]
    same = address.street == at_home.street and address.house == at_home.house
    if same:
        in_story = address.whose is Whose.TROUBLE or (
            at_home.source is address and not (name and _belongs(seen.text, name, address))
            and not _signed(seen.text, address) and address.whose is not Whose.HOME
        ) or (at_home.source is not address and not _signed(seen.text, address))  # fmt: skip
        score -= 0 if in_story else 9
    if name is not None and _belongs(seen.text, name, address):
        score -= 9
    return score


def _line_before(text: str, position: int) -> str:
    start = max(text.rfind("\n", 0, position) + 1, position - _LINE)
    return straight(text[start:position])


def _offices(policy: Policy) -> frozenset[str]:
    """Telephones of the council, its executors and leaders."""
    phones = [policy.phone, *(one.phone for one in policy.executors.values())]
    return frozenset(one for one in (*phones, *(one.phone for one in policy.leaders)) if one)


def _known_people(policy: Policy) -> list[str]:
    return [one.name for one in (*policy.leaders, *policy.operators)]


def _same_person(name: Name, known: str) -> bool:
    surname, *rest = known.split()
    parts = name.name.split()
    if name.surname is None:
        return len(parts) == 2 and parts == rest
    if (
        name.surname[: len(surname) - 1] != surname[:-1]
        or abs(len(name.surname) - len(surname)) > 2
    ):
        return False
    if len(parts) < 2 or not rest:
        return True
    return parts[1][:1] == rest[0][:1] if name.initials else parts[1] == rest[0]


@cache
def _ends(name: str) -> re.Pattern[str]:
    """The words of a list right before a name."""
    joint = r"\.?[\s:,\u2014\u2013\u00ab\"(-]*"
    if name == "other_roles":
        joint = rf"(?:{joint}|(?:\s[\w'\u2116\u00ab\u00bb-]+){{1,4}}\s*)"
    return re.compile(rf"(?<!\w){load('people')[name]}{joint}$", re.I)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"[\s,\u2014\u2013-]*{load('people')['own_after']}", re.I)


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('people')[name]})(?!\w)", re.I)


@cache
def _addressee() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){load('people')['addressee']}(?:\s[\w'-]+){{0,4}}\s*$", re.I)


@cache
def _now() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('people')['now']})(?!\w)", re.I)
