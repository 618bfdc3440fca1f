"""Several plain commands about one appeal in one letter: each a line or a part of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from mailflows.facts import Reply
from mailflows.vocabulary import Intent

_DESCRIBE = (Intent.SET_KIND, Intent.SET_MARK, Intent.SET_TOPIC)
_WHO = (Intent.SET_EXECUTOR, Intent.SET_EXECUTORS, Intent.SET_LEADER)
"""Who does the work: one of them at most; it is done last, when the appeal is described."""
_LINES, _PARTS = re.compile(r"\n+"), re.compile(r"\n+|[;,](?=\s)")
_MOST = 4  # commands of one letter


def several(text: str, read: Callable[[str], Reply]) -> Reply | None:
    """The commands of a letter that says nothing else: the first one, the others in its `then`.

    They stand in the order in which they are carried out. None when a part is not surely a
    command that goes together with others, or when two say different things of one matter.
    """
    for divide in (_LINES, _PARTS):
        parts = [part.strip() for part in divide.split(text) if part.strip(" .,;")]
        if not 2 <= len(parts) <= _MOST:
            continue
        found = [read(part) for part in parts]
        if _go_together(found):
            first, *others = sorted(found, key=lambda one: (*_DESCRIBE, *_WHO).index(one.intent))
            because = tuple(why for one in found for why in one.because)
            return replace(first, then=tuple(others), because=because)
    return None


def _go_together(found: list[Reply]) -> bool:
    intents = [one.intent for one in found]
    if any(one not in (*_DESCRIBE, *_WHO) for one in intents):
        return False
    if not all(one.because for one in found):  # a bare name: whom does he mean by it?
        return False
    return len(set(intents)) == len(intents) and sum(one in _WHO for one in intents) <= 1
