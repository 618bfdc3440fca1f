"""Titles of streets: where one begins and ends in a text, and its nominative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from mailflows.data import load
from mailflows.understanding.words.lemmas import inflect, parses, plain
from mailflows.understanding.words.respelling import likely_spelling, respelled

_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019\u02bc`-][^\W\d_]+)*(?:-\d{1,2}(?!\d))?")
_GAP = re.compile(r"[ \t\u00a0]{1,3}|[ \t]?\r?\n")
_OPENING = re.compile(r"[\s\u00a0\u00ab\"\u201c'\u2019:.]{0,4}")
_MOST_WORDS = 4
_SURNAME = (frozenset({"Surn", "gent", "masc"}), frozenset({"Surn", "gent", "femn"}))


@dataclass(frozen=True, slots=True)
class Title:
    """A street's title in the nominative, with where its words stand in the text."""

    name: str
    start: int
    end: int
    certain: bool  # begins with a capital letter or is a known form of a street's title


def read_title(
    text: str,
    position: int,
    gender: str,
    stops: frozenset[int] = frozenset(),
    *,
    loose: bool = False,
) -> Title | None:
    """The title that begins at `position`, or None.

    `gender` is what an adjective takes (femn for a plain street), `stops` are positions at which
    a settlement's name begins; `loose` means that capital letters tell nothing in this text.
    """
    opening = _OPENING.match(text, position)
    start = opening.end() if opening else position
    numbered = _numbered().match(text, start)
    if numbered:
        return Title(_tidy(numbered.group()), start, numbered.end(), True)
    words: list[str] = []
    cursor = end = start
    certain = False
    while len(words) < _MOST_WORDS and (match := _TOKEN.match(text, cursor)):
        word = match.group()
        if _is_initial(text, match):
            words.append(word + ".")
            cursor = end = _skip_blank(text, match.end() + 1)
            continue
        if (words and match.start() in stops) or not _goes_on(words, word, loose):
            break
        certain = certain or word[0].isupper() or title_kind(plain(word)) is not None
        words.append(word)
        end = match.end()
        gap = _GAP.match(text, end)
        if gap is None or ("\n" in gap.group() and not _opens(plain(word))):
            break
        cursor = gap.end()
    if not words or words[-1].endswith("."):
        return None
    return Title(nominative_title(tuple(words), gender), start, end, certain)


@lru_cache(maxsize=4096)
def title_kind(word: str) -> str | None:
    """What a lower-case word would be as a title: "adjective", "noun" or None for neither."""
    titles = load("streets")["titles"]
    if word in titles["never"]:
        return None
    if word in titles["common"] or word in titles["women"] or word in titles["open"]:
        return "noun"
    if any(_from_russian(word, gender) for gender in ("femn", "masc")):
        return "noun" if word in titles["russian_nouns"] else "adjective"
    forms = parses(word)
    if any(form.known and {"ADJF", "femn"} <= form.tags for form in forms):
        return "adjective"
    if any(
        form.known and {"Surn", "gent"} <= form.tags and "plur" not in form.tags for form in forms
    ):
        return "noun"
    return "noun" if respelled(word, *_SURNAME) else None


@lru_cache(maxsize=4096)
def nominative_title(words: tuple[str, ...], gender: str) -> str:
    """The title as the street is called, from any case and letter size."""
    lower = [plain(word) for word in words]
    if len(words) == 1:
        return _sized(_nominative(lower[0], gender), words[0])
    made = [_adjective(word, gender) for word in lower]
    if all(made):
        return " ".join(_sized(str(new), old) for new, old in zip(made, words, strict=True))
    tail = load("streets")["titles"]["tails"]
    if lower[-1] in tail and (first := _adjective(lower[0], "masc")):
        last = inflect(lower[-1], lower[-1], "nomn") or lower[-1]
        return " ".join([_sized(first, words[0]), *words[1:-1], last])
    return " ".join(_sized(new, old) for new, old in zip(lower, words, strict=True))


def _goes_on(words: list[str], word: str, loose: bool) -> bool:
    """Whether the title begins with this word, or goes on with it."""
    lower = plain(word)
    if lower in load("streets")["titles"]["never"] or len(lower) < 2:
        return False
    return _goes_on_after(words[-1], word, loose) if words else _begins(word, loose)


def _begins(word: str, loose: bool) -> bool:
    lower = plain(word)
    capital = word[0].isupper() and not loose
    heads = load("streets")["titles"]["heads"]
    return capital or loose or lower in heads or title_kind(lower) is not None


def _goes_on_after(last: str, word: str, loose: bool) -> bool:
    titles = load("streets")["titles"]
    before, lower = plain(last), plain(word)
    if before.endswith(".") or before in titles["heads"]:
        return word[0].isupper() or title_kind(lower) is not None
    if lower in titles["tails"]:
        return True
    if not word[0].isupper():
        return False
    if _opens(before):
        return not loose or title_kind(lower) is not None or before in titles["open"]
    return _agree(before, lower)


@lru_cache(maxsize=4096)
def _opens(word: str) -> bool:
    """Whether a further word belongs to it: a rank, "heroes", a given name in the genitive."""
    if word in load("streets")["titles"]["open"]:
        return True
    return any(form.known and {"Name", "gent"} <= form.tags for form in parses(word))


@lru_cache(maxsize=4096)
def _agree(before: str, word: str) -> bool:
    """Whether two adjectives, or an adjective and its noun in the genitive, make one title."""
    first = [form for form in parses(before) if form.known and "ADJF" in form.tags]
    second = [form for form in parses(word) if form.known]
    if not any(form.known for form in parses(before)):  # a misspelled given name
        return any({"Surn", "gent"} <= form.tags for form in second)
    if any("ADJF" in form.tags for form in second) and first:
        return not any({"Surn", "Name"} & form.tags for form in second)
    genitive = any("gent" in form.tags for form in first)
    return genitive and any({"NOUN", "gent"} <= form.tags for form in second)


@lru_cache(maxsize=4096)
def _nominative(word: str, gender: str) -> str:
    titles = load("streets")["titles"]
    if word in titles["women"]:
        return word
    sure = _from_russian(word, gender) or _adjective(word, gender)
    if sure is not None:
        return sure
    for form in parses(word):
        if form.known and {"Surn", "femn"} <= form.tags and {"datv", "loct"} & form.tags:
            return inflect(word, form.normal, "gent") or word
    russian = _russian_nominative(word, gender)
    spelled = respelled(word, *_SURNAME)
    if spelled is None and russian != word:
        spelled = respelled(russian, frozenset({"ADJF", gender, "nomn"}))
        spelled = spelled or likely_spelling(russian)
    return spelled or _by_ending(word)


@lru_cache(maxsize=4096)
def _adjective(word: str, gender: str) -> str | None:
    """The nominative of an adjective in the wanted gender; None for what is no adjective."""
    if word in load("streets")["titles"]["women"]:
        return None
    for form in parses(word):
        if form.known and {"ADJF", gender} <= form.tags and "Surn" not in form.tags:
            return inflect(word, form.normal, "nomn", gender)
    return None


@lru_cache(maxsize=4096)
def _from_russian(word: str, gender: str) -> str | None:
    """The Ukrainian title of a Russian word of our tables; None for any other word."""
    titles = load("streets")["titles"]
    if word in titles["russian_nouns"]:
        return str(titles["russian_nouns"][word]).lower()
    if any(form.known and "ADJF" in form.tags for form in parses(word)):
        return None
    ending = next((one for one in titles["russian_forms"] if word.endswith(one)), None)
    stem = titles["russian_stems"].get(word[: -len(ending)]) if ending else None
    return stem + titles["russian_made"][gender] if stem else None


def _russian_nominative(word: str, gender: str) -> str:
    endings = load("streets")["titles"]["russian_endings"][gender]
    for ending, nominative in endings.items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + str(nominative)
    return word


def _by_ending(word: str) -> str:
    for ending, made in load("streets")["titles"]["unknown_endings"].items():
        if word.endswith(ending):
            return word[: -len(ending)] + str(made)
    return word


def _sized(word: str, written: str) -> str:
    """The word with the capital letters of its pattern; all-capital and all-small are mended."""
    if written[1:].islower() and written[:1].isupper():
        return word[:1].upper() + word[1:]
    if written.isupper() or written.islower():
        return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    return word if word != plain(written) else written


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _skip_blank(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\u00a0":
        position += 1
    return position


def _is_initial(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    if len(word) > 2 or not word[0].isupper() or text[match.end() : match.end() + 1] != ".":
        return False
    after = _skip_blank(text, match.end() + 1)
    return text[after : after + 1].isupper()


@cache
def _numbered() -> re.Pattern[str]:
    tail: Any = load("streets")["titles"]["after_number"]
    return re.compile(rf"\d{{1,3}}{tail}(?:\s[^\W\d_a-z]{{3,}}(?<=\w))?(?!\w)", re.I)
