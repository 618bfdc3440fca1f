"""Who asks in a citizen's own letter, where he lives and which place he speaks of."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from mailflows.data import load
from mailflows.facts import Applicant, Place
from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.understanding.people.name_forms import looks_like_surname, sized
from mailflows.understanding.people.names import Name, person_name
from mailflows.understanding.people.persons import applicants_name, applicants_phone
from mailflows.understanding.places.homes import Home, home, trouble
from mailflows.understanding.seen import Seen, look
from mailflows.understanding.words.lemmas import straight
from mailflows.understanding.words.transliteration import is_latin, to_cyrillic

_ALIKE = 75  # per cent of likeness of two spellings of one surname
_QUOTED = re.compile('[\u00ab\u00bb"\u201c\u201d\u201e]')
_COVER = 300  # a letter shorter than this may be only the cover of its documents


class FoundApplicant(NamedTuple):
    """The applicant and the place of the trouble; `how` names what told the name.

    `how`: letter, document, forwarded, display-name or "" when there is no name.
    """

    applicant: Applicant
    place: Place
    how: str


def find_applicant(letter: Letter, policy: Policy) -> FoundApplicant:
    """The applicant of a citizen's letter; what the letter does not give is None.

    His own words and signature come first, then the documents, then what he forwards, at last
    the name in From. The e-mail address is the sender's.
    """
    sources = [(how, look(_cyrillic(text), policy)) for how, text in _texts(letter) if text.strip()]
    named = [(how, seen, applicants_name(seen, policy)) for how, seen in sources]
    how, name = _best_name(named)
    shown = _display_name(letter, [seen for _, seen in sources])
    written = _as_he_signs(name, letter) if name else None
    if shown and _says_more(shown, name):
        written, how = shown, "display-name"
    at_home, place, phone = Home(), Place(), None
    for _, seen, own in named:
        found = home(seen, own)
        if at_home.street is None and (found.street or found.settlement):
            at_home = _joined(at_home, found)
        if place == Place():
            place = trouble(seen, at_home, own)
        number = applicants_phone(seen, policy, own)
        phone = phone or (number.number if number else None)
    applicant = Applicant(
        written, at_home.settlement, at_home.street, at_home.house, at_home.flat, phone,
        letter.sender.address if letter.sender else None,
    )  # fmt: skip
    return FoundApplicant(applicant, place, how if written else "")


def _texts(letter: Letter) -> list[tuple[str, str]]:
    own = f"{letter.text}\n{letter.signature}" if letter.signature else letter.text
    texts = [("letter", own)]
    texts += [("document", one.text) for one in letter.documents if one.text]
    if letter.forwarded is not None:
        texts.append(("forwarded", letter.forwarded.text))
    return texts


def _best_name(named: list[tuple[str, Seen, Name | None]]) -> tuple[str, Name | None]:
    """The first source's name, unless a later one names the same person more fully."""
    best: tuple[str, Name | None] = ("", None)
    for how, seen, name in named:
        if name is None:
            continue
        if best[1] is None or (
            name.whole > best[1].whole
            and (name.surname == best[1].surname or (best[1].whole < 2 and len(seen.text) > _COVER))
        ):
            best = (how, name)
    return best


def _display_name(letter: Letter, sources: list[Seen]) -> str | None:
    """The name that the mail program shows, unless the author refuses to be named."""
    if letter.sender is None or not letter.sender.name:
        return None
    if any(_nameless().search(straight(seen.text)) for seen in sources):
        return None
    shown = letter.sender.name.strip("\"' ")
    if _QUOTED.search(shown):
        return None  # a firm, a shop, a class: no person is called so
    made = person_name(_cyrillic(shown))
    return made if made and len(made.split()) >= 2 else None


def _as_he_signs(name: Name, letter: Letter) -> str:
    """The surname as the mail program shows it, when ours was only derived from another case."""
    if name.case == "nomn" or name.surname is None or letter.sender is None:
        return name.name
    for word in re.findall(r"[^\W\d_][\w'-]+", straight(_cyrillic(letter.sender.name))):
        alike = fuzz.ratio(word, name.surname) >= _ALIKE and word[:2] == name.surname[:2]
        if alike and word != name.surname and looks_like_surname(word):
            return name.name.replace(name.surname, sized(word), 1)
    return name.name


def _says_more(shown: str, name: Name | None) -> bool:
    if name is None:
        return True
    if name.surname is None:
        return False
    same = shown.split(maxsplit=1)[0] == name.surname
    return same and name.initials and "." not in shown


def _joined(first: Home, second: Home) -> Home:
    settlement = first.settlement or second.settlement
    return Home(settlement, second.street, second.house, second.flat, second.source)


def _cyrillic(text: str) -> str:
    return to_cyrillic(text) if is_latin(text) else text


@cache
def _nameless() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('people')['nameless']})", re.I)
