"""Which way a letter goes: the order of judgement, read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailflows import (
    auto_reply,
    bounce,
    citizen_mail,
    executor_reply,
    follow_up,
    leader_reply,
    not_appeal,
    operator_reply,
    phone_note,
    web_form,
)
from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.vocabulary import Flow, Outcome


@dataclass(frozen=True, slots=True)
class Way:
    """A flow: the rule that takes a letter, and what it does with it."""

    flow: Flow
    fits: Callable[[Facts, Context], bool]
    handle: Callable[[Facts, Context], Decision]


FLOWS = (
    Way(Flow.BOUNCE, bounce.fits, bounce.handle),
    Way(Flow.WEB_FORM, web_form.fits, web_form.handle),
    Way(Flow.AUTO_REPLY, auto_reply.fits, auto_reply.handle),
    Way(Flow.EXECUTOR_REPLY, executor_reply.fits, executor_reply.handle),
    Way(Flow.LEADER_REPLY, leader_reply.fits, leader_reply.handle),
    Way(Flow.OPERATOR_REPLY, operator_reply.fits, operator_reply.handle),
    Way(Flow.FOLLOW_UP, follow_up.fits, follow_up.handle),
    Way(Flow.PHONE_NOTE, phone_note.fits, phone_note.handle),
    Way(Flow.NOT_APPEAL, not_appeal.fits, not_appeal.handle),
    Way(Flow.CITIZEN_MAIL, citizen_mail.fits, citizen_mail.handle),
)


def decide(facts: Facts, context: Context) -> Decision:
    """What is to be done with a letter: pure, the same for the same facts and context.

    A second delivery of a letter that was decided does nothing. The last flow takes whatever is
    left, so that every letter is decided.
    """
    way = next(way for way in FLOWS if way.fits(facts, context))
    if context.duplicate_of is not None:
        reason = Reason(Code.SECOND_DELIVERY, {"letter": str(context.duplicate_of)})
        return Decision(way.flow, Outcome.DUPLICATE_DELIVERY, (reason,))
    return way.handle(facts, context)
