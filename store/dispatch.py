"""Sending: an attempt is booked and committed before the network is touched, then ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from mailflows.states import POSTED
from mailflows.vocabulary import ReferralState
from store import history, journal, rows
from store.changes import history_value
from store.database import is_postgres, transaction
from store.fields import Moment
from store.load import rows as read
from store.models import HistoryRow, OutboxRow, ReferralRow
from store.outbox import data

_moment = Moment().db_value
_REFERRALS = ("referral", "inquiry", "rework")  # templates whose sending makes a referral "sent"


@dataclass(frozen=True, slots=True)
class Booked:
    """A letter that one sender has for the length of its lease; `attempts` counts this one."""

    id: int
    message_id: str
    envelope_from: str
    recipient: str
    data: bytes = field(repr=False)
    attempts: int
    urgent: bool
    doubtful: int  # earlier attempts that may have been delivered all the same
    created_at: datetime
    template: str
    party: str
    appeal_id: int | None
    referral_id: int | None
    alert_id: int | None
    task_id: int | None


_BOOK = (
    'UPDATE "outbox" SET "attempts" = "attempts" + 1, "booked_by" = ?, "next_at" = ?,'
    ' "doubtful" = "doubtful" + CASE WHEN "state" = \'booked\' THEN 1 ELSE 0 END,'
    " \"state\" = 'booked'"
    ' WHERE "id" = (SELECT "id" FROM "outbox" WHERE "next_at" <= ?'
    ' ORDER BY "urgent" DESC, "next_at", "id" LIMIT 1{lock}) AND "next_at" <= ?'
    ' RETURNING "id"'
)


def book(now: datetime, worker: str, lease: timedelta) -> Booked | None:
    """Take the next letter that is due, urgent ones first, and count the attempt, durably.

    A booking that was never ended returns when its lease does: the same bytes and Message-ID,
    counted as doubtful, because a killed sender may have sent it.
    """
    statement = _BOOK.format(lock=" FOR UPDATE SKIP LOCKED" if is_postgres() else "")
    due = _moment(now)
    with transaction():
        taken = rows.run(statement, worker, _moment(now + lease), due, due).fetchall()
    if not taken:
        return None
    row = read(OutboxRow, '"id" = ?', taken[0][0])[0]
    return Booked(
        id=row["id"],
        message_id=row["message_id"],
        envelope_from=row["envelope_from"],
        recipient=row["recipient"],
        data=data(row["id"]),
        attempts=row["attempts"],
        urgent=row["urgent"],
        doubtful=row["doubtful"],
        created_at=row["created_at"],
        template=row["template"],
        party=row["party"],
        appeal_id=row["appeal_id"],
        referral_id=row["referral_id"],
        alert_id=row["alert_id"],
        task_id=row["task_id"],
    )


_SENT = (
    'UPDATE "outbox" SET "state" = \'sent\', "sent_at" = ?, "next_at" = NULL, "reply" = ?,'
    ' "error" = NULL WHERE "id" = ? AND "sent_at" IS NULL'
)


def sent(outbox_id: int, now: datetime, reply: str) -> bool:
    """The server took the letter; its referral becomes "sent". False when it was so before."""
    with transaction():
        changed = rows.run(_SENT, _moment(now), reply[:1000], outbox_id).rowcount
        if changed:
            row = read(OutboxRow, '"id" = ?', outbox_id)[0]
            _note("sent", row, now)
            _served(row, now)
    return bool(changed)


def _note(action: str, row: Mapping[str, Any], now: datetime) -> None:
    journal.write(
        action,
        now,
        by=history.SENDING,
        detail=row["template"],
        appeal_id=row["appeal_id"],
        record_id=row["id"],
    )


def _served(row: Mapping[str, Any], now: datetime) -> None:
    """A referral is sent when its letter is, unless the executor has answered meanwhile."""
    if row["referral_id"] is None or row["template"] not in _REFERRALS:
        return
    found = read(ReferralRow, '"id" = ?', row["referral_id"])[0]
    values: dict[str, Any] = {"sent_at": now, "address": row["recipient"]}
    if found["state"] in POSTED:
        values["state"] = ReferralState.SENT
    if not rows.change(ReferralRow, found["id"], found["version"], values):
        return  # somebody changed it in this moment: the outbox still tells what happened
    changed = [
        {
            "record": "referral",
            "record_id": found["id"],
            "appeal_id": found["appeal_id"],
            "field": name,
            "old": history_value(ReferralRow, name, found[name]),
            "new": history_value(ReferralRow, name, value),
            "at": now,
            "by": history.SENDING,
        }
        for name, value in values.items()
        if found[name] != value
    ]
    rows.insert(HistoryRow, changed)
    if changed:
        journal.write(
            "referral-changed",
            now,
            by=history.SENDING,
            detail=str(values.get("state", "")),
            appeal_id=found["appeal_id"],
            record_id=found["id"],
        )


def _end(outbox_id: int, values: dict[str, Any]) -> bool:
    """End an attempt, unless another sender has sent the letter meanwhile."""
    with transaction():
        return bool(
            OutboxRow.update(values)
            .where(OutboxRow.id == outbox_id, OutboxRow.state == "booked")
            .execute()
        )


def later(outbox_id: int, at: datetime, error: str) -> bool:
    """The letter was not taken and is to be tried again from `at` on."""
    return _end(outbox_id, {"state": "queued", "next_at": at, "error": error})


def maybe_sent(outbox_id: int, at: datetime, error: str) -> bool:
    """The connection broke inside DATA: tried again from `at` on, possibly twice delivered."""
    doubtful = OutboxRow.doubtful + 1
    return _end(outbox_id, {"state": "maybe", "next_at": at, "error": error, "doubtful": doubtful})


def never(outbox_id: int, error: str, now: datetime) -> bool:
    """The letter was refused for good; `due.unserved` tells of a referral in it."""
    with transaction():
        ended = _end(outbox_id, {"state": "never", "next_at": None, "error": error})
        if ended:
            _note("never", read(OutboxRow, '"id" = ?', outbox_id)[0], now)
    return ended
