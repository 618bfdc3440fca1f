"""What a mailbox holds, what of it is ours, what has left its INBOX, what had gone before us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store import rows
from store.database import quick, transaction
from store.fields import Moment
from store.load import rows as read
from store.models import GoneRow, LetterRow, MailboxStateRow


@dataclass(frozen=True, slots=True)
class Unfiled:
    """A message that is kept but may still lie in INBOX."""

    uid: int
    too_large: bool


def known_uids(mailbox: str, uidvalidity: int, above: int = 0) -> set[int]:
    """UIDs above `above` that have a ledger row."""
    found = rows.run(
        'SELECT "uid" FROM "letter" WHERE "mailbox" = ? AND "uidvalidity" = ? AND "uid" > ?',
        mailbox,
        uidvalidity,
        above,
    )
    return {uid for (uid,) in found.fetchall()}


def unfiled(mailbox: str, uidvalidity: int) -> list[Unfiled]:
    """Messages that are kept and not yet known to have left INBOX."""
    found = rows.run(
        'SELECT "uid", "too_large" FROM "letter" WHERE "mailbox" = ? AND "uidvalidity" = ?'
        ' AND "filed_at" IS NULL ORDER BY "uid"',
        mailbox,
        uidvalidity,
    )
    return [Unfiled(uid, bool(too_large)) for uid, too_large in found.fetchall()]


def mark_filed(mailbox: str, uidvalidity: int, uids: Sequence[int], now: datetime) -> None:
    """These messages have left INBOX."""
    with transaction():
        for start in range(0, len(uids), 500):
            some = list(uids[start : start + 500])
            LetterRow.update(filed_at=now).where(
                LetterRow.mailbox == mailbox,
                LetterRow.uidvalidity == uidvalidity,
                LetterRow.uid.in_(some),
                LetterRow.filed_at.is_null(),
            ).execute()


def gone_uids(mailbox: str, uidvalidity: int, above: int = 0) -> set[int]:
    """UIDs above `above` that had gone before we saw them and have not turned up since."""
    where = '"mailbox" = ? AND "uidvalidity" = ? AND "last" > ?'
    ranges = read(GoneRow, where, mailbox, uidvalidity, above)
    gone = {uid for one in ranges for uid in range(max(one["first"], above + 1), one["last"] + 1)}
    return gone - known_uids(mailbox, uidvalidity, above) if gone else gone


def mark_gone(mailbox: str, uidvalidity: int, uids: Sequence[int], now: datetime) -> None:
    """Note UIDs that the server no longer has and that we never saw; kept as ranges."""
    below = min(uids, default=1) - 1  # what lies below is not read while others wait to write
    with transaction():
        noted = gone_uids(mailbox, uidvalidity, below) | known_uids(mailbox, uidvalidity, below)
        spans: list[list[int]] = []
        for uid in sorted(set(uids) - noted):
            if spans and spans[-1][1] == uid - 1:
                spans[-1][1] = uid
            else:
                spans.append([uid, uid])
        values = [
            {"mailbox": mailbox, "uidvalidity": uidvalidity, "first": first, "last": last,
             "noted_at": now}
            for first, last in spans
        ]  # fmt: skip
        for start in range(0, len(values), 500):
            rows.insert(GoneRow, values[start : start + 500], " ON CONFLICT DO NOTHING")


def go_first(mailbox: str, uidvalidity: int, until: datetime) -> None:
    """The intake of this mailbox goes before the deciding of ordinary letters, up to a moment."""
    with quick():
        rows.run(
            'UPDATE "mailbox_state" SET "goes_first_until" = ?'
            ' WHERE "mailbox" = ? AND "uidvalidity" = ?',
            Moment().db_value(until),
            mailbox,
            uidvalidity,
        )


def note_mailbox_state(mailbox: str, uidvalidity: int, uidnext: int, now: datetime) -> None:
    """Remember what the mailbox said."""
    state = {"mailbox": mailbox, "uidvalidity": uidvalidity, "uidnext": uidnext, "noted_at": now}
    with transaction():
        rows.insert(
            MailboxStateRow,
            [state],
            ' ON CONFLICT ("mailbox", "uidvalidity") DO UPDATE SET'
            ' "uidnext" = EXCLUDED."uidnext", "noted_at" = EXCLUDED."noted_at"',
        )
