"""The decision that a complaint contests, by the day it was made."""

from __future__ import annotations

import re
from datetime import date

from mailflows.data import load
from mailflows.understanding.words.cues import plain
from mailflows.understanding.words.dates import find_dates

_DECISION = re.compile(rf"(?<!\w)(?:{'|'.join(load('bodies')['decisions'])})\w*")
_FROM = re.compile(rf"(?<!\w)(?:{'|'.join(load('bodies')['dated'])})\s+$")
_REACH = 60  # characters from "decision" to its date: its number and who made it
_LONGEST = 20_000
_ANY_DAY = date(2000, 1, 1)  # only dates with their year count, so today does not matter


def find_contested(text: str) -> date | None:
    """The day of the newest decision that the text names with its date; None without any."""
    text = text[:_LONGEST]
    lowered = plain(text)
    decisions = [one.end() for one in _DECISION.finditer(lowered)]
    days = [
        one.day
        for one in find_dates(text, _ANY_DAY)
        if one.year_given
        and _FROM.search(lowered[: one.start][-8:])
        and any(0 <= one.start - end <= _REACH for end in decisions)
    ]
    return max(days, default=None)
