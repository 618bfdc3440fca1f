"""The words of letters that operators are asked about, read again for their list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailflows.context import Context
from mailflows.facts import Facts
from mailflows.reading import read, unread
from mailflows.summary import Question
from mailflows.vocabulary import Intent, Role
from store import raw

SHOWN = 20  # questions of a list whose letters are worth reading
CALLS_SHOWN = 60  # people to telephone: each with what was claimed
WORDS = 2000


def with_words(questions: Sequence[Question], now: datetime, shown: int = SHOWN) -> list[Question]:
    """The questions, the first ones with the words and the sender of a reply that they are about.

    A question about the letter that made the appeal has the appeal's own words already.
    """
    return [*(_with_words(one, now) for one in questions[:shown]), *questions[shown:]]


def with_letter(context: Context, facts: Facts) -> Context:
    """The context with the letter that an answered question asks about, where its files matter."""
    task, reply = context.task, facts.reply
    wanted = reply is not None and reply.intent in (Intent.SEND_ANSWER, Intent.TELL)
    if facts.role is not Role.OPERATOR or not wanted or task is None or task.letter_id is None:
        return context
    try:
        return replace(context, shown=read(raw.load(task.letter_id), context.now, unread))
    except KeyError:  # the bytes of an old letter may be gone
        return context


def _with_words(question: Question, now: datetime) -> Question:
    task, appeal = question.task, question.appeal
    if task.letter_id is None or (appeal is not None and appeal.letter_id == task.letter_id):
        return question
    try:
        letter = read(raw.load(task.letter_id), now, unread)
    except KeyError:  # the bytes of an old letter may be gone
        return question
    sender = letter.sender.address if letter.sender else ""
    return replace(question, words=letter.text[:WORDS], sender=sender)
