"""Whom a complaint names: executors, and leaders by surname."""

from __future__ import annotations

import re

from mailflows.data import load
from mailflows.policy import Policy
from mailflows.understanding.bodies import LONGEST, find_bodies
from mailflows.understanding.words.cues import plain

_CUE = re.compile(rf"(?<!\w)(?:{'|'.join(load('bodies')['blamed'])})\w*")
_REACH = 80  # characters from "complain of", "inaction of" to the name
_SURNAME = 5  # letters of a surname that tell it in every case form
_STOP = re.compile(r"\w{5,}[.!?]\s")  # the end of a sentence, not of a shortened word


def find_blamed(text: str, policy: Policy, author: str | None = None) -> tuple[str, ...]:
    """Codes of those complained of, in the order of the text; () when it names nobody.

    Where "I complain of" or "inaction of" stands before a name, others are only mentioned. A
    leader of the author's own surname is not taken for named.
    """
    text = text[:LONGEST]
    lowered = plain(text)
    own = plain(author or "").split(" ")[0][:_SURNAME]
    found = [(one.start, one.code) for one in find_bodies(text, policy.executors)]
    for leader in policy.leaders:
        surname = plain(leader.name).split(" ")[0]
        stem = surname[: max(_SURNAME, len(surname) - 2)]
        said = re.search(rf"(?<!\w){re.escape(stem)}\w{{0,4}}(?!\w)", lowered) if stem else None
        if said and not (own and surname.startswith(own)):
            found.append((said.start(), leader.code))
    cues = [one.end() for one in _CUE.finditer(lowered)]
    near = [pair for pair in found if any(_follows(lowered, cue, pair[0]) for cue in cues)]
    return tuple(dict.fromkeys(code for _, code in sorted(near or found)))


def _follows(text: str, cue: int, name: int) -> bool:
    """Whether the name stands soon after the cue, in the same sentence."""
    return 0 <= name - cue <= _REACH and _STOP.search(text, cue, name) is None
