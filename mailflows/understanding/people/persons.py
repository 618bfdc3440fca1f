"""Whose the names and telephones of a text are: the applicant's or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from mailflows.data import load
from mailflows.policy import Policy
from mailflows.understanding.people.name_forms import (
    given,
    is_common_surname,
    looks_like_surname,
    sized,
)
from mailflows.understanding.people.names import Name
from mailflows.understanding.people.phones import Phone, best_phone, is_personal
from mailflows.understanding.seen import Seen, ends_with, line_before
from mailflows.understanding.words.lemmas import straight

_MARKS = " \t-\u2013\u2014*\u2022.,1234567890)(/|"
_SURNAME = r"(?![\w'-]*[A-Z])[^\W\d_a-z][^\W\d_A-Z]+(?:[-'][^\W\d_]+)*(?![\w-])"
_BY_PHONE = re.compile(
    rf"(?:^|\A|[.,;/(\n])\s?(?P<surname>{_SURNAME})(?:\s?\([^()\n]{{0,40}}\))?[\s,.:;/(-]{{0,4}}\Z"
)
_BEFORE_PHONE = 80  # characters before a telephone in which a surname alone may stand
_CARD = 45  # characters between a name and the telephone of its card


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
    phones = [one for one in seen.phones if one.number not in offices and is_personal(one)]
    if near is not None:
        phones = [replace(one, own=one.own + _nearness(seen, near, one)) for one in phones]
    return best_phone(phones)


def _nearness(seen: Seen, name: Name, phone: Phone) -> int:
    """How surely a number after a name is this person's: the more, the fewer words between."""
    distance = phone.start - name.end
    if not 0 <= distance < 120:
        return 0
    between = seen.bare[name.end : phone.start]
    words = re.findall(r"[^\W\d_]{4,}", between)
    return 4 if distance <= _CARD and not words and not re.search(r"[.!?]\s", between) else 2


def lone_surname(seen: Seen, policy: Policy, *, head_only: bool = False) -> Name | None:
    """A caller of whom a note gives the surname alone, or None.

    It stands after words that he called, or alone right before a telephone; `head_only` asks
    for a surname that begins the note.
    """
    text = straight(seen.text)
    found: list[tuple[int, int]] = []
    if not head_only:
        found += [one.span("surname") for one in _caller_of_one_word().finditer(text)]
    for phone in seen.phones:
        before = _BY_PHONE.search(text[max(0, phone.start - _BEFORE_PHONE) : phone.start])
        if before and (not head_only or phone.start <= _BEFORE_PHONE):
            offset = max(0, phone.start - _BEFORE_PHONE)
            found.insert(0, (before.start("surname") + offset, before.end("surname") + offset))
    parts = [(one.start, one.end) for one in seen.names]
    parts += [(one.start, one.end) for one in seen.addresses]
    parts += [(one.start, one.end) for one in seen.settlements]
    for start, end in found:
        word = text[start:end]
        if (
            not word.istitle()
            or given(word)
            or not (looks_like_surname(word) or is_common_surname(word))
        ):
            continue
        name = Name(sized(word), sized(word), None, "nomn", start, end)
        taken = any(a < end and start < b for a, b in parts)
        if not taken and not is_known_person(name, policy):
            return name
    return None


def is_known_person(name: Name, policy: Policy) -> bool:
    """Whether it is a leader's or an operator's name (initials and cases included)."""
    return any(_same_person(name, known) for known in _known_people(policy))


def _name_score(seen: Seen, name: Name, policy: Policy) -> float:
    text = seen.text
    before = line_before(seen.bare, name.start)
    score = float(name.whole)
    score += name.start / max(len(text), 1)
    if name.case == "voct" or is_known_person(name, policy) or _is_role(name):
        return -9.0
    if ends_with("own").search(before) or _called(name, before) or _says_who_he_is(before):
        score += 4
    elif ends_with("other_roles").search(before) or ends_with("other_direct").search(
        line_before(text, name.start)
    ):
        score -= 6
    if not before.strip(_MARKS) or before.rstrip()[-1] in "/|":
        score += 1.5
    if name.case == "datv" and not ends_with("own").search(before):
        score -= 3 if name.start < 400 else 2
    if name.case == "nomn" and name.initials and _addressee().search(before):
        score -= 6
    if name.case in ("ablt", "accs") and not (
        ends_with("own").search(before) or _called(name, before)
    ):
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


def _called(name: Name, before: str) -> bool:
    """Whether the words before say that this person called, came or wrote."""
    return name.case in ("nomn", "ablt") and bool(_caller_before().search(before))


def _says_who_he_is(before: str) -> bool:
    """ "I, the driver of the bus, Such-and-such": the role is the writer's own."""
    role = ends_with("other_roles").search(before)
    return role is not None and bool(_speaker().search(before[: role.start()]))


def _is_role(name: Name) -> bool:
    """ "The janitor Semen": a trade before a given name is no surname."""
    return name.whole == 2 and bool(_role().fullmatch(straight(name.surname or "")))


def _fuller(best: Name, names: Sequence[Name]) -> Name:
    """The same person named more fully elsewhere in the text."""
    if best.whole >= 3 or best.surname is None:
        return best
    for one in names:
        if one.whole > best.whole and one.surname == best.surname and one.name[:1] == best.name[:1]:
            return one
    return best


def _offices(policy: Policy) -> frozenset[str]:
    """Telephones of the council, its executors and leaders."""
    phones = [policy.phone, *(one.phone for one in policy.executors.values())]
    return frozenset(one for one in (*phones, *(one.phone for one in policy.leaders)) if one)


def _known_people(policy: Policy) -> list[str]:
    return [one.name for one in policy.leaders] + [one.name for one in policy.operators]


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
def _caller_before() -> re.Pattern[str]:
    """Who called, with small words up to the name."""
    data = load("people")
    return re.compile(
        rf"(?<!\w)(?i:{data['caller']}){data['caller_gap']}\.?[\s:,\u2014\u2013-]{{0,4}}$"
    )


@cache
def _caller_of_one_word() -> re.Pattern[str]:
    data = load("people")
    return re.compile(
        rf"(?<!\w)(?i:{data['caller']}){data['caller_gap']}[\s:]{{1,2}}(?P<surname>{_SURNAME})"
    )


@cache
def _speaker() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){load('people')['speaker']},?\s$", re.I)


@cache
def _role() -> re.Pattern[str]:
    return re.compile(load("people")["other_roles"], re.I)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"[\s,\u2014\u2013-]*{load('people')['own_after']}", re.I)


@cache
def _addressee() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){load('people')['addressee']}(?:\s[\w'-]+){{0,4}}\s*$", re.I)
