"""Claims and bookings by their holders, so that a dead one's need not wait for their lease."""

from __future__ import annotations

from datetime import datetime

from store import rows
from store.database import transaction
from store.models import LetterRow, OutboxRow


def holders() -> set[str]:
    """Workers that hold a claimed letter or a booked letter of the outbox."""
    found = rows.run(
        'SELECT "claimed_by" FROM "letter" WHERE "outcome" IS NULL AND "claimed_by" IS NOT NULL'
        ' UNION SELECT "booked_by" FROM "outbox" WHERE "state" = ? AND "booked_by" IS NOT NULL',
        "booked",
    )
    return {worker for (worker,) in found.fetchall()}


def free(worker: str, now: datetime) -> int:
    """End the leases of a worker that is known to be dead; how many there were.

    A booked letter stays counted as possibly sent: nobody knows how far its sender had come.
    """
    with transaction():
        claims = (
            LetterRow.update(claimed_until=now)
            .where(LetterRow.claimed_by == worker, LetterRow.outcome.is_null())
            .execute()
        )
        bookings = (
            OutboxRow.update(next_at=now)
            .where(OutboxRow.booked_by == worker, OutboxRow.state == "booked")
            .execute()
        )
    return int(claims) + int(bookings)
