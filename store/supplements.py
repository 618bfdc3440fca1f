"""Documents that were not read in time: their words come later and can only add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from store import rows
from store.database import is_postgres, transaction
from store.fields import Moment
from store.load import rows as read
from store.models import LetterRow, SupplementRow

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
_moment = Moment().db_value


@dataclass(frozen=True, slots=True)
class Pending:
    """A document to be read: `part` is its position among the letter's attachments."""

    id: int
    letter_id: int
    part: int
    attempts: int
    mailbox: str
    received_at: datetime
    urgent: bool


def add(letter_id: int, part: int, at: datetime | None = None) -> None:
    """A document of this letter is still to be read; once for each."""
    values = {"letter_id": letter_id, "part": part, "next_at": at or AT_ONCE}
    with transaction():
        rows.insert(SupplementRow, [values], ' ON CONFLICT ("letter_id", "part") DO NOTHING')


_TAKE = (
    'UPDATE "supplement" SET "attempts" = "attempts" + 1, "next_at" = ?'
    ' WHERE "id" = (SELECT "id" FROM "supplement" WHERE "next_at" <= ?'
    ' ORDER BY "next_at", "id" LIMIT 1{lock}) RETURNING "id"'
)


def take(now: datetime, lease: timedelta = LEASE) -> Pending | None:
    """Take the next document for `lease`; one that killed its reader too often is given up."""
    statement = _TAKE.format(lock=" FOR UPDATE SKIP LOCKED" if is_postgres() else "")
    with transaction():
        taken = rows.run(statement, _moment(now + lease), _moment(now)).fetchall()
    if not taken:
        return None
    row = read(SupplementRow, '"id" = ?', taken[0][0])[0]
    if row["attempts"] > MOST_ATTEMPTS:
        done(row["id"], now, fault="gave-up")
        return take(now, lease)
    letter = read(LetterRow, '"id" = ?', row["letter_id"])[0]
    return Pending(
        id=row["id"],
        letter_id=row["letter_id"],
        part=row["part"],
        attempts=row["attempts"],
        mailbox=letter["mailbox"],
        received_at=letter["received_at"],
        urgent=letter["urgent"],
    )


def done(supplement_id: int, now: datetime, fault: str | None = None) -> None:
    """The document was read and decided on, or cannot be read (`fault`: a short code)."""
    with transaction():
        SupplementRow.update(done_at=now, next_at=None, fault=fault).where(
            SupplementRow.id == supplement_id
        ).execute()


def waiting() -> int:
    """How many documents are still to be read."""
    found = rows.run('SELECT count(*) FROM "supplement" WHERE "next_at" IS NOT NULL').fetchone()
    return int(found[0])
