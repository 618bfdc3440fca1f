"""Whether an executor's answer is formal: words for the file, and nothing of what was done."""

from __future__ import annotations

from mailflows.data import load
from mailflows.understanding.words.cues import lexicon, sentences

TABLE = "formal"


def formal_words(text: str, *, only_noted: bool = False) -> str:
    """The formal words of a reply that says nothing else; "" when it says anything else.

    Cautious: a fact, a figure, a question or a sentence that the table does not know makes it an
    answer that a person or the applicant has to judge by itself. `only_noted`: it must say that the
    appeal was noted; other formal words may mean that work is under way.
    """
    table, known = load(TABLE), lexicon(TABLE)
    said: list[str] = []
    words, noted = 0, not only_noted
    for sentence in sentences(text, drop_quoted=False):
        words += len(sentence.words)
        hits = known.find(sentence)
        groups = {hit.group for hit in hits}
        if sentence.asks or "fact" in groups or any(word[0].isdigit() for word in sentence.words):
            return ""
        formal = [hit.words for hit in hits if hit.group in ("formal", "noted")]
        noted = noted or "noted" in groups
        if formal and len(sentence.words) > table["most_in_sentence"]:
            return ""
        if not formal and not _may_stand_beside(groups, len(sentence.words)):
            return ""
        said += formal
    brief = words <= table["most_words"]
    return ", ".join(dict.fromkeys(said)) if brief and noted else ""


def _may_stand_beside(groups: set[str], words: int) -> bool:
    """A courtesy, or a name and a post below the answer."""
    return "beside" in groups or words <= 3
