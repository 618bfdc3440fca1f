"""What the fixtures of reply and forward parsers expect, made comparable: words, not fragments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SIBLINGS = {"github-reply": "zapier-reply"}  # a port of it: the same letters, with expectations
_WORD = re.compile(r"\w+")
_QUOTED = r"(?P<quote>['\"])(?P<text>.+?)(?P=quote)"
_FIRST = r"(?:mail\.replies\[0\]\.body|ms?g?(?:essage)?\.(?:fragments\[0\]\.content|reply))"
_PYTHON = (  # (what is expected, the assertion of a Python test)
    ("holds", re.compile(rf"\({_QUOTED} in {_FIRST}")),
    ("holds", re.compile(rf"assertIn\({_QUOTED}, {_FIRST}")),
    ("lacks", re.compile(rf"\({_QUOTED} not in (?:{_FIRST}|EmailReplyParser)")),
    ("lacks", re.compile(rf"\({_QUOTED} in mail\.replies\[(?:0\]\.signatures|[1-9])")),
    ("lacks", re.compile(rf"\({_QUOTED} in ms?g?(?:essage)?\.fragments\[[1-9]\]\.content")),
    ("starts", re.compile(rf"re\.match\({_QUOTED}, message\.fragments\[0\]")),
    ("uncut", re.compile(r"assertEqual\((?P<text>1), len\(message\.fragments\)")),
)
_INLINE = 3  # more fragments than that: words stand below quotations, the first are not all


@dataclass(frozen=True)
class Expected:
    """The words of the reply whole, or phrases in it and phrases that were cut from it."""

    words: str | None = None
    holds: tuple[str, ...] = ()  # regular expressions
    lacks: tuple[str, ...] = ()
    fields: dict[str, object] = field(default_factory=dict)  # of a letter sent on

    def met_by(self, text: str) -> bool:
        """Whether a reading meets all of it; only words count, not blanks and drawn rules."""
        return (
            (self.words is None or same_words(text, self.words))
            and all(re.search(one, text, re.MULTILINE) for one in self.holds)
            and not any(one in text for one in self.lacks)
        )

    def __bool__(self) -> bool:
        return self.words is not None or bool(self.holds or self.lacks or self.fields)


@dataclass(frozen=True)
class Fixture:
    """A letter of a corpus and what its makers expect of it."""

    name: str
    raw: bytes
    expected: Expected


def same_words(text: object, wanted: object) -> bool:
    """Whether two texts have the same words; None is a text without words."""
    return _WORD.findall(str(text or "")) == _WORD.findall(str(wanted or ""))


def fixtures(folder: Path, corpus: str) -> Iterator[Fixture]:
    """The letters of a corpus that have an expectation, in the order of their names.

    A reply that a corpus keeps as bare text came in a letter without a reply's headers: it is
    given the "Re:" that its subject had.
    """
    for path in sorted((folder / corpus).rglob("*.eml")):
        said = path.with_suffix(".expected.json")
        if not said.exists() and corpus in SIBLINGS:
            said = folder / SIBLINGS[corpus] / said.name
        if not said.exists():
            continue
        body = path.with_suffix(".body.txt")
        whole = body.read_text("utf-8", "replace") if body.exists() else ""
        if said.parent != path.parent and whole != said.with_name(body.name).read_text("utf-8"):
            continue
        expected = _expected(json.loads(said.read_text("utf-8")), whole)
        raw = path.read_bytes()
        if not expected.fields and b"\nX-Corpus-Wrapped: yes" in raw:
            raw = raw.replace(b"\nSubject: ", b"\nSubject: Re: ", 1)
        if expected:
            yield Fixture(path.relative_to(folder / corpus).as_posix(), raw, expected)


def _expected(told: dict[str, object], whole: str) -> Expected:
    if "forwarded" in told:
        return Expected(fields=told)
    asserts = told.get("asserts")
    asserted = asserts if isinstance(asserts, list) else []
    for key in ("before", "reply", "reply_text_ws_insensitive"):
        words = told.get(key)
        if isinstance(words, str) and not any(f"In({words!r}" in str(one) for one in asserted):
            return Expected(words=words)
    if "signature" in told:
        lines = str(told["signature"]).replace("#sig#", "").split("\n")
        return Expected(lacks=tuple(line for line in lines if line.strip()))
    if asserted and isinstance(asserted[0], list):
        return _of_fragments({str(key): value for key, value in asserted}, told, whole)
    return _of_python([str(one) for one in asserted], whole)


def _of_fragments(asserted: dict[str, object], told: dict[str, object], whole: str) -> Expected:
    """Assertions on numbered fragments: 0 is the reply, 1 what was cut from it."""
    number = asserted.get("getFragments().length", 0)
    inline = isinstance(number, int) and number > _INLINE
    holds, lacks = [], []
    for key in asserted:
        place, _, pattern = key.partition("~")
        if place == "getFragments().0" and pattern:
            holds.append(pattern)
        elif place == "getFragments().1" and pattern and pattern.isprintable() and not inline:
            lacks.append(pattern.removeprefix("^"))
    first = told.get("first_fragment")
    if isinstance(first, str) and inline:
        holds.append(re.escape(first))
    words = str(first) if first and not inline else whole if number == 1 else None
    return Expected(words, tuple(holds), tuple(one for one in lacks if len(one) > 3))


def _of_python(asserted: list[str], whole: str) -> Expected:
    holds, lacks, words = [], [], None
    for line in asserted:
        for what, pattern in _PYTHON:
            match = pattern.search(line)
            if match is None:
                continue
            text = match["text"].replace("\\n", "\n")
            if what == "uncut":
                words = whole
            elif what == "lacks" and len(text) > 3:
                lacks.append(text)
            elif what in {"holds", "starts"}:
                holds.append(text if what == "starts" else re.escape(text))
            break
    return Expected(words, tuple(holds), tuple(lacks))
