"""An appeal's whole file for its registration card, who did what read from the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from mailflows.dossier import Change, Dossier, Received, Written
from store import journal, load, registry
from store.history import Changed
from store.journal import Entry
from store.outbox import Queued
from store.registry import LetterOf

_SAID = "said"  # the journal's line of what a letter wanted


def dossier(number: str) -> Dossier | None:
    """Everything about the appeal of this registration number; None when there is no such."""
    card = registry.show(number)
    if card is None:
        return None
    doers = _doers(card.journal)
    return Dossier(
        appeal=card.appeal,
        referrals=card.referrals,
        tasks=card.tasks,
        received=tuple(map(_received, card.letters)),
        written=tuple(map(_written, card.sent)),
        changes=tuple(_change(one, doers) for one in card.history),
        answers=load.answers(card.appeal.id),
    )


def _doers(entries: Sequence[Entry]) -> Mapping[tuple[datetime, int | None], str]:
    """Who made each commit: the history knows the flow only, the journal knows the person."""
    return {(one.at, one.letter_id): one.by for one in entries if one.by}


def _change(one: Changed, doers: Mapping[tuple[datetime, int | None], str]) -> Change:
    by = doers.get((one.at, one.letter_id), one.by)
    return Change(one.at, by, one.record, one.record_id, one.field, one.old, one.new)


def _received(letter: LetterOf) -> Received:
    entries = journal.of_letter(letter.id)
    said = [one for one in entries if one.action == _SAID]
    by = next((one.by for one in [*said, *entries] if one.by), "")
    return Received(letter.id, letter.received_at, by, said[-1].detail if said else "")


def _written(one: Queued) -> Written:
    return Written(
        at=one.created_at,
        template=one.template,
        recipient=one.recipient,
        party=one.party,
        state=one.state,
        sent_at=one.sent_at,
        returned_at=one.returned_at,
        fault=one.returned_status or one.error or "",
    )
