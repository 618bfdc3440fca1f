"""What an operator's command needs besides its word: topic, kind, executors, cause, day, leader."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from mailflows.data import load
from mailflows.facts import Reply
from mailflows.policy import Policy
from mailflows.reasons import Code
from mailflows.understanding.bodies import find_by_word
from mailflows.understanding.matters.blamed import find_blamed
from mailflows.understanding.matters.topic_words import find_topic
from mailflows.understanding.replies.intents import unclear
from mailflows.understanding.replies.mark_words import find_earlier, find_mark
from mailflows.understanding.replies.one_tap import tap_day, tap_kind
from mailflows.understanding.replies.team import named_team
from mailflows.understanding.words.cues import plain
from mailflows.vocabulary import Intent, Kind

TABLE = "intents_operator"
_NAMES = re.compile(r"[\w'-]+")

_NOT_A = re.compile(rf"(?<!\w){load(TABLE)['kinds_not']['word']}\s+\w+")
_CODE = re.compile(r"(?<![\d.])9[.,]([1-6])(?![\d])")
_WITH_WORDS = (Intent.ANSWERED, Intent.UNREACHABLE)


def completed(reply: Reply, text: str, policy: Policy) -> Reply:
    """The command with its object; without the object it cannot be obeyed."""
    if reply.intent is Intent.SET_TOPIC:
        topic = find_topic(text, policy)
        return replace(reply, topic=topic) if topic else unclear(Code.INTENT_NONE, [text[:60]])
    if reply.intent is Intent.SET_KIND:
        kind = tap_kind(plain(text).strip()) or kind_of(text)
        about = find_blamed(text, policy) if kind is Kind.COMPLAINT else ()
        told_kind = replace(reply, kind=kind, against=about)
        return told_kind if kind else unclear(Code.INTENT_NONE, [text[:60]])
    if reply.intent is Intent.SET_MARK:
        mark, earlier = find_mark(text), find_earlier(text, policy)
        return replace(reply, cause=mark, earlier=earlier) if mark else unclear(Code.INTENT_NONE)
    if reply.intent is Intent.SET_LEADER:
        return replace(reply, leader=named_leader(text, policy))
    if reply.intent in _MOST_NAMED:
        return _to_executors(reply, text, policy)
    return _detailed(reply, text, policy)


_MOST_NAMED = {
    Intent.SET_EXECUTOR: 1, Intent.SET_EXECUTORS: 9, Intent.ADD_EXECUTOR: 9,
    Intent.RECALL_EXECUTOR: 1, Intent.ASK_INFORMATION: 1,
}  # fmt: skip
"""Commands that name executors, with how many they can name."""


def _to_executors(reply: Reply, text: str, policy: Policy) -> Reply:
    """The command with the executors it names; of several the first one leads."""
    head, _, question = text.partition(":")
    asked = reply.intent is Intent.ASK_INFORMATION
    words = head if asked and question.strip() else text
    named = named_team(words, policy.executors) or (
        tuple(find_by_word(words, policy.executors)) if _MOST_NAMED[reply.intent] == 1 else ()
    )
    if not 1 <= len(named) <= _MOST_NAMED[reply.intent]:
        return unclear(Code.INTENT_NONE)
    asking = (question.strip() or text) if asked and head.strip() not in named else ""
    return replace(reply, executor=named[0], together=named[1:], words=asking)


def _detailed(reply: Reply, text: str, policy: Policy) -> Reply:
    """The command with what the words tell besides: a cause, a day, whose decision it is."""
    if reply.intent is Intent.REWORK:
        cause = _cause(text, "faults")
        bare = plain(load("one_tap")["faults"].get(cause, "")) == plain(text).strip()
        return replace(reply, words="" if bare else text, cause=cause)
    if reply.intent is Intent.GIVE_BACK:
        return replace(reply, words=text.partition(":")[2].strip())
    if reply.intent is Intent.NOT_CONSIDER:
        return replace(reply, cause=_cause(text, "grounds"), leader=named_leader(text, policy))
    if reply.intent is Intent.EXTEND:
        return replace(reply, until=tap_day(text), leader=named_leader(text, policy))
    if reply.intent in _WITH_CAUSE:
        return replace(reply, words=text, cause=_WITH_CAUSE[reply.intent](text))
    return replace(reply, words=text) if reply.intent in _WITH_WORDS else reply


def _result(text: str) -> str:
    """The code of the classifier's group 9 that a text names, as a code or in words."""
    code = _CODE.search(text)
    return f"9.{code[1]}" if code else _cause(text, "results")


def _cause(text: str, table: str) -> str:
    """The value of a closed list that the words name by a stem, "" when not exactly one."""
    said = plain(text)
    stems = load(TABLE)[table].items()
    found = {value for stem, value in stems if re.search(rf"(?<!\w){re.escape(plain(stem))}", said)}
    return found.pop() if len(found) == 1 else ""


def named_leader(text: str, policy: Policy) -> str | None:
    """The leader whose decision is cited, by code, surname or post; None when not exactly one."""
    said = _NAMES.findall(plain(text))
    mayor = not set(load(TABLE)["leaders"]["of_everything"]).isdisjoint(said)
    found = {
        one.code
        for one in policy.leaders
        if one.code in said
        or any(word.startswith(_stem(one.name)) for word in said)
        or (mayor and "*" in one.topics)
    }
    return found.pop() if len(found) == 1 else None


def _stem(name: str) -> str:
    """How a surname begins in every case form."""
    surname = plain(name.split(maxsplit=1)[0])
    return surname[: max(4, len(surname) - 2)]


def kind_of(text: str) -> Kind | None:
    """The kind that a text names, if only one."""
    said = _NOT_A.sub(" ", plain(text)).split()
    kinds = {
        kind
        for stem, kind in load(TABLE)["kinds"].items()
        if any(word.startswith(plain(stem)) for word in said)
    }
    return Kind(kinds.pop()) if len(kinds) == 1 else None


def _undone(text: str) -> str:
    """Which command a link takes back: the number of its letter, "" when none is named."""
    which = text.strip()
    return which if which.isdecimal() else ""


_WITH_CAUSE: dict[Intent, Callable[[str], str]] = {
    **dict.fromkeys((Intent.SET_RESULT, Intent.SEND_ANSWER, Intent.CLOSE, Intent.TELL), _result),
    Intent.UNDO: _undone,
}
