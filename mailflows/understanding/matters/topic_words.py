"""A topic named by its slug or in words, as operators and forms name it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflows.data import load
from mailflows.policy import Policy
from mailflows.understanding.words.cues import plain

SHORT_WORD = 3  # letters; shorter words of a topic's name tell nothing
ENDING = 3  # letters in which the forms of a word differ
LONGEST = 400


def find_topic(text: str, policy: Policy) -> str | None:
    """The topic that a short text names by its slug or by words of its name; None when unclear."""
    said = re.findall(r"[\w'-]+", plain(text[:LONGEST]))
    slugs = [slug for slug in policy.topics if slug in said]
    if slugs:
        return slugs[0] if len(slugs) == 1 else None
    scores = {slug: _likeness(topic.name, said) for slug, topic in policy.topics.items()}
    best = max(scores.values(), default=0)
    named = [slug for slug, score in scores.items() if score == best]
    return named[0] if best and len(named) == 1 else _by_trade_word(said, policy)


def _likeness(name: str, said: Sequence[str]) -> int:
    """How many words of a topic's name are said, in whatever form."""
    words = [word for word in plain(name).split() if len(word) > SHORT_WORD]
    return sum(any(_same_word(word, one) for one in said) for word in words)


def _same_word(name: str, said: str) -> bool:
    beginning = name[: max(SHORT_WORD, len(name) - ENDING)]
    return said.startswith(beginning) and len(said) <= len(name) + ENDING


def _by_trade_word(said: Sequence[str], policy: Policy) -> str | None:
    slugs = {
        slug
        for stem, slug in load("intents_operator")["topics"].items()
        if any(word.startswith(plain(stem)) for word in said)
    }
    known = slugs & set(policy.topics)
    return known.pop() if len(known) == 1 else None
