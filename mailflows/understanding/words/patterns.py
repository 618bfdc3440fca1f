"""Patterns over words: the small language of the data files, described in data/groups.toml."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from mailflows.data import load
from mailflows.understanding.words.folding import bare, cyrillic, fold, variants, with_masculine

_NEXT, _FAR, _ADJACENT = 3, 8, 1
_ANY_ORDER, _ANY_ORDER_FAR = 5, 10
_MOST_MATCHES = 20
_MOST_STARTS = 300
_HEAD, _TAIL, _SUBJECT = 24_000, 6_000, 1_000
# a word said twice with a hyphen is one word, others joined so are two
_TOKEN = re.compile(r"([^\W\d_]+)(?:-(?=[^\W\d_]{2,5}(?![^\W\d_]))\1(?![^\W\d_]))?|\d+|[.!?;:…\n]")
_APOSTROPHES = str.maketrans("", "", "'’")
_STOPS = frozenset(".!?;…:\n")
_ABBREVIATIONS = frozenset(load("folding")["abbreviations"]["words"])
_PARTICLES = frozenset(load("folding")["negation"]["particles"])
DENIAL: str = load("folding")["negation"]["mark"]
_CONTRAST = frozenset(load("folding")["negation"]["contrast"])
_TRANSPARENT = frozenset(load("folding")["negation"]["transparent"])
_CACHED_WORDS, _LONGEST = 60_000, 30


class Lexicon:
    """All word shapes of all data files; gives a word the numbers of the elements it fits."""

    def __init__(self) -> None:
        self._numbers: dict[frozenset[str], int] = {}
        self._exact: dict[str, set[int]] = {}
        self._stems: dict[str, set[int]] = {}
        self._written: dict[str, set[int]] = {}
        self.known: dict[str, tuple[int, ...]] = {}

    def element(self, words: Iterable[str]) -> int:
        """The number of an element made of these word shapes; equal elements share a number."""
        shapes = frozenset(words)
        number = self._numbers.get(shapes)
        if number is None:
            number = self._numbers[shapes] = len(self._numbers)
            for shape in shapes:
                self._file(shape, number)
            self.known.clear()
        return number

    def _file(self, shape: str, number: int) -> None:
        if shape.startswith("!"):
            self._written.setdefault(shape[1:], set()).add(number)
        elif shape.endswith("*"):
            self._stems.setdefault(fold(shape[:-1]), set()).add(number)
        else:
            self._exact.setdefault(fold(shape), set()).add(number)

    def of(self, word: str) -> tuple[int, ...]:
        """Numbers of the elements that a lower-case word fits."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) > _CACHED_WORDS:
                self.known.clear()
            found = self.known[word] = self._look_up(word)
        return found

    def _look_up(self, word: str) -> tuple[int, ...]:
        numbers: set[int] = set(self._written.get(word, ()))
        if word.isdigit():
            numbers |= self._exact.get("#", set())
            if len(word) == 4 and word[:2] in ("19", "20"):
                numbers |= self._exact.get("#year", set())
        for shape in variants(word):
            numbers |= self._exact.get(shape, set())
            for end in range(1, min(len(shape), _LONGEST) + 1):
                numbers |= self._stems.get(shape[:end], set())
        return tuple(numbers)


LEXICON = Lexicon()


class Span(NamedTuple):
    """Where a pattern was found: first and last word, and the words themselves."""

    start: int
    end: int


class Wording:
    """A text as words in sentences; `titled` holds the places of words that begin with a capital.

    Much cheaper than a scan: no word is looked up.
    """

    __slots__ = ("sentences", "titled", "words")

    def __init__(self, text: str) -> None:
        self.titled: set[int] = set()
        self.words, self.sentences = _split(text, self.titled)


class Scan(Wording):
    """A text as words in sentences, with the places of every element of the lexicon.

    The subject, when given, stands in front as sentences of its own; its words are those before
    `head`. `titled` holds the places of words that begin with a capital, as names do.
    """

    __slots__ = ("found", "head", "places")

    def __init__(self, text: str, subject: str = "") -> None:
        self.titled, self.words, self.sentences = set(), [], []
        self.places: dict[int, list[int]] = {}
        self.found: dict[object, tuple[Any, ...]] = {}  # by who looked: several ask the same
        self._read(subject[:_SUBJECT])
        self.head = len(self.words)
        self._read(text)

    def followed_by(self, text: str) -> Scan:
        """A scan of this text with more sentences behind it; what is read is not read again."""
        more = Scan("")
        more.head = self.head
        more.titled = set(self.titled)
        more.words = list(self.words)
        more.sentences = list(self.sentences)
        more.places = dict(self.places)  # the lists are shared: reading on makes new ones
        more._read(text)
        return more

    def _read(self, text: str) -> None:
        if not text:
            return
        start = len(self.words)
        first = self.sentences[-1] + 1 if self.sentences else 0
        titled: set[int] = set()
        words, sentences = _split(text, titled)
        self.titled.update(start + position for position in titled)
        self.words += words
        self.sentences += [first + sentence for sentence in sentences]
        new: dict[int, list[int]] = {}
        known, of = LEXICON.known, LEXICON.of
        for position, word in enumerate(words, start):
            numbers = known.get(word)
            for number in of(word) if numbers is None else numbers:
                if number in new:
                    new[number].append(position)
                else:
                    new[number] = [position]
        places = self.places
        if not places:
            self.places = new
            return
        for number, found in new.items():
            places[number] = places[number] + found if number in places else found

    def said(self, span: Span) -> str:
        """The words of a span, as evidence for people."""
        first = self.words[span.start : span.end + 1]
        return " ".join(first[:12]).replace("_", " ")


def _split(text: str, titled: set[int]) -> tuple[list[str], list[int]]:
    """Words and the number of each one's sentence; `titled` gets the places of capitals."""
    if len(text) > _HEAD + _TAIL:
        text = f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    words: list[str] = []
    sentences: list[int] = []
    sentence, denied = 0, False
    plain = bare(cyrillic(text))
    for match in _TOKEN.finditer(plain):
        found = match.group()
        if found in _STOPS:
            if words and sentences[-1] == sentence and _ends(found, words[-1], plain, match.end()):
                sentence += 1
                denied = False
            continue
        word = found.lower()
        if word in _PARTICLES:
            denied = True
            continue
        if denied and word in _CONTRAST:
            denied = False
        elif denied and word not in _TRANSPARENT:
            word, denied = f"{DENIAL}_{word}", False
        if word != found and found[1:].islower():
            titled.add(len(words))
        words.append(word)
        sentences.append(sentence)
    return words, sentences


def _ends(stop: str, word: str, text: str, after: int) -> bool:
    rest = text[after : after + 40]
    following = rest.lstrip(" \t\r>")
    if stop == "\n":
        return not following[:1].islower()
    if stop == ":":
        return following.startswith("\n")
    if stop != "." or not following:
        return True
    if rest[0].isalnum():
        return rest[0].isupper()
    return word not in _ABBREVIATIONS and not (word.isdigit() and following[0].islower())


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: numbers of elements, the reach of each step, whether order counts."""

    source: str
    parts: tuple[int, ...]
    reaches: tuple[int, ...]
    ordered: bool

    def find(self, scan: Scan) -> Iterator[Span]:
        """Every place of the pattern in the text, at most twenty."""
        places = scan.places
        for part in self.parts:
            if part not in places:
                return
        found = 0
        step = self._ordered if self.ordered else self._loose
        for start in places[self.parts[0]][:_MOST_STARTS]:
            span = step(scan, start)
            if span is not None:
                yield span
                found += 1
                if found >= _MOST_MATCHES:
                    return

    def _ordered(self, scan: Scan, start: int) -> Span | None:
        last, sentence = start, scan.sentences[start]
        for part, reach in zip(self.parts[1:], self.reaches, strict=True):
            places = scan.places[part]
            index = bisect_right(places, last)
            if index == len(places) or places[index] - last > reach:
                return None
            last = places[index]
        return Span(start, last) if scan.sentences[last] == sentence else None

    def _loose(self, scan: Scan, start: int) -> Span | None:
        sentence, reach = scan.sentences[start], self.reaches[0]
        low = high = start
        for part in self.parts[1:]:
            places = scan.places[part]
            index = bisect_right(places, start)
            near = [
                place
                for place in places[max(0, index - 2) : index + 2]
                if place != start
                and abs(place - start) <= reach
                and scan.sentences[place] == sentence
            ]
            if not near:
                return None
            place = min(near, key=lambda one: abs(one - start))
            low, high = min(low, place), max(high, place)
        return Span(low, high)


def compile_pattern(source: str, groups: Mapping[str, Sequence[str]]) -> Pattern:
    """The pattern of a line of a data file; an unknown group raises KeyError at start."""
    steps = source.split()
    ordered, loose = True, 0
    if steps[0] in ("&", "&&"):
        ordered, loose = False, _ANY_ORDER if steps[0] == "&" else _ANY_ORDER_FAR
        steps = steps[1:]
    parts: list[int] = []
    reaches: list[int] = []
    reach = _NEXT
    for step in steps:
        if step in ("..", "-"):
            reach = _FAR if step == ".." else _ADJACENT
            continue
        parts.append(LEXICON.element(_shapes(step, groups)))
        reaches.append(reach)
        reach = _NEXT
    return Pattern(source, tuple(parts), tuple(reaches[1:]) if ordered else (loose,), ordered)


def _shapes(step: str, groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for one in step.split("|"):
        if one.startswith("@"):
            for inner in groups[one[1:]]:
                yield from _shapes(inner, groups)
        else:
            yield from with_masculine(one.lower().translate(_APOSTROPHES))
