"""Which executors a command names, and which of them leads."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mailflows.data import load
from mailflows.policy import Executor
from mailflows.understanding.bodies import find_bodies
from mailflows.understanding.words.cues import plain

_TABLE = load("intents_operator")["team"]
_LEADS = re.compile(rf"(?<!\w){_TABLE['leads']}\w*")
_NOT = re.compile(rf"(?<!\w){load('intents_operator')['kinds_not']['word']}\s+")
_KIND_OF_BODY = 5  # characters that may stand before a body's own name: its sort, a quotation mark
_PARTED = re.compile(r"[,;+\n\u2013\u2014]|(?<!\w)(?:" + "|".join(_TABLE["joining"]) + r")(?!\w)")


def named_team(text: str, executors: Mapping[str, Executor]) -> tuple[str, ...]:
    """The codes of the executors that a text names, the lead first: who is called so, else the
    first one. Empty when none is named, or when two are called the lead.
    """
    codes = [one.code for one in find_bodies(text, executors)]
    leads = set()
    for part in _PARTED.split(text):
        if _LEADS.search(plain(part)):
            leads |= {one.code for one in find_bodies(part, executors)}
    if len(leads) > 1:
        return ()
    return (*leads, *(code for code in codes if code not in leads))


def charged_team(text: str, executors: Mapping[str, Executor]) -> tuple[str, ...]:
    """Whom a resolution charges: one body, or several where it says that they work together.

    Bodies that are only named beside each other are for a person to tell apart.
    """
    named = named_team(text, executors)
    said = plain(text)
    together = any(re.search(rf"(?<!\w){stem}", said) for stem in _TABLE["together"])
    return named if len(named) == 1 or together else ()


def is_held_back(text: str, executors: Mapping[str, Executor]) -> bool:
    """Whether a deed is negated beside a name ("do not involve the power company").

    "Not the waterworks but the heating" only says who it is.
    """
    said = plain(text)
    for found in _NOT.finditer(said):
        named = find_bodies(said[found.end() :], executors)
        if not named or named[0].start > _KIND_OF_BODY:
            return True
    return False


def is_one_more(text: str) -> bool:
    """Whether a bare name is told as one more: "also the power company"."""
    return bool(set(plain(text).split()[:1]) & set(_TABLE["more"]))
