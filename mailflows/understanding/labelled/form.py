"""Web forms of any layout: labels and values turned into the applicant and his words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from mailflows.data import load
from mailflows.facts import Applicant, Place
from mailflows.letter import Letter, Mailbox
from mailflows.policy import Policy
from mailflows.understanding.labelled.labels import (
    Field,
    answer_channels,
    is_nothing,
    is_yes,
    read_fields,
)
from mailflows.understanding.labelled.personal_fields import Given, applicant_of, place_of
from mailflows.understanding.people.names import person_name
from mailflows.understanding.people.persons import applicants_name, applicants_phone
from mailflows.understanding.places.homes import home, trouble
from mailflows.understanding.seen import look
from mailflows.understanding.words.lemmas import straight
from mailflows.vocabulary import Kind

_NOT_ASKED = frozenset({"ignore", "date", "consent", "operator"})
_PERSONAL = frozenset({"name", "surname", "given", "email", "phone", "address", "contacts"})


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a citizen filled in; what he left empty is None.

    `category` holds his words of benefits and social state, `topic_hint` the form's own words of
    topic and subject, `extra` all further answers by their label.
    """

    applicant: Applicant
    place: Place
    text: str
    topic_hint: str | None = None
    kind_hint: Kind | None = None
    answer_channel: str | None = None  # phone, e-mail, post, in-person, messenger, none
    consent: bool | None = None
    category: str | None = None
    subject: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


def read_form(letter: Letter, policy: Policy) -> FormReading | None:
    """The filled-in form that a letter carries, or None: then it is read as a letter.

    A form comes from a known sender or to a mailbox for forms. Its layout may be any: label and
    value on a line, on alternate lines, in a table, or one sentence that names the sender.
    """
    if not _comes_from_form(letter, policy):
        return None
    lead = _lead(letter.body)
    if lead is not None:
        return _from_lead(lead, letter, policy)
    fields = read_fields(letter.body)
    keys = {one.key for one in fields}
    text = "\n\n".join(
        one.value for one in fields if one.key == "text" and not is_nothing(one.value)
    )
    text = text or _words_elsewhere(fields)
    filled = {one.key for one in fields if not is_nothing(one.value)} & _PERSONAL
    if not keys & _PERSONAL or not (text or len(filled) > 1):
        return None
    return _reading(fields, text, letter, policy)


def is_empty_form(letter: Letter, policy: Policy) -> bool:
    """Whether a form came in which nothing at all was filled in."""
    if not _comes_from_form(letter, policy):
        return False
    fields = [one for one in read_fields(letter.body) if one.key not in _NOT_ASKED]
    asked = len({one.key for one in fields} & (_PERSONAL | {"text"}))
    return asked > 1 and all(is_nothing(one.value) for one in fields)


def _words_elsewhere(fields: list[Field]) -> str:
    """Where no field asks for the message: the longest answer that is of several words."""
    told = [
        one.value
        for one in fields
        if one.key in (None, "topic", "subject", "kind") and len(one.value.split()) > 2
    ]
    return max(told, key=len, default="")


def _comes_from_form(letter: Letter, policy: Policy) -> bool:
    sender = letter.sender.address if letter.sender else ""
    return sender in policy.form_senders or any(
        one in policy.form_mailboxes for one in letter.recipients
    )


def _reading(fields: list[Field], text: str, letter: Letter, policy: Policy) -> FormReading:
    given = Given(fields)
    applicant = applicant_of(given, policy)
    place = place_of(given, policy)
    applicant, place = _from_words(applicant, place, text, fields, policy)
    answerer = _answerer(letter, policy)
    if answerer is not None:
        shown = person_name(answerer.name) if answerer.name and not _asked(fields, "name") else None
        applicant = replace(
            applicant, email=applicant.email or answerer.address, name=applicant.name or shown
        )
    topic = given.get("topic") or given.get("subject")
    consent = given.get("consent")
    return FormReading(
        applicant, place, text, topic or None, _kind(given.get("kind") or given.get("subject")),
        next(iter(answer_channels(given.get("answer"))), None),
        is_yes(consent) if consent else None,
        "; ".join(_about_author(fields)) or None,
        given.get("subject") or None,
        {one.label: one.value for one in fields if one.key is None and one.value},
    )  # fmt: skip


def _from_words(
    applicant: Applicant, place: Place, text: str, fields: list[Field], policy: Policy
) -> tuple[Applicant, Place]:
    """Fill from the message what the form did not ask for (not what was left empty)."""
    seen = look(text, policy)
    named = applicants_name(seen, policy, least=4.0)
    if named is not None and (
        _names_more(named.name, applicant.name) if applicant.name else not _asked(fields, "name")
    ):
        applicant = replace(applicant, name=named.name)
    at_home = home(seen, named)
    if applicant.street is None and not _asked(fields, "address") and place == Place():
        applicant = replace(
            applicant, settlement=applicant.settlement or at_home.settlement,
            street=at_home.street, house=at_home.house, flat=at_home.flat,
        )  # fmt: skip
    if applicant.phone is None and not _asked(fields, "phone"):
        phone = applicants_phone(seen, policy, named)
        applicant = replace(applicant, phone=phone.number if phone else None)
    if place == Place():
        place = trouble(seen, at_home, named)
    return applicant, place


def _names_more(name: str, asked: str) -> bool:
    """Whether the message names the person of the field more fully."""
    parts = asked.split()
    return len(name.split()) > len(parts) and all(part in name.split() for part in parts)


def _asked(fields: list[Field], key: str) -> bool:
    """Whether the form asked for it: then an empty answer is an answer."""
    alike = {"name": {"name", "surname", "given"}, "address": {"address", "street"}}
    return any(one.key in alike.get(key, {key}) for one in fields)


def _answerer(letter: Letter, policy: Policy) -> Mailbox | None:
    """The citizen behind Reply-To; our own addresses there mean nobody."""
    ours = {policy.mailbox, *policy.mailboxes, *policy.form_senders, *policy.form_mailboxes}
    return next((one for one in letter.reply_to if one.address and one.address not in ours), None)


def _lead(body: str) -> re.Match[str] | None:
    """A layout without labels, known by its first sentence."""
    for pattern in _leads():
        match = pattern.search(straight(body))
        if match is not None:
            return match
    return None


def _from_lead(lead: re.Match[str], letter: Letter, policy: Policy) -> FormReading:
    groups = lead.groupdict()
    fields = [Field("name", "", groups["name"].strip())]
    if groups.get("email"):
        fields.append(Field("email", "", groups["email"]))
    words = read_fields(f"{load('labels')['text_label']}:\n{letter.body[lead.start('text') :]}")
    text = words[0].value if words else groups["text"].strip()
    return _reading([*fields, *words[1:]], text, letter, policy)


def _about_author(fields: list[Field]) -> list[str]:
    """His words of benefits and state, wishes that he ticked, and how many signed."""
    told = [
        one.value for one in fields if one.key in ("category", "name") and not is_nothing(one.value)
    ]
    return told + [one.label for one in fields if one.key == "wish" and is_yes(one.value)]


def _kind(written: str) -> Kind | None:
    low = straight(written).lower()
    for kind, words in load("labels")["kinds"].items():
        if re.match(rf"\W*(?:{words})", low):
            return Kind(kind)
    return None


@cache
def _leads() -> list[re.Pattern[str]]:
    return [re.compile(one["pattern"], re.I) for one in load("labels")["leads"]]
