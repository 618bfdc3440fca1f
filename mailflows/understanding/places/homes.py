"""Where the applicant lives and which place he speaks of: two things, none made of the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mailflows.facts import Place
from mailflows.understanding.people.names import Name
from mailflows.understanding.places.address_parts import House, house_apart, read_flat
from mailflows.understanding.places.addresses import Address, Whose
from mailflows.understanding.seen import Seen, ends_with, line_before, words
from mailflows.understanding.words.lemmas import straight


@dataclass(frozen=True, slots=True)
class Home:
    """Where the applicant lives, as far as told, and where in the text that stands."""

    settlement: str | None = None
    street: str | None = None
    house: str | None = None
    flat: str | None = None
    source: Address | None = None


def home(seen: Seen, name: Name | None) -> Home:
    """Where the applicant lives; what the text does not give is None."""
    scored = [(_home_score(seen, one, name), one) for one in seen.addresses]
    good = [(score, one) for score, one in scored if score > 0]
    best = max(good, key=lambda pair: pair[0])[1] if good else _home_by_words(seen, name)
    if best is None:
        return _settlement_only(seen)
    flat = best.flat or _flat_elsewhere(seen, best) or _flat_by(seen, name) or _flat_there(seen)
    settlement = best.settlement or _settlement_elsewhere(seen, best)
    apart = [one for one in _houses_apart(seen) if one.marked or not best.house]
    if apart and (not best.house or best.whose is not Whose.HOME):
        return Home(
            settlement, best.street, apart[0].number, flat if not best.house else None, best
        )
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


def at_head(seen: Seen) -> Home | None:
    """A whole address that begins a note: the caller's, where nothing tells whose it is."""
    one = seen.addresses[0] if seen.addresses else None
    if one is None or not (one.settlement and one.house) or one.whose is not Whose.UNSAID:
        return None
    alone = not seen.text[: one.start].strip() and len({by.street for by in seen.addresses}) == 1
    return Home(one.settlement, one.street, one.house, one.flat, one) if alone else None


def called_from(seen: Seen) -> str | None:
    """The settlement that a caller is said to call from, at the beginning of a note."""
    for one in seen.settlements:
        before = straight(seen.text[max(0, one.start - 60) : one.start])
        if one.sure and one.start < 100 and ends_with("caller_from").search(before):
            return one.name
    return None


def _home_score(seen: Seen, address: Address, name: Name | None) -> float:
    score = {Whose.HOME: 4.0, Whose.UNSAID: -1.0, Whose.TROUBLE: -2.0, Whose.OTHER: -6.0}[
        address.whose
    ]
    if address.flat:
        score += 2.5
    if address.house is None:
        score -= 3.5
    if any(_belongs(seen.text, one, address) for one in _namings(seen, name)):
        score += 5 if address.whose is not Whose.OTHER else 10
    elif address.whose is not Whose.TROUBLE and _signed(seen.text, address):
        score += 1.5
    if address.house and words("now").search(line_before(seen.text, address.start)):
        score += 2
    return score + address.start / max(len(seen.text), 1)


def _namings(seen: Seen, name: Name | None) -> list[Name]:
    """All places where the person is named: fully here, with initials there."""
    if name is None or name.surname is None:
        return [name] if name else []
    alike = (one for one in seen.names if one.surname == name.surname)
    return [name, *(one for one in alike if one.name[:1] == name.name[:1])]


def _belongs(text: str, name: Name, address: Address) -> bool:
    """Whether an address stands right after (or right before) the name."""
    after = address.start - name.end
    if 0 <= after <= 90:
        between = text[name.end : address.start]
        if words("reports").search(straight(between)) and not ends_with("resident").search(between):
            return False
        return not re.search(r"[.!?]\s+[^\W\d_]\w+\s\w+", between) and between.count("\n") <= 2
    before = name.start - address.end
    between = text[address.end : name.start]
    if not re.search(r"[^\W_]", between):
        return 0 <= before <= 25
    small = re.fullmatch(r"[\s,;:/()\u2013\u2014-]*(?:[^\W\d_]+\.?\s){1,2}", between)
    return 0 <= before <= 30 and between.islower() and small is not None


def _signed(text: str, address: Address) -> bool:
    """Whether an address stands alone on a line, or ends the letter."""
    start = text.rfind("\n", 0, address.start) + 1
    end = text.find("\n", address.end)
    line = text[start : address.start] + text[address.end : end if end >= 0 else len(text)]
    return len(line.strip(" .,;()\t")) <= 12 or not text[address.end :].strip(" .,;()\n\t")


def _home_by_words(seen: Seen, name: Name | None) -> Address | None:
    """The place of the trouble, where the writer says that he lives there himself."""
    low = straight(seen.text)
    apart = _houses_apart(seen)
    streets = {one.street for one in seen.addresses if one.whose is not Whose.OTHER}
    if apart and len(streets) == 1:
        by = next(one for one in seen.addresses if one.street in streets)
        return replace(by, house=apart[0].number, flat=None)
    places = [one for one in seen.addresses if one.house and one.whose is not Whose.OTHER]
    if not places:
        return None
    if words("there").search(low) or (name is not None and _flat_by(seen, name)):
        return places[0]
    one = places[0]
    around = low[max(0, one.start - 160) : one.end + 160]
    if words("first_person").search(low) and words("inside").search(around) and one.flat is None:
        return one if len({place.street for place in places}) == 1 else None
    return None


def _houses_apart(seen: Seen) -> list[House]:
    """Houses told away from their street."""
    return [
        one
        for one in house_apart(seen.text)
        if not any(by.start < one.end and one.start < by.end for by in seen.addresses)
    ]


def _flat_there(seen: Seen) -> str | None:
    """A flat after words of living in the very same house."""
    match = words("there").search(straight(seen.text))
    flat = (
        read_flat(seen.text[match.end() : match.end() + 50].split("\n", maxsplit=1)[0])
        if match
        else None
    )
    return flat[0] if flat else None


def _flat_elsewhere(seen: Seen, best: Address) -> str | None:
    """The flat of the same house, told where it is named again."""
    same = (one for one in seen.addresses if (one.street, one.house) == (best.street, best.house))
    return next((one.flat for one in same if one.flat), None)


def _flat_by(seen: Seen, name: Name | None) -> str | None:
    """A flat told beside the name (wherever it stands), without its street."""
    for one in (*seen.names, *([name] if name else ())):
        if name is None or one.surname is None or one.surname != name.surname:
            continue
        flat = read_flat(seen.text[one.end : one.end + 40].split("\n", maxsplit=1)[0])
        if flat is not None:
            return flat[0]
    return None


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
        if one.settlement and words("neighbour").search(around):
            return Home(settlement=one.settlement)
    for named in seen.settlements:
        if ends_with("resident").search(
            straight(seen.text[max(0, named.start - 40) : named.start])
        ):
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
