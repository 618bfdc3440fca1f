"""Tables of the letters that come: ledger rows, raw bytes, mailboxes, documents to read later."""

from __future__ import annotations

import peewee

from store.fields import Moment, Octets, Record, Words
from store.models.base import Row


class LetterRow(Row):
    """One row for every message that a mailbox ever showed: the ledger."""

    mailbox = Words()
    uidvalidity = peewee.BigIntegerField()
    uid = peewee.BigIntegerField()
    received_at = Moment()
    size = peewee.IntegerField()
    raw_digest = Words()
    message_id = Words(null=True, clip=998)
    content_digest = Words(null=True)
    first_delivery = Words(null=True, clip=64)
    urgent = peewee.BooleanField(default=False)
    grave = peewee.BooleanField(default=False)  # always urgent too
    too_large = peewee.BooleanField(default=False)
    claimed_by = Words(null=True)
    claimed_until = Moment(null=True)
    attempts = peewee.IntegerField(default=0)
    outcome = Words(null=True)
    flow = Words(null=True)
    reasons = Record(null=True)
    error = Words(null=True, clip=2000)  # of a letter that is set aside, only then
    decided_at = Moment(null=True)
    filed_at = Moment(null=True)


LetterRow.add_index(LetterRow.mailbox, LetterRow.uidvalidity, LetterRow.uid, unique=True)
LetterRow.add_index(
    LetterRow.urgent.desc(),
    LetterRow.received_at,
    LetterRow.id,
    where=LetterRow.outcome.is_null(),
    name="letter_waiting",
)
LetterRow.add_index(
    LetterRow.received_at,
    LetterRow.id,
    where=LetterRow.outcome.is_null() & LetterRow.grave,
    name="letter_grave",
)
LetterRow.add_index(
    LetterRow.mailbox,
    LetterRow.uidvalidity,
    LetterRow.uid,
    where=LetterRow.filed_at.is_null(),
    name="letter_unfiled",
)
# Only the first delivery carries the key, so two workers cannot both register one letter.
LetterRow.add_index(LetterRow.first_delivery, unique=True)
LetterRow.add_index(LetterRow.mailbox, LetterRow.outcome)
# Never an index that begins with outcome: SQLite would take it for the head of the queue and sort.
LetterRow.add_index(LetterRow.decided_at, where=LetterRow.error.is_null(False), name="letter_aside")


class RawRow(Row):
    """The bytes of a letter, compressed, never joined."""

    letter = peewee.ForeignKeyField(LetterRow, primary_key=True, backref="+")
    octets = Octets()


class GoneRow(Row):
    """UIDs first to last of a mailbox that had gone before we saw them."""

    mailbox = Words()
    uidvalidity = peewee.BigIntegerField()
    first = peewee.BigIntegerField()
    last = peewee.BigIntegerField()
    noted_at = Moment()


GoneRow.add_index(GoneRow.mailbox, GoneRow.uidvalidity, GoneRow.first, unique=True)


class MailboxStateRow(Row):
    """What a mailbox said last."""

    mailbox = Words()
    uidvalidity = peewee.BigIntegerField()
    uidnext = peewee.BigIntegerField()
    noted_at = Moment()
    goes_first_until = Moment(null=True)  # its intake, before ordinary letters are decided


MailboxStateRow.add_index(MailboxStateRow.mailbox, MailboxStateRow.uidvalidity, unique=True)
MailboxStateRow.add_index(
    MailboxStateRow.goes_first_until,
    where=MailboxStateRow.goes_first_until.is_null(False),
    name="mailbox_goes_first",
)


class SupplementRow(Row):
    """A document that was not read when its letter was decided."""

    letter = peewee.ForeignKeyField(LetterRow, index=False, backref="+")
    part = peewee.IntegerField()
    attempts = peewee.IntegerField(default=0)
    next_at = Moment(null=True)  # null when done
    done_at = Moment(null=True)
    fault = Words(null=True, clip=200)


SupplementRow.add_index(SupplementRow.letter, SupplementRow.part, unique=True)
SupplementRow.add_index(
    SupplementRow.next_at,
    SupplementRow.id,
    where=SupplementRow.next_at.is_null(False),
    name="supplement_pending",
)
