"""Whether words that say "it is done" may be believed: the worst mistake is a wrong closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailflows.data import load
from mailflows.understanding.words.cues import Hit, Sentence, lexicon, sentences

_NEGATIONS = frozenset(load("intents")["negation"]["words"])
_DEEDS = ("done", "deed")  # their cues have no negation of their own: one between says no
BEFORE, AFTER = 4, 3  # words around a cue in which a negation turns it into its opposite
# Takes the claim back wherever it stands in the letter; the other groups only beside the claim.
EVERYWHERE = ("partial", "open", "adversative", "cannot", "to_come", "unsure", "awaited")
BESIDE = (*EVERYWHERE, "future", "condition", "former", "quality")
# Elsewhere in the letter these leave a doubt that only a claim of the whole work outweighs.
DOUBTS = ("future", "condition", "former", "quality", "modal", "plan")


@dataclass(frozen=True, slots=True)
class Look:
    """A sentence with what was found in it; `skip` are the words of harmless expressions."""

    sentence: Sentence
    skip: frozenset[int]
    hits: tuple[Hit, ...]

    def of(self, *groups: str) -> list[Hit]:
        """The hits of these groups."""
        return [hit for hit in self.hits if hit.group in groups]

    def plainly(self, *groups: str) -> list[Hit]:
        """The hits of these groups that no negation stands beside."""
        return [hit for hit in self.of(*groups) if not self.negated(hit)]

    def negated(self, hit: Hit) -> bool:
        """Whether a negation stands in the clause of the hit, shortly before or after it."""
        clause = self.sentence.clauses[hit.start]
        if hit.group in _DEEDS and any(self._negation(at) for at in range(hit.start, hit.end)):
            return True
        around = (
            *range(max(0, hit.start - BEFORE), hit.start),
            *range(hit.end, min(len(self.sentence.words), hit.end + AFTER)),
        )
        return any(self._negation(at) and self.sentence.clauses[at] == clause for at in around)

    def negations(self, apart: Sequence[Hit] = ()) -> list[str]:
        """All negations that are part neither of a harmless expression nor of these hits."""
        inside = {at for hit in apart for at in range(hit.start, hit.end)}
        words = enumerate(self.sentence.words)
        return [word for at, word in words if at not in inside and self._negation(at)]

    def _negation(self, at: int) -> bool:
        return at not in self.skip and self.sentence.words[at] in _NEGATIONS


@dataclass(frozen=True, slots=True)
class Claim:
    """What a letter says of the work: words for it, and words that take it back or leave doubt."""

    words: tuple[str, ...] = ()
    whole: bool = False
    against: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the claim may be believed."""
        return bool(self.words) and not self.against and (self.whole or not self.doubts)


def look(text: str, table: str) -> list[Look]:
    """The sentences of a text with the cues of `table` and of the common table in them."""
    return list(_look(text, table))


def weigh(
    looks: Sequence[Look], groups: tuple[str, ...] = ("done",), whole: str = "done_whole"
) -> Claim:
    """Weigh what is said for the claim of `groups` against all that may take it back.

    A cue of `whole` says that everything is over: it outweighs doubts in other sentences.
    """
    words: list[str] = []
    against: list[str] = []
    doubts: list[str] = []
    complete = False
    for one in looks:
        hits = one.of(*groups, whole)
        taken = _against(one, hits)
        against += taken
        if not hits:
            doubts += one.negations()
        elif not taken:
            words += [hit.words for hit in hits]
            complete = complete or bool(one.of(whole))
            doubts += _negations_apart(one, hits)
        doubts += [hit.words for hit in one.of(*DOUBTS)]
    return Claim(tuple(words), complete, tuple(against), tuple(doubts))


def _against(one: Look, hits: Sequence[Hit]) -> list[str]:
    """What in this sentence takes a claim back."""
    found = [hit.words for hit in one.of(*(BESIDE if hits else EVERYWHERE))]
    if one.sentence.asks:
        found.append("?")
    found += [hit.words for hit in hits if one.negated(hit)]
    clauses = {one.sentence.clauses[hit.start] for hit in hits}
    found += [hit.words for hit in one.of("modal") if one.sentence.clauses[hit.start] in clauses]
    if hits and one.sentence.words[-1] in one.negations(hits):
        found.append(one.sentence.words[-1])
    return found


def _negations_apart(one: Look, hits: Sequence[Hit]) -> list[str]:
    """Negations in a sentence that claims something, not beside the claim itself."""
    return [] if any(one.negated(hit) for hit in hits) else one.negations(hits)


@lru_cache(maxsize=64)
def _look(text: str, table: str) -> tuple[Look, ...]:
    common, own = lexicon("intents"), lexicon(table)
    found = []
    for sentence in sentences(text):
        whole = common.find(sentence)
        harmless = [hit for hit in whole if hit.group == "harmless"]
        gone = [hit for hit in whole if hit.group == "gone"]
        skip = frozenset(at for hit in harmless for at in range(hit.start, hit.end))
        hits = [hit for hit in common.find(sentence, skip) if hit.group not in ("harmless", "gone")]
        found.append(Look(sentence, skip, (*gone, *hits, *own.find(sentence, skip))))
    return tuple(found)
