"""The matter's words of a telephone note, without the caller's data and the operator's phrases."""

from __future__ import annotations

import re
from functools import cache

from mailflows.data import load
from mailflows.policy import Policy
from mailflows.understanding.people.names import Name
from mailflows.understanding.people.persons import is_known_person
from mailflows.understanding.people.phones import Phone
from mailflows.understanding.places.addresses import Address
from mailflows.understanding.seen import Seen
from mailflows.understanding.words.lemmas import straight

_HOLE = "\ufffc"  # stands where the caller's data were taken out


def matter_words(
    seen: Seen, name: Name | None, address: Address | None, phone: Phone | None, policy: Policy
) -> str:
    """What the caller wants, from a note in running words.

    The caller's name, home and telephone go, with the words that only carried them; so do the
    sentences on the answer, on consent, and the operator's own. Nothing else is changed.
    """
    spans = [(one.start, one.end) for one in (name, address, phone) if one is not None]
    spans += [(one.start, one.end) for one in seen.names if is_known_person(one, policy)]
    text = seen.text
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + _HOLE + text[end:]
    text = without_boilerplate(text)
    return _tidy(_closed(text))


def without_boilerplate(text: str) -> str:
    """The text without sentences on the answer and on personal data."""
    for pattern in (_consent(), _answer()):
        text = _cut(pattern, text)
    lines = [line for line in text.split("\n") if not _filler().fullmatch(straight(line).strip())]
    return _tidy("\n".join(lines))


def consent_of(text: str) -> bool | None:
    """Whether the caller lets his data be used: yes, no, or None when it is not said."""
    match = _consent().search(straight(text))
    if match is None:
        return None
    return not match["no"]


def _cut(pattern: re.Pattern[str], text: str) -> str:
    for match in reversed(list(pattern.finditer(straight(text)))):
        text = text[: match.start()].rstrip(" ") + " " + text[match.end() :].lstrip(" ")
    return text


def _closed(text: str) -> str:
    """The text with the holes and all that only carried them gone."""
    text = _run_of_holes().sub(_HOLE, text)
    made: list[str] = []
    for sentence in re.split(rf"(?<=[.!?\n])\s+(?=[^\s{_HOLE}])|(?<=\n)", text):
        if _HOLE not in sentence:
            if not _filler().fullmatch(straight(sentence).strip()):
                made.append(sentence)
            continue
        rest = _carried().sub(" ", straight(sentence).replace(_HOLE, f" {_HOLE} "))
        rest = rest.replace(_HOLE, " ")
        if len(re.findall(r"[^\W\d_]{3,}", rest)) >= 2:
            made.append(rest)
    return " ".join(made)


def _tidy(text: str) -> str:
    text = re.sub(r"[ \t\u00a0]{2,}", " ", text)
    text = re.sub(r"\(\s*[,.;]*\s*\)", "", text)
    text = re.sub(r"\s+([,.;:!?)])", r"\1", text)
    text = re.sub(r"(?:[,;:]\s*){2,}", ", ", text)
    text = re.sub(r"\n{3,}", "\n\n", text)
    return text.strip(" ,;:.-\u2013\u2014\n\t)") + _full_stop(text)


def _full_stop(text: str) -> str:
    last = text.rstrip()[-1:]
    return last if last in (".", "!", "?", ")") else ""


@cache
def _consent() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{load('notes')['consent']})", re.I)


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)|(?<=\w))(?:{load('notes')['answer']})", re.I)


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(rf"(?:{load('notes')['filler']}[\s,!.:]*){{1,4}}", re.I)


@cache
def _run_of_holes() -> re.Pattern[str]:
    carriers = load("notes")["carriers"]
    return re.compile(
        rf"{_HOLE}(?:[\s,.;:()\u2013\u2014-]{{0,6}}(?:{carriers}[\s,.:]{{0,3}}){{0,3}}[\s,.;:()-]{{0,4}}{_HOLE})+",
        re.I,
    )


@cache
def _carried() -> re.Pattern[str]:
    data = load("notes")
    return re.compile(
        rf"(?:^|(?<=[\s(]))(?:{data['opener']}[\s,:\u2013\u2014-]{{0,4}}|{data['carriers']}[\s,:.]{{0,3}}){{0,5}}{_HOLE}"
        rf"(?:[\s,.;:()\u2013\u2014-]*{_HOLE})*[\s,.;:)\u2013\u2014-]{{0,4}}",
        re.I,
    )
