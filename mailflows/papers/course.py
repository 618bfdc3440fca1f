"""The course of an appeal: every letter, change, question and answer, by whom, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from mailflows.dossier import Change, Dossier, Written
from mailflows.papers.naming import Naming, clean, common, table, word
from mailflows.vocabulary import Intent

_TOLD_BY_STATE = {"sent_at", "accepted_at", "claimed_at", "closed_at", "acknowledged_at", "returns"}
"""Fields that change together with a state and say the same once more."""
_QUIET = {
    "address", "message_id", "letter_id", "last_told_at", "update_due_at", "question",
    "report", "reported_at",
    "report_letter_id", "called_at", "asked_by", "wording",
}  # fmt: skip
"""Fields of the machine: where a referral went and what was said is told by the letter itself."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one person did at one moment."""

    at: str
    by: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    at: datetime
    by: str
    said: str


def course(dossier: Dossier, naming: Naming) -> tuple[Step, ...]:
    """All steps, oldest first; what one hand did at one moment is one step."""
    events = [
        *_received(dossier, naming),
        *_changed(dossier, naming),
        *_asked(dossier, naming),
        *_written(dossier, naming),
    ]
    events.sort(key=lambda one: one.at)  # stable: a letter stands before what it changed
    return tuple(
        Step(naming.moment(at), by, tuple(dict.fromkeys(one.said for one in together)))
        for (at, by), together in groupby(events, key=lambda one: (one.at, one.by))
    )


def _received(dossier: Dossier, naming: Naming) -> Iterator[_Event]:
    said, intents = table("steps"), common("intent")
    for one in dossier.received:
        told = said["letter"]
        if one.letter_id == dossier.appeal.letter_id:
            channel = common("channel").get(dossier.appeal.channel, dossier.appeal.channel)
            told = said["arrived"].format(channel=channel)
        elif one.intent and one.intent != Intent.UNCLEAR:  # what it brought is told by what follows
            told = said["letter_said"].format(intent=intents.get(one.intent, one.intent))
        yield _Event(one.at, naming.who(one.by), told)


def _changed(dossier: Dossier, naming: Naming) -> Iterator[_Event]:
    places = {name: place for place, name in enumerate(table("fields"))}
    last = len(places)  # one commit changes many fields, in no order of its own
    for one in sorted(dossier.changes, key=lambda c: (c.at, places.get(c.field, last))):
        if not _is_told_elsewhere(one):
            yield _Event(one.at, naming.doer(one.by), _told(one, dossier, naming))


def _is_told_elsewhere(one: Change) -> bool:
    """Whether another line says the same: the new state, or the letter that was sent."""
    if one.field in _QUIET or (one.by == "sending" and one.field == "state"):
        return True
    return one.field in _TOLD_BY_STATE and one.new is not None


def _told(one: Change, dossier: Dossier, naming: Naming) -> str:
    said = table("steps")
    if one.field == "state" and one.old is None:
        return _born(one, dossier, naming)
    if one.field == "text":
        return str(said["text"])
    pattern = {"referral": "referral_changed", "alert": "alert_changed"}.get(one.record, "changed")
    executor = next((r.executor for r in dossier.referrals if r.id == one.record_id), "")
    told = said[pattern].format(
        executor=naming.executor(executor),
        label=table("fields").get(one.field, one.field),
        old=naming.value(one.record, one.field, one.old),
        new=naming.value(one.record, one.field, one.new),
    )
    return str(told[:1].upper() + told[1:])


def _born(one: Change, dossier: Dossier, naming: Naming) -> str:
    said = table("steps")
    if one.record == "appeal":
        return str(said["registered"].format(number=dossier.appeal.number))
    if one.record == "alert":
        return str(said["alert"])
    referral = next((r for r in dossier.referrals if r.id == one.record_id), None)
    if referral is None:
        return ""
    due = first_term(dossier, referral.id, referral.due_at)
    purpose = common("purpose").get(referral.purpose, referral.purpose)
    told = said["referred"].format(
        executor=naming.executor(referral.executor), purpose=purpose, due=naming.moment(due)
    )
    return str(told)


def first_term(dossier: Dossier, referral_id: int, now: datetime) -> datetime:
    """A referral's term as it was first given; `now` when it was never changed."""
    for one in dossier.changes:
        mine = one.record == "referral" and one.record_id == referral_id
        if mine and one.field == "due_at" and isinstance(one.old, datetime):
            return one.old
    return now


def _asked(dossier: Dossier, naming: Naming) -> Iterator[_Event]:
    said, names = table("steps"), common("task")
    program = naming.who("program")
    for one in dossier.tasks:
        question = str(names.get(one.kind, names["other"]))
        if one.opened_at is not None:
            yield _Event(one.opened_at, program, said["asked"].format(question=question))
        if one.answered_at is not None:
            answer = _answer(one.answer or "", naming)
            told = said["answered"].format(question=question, answer=answer)
            yield _Event(one.answered_at, naming.who(one.answered_by) or program, told)


def _answer(answer: str, naming: Naming) -> str:
    """What was answered: an intent and what it names, the topic or the executor."""
    code, _, named = answer.partition(" ")
    called = {
        Intent.SET_TOPIC: naming.topic,
        Intent.SET_EXECUTOR: naming.executor,
        Intent.SET_LEADER: naming.leader,
    }
    name = called[Intent(code)](named) if code in called and named else named
    return clean(f"{common('intent').get(code, code)} {name}") or word("none")


def _written(dossier: Dossier, naming: Naming) -> Iterator[_Event]:
    said, program = table("steps"), naming.who("program")
    for one in dossier.written:
        facts = {
            "letter": table("letters").get(one.template, one.template),
            "recipient": clean(one.recipient),
            "fault": f" ({clean(one.fault)})" if one.fault else "",
        }
        for at, code in _fates(one):
            yield _Event(at, program, said[code].format(**facts))


def _fates(one: Written) -> Iterator[tuple[datetime, str]]:
    """When something became of a letter, and what."""
    if one.sent_at is not None:
        yield one.sent_at, "sent"
    elif one.state != "never":
        yield one.at, "waits"
    elif one.returned_at is None:
        yield one.at, "never"
    if one.returned_at is not None:
        yield one.returned_at, "sent_again"
