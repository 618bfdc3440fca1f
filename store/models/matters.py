"""Tables of what the letters are about: appeals, referrals, alerts and questions to people."""

from __future__ import annotations

import peewee

from store.fields import Day, Moment, Record, Words
from store.models.base import Row
from store.models.mail import LetterRow


class CounterRow(Row):
    """The last number given in a year; taken inside the transaction that uses it: no gaps."""

    year = peewee.IntegerField(primary_key=True)
    last = peewee.IntegerField()


class AppealRow(Row):
    """An appeal without its long text."""

    version = peewee.IntegerField(default=1)
    number = Words(unique=True, clip=100)
    year = peewee.IntegerField()
    sequence = peewee.IntegerField()
    letter = peewee.ForeignKeyField(LetterRow, null=True, backref="+")
    message_id = Words(null=True, clip=998)
    subject = Words(default="", clip=998)
    channel = Words()
    kind = Words()
    regime = Words()
    topic = Words(null=True, clip=100)
    state = Words()
    open = peewee.BooleanField(default=True)  # kept by the store from `state`, for the indexes
    applicant_name = Words(null=True, clip=500)
    applicant_settlement = Words(null=True, clip=200)
    applicant_street = Words(null=True, clip=200)
    applicant_house = Words(null=True, clip=100)
    applicant_flat = Words(null=True, clip=100)
    applicant_phone = Words(null=True, clip=50)
    applicant_email = Words(null=True, clip=320)
    place_settlement = Words(null=True, clip=200)
    place_street = Words(null=True, clip=200)
    place_house = Words(null=True, clip=100)
    received_at = Moment()
    registered_at = Moment()
    due_at = Moment()
    emergency = peewee.BooleanField(default=False)
    collective = peewee.BooleanField(default=False)
    anonymous = peewee.BooleanField(default=False)
    confidential = peewee.BooleanField(default=False)
    privileged = Record()
    missing = Record()
    repeat_of = Words(null=True, clip=100)
    sign = Words(null=True, clip=20)
    sign_by = Words(null=True, clip=320)
    wording = Words(null=True, clip=32)
    against = Record(null=True)
    leader = Words(null=True, clip=100)
    result = Words(null=True, clip=20)
    result_by = Words(null=True, clip=320)
    closed_at = Moment(null=True)
    written = peewee.BooleanField(default=False)
    rating = peewee.IntegerField(null=True)


AppealRow.add_index(AppealRow.year, AppealRow.sequence, unique=True)
AppealRow.add_index(
    AppealRow.applicant_email,
    AppealRow.received_at,
    where=AppealRow.applicant_email.is_null(False),
    name="appeal_email",
)
AppealRow.add_index(
    AppealRow.applicant_phone,
    AppealRow.received_at,
    where=AppealRow.applicant_phone.is_null(False),
    name="appeal_phone",
)
AppealRow.add_index(
    AppealRow.applicant_name,
    AppealRow.received_at,
    where=AppealRow.applicant_name.is_null(False),
    name="appeal_name",
)
AppealRow.add_index(
    AppealRow.wording,
    AppealRow.received_at,
    where=AppealRow.wording.is_null(False),
    name="appeal_wording",
)
AppealRow.add_index(AppealRow.due_at, AppealRow.topic, where=AppealRow.open, name="appeal_open")
AppealRow.add_index(AppealRow.registered_at, AppealRow.topic, AppealRow.state)
AppealRow.add_index(AppealRow.closed_at, where=AppealRow.closed_at.is_null(False))


class AppealTextRow(Row):
    """The words of an appeal, and all that people search by, folded."""

    appeal = peewee.ForeignKeyField(AppealRow, primary_key=True, backref="+")
    text = Words()
    folded = Words()


class ReferralRow(Row):
    """A referral of one appeal to one executor."""

    version = peewee.IntegerField(default=1)
    appeal = peewee.ForeignKeyField(AppealRow, backref="+")
    executor = Words(clip=100)
    due_at = Moment()
    state = Words()
    open = peewee.BooleanField(default=True)  # the executor still has it
    purpose = Words()
    address = Words(default="", clip=320)
    created_at = Moment()
    sent_at = Moment(null=True)
    accepted_at = Moment(null=True)
    claimed_at = Moment(null=True)
    claim = Words(null=True)
    asked_until = Day(null=True)
    returns = peewee.IntegerField(default=0)
    unserved_at = Moment(null=True)
    question = Words(null=True, clip=8000)
    report = Words(null=True, clip=8000)
    reported_at = Moment(null=True)
    report_letter = peewee.ForeignKeyField(LetterRow, null=True, index=False, backref="+")
    asked_by = Words(null=True, clip=320)
    called_at = Moment(null=True)
    served_by = Words(null=True, clip=100)


ReferralRow.add_index(
    ReferralRow.due_at, ReferralRow.executor, where=ReferralRow.open, name="referral_open"
)
ReferralRow.add_index(
    ReferralRow.claimed_at,
    where=ReferralRow.claimed_at.is_null(False),
    name="referral_claimed",
)


class AlertRow(Row):
    """An emergency that leaders were told of."""

    version = peewee.IntegerField(default=1)
    topic = Words(clip=100)
    settlement = Words(null=True, clip=200)
    opened_at = Moment()
    state = Words()
    appeal = peewee.ForeignKeyField(AppealRow, backref="+")
    appeals = peewee.IntegerField(default=1)
    told = Record()
    last_told_at = Moment(null=True)
    update_due_at = Moment(null=True)
    acknowledged_by = Words(null=True, clip=320)
    acknowledged_at = Moment(null=True)


AlertRow.add_index(AlertRow.opened_at, AlertRow.topic, AlertRow.settlement)
AlertRow.add_index(
    AlertRow.update_due_at,
    where=AlertRow.update_due_at.is_null(False),
    name="alert_update_due",
)


class TaskRow(Row):
    """A question to a person."""

    version = peewee.IntegerField(default=1)
    kind = Words()
    appeal = peewee.ForeignKeyField(AppealRow, null=True, backref="+")
    referral = peewee.ForeignKeyField(ReferralRow, null=True, index=False, backref="+")
    alert = peewee.ForeignKeyField(AlertRow, null=True, index=False, backref="+")
    letter = peewee.ForeignKeyField(LetterRow, null=True, index=False, backref="+")
    reason = Record(null=True)
    options = Record()
    urgent = peewee.BooleanField(default=False)
    opened_at = Moment()
    due_at = Moment(null=True)
    answered_at = Moment(null=True)
    answered_by = Words(null=True, clip=320)
    answer = Words(null=True, clip=2000)


TaskRow.add_index(
    TaskRow.urgent.desc(), TaskRow.id, where=TaskRow.answered_at.is_null(), name="task_open"
)


class AnswerRow(Row):
    """The council's own answer; a row is only ever entered, its files lie in the letter."""

    appeal = peewee.ForeignKeyField(AppealRow, backref="+")
    way = Words()
    given_by = Words(clip=320)
    given_at = Moment()
    letter = peewee.ForeignKeyField(LetterRow, null=True, index=False, backref="+")
    files = Record()
    note = Words(default="", clip=2000)


class LetterLinkRow(Row):
    """A letter that belongs to a known appeal, or an appeal that belongs to a running alert."""

    letter = peewee.ForeignKeyField(LetterRow, null=True, backref="+")
    appeal = peewee.ForeignKeyField(AppealRow, backref="+")
    referral = peewee.ForeignKeyField(ReferralRow, null=True, index=False, backref="+")
    alert = peewee.ForeignKeyField(AlertRow, null=True, index=False, backref="+")
    at = Moment()


LetterLinkRow.add_index(
    LetterLinkRow.alert, where=LetterLinkRow.alert.is_null(False), name="letter_link_alert"
)
