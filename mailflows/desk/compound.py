"""Several commands about one appeal in one letter: carried out in order, told of in one letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mailflows.context import Context
from mailflows.desk.batch import Entry, Obey, obeyed
from mailflows.draft import Draft
from mailflows.facts import Facts, Reply
from mailflows.vocabulary import Flow, Intent


def carry_out_several(facts: Facts, context: Context, obey: Obey) -> tuple[Draft, list[Entry]]:
    """One draft of all that can be done, and what became of each command.

    What one lacks stops no other. A command knows what is said after it: who is named there gets
    the work, so that nobody else gets it for a moment and nobody is asked. When he cannot have it
    after all, it is carried out as if it stood alone.
    """
    draft, entries = _try(facts, context, obey, forward=True)
    if any(one.refused for one in entries):
        draft, entries = _try(facts, context, obey, forward=False)
    return draft, entries


def _try(facts: Facts, context: Context, obey: Obey, *, forward: bool) -> tuple[Draft, list[Entry]]:
    draft, entries = Draft.of(Flow.OPERATOR_REPLY, context), []
    number = context.appeal.number if context.appeal else ""
    for place, reply in enumerate(_each(facts, forward), 1):
        known = _after(draft, context)
        entries.append(obeyed(draft, replace(facts, reply=reply), known, obey, place, number))
    return draft, entries


def _each(facts: Facts, forward: bool) -> Iterator[Reply]:
    """The commands, each with what follows it; a kind alone when who follows cannot have it."""
    assert facts.reply is not None  # only a reply has further commands
    said = (facts.reply, *facts.reply.then)
    for at, one in enumerate(said, 1):
        alone = not forward and one.intent is Intent.SET_KIND
        yield replace(one, then=() if alone else said[at:])


def _after(draft: Draft, context: Context) -> Context:
    """What is known once the commands before are carried out; versions stay as read."""
    if context.appeal is None:
        return context
    return replace(
        context,
        appeal=draft.appeal_after(context.appeal),
        referrals=tuple(map(draft.referral_after, context.referrals)),
    )
