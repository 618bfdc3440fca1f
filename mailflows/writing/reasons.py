"""Reasons as sentences: a code with its facts becomes what a person can read."""

from __future__ import annotations

import re

from mailflows.policy import Policy
from mailflows.reasons import Reason
from mailflows.writing.dates import term_facts
from mailflows.writing.headers import trimmed
from mailflows.writing.typography import clean, joined
from templates import words

_PLACE = re.compile(r"\{(\w+)\}")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LISTS = {
    "kind", "regime", "intent", "missing", "channel", "claim", "result", "state", "act", "why",
    "authenticity", "ground", "fault", "sign", "because_of", "changed_by",
}  # fmt: skip
_EXECUTORS = ("executor", "holder", "named", "others", "path")
_STATES = ("state", "ended", "before")
_UNSAID = {
    "alert", "anonymous", "asked", "from", "term", "day_off", "document", "other", "executor",
    "act", "permanent", "fields", "sent", "letter", "topic", "missing", "date", "size",
    "settlement", "leader", "number", "intent", "kind", "claim", "regime", "status", "last",
    "attempts", "because", "fault", "counted_by", "received", "counted", "given", "bound",
    "emergency", "command", "gone",
}  # fmt: skip
"""Facts for programs: told only where a sentence has a place for them."""
_LONGEST_FACT = 200  # characters of one fact in a sentence


def because(reason: Reason, policy: Policy | None = None) -> str:
    """The Ukrainian sentence of a reason; facts that it has no place for follow in brackets.

    The first pattern of templates/uk/reasons.toml whose places all have their facts is used; the
    last one has none. With a policy, topics and executors are called by their names. Never
    raises: an unknown code is told as it is.
    """
    known = term_facts(reason).items()
    facts = {key: _called(key, str(value), policy) for key, value in known if value}
    patterns = words("reasons").get(reason.code, [str(reason.code)])
    pattern = joined(next(one for one in patterns if set(_PLACE.findall(one)) <= facts.keys()))
    told = _PLACE.sub(lambda place: facts[place[1]], pattern)
    rest = [
        value for key, value in facts.items() if key not in _UNSAID | {*_PLACE.findall(pattern)}
    ]
    return f"{told} ({'; '.join(rest)})." if rest else f"{told}."


def _called(key: str, value: str, policy: Policy | None) -> str:
    """A fact as people call it: codes of closed lists, topics and executors by their names."""
    table = words().get("state" if key in _STATES else key)
    if key in {*_LISTS, *_STATES} and isinstance(table, dict):
        value = ", ".join(str(table.get(one.strip(), one.strip())) for one in value.split(","))
    elif policy is not None and key == "topic" and value in policy.topics:
        value = policy.topics[value].name
    elif key == "command":
        value = str(words()["intent"].get(value, value))
    elif key == "gone":
        names = words("papers/words")["letters"]
        value = ", ".join(str(names.get(one.strip(), one.strip())) for one in value.split(","))
    elif key == "asked":
        value = str(words()["task"].get(value, value))
    elif key == "anonymous":
        value = str(words()["act"].get(value, value))
    elif policy is not None and key in _EXECUTORS:
        value = ", ".join(_body(code, policy) for code in value.split(", "))
    elif policy is not None and key in ("leader", "above", "decided"):
        value = _body(value, policy)
    elif key == "category":
        value = ", ".join(_category(code) for code in value.split(", "))
    elif found := _DATE.fullmatch(value):
        value = f"{found[3]}.{found[2]}.{found[1]}"
    return trimmed(clean(value), _LONGEST_FACT)


def _body(told: str, policy: Policy) -> str:
    """The name of an executor or leader by the code; a day stays behind it, an unknown code itself.

    A former code is told by its heir.
    """
    code, _, day = told.partition(" ")
    found = _DATE.fullmatch(day)
    code = code if found else told
    executor = policy.executor(code)
    leaders = {one.code: one.name for one in policy.leaders}
    name = executor.name if executor is not None else leaders.get(code, code)
    return f"{name} ({found[3]}.{found[2]}.{found[1]})" if found else name


def _category(code: str) -> str:
    """The author's category by its code of the classifier, as people call it."""
    return str(words("papers/words")["category"].get(code, code))
