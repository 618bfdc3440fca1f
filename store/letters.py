"""Letters from their arrival to their outcome: kept, claimed, given back, filed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from mailflows.vocabulary import Outcome
from store import journal, raw, requests, rows
from store.database import is_postgres, quick, transaction
from store.fields import Moment
from store.load import rows as read
from store.models import LetterRow, RawRow

_moment = Moment().db_value


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as the server gave it; `received_at` is its INTERNALDATE, aware."""

    mailbox: str
    uidvalidity: int
    uid: int
    received_at: datetime
    raw: bytes = field(repr=False)
    urgent: bool
    grave: bool = False  # people may be in danger: read before other urgent ones


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that one worker has for the length of its lease."""

    id: int
    mailbox: str
    received_at: datetime
    raw: bytes = field(repr=False)
    urgent: bool
    attempts: int


def _ledger_row(arrival: Arrival) -> dict[str, object]:
    return {
        "mailbox": arrival.mailbox,
        "uidvalidity": arrival.uidvalidity,
        "uid": arrival.uid,
        "received_at": arrival.received_at,
        "size": len(arrival.raw),
        "raw_digest": hashlib.sha256(arrival.raw).hexdigest(),
        "urgent": arrival.urgent,
        "grave": arrival.grave,
    }


_KEEP = (
    ' ON CONFLICT ("mailbox", "uidvalidity", "uid") DO NOTHING'
    ' RETURNING "id", "mailbox", "uidvalidity", "uid"'
)


def keep(batch: Sequence[Arrival]) -> list[int]:
    """Keep messages in one durable commit; one that is kept already is left as it is.

    Gives the letter ids in the order of the batch, old ones included.
    """
    packed = [raw.packed(arrival.raw) for arrival in batch]
    ledger = [_ledger_row(arrival) for arrival in batch]
    keys = [(arrival.mailbox, arrival.uidvalidity, arrival.uid) for arrival in batch]
    with transaction():
        ids = {
            (mailbox, uidvalidity, uid): letter_id
            for letter_id, mailbox, uidvalidity, uid in rows.insert(LetterRow, ledger, _KEEP)
        }
        octets = {ids[key]: data for key, data in zip(keys, packed, strict=True) if key in ids}
        rows.insert(RawRow, [{"letter_id": i, "octets": data} for i, data in octets.items()])
    return [ids[key] if key in ids else _letter_id(*key) for key in keys]


def _letter_id(mailbox: str, uidvalidity: int, uid: int) -> int:
    where = '"mailbox" = ? AND "uidvalidity" = ? AND "uid" = ?'
    return int(read(LetterRow, where, mailbox, uidvalidity, uid)[0]["id"])


def keep_too_large(
    mailbox: str,
    uidvalidity: int,
    uid: int,
    received_at: datetime,
    size: int,
    header: bytes,
    now: datetime,
) -> int | None:
    """Keep the header and the size (bytes) of a message over the limit, its outcome at once.

    A request "too-large" asks a job to tell the operators. None when it was known already.
    """
    ledger = {
        "mailbox": mailbox,
        "uidvalidity": uidvalidity,
        "uid": uid,
        "received_at": received_at,
        "size": size,
        "raw_digest": hashlib.sha256(header).hexdigest(),
        "too_large": True,
        "outcome": Outcome.TOO_LARGE,
        "decided_at": now,
    }
    with transaction():
        new = rows.insert(LetterRow, [ledger], _KEEP)
        if not new:
            return None
        letter_id = int(new[0][0])
        octets = raw.packed(header)
        rows.insert(RawRow, [{"letter_id": letter_id, "octets": octets}])
        requests.ask("too-large", {"size": size, "mailbox": mailbox}, letter_id, now)
        journal.write("too-large", now, by="intake", letter_id=letter_id)
    return letter_id


_NEXT = (
    '(SELECT "id" FROM "letter" WHERE "outcome" IS NULL AND {which}'
    ' AND ("claimed_until" IS NULL OR "claimed_until" <= ?) ORDER BY {order} LIMIT 1{lock})'
)
_NOBODY_GOES_FIRST = 'NOT EXISTS (SELECT 1 FROM "mailbox_state" WHERE "goes_first_until" > ?)'
_NEWEST, _OLDEST = '"received_at" DESC, "id" DESC', '"received_at", "id"'
_QUEUES = (
    ('"grave"', _NEWEST),
    (f'"urgent" = TRUE AND {_NOBODY_GOES_FIRST}', _NEWEST),
    (f'"urgent" = FALSE AND {_NOBODY_GOES_FIRST}', _OLDEST),
)
_CLAIM = (
    'UPDATE "letter" SET "claimed_by" = ?, "claimed_until" = ?, "attempts" = "attempts" + 1'
    ' WHERE "outcome" IS NULL AND "id" = coalesce({queues})'
    ' RETURNING "id", "mailbox", "received_at", "urgent", "attempts"'
)


@cache
def _claim(lock: str) -> str:
    queues = [_NEXT.format(which=which, order=order, lock=lock) for which, order in _QUEUES]
    return _CLAIM.format(queues=", ".join(queues))


def claim(worker: str, now: datetime, lease: timedelta) -> Claimed | None:
    """Take the next waiting letter for `lease`: grave ones first, other urgent ones, then the rest.

    Of the grave and the urgent ones the newest: an emergency of this minute is not to wait behind
    hundreds of letters that only smelled of one. While intake goes first, only grave ones are
    given. A claim that ran out is free again, so a killed worker's letter comes back by itself.
    """
    statement = _claim(" FOR UPDATE SKIP LOCKED" if is_postgres() else "")
    due = [_moment(now)] * (statement.count("?") - 2)
    with quick():
        found = rows.run(statement, worker, _moment(now + lease), *due).fetchall()
    if not found:
        return None
    letter_id, mailbox, received_at, urgent, attempts = found[0]
    return Claimed(
        id=letter_id,
        mailbox=mailbox,
        received_at=Moment().python_value(received_at),
        raw=raw.load(letter_id),
        urgent=bool(urgent),
        attempts=attempts,
    )


def release(letter_id: int, worker: str, until: datetime | None = None) -> bool:
    """Give a claim back, free at once or from `until` on; the attempt is not counted."""
    with transaction():
        return bool(
            LetterRow.update(claimed_by=None, claimed_until=until, attempts=LetterRow.attempts - 1)
            .where(LetterRow.id == letter_id, LetterRow.claimed_by == worker)
            .execute()
        )


def waiting() -> int:
    """How many letters have no outcome yet."""
    # a column of the queue's own index: by count(*) SQLite walks that of all letters ever
    found = rows.run('SELECT count("received_at") FROM "letter" WHERE "outcome" IS NULL')
    return int(found.fetchone()[0])
