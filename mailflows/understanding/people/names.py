"""People's names in a text, in any case, order and letter size, turned into the nominative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from mailflows.data import load
from mailflows.understanding.people.name_forms import (
    Given,
    Patronymic,
    given,
    is_common_surname,
    looks_like_surname,
    may_be_surname,
    nominative,
    patronymic,
    sized,
)
from mailflows.understanding.people.name_words import (
    WORD,
    Word,
    Words,
    new_line,
    next_to,
    same_line,
)
from mailflows.understanding.words.lemmas import straight

__all__ = ["Name", "find_names", "nominative", "person_name"]

_INITIAL = re.compile(r"\.(?<=(?<!\w)[^\W\d_]\.)")  # the mark stands first: it is found quickly
_MOST = 60  # names in one text; more is a list of signatures, of which the first ones count


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in the nominative with its place in the text.

    `case` is the case in which it stands there; `initials` tells that name and patronymic are
    letters only; `sex` (masc, femn) comes from the patronymic or the given name.
    """

    name: str
    surname: str | None
    sex: str | None
    case: str
    start: int
    end: int
    initials: bool = False
    patronymic: bool = False

    @property
    def whole(self) -> int:
        """How much of a name it is: 3 = surname, name, patronymic; initials count less."""
        if self.initials:
            return 1
        return len(self.name.split())


def find_names(text: str) -> list[Name]:
    """All names of people in a text in their order; streets named after people are left out."""
    text = straight(text)
    words = Words(text)
    found: list[Name] = []
    for rule in (_by_patronymic, _by_initials, _by_pair):
        for one in rule(text, words):
            if len(found) >= _MOST:
                break
            if not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    kept = [
        one for one in found if not _title_of().search(text[max(0, one.start - 16) : one.start])
    ]
    return sorted(kept, key=lambda one: one.start)


def person_name(written: str) -> str | None:
    """The name that a field or a display name holds, as Surname Name Patronymic, or None.

    A field is trusted: what only looks like a name counts when nothing better is found; words
    that are plainly none (a role, a body, an address) give None.
    """
    found = find_names(written)
    if found:
        return max(found, key=lambda one: (one.whole, -one.start)).name
    words = [m.group() for m in WORD.finditer(straight(written))]
    if not 1 <= len(words) <= 3 or any(char.isdigit() or char == "@" for char in written):
        return None
    if len(words) == 1:
        trusted = given(words[0]) or (words[0][0].isupper() and may_be_surname(words[0]))
        return sized(words[0]) if trusted else None
    if all(may_be_surname(word) and word[0].isupper() for word in words) and any(
        given(word) or looks_like_surname(word) for word in words
    ):
        if len(words) == 2 and given(words[0]) and not given(words[1]):
            words.reverse()  # given name first, as in From
        return " ".join(sized(word) for word in words)
    return None


def _by_patronymic(text: str, words: Words) -> Iterator[Name]:
    loose = words.loose
    for n in words.likely:
        if n == 0:
            continue
        token = words[n]
        father = patronymic(token.text)
        if father is None:
            continue
        name = words[n - 1]
        if not next_to(text, name, token) or not (name.capital or loose):
            continue
        if given(name.text) is None and (loose or not may_be_surname(name.text)):
            continue
        surname = _surname_around(text, words, n, loose, father)
        case = _case(father, name)
        parts = [one for one in (surname, name, token) if one]
        yield Name(
            nominative(surname and surname.text, name.text, token.text, father.sex, case),
            sized(nominative(surname.text, None, None, father.sex, case)) if surname else None,
            father.sex, case, min(one.start for one in parts), max(one.end for one in parts),
            patronymic=True,
        )  # fmt: skip


def _surname_around(
    text: str, words: Words, n: int, loose: bool, father: Patronymic
) -> Word | None:
    """The surname before the given name, else the one after the patronymic."""
    before = words[n - 2] if n >= 2 and next_to(text, words[n - 2], words[n - 1]) else None
    if n >= 3 and _maiden(text, words[n - 3], words[n - 2], words[n - 1]):
        return words[n - 3] if _is_surname(words[n - 3], loose) else None
    after = words[n + 1] if n + 1 < len(words) and next_to(text, words[n], words[n + 1]) else None
    before = before if before and _is_surname(before, loose) else None
    if before and n >= 3 and patronymic(before.text) and given(words[n - 3].text):
        before = None  # the patronymic of the person named before
    after = (
        after
        if after and _is_surname(after, loose) and not new_line(text, words[n], after)
        else None
    )
    if before and after and not looks_like_surname(before.text) and looks_like_surname(after.text):
        return after
    if before is None and after is not None and n + 2 < len(words) and given(after.text):
        return None if patronymic(words[n + 2].text) else after
    if (
        after is not None
        and before is None
        and n + 3 < len(words)
        and patronymic(words[n + 3].text)
    ):
        return None  # the next person's surname
    return before or after


def _maiden(text: str, surname: Word, maiden: Word, name: Word) -> bool:
    """Whether a former surname stands in brackets between the surname and the given name."""
    opens, closes = text[surname.end : maiden.start], text[maiden.end : name.start]
    return opens.strip() == "(" and closes.strip() == ")" and len(opens) + len(closes) <= 6


def _is_surname(token: Word, loose: bool) -> bool:
    if loose:
        return looks_like_surname(token.text)
    return token.capital and may_be_surname(token.text)


def _by_initials(text: str, words: Words) -> Iterator[Name]:
    """ "Surname N. P." and "N. P. Surname"."""
    for match in _with_initials(text):
        surname = match["first"] or match["last"]
        if not surname[0].isupper() or not may_be_surname(surname) or len(surname) < 3:
            continue
        letters = [one for one in (match["a1"] or match["b1"], match["a2"] or match["b2"]) if one]
        if not all(one.isupper() for one in letters):
            continue
        name = " ".join([sized(surname), *(f"{one}." for one in letters)])
        yield Name(name, sized(surname), None, "nomn", match.start(), match.end(), initials=True)


def _with_initials(text: str) -> Iterator[re.Match[str]]:
    """A name stands in one line with its initials: only such lines are searched."""
    searched = 0
    for initial in _INITIAL.finditer(text):
        if initial.start() >= searched:
            end = text.find("\n", initial.end())
            searched = len(text) if end < 0 else end
            yield from _initials().finditer(
                text, text.rfind("\n", 0, initial.start()) + 1, searched
            )


def _by_pair(text: str, words: Words) -> Iterator[Name]:
    """A surname and a given name without a patronymic, in either order."""
    loose = words.loose
    for n, following in pairwise(words.likely):
        if following != n + 1:
            continue
        one, two = words[n], words[following]
        if not same_line(text, one, two):
            continue
        for surname, name in ((one, two), (two, one)):
            known = given(name.text)
            if known is None or not (
                looks_like_surname(surname.text)
                or (not loose and _common_surname(text, surname, name, known))
            ):
                continue
            if given(surname.text) and not looks_like_surname(surname.text):
                continue
            if not loose and _part_of_more(text, words, n):
                continue
            sex, case = _sex_and_case(text, one.start, known.cases)
            yield Name(
                nominative(surname.text, name.text, None, sex, case),
                nominative(surname.text, None, None, sex, case), sex, case, one.start, two.end,
            )  # fmt: skip
            break


def _common_surname(text: str, surname: Word, name: Word, known: Given) -> bool:
    """Whether an ordinary noun beside a given name is a surname: both nominative, by themselves.

    A mark, a number or the line's end follows, and a mark or a line's beginning comes before.
    """
    if not known.may_be(None, "nomn") or not is_common_surname(surname.text):
        return False
    start, end = min(surname.start, name.start), max(surname.end, name.end)
    before = text[max(0, start - 3) : start].rstrip(" \t")
    after = text[end : end + 2].lstrip(" \t")
    return (not before or before[-1] in "\n.,;:!?/|(\u2013\u2014-*\u2022") and (
        not after or after[0] in "\n,.;:/|()+\u2013\u2014-" or after[0].isdigit()
    )


def _part_of_more(text: str, words: Words, n: int) -> bool:
    """Whether the pair stands inside a longer run of capitalised words: a title, a body's name."""
    before = n > 0 and same_line(text, words[n - 1], words[n]) and words[n - 1].capital
    return (
        before
        and words[n - 1].text.isupper()
        and len(words[n - 1].text) > 3
        and not words[n].text.isupper()
    )


def _sex_and_case(
    text: str, start: int, cases: frozenset[tuple[str, str]]
) -> tuple[str | None, str]:
    """The likeliest reading of a given name: the case its preposition asks for, else nominative."""
    wants = _genitive_after().search(text[max(0, start - 12) : start])
    order = ["gent", "nomn"] if wants else ["nomn", "gent", "datv", "ablt", "accs", "voct", "loct"]
    for case in order:
        for sex in ("masc", "femn"):
            if (sex, case) in cases:
                return sex, case
    return None, "nomn"


def _case(father: Patronymic, name: Word) -> str:
    """The case of the whole name: the patronymic's, made surer by the given name."""
    known = given(name.text)
    if known is None or known.may_be(father.sex, father.case):
        return father.case
    if father.case == "datv" and known.may_be(father.sex, "voct"):
        return "voct"
    if father.case == "gent" and known.may_be(father.sex, "accs"):
        return "gent"
    return father.case


@cache
def _initials() -> re.Pattern[str]:
    word = r"[^\W\d_]{2,}(?:['-][^\W\d_]{2,})*"
    gap = r"[ \t\u00a0]{0,2}"
    return re.compile(
        rf"(?<![\w.'-])(?:(?P<first>{word})[ \t\u00a0]{{1,2}}(?P<a1>[^\W\d_])\.{gap}"
        rf"(?:(?P<a2>[^\W\d_])\.)?"
        rf"|(?P<b1>[^\W\d_])\.{gap}(?:(?P<b2>[^\W\d_])\.{gap})?(?P<last>{word}))(?![\w'-])"
    )


@cache
def _title_of() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){load('names')['title_of']}\s{{0,2}}[\u00ab\"]?$", re.I)


@cache
def _genitive_after() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('names')['genitive_after']})\s+$", re.I)
