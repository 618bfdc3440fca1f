"""Sentences as words, and the search for the cues of our tables in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from mailflows.data import load

LONGEST_TEXT = 20_000  # characters that are read for an intent; two pages are 6,000
LONGEST_SENTENCE = 400  # words
GAP = 4
_MARKS = load("intents")["marks"]
_APOSTROPHES = str.maketrans(dict.fromkeys(_MARKS["apostrophes"], "'") | {"\u00ad": None})
_LOOKALIKES = str.maketrans(_MARKS["lookalikes"])
_EQUAL = str.maketrans(_MARKS["equal"])
_NEGATIONS = frozenset(load("intents")["negation"]["words"])
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[+,:\u2013\u2014]")
_BREAK = re.compile(r"([!?;\u2026]+|\.(?=[\s\"\u00bb\u201d)]|$)|\n\s*\n)")
_LINE = re.compile(rf"\n(?=\s*(?:[-*\u2022]|\d{{1,2}}[.)]\s|[{_MARKS['capitals']}]))")
_SHORTENED = re.compile(rf"(?<!\w)((?:{'|'.join(_MARKS['abbreviations'])}))\.", re.IGNORECASE)
_QUOTED = re.compile('["\u00ab\u201c\u201e][^"\u00ab\u00bb\u201c\u201d\n]{1,60}["\u00bb\u201d]')
_NON_ASCII = re.compile(r"[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words in lower case, the clause of each, whether it asks."""

    words: tuple[str, ...]
    clauses: tuple[int, ...]
    asks: bool
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found: its group, the sentence, the first word and the one after the last."""

    group: str
    sentence: Sentence
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words of the letter that made the hit."""
        return " ".join(self.sentence.words[self.start : self.end])


@dataclass(frozen=True, slots=True)
class _Token:
    exact: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    optional: bool
    gap: bool
    edge: bool
    figure: bool

    def fits(self, word: str) -> bool:
        return (
            word in self.exact
            or (self.figure and word[0].isdigit())
            or (bool(self.beginnings) and word.startswith(self.beginnings))
            or (bool(self.endings) and word.endswith(self.endings))
        )


def plain(text: str) -> str:
    """Lower case, one apostrophe, Latin look-alikes inside Cyrillic words made Cyrillic."""
    lowered = text.lower().translate(_APOSTROPHES)
    return re.sub(r"[^\W\d_]+", _one_script, lowered).translate(_EQUAL)


def sentences(text: str, drop_quoted: bool = True) -> list[Sentence]:
    """The sentences of a text; short quoted expressions inside a longer one are left out."""
    found: list[Sentence] = []
    for piece, asks in _pieces(text[:LONGEST_TEXT]):
        said = piece
        if drop_quoted and _WORD.search(_QUOTED.sub(_dropped, piece)):
            said = _QUOTED.sub(_dropped, piece)
        for sign, word in _MARKS["signs"].items():
            said = said.replace(sign, word)
        words, clauses, clause = [], [], 0
        for match in _WORD.finditer(plain(said)):
            word = match[0]
            if not word[0].isalnum() and word != "+":
                clause += 1
                continue
            if word in _MARKS["clause_words"]:
                clause += 1
            words.append(word)
            clauses.append(clause)
            if len(words) >= LONGEST_SENTENCE:
                break
        if asks and not words and found:
            found[-1] = replace(found[-1], asks=True)
        if words:
            found.append(Sentence(tuple(words), tuple(clauses), asks, piece.strip()))
    return found


class Lexicon:
    """Cues by group, ready for search.

    A cue is a row of words: `word*` is any ending, `*word` any beginning, `a|b` either, a
    trailing `?` marks a word that may be missing, `~` stands for up to four words, `#` for a
    figure, `@set` for any word of a named set, `.` for the end of the sentence (or its beginning,
    in the first place).
    """

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._cues: dict[str, list[tuple[str, tuple[_Token, ...]]]] = {}
        self._open: list[tuple[str, tuple[_Token, ...]]] = []
        for group, cues in groups.items():
            for cue in cues:
                tokens = tuple(_token(one) for one in cue.split())
                self._add(group, tokens)
                if tokens[0].optional:
                    self._add(group, tokens[1:])

    def _add(self, group: str, tokens: tuple[_Token, ...]) -> None:
        keys = _keys(tokens[0])
        for key in keys:
            self._cues.setdefault(key, []).append((group, tokens))
        if not keys:
            self._open.append((group, tokens))

    def find(self, sentence: Sentence, skip: frozenset[int] = frozenset()) -> list[Hit]:
        """All hits in a sentence; words at the positions of `skip` fit nothing."""
        hits = []
        for start, word in enumerate(sentence.words):
            if start in skip:
                continue
            for group, tokens in (*self._cues.get(word[:2], ()), *self._open):
                end = _match(tokens, sentence.words, start, skip)
                if end is not None:
                    hits.append(Hit(group, sentence, start, end))
        return hits


@cache
def lexicon(table: str, section: str = "cues") -> Lexicon:
    """The lexicon of a table in mailflows/data, built once."""
    return Lexicon(load(table)[section])


def _dropped(quoted: re.Match[str]) -> str:
    """Nothing of a quoted expression, but a negation is not hidden by quotation marks."""
    inside = quoted[0][1:-1]
    return f" {inside} " if plain(inside).strip() in _NEGATIONS else " "


def _one_script(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(_LOOKALIKES) if _NON_ASCII.search(word) else word


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Sentences as written and whether a question mark ends them; wrapped lines are joined."""
    parts = _BREAK.split(_SHORTENED.sub(r"\1 ", text))
    for index in range(0, len(parts), 2):
        mark = parts[index + 1] if index + 1 < len(parts) else ""
        lines = _join_negations(_LINE.split(parts[index]))
        for number, line in enumerate(lines):
            yield line.replace("\n", " "), "?" in mark and number == len(lines) - 1


def _join_negations(lines: list[str]) -> list[str]:
    """A line that ends with a negation belongs to the next one, whatever the next begins with."""
    joined: list[str] = []
    for line in lines:
        last = joined[-1].split()[-1:] if joined else []
        if last and plain(last[0]) in _MARKS["binding_words"]:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _token(text: str) -> _Token:
    optional = text.endswith("?") and len(text) > 1
    text = text.rstrip("?") if optional else text
    options = [one.translate(_EQUAL) for part in text.split("|") for one in _named_set(part)]
    return _Token(
        exact=frozenset(one for one in options if "*" not in one),
        beginnings=tuple(one[:-1] for one in options if one.endswith("*") and len(one) > 1),
        endings=tuple(one[1:] for one in options if one.startswith("*") and len(one) > 1),
        optional=optional,
        gap=text == "~",
        edge=text == ".",
        figure="#" in options,
    )


def _named_set(option: str) -> tuple[str, ...]:
    """The words that stand for `@work` (all that is done) or another named set; else the option."""
    if option == "@work":
        return work_forms()
    return tuple(load("intents")["sets"][option[1:]]) if option.startswith("@") else (option,)


@cache
def work_forms() -> tuple[str, ...]:
    """The past and the passive of every verb of work, in lower case."""
    table = load("deeds")
    made = set()
    for past, passive in (pair.split() for pair in table["stems"]):
        made |= {past + ending for ending in table["past"]}
        made |= {passive + ending for ending in table["passive"]}
    return tuple(sorted(made))


def _keys(token: _Token) -> set[str]:
    """The first two letters a word must have to begin this cue; empty when any will do."""
    if token.endings or token.edge or token.gap or token.figure:
        return set()
    return {one[:2] for one in (*token.exact, *token.beginnings)}


def _match(
    tokens: tuple[_Token, ...], words: tuple[str, ...], at: int, skip: frozenset[int]
) -> int | None:
    """Where the cue ends if it begins at this word; bounded: a gap is four words at most."""
    if not tokens:
        return at
    token, rest = tokens[0], tokens[1:]
    if token.edge:
        here = at == 0 if rest else at == len(words)
        return _match(rest, words, at, skip) if here else None
    if token.gap:
        for jump in range(GAP + 1):
            end = _match(rest, words, at + jump, skip)
            if end is not None:
                return end
        return None
    if at < len(words) and at not in skip and token.fits(words[at]):
        end = _match(rest, words, at + 1, skip)
        if end is not None:
            return end
    return _match(rest, words, at, skip) if token.optional else None
