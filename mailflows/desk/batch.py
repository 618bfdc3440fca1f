"""An operator answers several questions of his list by one letter; one transcript answers him."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mailflows.acts.attaching import attach
from mailflows.context import Context
from mailflows.draft import Draft
from mailflows.facts import Facts, Reply
from mailflows.reasons import Code, Reason
from mailflows.records import Task
from mailflows.rules.closing import UNSETTLED, needs_answer
from mailflows.vocabulary import Intent, Kind, TaskKind

Obey = Callable[[Draft, Facts, Context], Reason | None]
"""Carries one command out; None when it was done, else why not."""
MANY = (Intent.NUMBERED, Intent.CLOSE_SILENT)
_YES = {
    TaskKind.CLOSE: Intent.CLOSE,
    TaskKind.REGISTER: Intent.REGISTER,
    TaskKind.CALL_BACK: Intent.REACHED,
    TaskKind.DECIDE_EXTENSION: Intent.EXTEND,
}
_NO = {
    TaskKind.CLOSE: Intent.REWORK,
    TaskKind.REGISTER: Intent.DO_NOT_REGISTER,
    TaskKind.CALL_BACK: Intent.NOT_CONFIRMED,
    TaskKind.DECIDE_EXTENSION: Intent.DO_NOT_EXTEND,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one answer of the letter."""

    place: int  # the question's number in the list
    number: str  # of the appeal, "" when there is none
    said: str  # an intent
    done: tuple[Reason, ...] = ()
    refused: Reason | None = None


def carry_out_many(draft: Draft, facts: Facts, context: Context, obey: Obey) -> list[Entry]:
    """Carry each answer out by itself: what one lacks stops no other."""
    draft.open_tasks = tuple(
        {task.id: task for one in context.listed.values() for task in one.tasks}.values()
    )
    seen: set[int] = set()
    return [
        _carry_out(draft, facts, context, place, reply, obey, seen)
        for place, reply in _answers(facts, context)
    ]


def obeyed(
    draft: Draft, facts: Facts, context: Context, obey: Obey, place: int, number: str
) -> Entry:
    """Carry one command of several out; the reasons of a refused one are told of it alone."""
    before = len(draft.reasons)
    refused = obey(draft, facts, context)
    said = facts.reply.intent.value if facts.reply else ""
    done = tuple(draft.reasons[before:])
    if refused is None:
        return Entry(place, number, said, done)
    del draft.reasons[before:]
    return Entry(place, number, said, refused=refused)


def _answers(facts: Facts, context: Context) -> Iterator[tuple[int, Reply]]:
    """The letter's own answers, else a closing of each silent claim of the list."""
    assert facts.reply is not None  # only a reply has an intent
    if facts.reply.intent is Intent.NUMBERED:
        yield from facts.reply.numbered
        return
    for place, one in context.listed.items():
        if _is_silent_claim(one):
            yield place, Reply(Intent.CLOSE)


def _is_silent_claim(one: Context) -> bool:
    """Closed together with others; complaints and what needs a signed answer are not.

    Nor is one whose letters wait to be read: who wrote is not silent.
    """
    task, appeal = one.task, one.appeal
    if task is None or appeal is None or not closes_with_others(task):
        return False
    if any(waiting.kind in UNSETTLED for waiting in one.tasks):
        return False
    return appeal.kind is not Kind.COMPLAINT and not needs_answer(appeal, one.policy)


def closes_with_others(task: Task) -> bool:
    """Whether the question is one about a claim that nobody has disputed for days."""
    silent = task.reason is not None and "silent_days" in task.reason.facts
    return task.kind is TaskKind.CLOSE and silent and task.answered_at is None


def _carry_out(
    draft: Draft,
    facts: Facts,
    context: Context,
    place: int,
    reply: Reply,
    obey: Obey,
    seen: set[int],
) -> Entry:
    about = context.listed.get(place)
    if about is None or about.task is None:
        refused = Reason(Code.NOT_POSSIBLE, {"why": "not-listed"})
        return Entry(place, "", reply.intent.value, refused=refused)
    reply = _meant(reply, about.task)
    number = about.appeal.number if about.appeal else ""
    why = ""
    if about.task.answered_at is not None:
        why = "answered"
    elif about.appeal is not None and about.appeal.id in seen:
        why = "same-appeal"
    if why:
        refused = Reason(Code.NOT_POSSIBLE, {"why": why})
        return Entry(place, number, reply.intent.value, refused=refused)
    entry = obeyed(draft, replace(facts, reply=reply), about, obey, place, number)
    if entry.refused is None:
        if about.appeal is not None:
            seen.add(about.appeal.id)  # a second word would be decided from what it was before
        attach(draft, about)
    return entry


def _meant(reply: Reply, task: Task) -> Reply:
    """What yes or no means for this question: the first answer that it offers, or its contrary."""
    if reply.intent not in (Intent.YES, Intent.NO):
        return reply
    intent = (_YES if reply.intent is Intent.YES else _NO).get(task.kind)
    if intent is None and reply.intent is Intent.YES and len(task.options) == 1:
        bare = task.options[0].partition(" ")
        intent = Intent.DONE if bare[0] == Intent.DONE and not bare[2] else None
    return replace(reply, intent=intent or Intent.UNCLEAR)
