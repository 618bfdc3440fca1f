"""The words of an executor's letter by what they say, without those that are turned round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mailflows.data import load
from mailflows.understanding.replies.claims import Look, look
from mailflows.understanding.words.cues import Hit
from mailflows.understanding.words.lemmas import parses

TABLE = "intents_executor"
_CLAIMS = frozenset({"done", "done_whole", "general", "cannot"})
LONG_QUESTION = 4  # words with which a question asks something even without an interrogative


def executor_looks(text: str) -> list[Look]:
    """The sentences of an executor's letter; "put on the waiting list" is no work put anywhere."""
    return [_without_idle(one) for one in look(text, TABLE)]


class Found:
    """The words of each group in a letter, without those that a negation turns round."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self.looks = looks
        waived = bool(self._all("extension_not"))
        self.extension = [] if waived else self._all("extension")
        self.declined = self._all("declined", "passed_on")
        self.owned_elsewhere = self._all("declined_weak")
        self.passing = self._plain("pass_on")
        self.owner = self._plain("owner")
        self.outside = [h.words for one in looks if one.of("owner") for h in one.of("outsider")]
        self.absent = self._all("absent") or self._away()
        self.accepted = self._plain("accepted")
        self.progress = self._plain("progress", "plan")
        self.going_on = [word for one in looks for word in _going_on(one)]
        self.under_way = self._all("partial", "open")
        self.promised = [word for one in looks for word in _promises(one)]
        self.future = [*self._plain("future", "to_come"), *self.promised]
        self.never = [hit.words for one in looks for hit in one.of("future") if one.negated(hit)]
        self.cannot = self._all("cannot")
        self.open = self._still_open()
        self.questions = self._all("question") or [
            one.sentence.text[-60:] for one in looks if _asks_something(one)
        ]
        self.asks_whose = [h.words for one in looks if one.sentence.asks for h in one.of("whose")]
        self.works = _plain_words(looks)
        self.deeds = self._all("done")
        self.finished = [word for one in looks for word in _finished(one)]
        self.undone = [h.words for one in looks for h in one.of("done") if one.negated(h)]
        self.explained = self._explained()
        self.informed = self._found_and_told()
        self.ahead = self._all("to_come", "future", "partial", "cannot", "awaited")
        self.looked_only = bool(self.progress) and not (
            self._under_way_apart() or self.under_way or self.future or self.accepted
        )
        self.grounds = self._all("explained", "explained_weak", "finding", "told", "grounds")
        self.but = self._all("adversative")
        self.awaited = self._all("awaited", "condition") + self._plain("plan")

    def _all(self, *groups: str) -> list[str]:
        return [hit.words for one in self.looks for hit in one.of(*groups)]

    def _plain(self, *groups: str) -> list[str]:
        return [hit.words for one in self.looks for hit in one.plainly(*groups)]

    def _away(self) -> list[str]:
        """Words for a worker who is away, in a sentence that speaks of no applicant."""
        return [
            hit.words
            for one in self.looks
            if not one.of("applicant")
            for hit in one.of("absent_weak")
        ]

    def _still_open(self) -> list[str]:
        """What is open, but not the "only" of an explanation."""
        only = load(TABLE)["only"]["words"]
        return [
            hit.words
            for one in self.looks
            for hit in one.of("open", "partial")
            if not (hit.words in only and one.of("explained"))
        ]

    def _explained(self) -> list[str]:
        """Words of an explanation that was given, not of one that will be or was asked for."""
        said = []
        for one in self.looks:
            if one.sentence.asks or one.of("future", "to_come", "question"):
                continue
            said += [hit.words for hit in one.plainly("explained")]
        return said

    def _found_and_told(self) -> list[str]:
        """What the law or a measurement says, and that the applicant was told of it."""
        law, told = self._plain("explained_weak", "finding"), self._plain("advice", "told")
        apart = self.future or self.cannot or self.never or self._under_way_apart()
        return [*law, *told] if law and told and not apart else []

    def _under_way_apart(self) -> list[str]:
        """Work under way that is more than a look at the place."""
        looked = set(self._all("inspected"))
        return [word for word in self.progress if word not in looked]


def _without_idle(one: Look) -> Look:
    clauses = one.sentence.clauses
    hits = [h for h in one.of("idle", "finding") if clauses[h.start] == clauses[h.end - 1]]
    idle = {at for hit in hits for at in range(hit.start, hit.end)}
    if not idle:
        return one
    kept = (h for h in one.hits if h.group not in _CLAIMS or idle.isdisjoint(range(h.start, h.end)))
    return replace(one, hits=tuple(kept))


def _asks_something(one: Look) -> bool:
    """Whether a question wants to know something: "again??" does not."""
    words = one.sentence.words
    return one.sentence.asks and (bool(one.of("interrogative")) or len(words) >= LONG_QUESTION)


def _promises(one: Look) -> list[str]:
    """Perfective verbs in the future of the first person: "we shall send"; not "if we find"."""
    if one.of("condition"):
        return []
    found = []
    for word in one.sentence.words:
        forms = parses(word)[:1]
        if forms and forms[0].known and {"VERB", "perf", "futr", "1per"} <= forms[0].tags:
            found.append(word)
    return found


def _going_on(one: Look) -> list[str]:
    """Verbs of what we are doing now: "we look for the leak"; not "we inform", "we thank"."""
    polite = load(TABLE)["polite"]["words"]
    return [
        word
        for at, word in enumerate(one.sentence.words)
        if at not in one.skip and word not in polite
        for form in parses(word)[:1]
        if form.known and {"VERB", "impf", "pres", "1per"} <= form.tags
    ]


def _finished(one: Look) -> list[str]:
    """Perfective verbs of the past, or without a person ("is mended"), that finish something."""
    if one.sentence.asks or one.of("condition", "to_come", "partial", "unsure"):
        return []
    unfinishing = load("deeds")["unfinishing"]
    idle = {at for hit in one.of("idle", "finding") for at in range(hit.start, hit.end)}
    found = []
    for at, word in enumerate(one.sentence.words):
        form = next(iter(parses(word)), None)
        if at in idle or form is None or not form.known or form.normal in unfinishing:
            continue
        over = {"VERB", "perf"} <= form.tags and not form.tags.isdisjoint(("past", "Impe"))
        if over and not one.negated(Hit("deed", one.sentence, at, at + 1)):
            found.append(word)
    return found


def _plain_words(looks: Iterable[Look]) -> list[str]:
    """Deeds and works that are named as over, apart from the general word for "done"."""
    general = {hit.words for one in looks for hit in one.of("general")}
    words = [hit.words for one in looks for hit in one.plainly("done")]
    return [word for word in words if word not in general]
