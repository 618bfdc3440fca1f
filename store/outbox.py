"""The outbox as people and jobs look at it: what waits, went, was refused or came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store import raw, rows
from store.fields import Moment
from store.load import rows as read
from store.models import OutboxRow

_moment = Moment().db_value


@dataclass(frozen=True, slots=True)
class Queued:
    """A row of the outbox for people, without the letter's bytes."""

    id: int
    purpose: str
    recipient: str
    about: str
    template: str
    party: str
    appeal_id: int | None
    referral_id: int | None
    alert_id: int | None
    task_id: int | None
    message_id: str
    subject: str
    urgent: bool
    state: str  # queued | booked | sent | maybe | never
    attempts: int
    doubtful: int
    created_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    reply: str | None
    error: str | None
    returned_at: datetime | None
    returned_status: str | None


def data(outbox_id: int) -> bytes:
    """The finished bytes of a letter; KeyError when there is none."""
    found = rows.run('SELECT "octets" FROM "outbox_message" WHERE "outbox_id" = ?', outbox_id)
    row = found.fetchone()
    if row is None:
        raise KeyError(f"outbox {outbox_id} has no bytes")
    return raw.unpacked(row[0])


def _queued(row: dict[str, Any]) -> Queued:
    return Queued(**{name: row[name] for name in Queued.__slots__})


def listed(state: str | None = None, limit: int = 1000) -> tuple[Queued, ...]:
    """Rows of the outbox, newest first; `state` narrows them down."""
    if state is None:
        return tuple(map(_queued, read(OutboxRow, '"id" > 0 ORDER BY "id" DESC LIMIT ?', limit)))
    found = read(OutboxRow, '"state" = ? ORDER BY "created_at" DESC LIMIT ?', state, limit)
    return tuple(map(_queued, found))


def of_appeal(appeal_id: int) -> tuple[Queued, ...]:
    """Letters about an appeal, oldest first."""
    return tuple(map(_queued, read(OutboxRow, '"appeal_id" = ? ORDER BY "id"', appeal_id)))


def undelivered(since: datetime, limit: int) -> tuple[Queued, ...]:
    """Letters made after `since` that were refused for good or came back, oldest first."""
    found = read(
        OutboxRow,
        '"state" = ? AND "created_at" > ? ORDER BY "created_at", "id" LIMIT ?',
        "never",
        _moment(since),
        limit,
    )
    return tuple(map(_queued, found))


def next_due() -> datetime | None:
    """When the earliest letter is to be tried next; None when nothing waits."""
    found = rows.run('SELECT min("next_at") FROM "outbox" WHERE "next_at" IS NOT NULL').fetchone()
    moment: datetime | None = Moment().python_value(found[0])
    return moment


def tried_since() -> datetime | None:
    """Since when the oldest letter that was tried and not taken has been written, None: no such.

    A letter sent later than that ends it: then one address is slow, not the way to the server.
    """
    tried = 'SELECT min("created_at") FROM "outbox" WHERE "next_at" IS NOT NULL AND "attempts" > 0'
    found = rows.run(tried).fetchone()[0]
    if found is not None:
        # by no index: asked only when a letter was tried in vain
        last = rows.run('SELECT max("sent_at") FROM "outbox"').fetchone()[0]
        found = rows.run(f'{tried} AND "created_at" > ?', last).fetchone()[0] if last else found
    moment: datetime | None = Moment().python_value(found)
    return moment


def counts() -> dict[str, int]:
    """How many letters stand in each state."""
    found = rows.run('SELECT "state", count(*) FROM "outbox" GROUP BY "state"').fetchall()
    return {state: int(count) for state, count in found}
