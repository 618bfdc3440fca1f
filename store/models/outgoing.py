"""Tables of the letters that go out."""

from __future__ import annotations

import peewee

from store.fields import Moment, Octets, Record, Words
from store.models.base import Row
from store.models.mail import LetterRow
from store.models.matters import AlertRow, AppealRow, ReferralRow, TaskRow


class OutboxRow(Row):
    """A letter to be sent; `about` names the record it speaks of, e.g. "referral:12".

    `next_at` is when it may be tried; a booked letter comes back when its lease ends; null when
    nothing is left to do. This one column makes the queue's partial index.
    """

    purpose = Words(clip=200)
    recipient = Words()
    about = Words(clip=200)
    template = Words(clip=100)
    party = Words(default="")
    appeal = peewee.ForeignKeyField(AppealRow, null=True, backref="+")
    referral = peewee.ForeignKeyField(ReferralRow, null=True, index=False, backref="+")
    alert = peewee.ForeignKeyField(AlertRow, null=True, index=False, backref="+")
    task = peewee.ForeignKeyField(TaskRow, null=True, index=False, backref="+")
    letter = peewee.ForeignKeyField(LetterRow, null=True, index=False, backref="+")
    random = Words(unique=True, clip=100)
    message_id = Words(unique=True, clip=500)
    envelope_from = Words()
    subject = Words(clip=998)
    questions = Record(null=True)  # tasks that a list shows, in the order of their numbers
    urgent = peewee.BooleanField(default=False)
    state = Words(default="queued")
    attempts = peewee.IntegerField(default=0)
    doubtful = peewee.IntegerField(default=0)  # tries that may have been delivered all the same
    created_at = Moment()
    next_at = Moment(null=True)
    booked_by = Words(null=True)
    sent_at = Moment(null=True)
    reply = Words(null=True, clip=1000)
    error = Words(null=True, clip=1000)
    returned_at = Moment(null=True)  # when a non-delivery report came
    returned_status = Words(null=True, clip=100)


OutboxRow.add_index(OutboxRow.about, OutboxRow.purpose, OutboxRow.recipient, unique=True)
OutboxRow.add_index(
    OutboxRow.urgent.desc(),
    OutboxRow.next_at,
    OutboxRow.id,
    where=OutboxRow.next_at.is_null(False),
    name="outbox_due",
)
OutboxRow.add_index(OutboxRow.recipient, OutboxRow.template, OutboxRow.created_at)
OutboxRow.add_index(OutboxRow.state, OutboxRow.created_at)


class OutboxMessageRow(Row):
    """The finished bytes of a letter, compressed, the same at each try."""

    outbox = peewee.ForeignKeyField(OutboxRow, primary_key=True, backref="+")
    octets = Octets()
