"""Texts of labels and values (web forms, operators' notes) taken apart into fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from mailflows.data import load
from mailflows.understanding.labelled.label_stems import key_by_stems, without_answer_word
from mailflows.understanding.words.lemmas import straight

_MAY_REPEAT = frozenset({"ignore", "answer", "date", "consent", "category", "operator", "deadline"})
_MOST_LINES = 2000
_OF_THE_AUTHOR = frozenset({"phone", "email", "name", "answer", "consent", "category"})
_MOST_BLOCKS = 100
_LONG = 9  # words of a label on a line of its own
_SHORT = 4  # words of a label before a colon
_LONGEST_LINE = 4000


@dataclass(slots=True)
class Field:
    """One label with its value; `key` is None for a label that we do not know."""

    key: str | None
    label: str
    value: str


def read_fields(text: str) -> list[Field]:
    """The labelled fields of a text in their order, values of several lines joined by newlines.

    What stands before the first label is dropped; headings and the robot's own closing words too.
    """
    fields: list[Field] = []
    seen: set[str] = set()
    number = 0  # of the last numbered label
    heads = _heads_of_blocks(text)
    for line in _lines(text):
        if fields and _footer().match(line.strip()):
            if _closes(fields):
                break
            continue
        if _heading().match(line):
            continue
        made = _label(line, fields, seen)
        counted = _numbered().match(line)
        if counted and int(counted["number"]) == number + 1 and (made or fields):
            made = made or _next_of_list(counted["label"])
        if made is None and line in heads:
            made = _next_of_list(line.strip(" *:?"))
        if made is not None:
            number = int(counted["number"]) if counted else number
            fields.append(made)
            seen.add(made.key or "")
        elif fields and line.strip():
            last = fields[-1]
            last.value = f"{last.value}\n{_bare(line)}" if last.value else _bare(line)
        elif fields and fields[-1].value and fields[-1].key == "text":
            fields[-1].value += "\n"
    for one in fields:
        one.value = re.sub(r"\n{3,}", "\n\n", one.value.strip())
    return fields


def is_nothing(value: str) -> bool:
    """Whether a value says that nothing was given: dashes, "not stated"."""
    return bool(_value("nothing").fullmatch(straight(value).strip().strip("*_").lower()))


def is_yes(value: str) -> bool | None:
    """Yes, no, or None when the value says neither."""
    low = straight(value).strip().strip(".!").lower()
    if _value("no").match(low):
        return False
    return True if _value("yes").match(low) else None


def answer_channels(value: str) -> tuple[str, ...]:
    """The ways of answering named: phone, e-mail, post, in-person, messenger, none."""
    low = straight(value).lower()
    return tuple(name for name, pattern in _channels().items() if pattern.search(low))


def _lines(text: str) -> Iterator[str]:
    for n, line in enumerate(text.split("\n")):
        if n >= _MOST_LINES:
            return
        clean = line[:_LONGEST_LINE].rstrip("\r")
        yield from _slashed(clean) or _two_on_a_line().split(clean)


def _heads_of_blocks(text: str) -> frozenset[str]:
    """The first lines of all blocks, where blank lines part labels with their values.

    So it is when several blocks begin with a label that we know and have its value below.
    """
    blocks = [block.split("\n") for block in re.split(r"\n(?:[ \t]*\n)+", text.strip())][
        :_MOST_BLOCKS
    ]
    pairs = [block for block in blocks if len(block) > 1 and 0 < len(block[0].split()) <= _LONG]
    known = sum(_asks(block[0]) for block in pairs)
    regular = known > 1 and len(pairs) > 2 and len(pairs) * 4 >= len(blocks) * 3
    return frozenset(block[0] for block in pairs) if regular else frozenset()


def _asks(line: str) -> bool:
    """Whether a line is nothing but a label."""
    match = _known().match(straight(line))
    return (match is not None and match.end() == len(line)) or key_by_stems(line) is not None


def _slashed(line: str) -> list[str]:
    """The fields of a whole form on one line with slashes between them; [] for any other line."""
    pieces = re.split(r"\s[/|\u2022\u00b7]\s", line) if line.count(" ") > 3 else []
    labelled = sum(_known().match(straight(piece)) is not None for piece in pieces)
    return pieces if labelled >= 3 and 2 * labelled > len(pieces) else []


def _next_of_list(label: str) -> Field:
    """A numbered line that goes on with the numbers of the labels before is a label too."""
    return Field(key_by_stems(label), label.strip(), "")


def _label(line: str, fields: list[Field], seen: set[str]) -> Field | None:
    clean = straight(line)
    in_text = bool(fields) and fields[-1].key == "text"
    match = _known().match(clean)
    if match is not None:
        key = _key(match)
        if in_text and (
            key == "text" or (key in seen and key not in _MAY_REPEAT) or not fields[-1].value
        ):
            return _unless_text(key, line, match, fields)
        return Field(key, (match["label"] or "").strip(), _bare(line[match.end() :]))
    other = _unknown().match(clean)
    if other is not None and other["label"].count("(") == other["label"].count(")"):
        label = other["label"].strip()
        asks = key_by_stems(label) if len(label.split()) <= _SHORT or other["cell"] else None
        in_a_sentence = other["dash"] and asks is None
        if in_a_sentence or (in_text and not _goes_on(asks, label, seen)):
            return None
        return Field(asks, label, without_answer_word(_bare(line[other.end() :])))
    if in_text:
        return None
    question = _question().match(clean)
    asks = key_by_stems(question["label"]) if question else None
    return Field(asks, question["label"], "") if question and asks else None


def _goes_on(key: str | None, label: str, seen: set[str]) -> bool:
    """Whether a label that we do not know ends the message: it asks of the author and is new."""
    return (
        key in _OF_THE_AUTHOR
        and key not in seen
        and label[0].isupper()
        and len(label.split()) <= _SHORT
    )


def _unless_text(key: str, line: str, match: re.Match[str], fields: list[Field]) -> Field | None:
    """A label met again inside the message is a part of it; an empty message ends at any label."""
    if not fields[-1].value and key != "text":
        return Field(key, (match["label"] or "").strip(), _bare(line[match.end() :]))
    return None


def _key(match: re.Match[str]) -> str:
    groups = match.groupdict()
    name = next(name for name, value in groups.items() if value and name[:2] in ("k_", "b_"))
    return name[2:]


def _bare(value: str) -> str:
    return value.strip().strip("|").strip().removeprefix("**").removesuffix("**").strip()


def _closes(fields: list[Field]) -> bool:
    """Whether the message was already read, so that a footer ends the form."""
    return any(one.key == "text" and one.value for one in fields)


@cache
def _known() -> re.Pattern[str]:
    data: dict[str, Any] = load("labels")
    keys = "|".join(
        f"(?P<k_{key}>{'|'.join(sorted(words, key=len, reverse=True))})"
        for key, words in data["keys"].items()
    )
    bare = "|".join(f"(?P<b_{key}>{words})" for key, words in data["bare"].items())
    return re.compile(
        rf"{data['bullet']}(?:(?P<label>{data['before']}(?:{keys}){data['after']})"
        rf"{data['separator']}"
        rf"|(?:{bare})\s(?=\S))",
        re.I,
    )


@cache
def _unknown() -> re.Pattern[str]:
    bullet = load("labels")["bullet"]
    label = r"(?P<label>[^\W\d_][\w' ()/.,?\u2116\u00ab\u00bb-]{1,78}?)"
    return re.compile(
        rf"{bullet}{label}[*_]{{0,2}}\s{{0,3}}(?::\s|:$|\s?=>?\s|\s\.{{4,}}|(?P<cell>\t|\s{{2,}}|\?\s+)"
        rf"|(?P<dash>\s[\u2013\u2014-]\s))\s*"
    )


@cache
def _question() -> re.Pattern[str]:
    """A label alone on its line: a question, or with the star of an obligatory field."""
    bullet = load("labels")["bullet"]
    return re.compile(rf"{bullet}(?P<label>[^\W\d_][^\n:;!?]{{1,78}}[?*])[*_\s]{{0,3}}$")


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(r"\s*(?P<number>\d{1,2})[.)]\s+(?P<label>[^\W\d_][^\n:]{1,78}?)[:*\s]*$")


@cache
def _two_on_a_line() -> re.Pattern[str]:
    return re.compile(r"(?<=\S)(?:\s{3,}|\s?[;|]\s{1,3})(?=[^\W\d_][\w'. -]{1,30}:\s)")


@cache
def _footer() -> re.Pattern[str]:
    return re.compile(load("labels")["footers"]["end"], re.I)


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(load("labels")["footers"]["heading"], re.I)


@cache
def _value(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{load('labels')['values'][name]})(?!\w)"
        if name != "nothing"
        else rf"(?:{load('labels')['values'][name]})"
    )


@cache
def _channels() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?<!\w)(?:{words})")
        for name, words in load("labels")["answers"].items()
    }
