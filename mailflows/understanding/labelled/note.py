"""Operators' telephone notes in all their manners: who called, from where and about what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache

from mailflows.data import load
from mailflows.facts import Applicant, Place
from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.understanding.labelled.labels import Field, answer_channels, is_nothing, read_fields
from mailflows.understanding.labelled.note_words import (
    consent_of,
    matter_words,
    without_boilerplate,
)
from mailflows.understanding.labelled.personal_fields import Given, applicant_of, place_of
from mailflows.understanding.people.persons import (
    applicants_name,
    applicants_phone,
    is_known_person,
    lone_surname,
)
from mailflows.understanding.places.homes import at_head, called_from, home, trouble
from mailflows.understanding.seen import Seen, look
from mailflows.understanding.words.dates import find_dates
from mailflows.understanding.words.lemmas import straight

_MOST_CALLERS = 30
_LONGEST_CARD = 70  # letters from a caller's name to his telephone
_FIELDS = frozenset({"name", "surname", "address", "phone", "text", "street", "date", "contacts"})


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller of a note; what the note does not give is None.

    `text` is the matter's words alone; `called_at` is local and naive, as noted; `operator` is
    who took the call, where the note itself names him.
    """

    applicant: Applicant
    place: Place
    text: str
    called_at: datetime | None = None
    operator: str | None = None
    answer_channel: str | None = None
    consent: bool | None = None
    about: str = ""  # words of benefits and state, where a label asks for them
    unnamed: bool = False  # the caller did not want to be named


def read_note(letter: Letter, policy: Policy) -> list[Caller]:
    """The callers of an operator's note, in their order; [] when the letter is none.

    A note comes from an operator's address, in his own words or in what he forwards. One letter
    may hold several callers.
    """
    if letter.sender is None or not _is_operator(letter.sender.address, policy):
        return []
    text = _note_text(letter, policy)
    if not text.strip():
        return []
    today = letter.date.astimezone(policy.timezone).date() if letter.date else None
    return [
        _caller(part, letter.subject, policy, today, single=single)
        for part, single in _parts(text, policy)[:_MOST_CALLERS]
    ]


def _is_operator(address: str, policy: Policy) -> bool:
    return any(one.address == address for one in policy.operators)


def _note_text(letter: Letter, policy: Policy) -> str:
    """The operator's own words, or what he forwards when his own are only a cover."""
    own, below = letter.text, letter.forwarded.text if letter.forwarded else ""
    if not below.strip():
        return own if own.strip() else letter.body
    if _tells(own, policy) and len(own) > len(below) / 2:
        return f"{own}\n\n{below}"
    return below


def _tells(text: str, policy: Policy) -> bool:
    seen = look(text, policy)
    return bool(seen.phones or [one for one in seen.names if not is_known_person(one, policy)])


def _parts(text: str, policy: Policy) -> list[tuple[str, bool]]:
    """The text of each caller; True when there is only one."""
    for parts in (_by_labels(text), _by_items(text), _by_blocks(text), _by_cards(text, policy)):
        telling = sum(_tells(one, policy) for one in parts)
        if telling > 1 and (telling == len(parts) or 2 * telling > len(parts) > 2):
            return [(one, False) for one in parts]
    return [(text, True)]


def _by_labels(text: str) -> list[str]:
    """A labelled note that asks for a name more than once."""
    starts = [match.start() for match in _name_label().finditer(straight(text))]
    if len(starts) < 2:
        return []
    ends = [*starts[1:], len(text)]
    head = text[: starts[0]]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return [head + parts[0], *parts[1:]]


def _by_items(text: str) -> list[str]:
    """A numbered list; words before it and unindented words after it are the operator's."""
    lines = text.split("\n")
    marks = [n for n, line in enumerate(lines) if _item().match(straight(line))]
    if len(marks) < 2:
        return []
    ends = [*marks[1:], len(lines)]
    parts = ["\n".join(lines[start:end]) for start, end in zip(marks, ends, strict=True)]
    last = parts[-1].split("\n")
    tail = next((n for n, line in enumerate(last) if n and line[:1].isalpha()), len(last))
    return [_item().sub("", straight(part), count=1) if _item().match(straight(part)) else part
            for part in [*parts[:-1], "\n".join(last[:tail])]]  # fmt: skip


def _by_cards(text: str, policy: Policy) -> list[str]:
    """Callers one after another, each a name with a telephone of his own; one matter for all."""
    seen = look(text, policy)
    people = [one for one in seen.names if not is_known_person(one, policy)]
    if len(people) < 2 or len(people) != len(seen.phones):
        return []
    starts = [one.start for one in people]
    ends = [*starts[1:], len(seen.text)]
    for start, end, phone in zip(starts, ends, seen.phones, strict=True):
        if not start < phone.start < end or phone.start - start > _LONGEST_CARD:
            return []
    head = seen.text[: starts[0]]
    return [head + seen.text[start:end] for start, end in zip(starts, ends, strict=True)]


def _by_blocks(text: str) -> list[str]:
    """Blocks with blank lines between them, each with its caller."""
    return [block for block in re.split(r"\n\s*\n", text) if block.strip()]


def _caller(text: str, subject: str, policy: Policy, today: date | None, *, single: bool) -> Caller:
    fields = read_fields(text)
    keys = {one.key for one in fields} & _FIELDS
    if len(keys) >= 2 and keys & {"name", "surname", "phone", "text", "address"}:
        caller = _labelled(text, fields, policy, today)
    else:
        caller = _prose(text, policy, today)
    if single:
        caller = _from_subject(caller, subject, policy)
    return caller


def _labelled(text: str, fields: list[Field], policy: Policy, today: date | None) -> Caller:
    given = Given(one for one in fields if one.key != "name" or not _knows(one.value, policy))
    applicant, place = applicant_of(given, policy), place_of(given, policy)
    words = "\n\n".join(
        one.value for one in fields if one.key == "text" and not is_nothing(one.value)
    )
    if not words:
        words = _unlabelled(text, fields)
    seen = look(words, policy)
    if place == Place():
        place = trouble(seen, home(seen, None), None)
    if applicant.phone is None and not given.get("phone"):
        phone = applicants_phone(look(text, policy), policy)
        applicant = replace(applicant, phone=phone.number if phone else None)
    answer = given.get("answer") or " ".join(_answers(text))
    operator = given.get("operator")
    return Caller(
        replace(applicant, email=applicant.email), place, without_boilerplate(words),
        _called_at(given.get("date"), today), operator or None,
        next(iter(answer_channels(answer)), None), consent_of(text), given.get("category"),
        applicant.name is None and bool(_unnamed().search(straight(text))),
    )  # fmt: skip


def _unlabelled(text: str, fields: list[Field]) -> str:
    """A note whose matter has no label: the lines that are no field's value."""
    values = {line.strip() for one in fields for line in one.value.split("\n")}
    lines = [line for line in text.split("\n") if line.strip()]
    rest = [line for line in lines if not any(value and value in line for value in values)]
    longest = max(fields, key=lambda one: len(one.value)).value if fields else ""
    return "\n".join(rest) or longest


def _prose(text: str, policy: Policy, today: date | None) -> Caller:
    seen = look(text, policy)
    unnamed = bool(_unnamed().search(straight(text)))
    name = applicants_name(seen, policy, least=_least(seen, policy)) if not unnamed else None
    name = name or lone_surname(seen, policy, head_only=unnamed)
    unnamed = unnamed and name is None
    at_home = home(seen, name)
    if name is None and at_home.source is not None and not _resident(seen):
        at_home = replace(at_home, settlement=None, street=None, house=None, flat=None, source=None)
    if at_home.street is None and name is not None:
        at_home = at_head(seen) or at_home
    place = trouble(seen, at_home, name)
    phone = applicants_phone(seen, policy, name)
    applicant = Applicant(
        name.name if name else None, at_home.settlement or called_from(seen),
        at_home.street, at_home.house,
        at_home.flat, phone.number if phone else None, _email(text),
    )  # fmt: skip
    words = matter_words(seen, name, at_home.source, phone, policy)
    answer = " ".join(_answers(text))
    return Caller(
        applicant, place, words, _called_at(text[:80], today), None,
        next(iter(answer_channels(answer)), None), consent_of(text), "", unnamed,
    )  # fmt: skip


def _least(seen: Seen, policy: Policy) -> float:
    """A name at the very beginning is the caller's; later it needs words that say so.

    The only person of a note that gives a telephone is the caller sooner.
    """
    people = [one for one in seen.names if one.case != "voct" and not is_known_person(one, policy)]
    if not people:
        return 5.0
    if len({one.surname for one in people}) == 1 and seen.phones:
        return 2.9
    return 3.5 if people[0].start < 120 else 5.0


def _resident(seen: Seen) -> bool:
    return any(one.whose.value == "home" for one in seen.addresses)


def _knows(value: str, policy: Policy) -> bool:
    names = look(value, policy).names
    return bool(names) and all(is_known_person(one, policy) for one in names)


def _from_subject(caller: Caller, subject: str, policy: Policy) -> Caller:
    """What only the subject tells: a telephone, a name."""
    who = caller.applicant
    if who.phone is not None and (who.name is not None or caller.unnamed):
        return caller
    seen = look(subject, policy)
    if who.phone is None and seen.phones:
        who = replace(who, phone=seen.phones[0].number)
    name = applicants_name(seen, policy)
    if who.name is None and name is not None and not caller.unnamed:
        who = replace(who, name=name.name)
    return replace(caller, applicant=who)


def _email(text: str) -> str | None:
    found = re.search(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", text)
    return found.group().lower() if found else None


def _answers(text: str) -> list[str]:
    return [match.group() for match in _answer().finditer(straight(text))]


def _called_at(text: str, today: date | None) -> datetime | None:
    """The moment of the call, from a field or the note's first words."""
    if today is None or not text:
        return None
    days = [one for one in find_dates(text, today) if one.exact]
    clock = _clock().search(straight(text))
    if clock is None:
        return None
    day = days[0].day if days and days[0].year_given else today
    return datetime.combine(day, time(int(clock["hour"]), int(clock["minute"])))


@cache
def _name_label() -> re.Pattern[str]:
    words = "|".join(load("labels")["keys"]["name"])
    return re.compile(rf"^[ \t*\u2022-]{{0,4}}(?:{words})\s?:", re.I | re.M)


@cache
def _item() -> re.Pattern[str]:
    return re.compile(load("notes")["item"], re.I)


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('notes')['answer']})", re.I)


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(load("notes")["time"], re.I)


@cache
def _unnamed() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('people')['unnamed']})", re.I)
