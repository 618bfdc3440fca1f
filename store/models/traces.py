"""Tables of what was done: history of fields, journal and its seals, jobs done and asked for."""

from __future__ import annotations

import peewee

from store.fields import Moment, Octets, Record, Words
from store.models.base import Row
from store.models.mail import LetterRow
from store.models.matters import AppealRow


class HistoryRow(Row):
    """One field of one record changed; `old` and `new` are JSON of the column's values."""

    record = Words()
    record_id = peewee.IntegerField()
    appeal = peewee.ForeignKeyField(AppealRow, null=True, index=False, backref="+")
    field = Words()
    old = Words(null=True)
    new = Words(null=True)
    at = Moment()
    by = Words(clip=320)
    letter = peewee.ForeignKeyField(LetterRow, null=True, index=False, backref="+")


HistoryRow.add_index(HistoryRow.appeal, HistoryRow.id)
HistoryRow.add_index(HistoryRow.at)


class JournalRow(Row):
    """One action: codes and ids, never personal text; only ever appended.

    `by` is who did it: "operator:head", "executor:water", "outsider", a job, "command-line".
    """

    at = Moment()
    action = Words()
    detail = Words(default="", clip=200)
    by = Words(default="", clip=200)
    letter_id = peewee.IntegerField(null=True)
    appeal_id = peewee.IntegerField(null=True)
    record_id = peewee.IntegerField(null=True)


JournalRow.add_index(JournalRow.letter_id, where=JournalRow.letter_id.is_null(False))
JournalRow.add_index(JournalRow.appeal_id, where=JournalRow.appeal_id.is_null(False))


class SealRow(Row):
    """The chain's hash after one line of the journal; `line` is that line's id.

    No foreign key: who takes a line out is to be told by the seal that is left.
    """

    line = peewee.IntegerField(primary_key=True)
    head = Octets()


class JobRunRow(Row):
    """A job was done for a moment and a recipient: never again."""

    job = Words(clip=100)
    moment = Words(clip=100)
    recipient = Words()
    at = Moment()


JobRunRow.add_index(JobRunRow.job, JobRunRow.moment, JobRunRow.recipient, unique=True)


class RequestRow(Row):
    """Something that a job is asked to answer."""

    kind = Words(clip=100)
    parameters = Record()
    letter = peewee.ForeignKeyField(LetterRow, null=True, index=False, backref="+")
    opened_at = Moment()
    done_at = Moment(null=True)


RequestRow.add_index(RequestRow.id, where=RequestRow.done_at.is_null(), name="request_open")
