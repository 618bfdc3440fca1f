"""What every reader of replies shares: the words to read, how a reading is told, the date asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from textwrap import shorten

from mailflows.data import load
from mailflows.facts import Reply
from mailflows.letter import Letter
from mailflows.reasons import Code, Reason
from mailflows.understanding.replies.claims import Look
from mailflows.understanding.words.cues import plain
from mailflows.understanding.words.dates import find_dates
from mailflows.vocabulary import Intent

MOST_WORDS = 8  # told in one reason
READABLE = 15  # characters of a document that are worth reading
EXCERPT = 60  # characters of a reply that are shown as evidence


@dataclass(frozen=True, slots=True)
class Words:
    """What a reply says: its own new words, what its documents say, and the day it was written."""

    own: str
    documents: str
    day: date | None
    attached: bool


def words_of(letter: Letter) -> Words:
    """The words of a letter without what it quotes from our own instructions."""
    readable = [one.text for one in letter.documents if len(one.text.strip()) >= READABLE]
    return Words(
        own=_without_our_own(letter.text),
        documents=_without_our_own("\n\n".join(readable)),
        day=letter.date.date() if letter.date else None,
        attached=bool(letter.documents or letter.attachments),
    )


def told(intent: Intent, words: Iterable[str], code: Code = Code.INTENT_WORDS) -> Reply:
    """A reply with the words that led to its intent."""
    shown = list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]
    facts = {"intent": intent.value, "words": ", ".join(shown)}
    return Reply(intent, because=(Reason(code, facts),))


def unclear(code: Code, words: Iterable[str] = ()) -> Reply:
    """A reply that a person must read, and why."""
    return told(Intent.UNCLEAR, words, code)


def excerpt(text: str) -> str:
    """The first words of a reply, as evidence when no single word tells."""
    return shorten(text, EXCERPT, placeholder=" …")


def from_document(reply: Reply) -> Reply:
    """The same reading, marked as made from an attached document."""
    marked = tuple(Reason(one.code, {**one.facts, "document": "yes"}) for one in reply.because)
    return replace(reply, because=marked)


def asked_date(looks: Sequence[Look], day: date | None, *groups: str) -> date | None:
    """The day asked for: in the sentence of these groups, else one named as a term elsewhere.

    A day written as a term ("until the 5th") goes before one that is only named; a span ("a week
    more") counts from the letter's own day, without which there is no answer.
    """
    if day is None:
        return None
    asking = [one for one in looks if one.of(*groups)]
    other = [one for one in looks if one not in asking]
    for chosen in (asking, other):
        days = [found for one in chosen for found in _days(one.sentence.text, day)]
        terms = [found for found, is_term in days if is_term]
        named = [found for found, is_term in days if not is_term and found > day]
        if terms or (named and chosen is asking):
            return (terms or named)[-1]
    spans = [one for look in other for one in find_dates(look.sentence.text, day) if one.counted]
    return spans[-1].day if spans else None


def until_named(reply: Reply, looks: Sequence[Look], day: date | None) -> Reply:
    """The order of more time with its last day; unclear when there are figures but no day."""
    until = asked_date(looks, day, "extend")
    said = [one.sentence.words for one in looks if one.of("extend")]
    if until is None and any(word[0].isdigit() for words in said for word in words):
        return unclear(Code.INTENT_NONE)
    return replace(reply, until=until)


def _days(text: str, day: date) -> list[tuple[date, bool]]:
    """The days of a sentence that may be asked for, each with whether it is written as a term."""
    found = []
    marks = load("intents")["marks"]
    text = _in_figures(text)
    for one in find_dates(text, day):
        before = re.findall(r"\w+", plain(text[max(0, one.start - 24) : one.start]))[-3:]
        if before and before[-1] in marks["from_words"]:
            continue
        first = plain(text[one.start : one.end]).split()[0]
        is_term = _is_term([*before[-3 if one.exact else -1 :], first], exact=one.exact)
        is_term = is_term or not set(marks["naming_words"]).isdisjoint(before)
        found.append((one.day, is_term and one.day >= day))
    return found


def _in_figures(text: str) -> str:
    """The text with ordinals as figures, two words of one ("twenty fifth") added up."""
    return _ordinal().sub(_figure, plain(text))


def _figure(match: re.Match[str]) -> str:
    values = load("intents")["ordinals"]
    tens, units = (values.get(plain(one or ""), 0) for one in (match["tens"], match["units"]))
    return str(tens + units)


@cache
def _ordinal() -> re.Pattern[str]:
    values = sorted(load("intents")["ordinals"], key=len, reverse=True)
    tens = "|".join(stem for stem in values if load("intents")["ordinals"][stem] >= 20)
    stems = "|".join(values)
    endings = "|".join(load("intents")["marks"]["ordinal_endings"])
    return re.compile(
        rf"(?<![\w'])(?:(?P<tens>{tens})\w?\s+)?(?P<units>{stems})(?:{endings})(?![\w'])"
    )


def _is_term(words: Sequence[str], exact: bool) -> bool:
    """Whether a preposition of terms stands there."""
    marks = load("intents")["marks"]
    return not set(marks["term_words" if exact else "until_words"]).isdisjoint(words)


@cache
def _our_own() -> re.Pattern[str]:
    """Sentences of our own letters that a reply may repeat above the quotation."""
    options = "|".join(re.escape(plain(one)) for one in load("intents")["marks"]["our_sentences"])
    return re.compile(options)


def _without_our_own(text: str) -> str:
    lines = [line for line in text.split("\n") if not _our_own().search(plain(line))]
    return "\n".join(lines).strip()
