"""The first tables; frozen: what comes later goes into a later file."""
# mypy: ignore-errors

import re

import peewee


def table_name(model):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()


def up(migrator, db):
    class Row(peewee.Model):
        class Meta:
            database = db
            legacy_table_names = False
            table_function = table_name

    class Letter(Row):
        mailbox = peewee.TextField()
        uidvalidity = peewee.BigIntegerField()
        uid = peewee.BigIntegerField()
        received_at = peewee.DateTimeField()
        size = peewee.IntegerField()
        raw_digest = peewee.TextField()
        message_id = peewee.TextField(null=True)
        content_digest = peewee.TextField(null=True)
        first_delivery = peewee.TextField(null=True)
        urgent = peewee.BooleanField()
        too_large = peewee.BooleanField()
        claimed_by = peewee.TextField(null=True)
        claimed_until = peewee.DateTimeField(null=True)
        attempts = peewee.IntegerField()
        outcome = peewee.TextField(null=True)
        flow = peewee.TextField(null=True)
        reasons = peewee.TextField(null=True)
        error = peewee.TextField(null=True)
        decided_at = peewee.DateTimeField(null=True)
        filed_at = peewee.DateTimeField(null=True)

    Letter.add_index(Letter.mailbox, Letter.uidvalidity, Letter.uid, unique=True)
    Letter.add_index(
        Letter.urgent.desc(),
        Letter.received_at,
        Letter.id,
        where=Letter.outcome.is_null(),
        name="letter_waiting",
    )
    Letter.add_index(
        Letter.mailbox,
        Letter.uidvalidity,
        Letter.uid,
        where=Letter.filed_at.is_null(),
        name="letter_unfiled",
    )
    Letter.add_index(Letter.first_delivery, unique=True)
    Letter.add_index(Letter.mailbox, Letter.outcome)
    Letter.add_index(Letter.decided_at, where=Letter.error.is_null(False), name="letter_aside")

    class Raw(Row):
        letter = peewee.ForeignKeyField(Letter, backref="+", primary_key=True)
        octets = peewee.BlobField()

    class Gone(Row):
        mailbox = peewee.TextField()
        uidvalidity = peewee.BigIntegerField()
        first = peewee.BigIntegerField()
        last = peewee.BigIntegerField()
        noted_at = peewee.DateTimeField()

    Gone.add_index(Gone.mailbox, Gone.uidvalidity, Gone.first, unique=True)

    class MailboxState(Row):
        mailbox = peewee.TextField()
        uidvalidity = peewee.BigIntegerField()
        uidnext = peewee.BigIntegerField()
        noted_at = peewee.DateTimeField()

    MailboxState.add_index(MailboxState.mailbox, MailboxState.uidvalidity, unique=True)

    class Supplement(Row):
        letter = peewee.ForeignKeyField(Letter, backref="+", index=False)
        part = peewee.IntegerField()
        attempts = peewee.IntegerField()
        next_at = peewee.DateTimeField(null=True)
        done_at = peewee.DateTimeField(null=True)
        fault = peewee.TextField(null=True)

    Supplement.add_index(Supplement.letter, Supplement.part, unique=True)
    Supplement.add_index(Supplement.next_at, Supplement.id, where=Supplement.next_at.is_null(False), name="supplement_pending")

    class Counter(Row):
        year = peewee.IntegerField(primary_key=True)
        last = peewee.IntegerField()

    class Appeal(Row):
        version = peewee.IntegerField()
        number = peewee.TextField(unique=True)
        year = peewee.IntegerField()
        sequence = peewee.IntegerField()
        letter = peewee.ForeignKeyField(Letter, backref="+", null=True)
        message_id = peewee.TextField(null=True)
        subject = peewee.TextField()
        channel = peewee.TextField()
        kind = peewee.TextField()
        regime = peewee.TextField()
        topic = peewee.TextField(null=True)
        state = peewee.TextField()
        open = peewee.BooleanField()
        applicant_name = peewee.TextField(null=True)
        applicant_settlement = peewee.TextField(null=True)
        applicant_street = peewee.TextField(null=True)
        applicant_house = peewee.TextField(null=True)
        applicant_flat = peewee.TextField(null=True)
        applicant_phone = peewee.TextField(null=True)
        applicant_email = peewee.TextField(null=True)
        place_settlement = peewee.TextField(null=True)
        place_street = peewee.TextField(null=True)
        place_house = peewee.TextField(null=True)
        received_at = peewee.DateTimeField()
        registered_at = peewee.DateTimeField()
        due_at = peewee.DateTimeField()
        emergency = peewee.BooleanField()
        collective = peewee.BooleanField()
        anonymous = peewee.BooleanField()
        confidential = peewee.BooleanField()
        privileged = peewee.TextField()
        missing = peewee.TextField()
        repeat_of = peewee.TextField(null=True)
        result = peewee.TextField(null=True)
        result_by = peewee.TextField(null=True)
        closed_at = peewee.DateTimeField(null=True)

    Appeal.add_index(Appeal.year, Appeal.sequence, unique=True)
    Appeal.add_index(Appeal.applicant_email, Appeal.received_at, where=Appeal.applicant_email.is_null(False), name="appeal_email")
    Appeal.add_index(
        Appeal.applicant_phone,
        Appeal.received_at,
        where=Appeal.applicant_phone.is_null(False),
        name="appeal_phone",
    )
    Appeal.add_index(Appeal.due_at, Appeal.topic, where=Appeal.open, name="appeal_open")
    Appeal.add_index(Appeal.registered_at, Appeal.topic, Appeal.state)
    Appeal.add_index(Appeal.closed_at, where=Appeal.closed_at.is_null(False))

    class AppealText(Row):
        appeal = peewee.ForeignKeyField(Appeal, backref="+", primary_key=True)
        text = peewee.TextField()
        folded = peewee.TextField()

    class Referral(Row):
        version = peewee.IntegerField()
        appeal = peewee.ForeignKeyField(Appeal, backref="+")
        executor = peewee.TextField()
        due_at = peewee.DateTimeField()
        state = peewee.TextField()
        open = peewee.BooleanField()
        purpose = peewee.TextField()
        address = peewee.TextField()
        created_at = peewee.DateTimeField()
        sent_at = peewee.DateTimeField(null=True)
        accepted_at = peewee.DateTimeField(null=True)
        claimed_at = peewee.DateTimeField(null=True)
        claim = peewee.TextField(null=True)
        asked_until = peewee.DateField(null=True)
        returns = peewee.IntegerField()
        unserved_at = peewee.DateTimeField(null=True)

    Referral.add_index(Referral.due_at, Referral.executor, where=Referral.open, name="referral_open")
    Referral.add_index(
        Referral.claimed_at, where=Referral.claimed_at.is_null(False), name="referral_claimed"
    )

    class Alert(Row):
        version = peewee.IntegerField()
        topic = peewee.TextField()
        settlement = peewee.TextField(null=True)
        opened_at = peewee.DateTimeField()
        state = peewee.TextField()
        appeal = peewee.ForeignKeyField(Appeal, backref="+")
        appeals = peewee.IntegerField()
        told = peewee.TextField()
        last_told_at = peewee.DateTimeField(null=True)
        update_due_at = peewee.DateTimeField(null=True)
        acknowledged_by = peewee.TextField(null=True)
        acknowledged_at = peewee.DateTimeField(null=True)

    Alert.add_index(Alert.opened_at, Alert.topic, Alert.settlement)
    Alert.add_index(Alert.update_due_at, where=Alert.update_due_at.is_null(False), name="alert_update_due")

    class Task(Row):
        version = peewee.IntegerField()
        kind = peewee.TextField()
        appeal = peewee.ForeignKeyField(Appeal, backref="+", null=True)
        referral = peewee.ForeignKeyField(Referral, backref="+", index=False, null=True)
        alert = peewee.ForeignKeyField(Alert, backref="+", index=False, null=True)
        letter = peewee.ForeignKeyField(Letter, backref="+", index=False, null=True)
        reason = peewee.TextField(null=True)
        options = peewee.TextField()
        urgent = peewee.BooleanField()
        opened_at = peewee.DateTimeField()
        due_at = peewee.DateTimeField(null=True)
        answered_at = peewee.DateTimeField(null=True)
        answered_by = peewee.TextField(null=True)
        answer = peewee.TextField(null=True)

    Task.add_index(Task.urgent.desc(), Task.id, where=Task.answered_at.is_null(), name="task_open")

    class LetterLink(Row):
        letter = peewee.ForeignKeyField(Letter, backref="+", null=True)
        appeal = peewee.ForeignKeyField(Appeal, backref="+")
        referral = peewee.ForeignKeyField(Referral, backref="+", index=False, null=True)
        alert = peewee.ForeignKeyField(Alert, backref="+", index=False, null=True)
        at = peewee.DateTimeField()

    LetterLink.add_index(LetterLink.alert, where=LetterLink.alert.is_null(False), name="letter_link_alert")

    class Outbox(Row):
        purpose = peewee.TextField()
        recipient = peewee.TextField()
        about = peewee.TextField()
        template = peewee.TextField()
        party = peewee.TextField()
        appeal = peewee.ForeignKeyField(Appeal, backref="+", null=True)
        referral = peewee.ForeignKeyField(Referral, backref="+", index=False, null=True)
        alert = peewee.ForeignKeyField(Alert, backref="+", index=False, null=True)
        task = peewee.ForeignKeyField(Task, backref="+", index=False, null=True)
        letter = peewee.ForeignKeyField(Letter, backref="+", index=False, null=True)
        random = peewee.TextField(unique=True)
        message_id = peewee.TextField(unique=True)
        envelope_from = peewee.TextField()
        subject = peewee.TextField()
        urgent = peewee.BooleanField()
        state = peewee.TextField()
        attempts = peewee.IntegerField()
        doubtful = peewee.IntegerField()
        created_at = peewee.DateTimeField()
        next_at = peewee.DateTimeField(null=True)
        booked_by = peewee.TextField(null=True)
        sent_at = peewee.DateTimeField(null=True)
        reply = peewee.TextField(null=True)
        error = peewee.TextField(null=True)
        returned_at = peewee.DateTimeField(null=True)
        returned_status = peewee.TextField(null=True)

    Outbox.add_index(Outbox.about, Outbox.purpose, Outbox.recipient, unique=True)
    Outbox.add_index(Outbox.urgent.desc(), Outbox.next_at, Outbox.id, where=Outbox.next_at.is_null(False), name="outbox_due")
    Outbox.add_index(Outbox.recipient, Outbox.template, Outbox.created_at)
    Outbox.add_index(Outbox.state, Outbox.created_at)

    class OutboxMessage(Row):
        outbox = peewee.ForeignKeyField(Outbox, backref="+", primary_key=True)
        octets = peewee.BlobField()

    class History(Row):
        record = peewee.TextField()
        record_id = peewee.IntegerField()
        appeal = peewee.ForeignKeyField(Appeal, backref="+", index=False, null=True)
        field = peewee.TextField()
        old = peewee.TextField(null=True)
        new = peewee.TextField(null=True)
        at = peewee.DateTimeField()
        by = peewee.TextField()
        letter = peewee.ForeignKeyField(Letter, backref="+", index=False, null=True)

    History.add_index(History.appeal, History.id)
    History.add_index(History.at)

    class Journal(Row):
        at = peewee.DateTimeField()
        action = peewee.TextField()
        detail = peewee.TextField()
        by = peewee.TextField()
        letter_id = peewee.IntegerField(null=True)
        appeal_id = peewee.IntegerField(null=True)
        record_id = peewee.IntegerField(null=True)

    Journal.add_index(Journal.letter_id, where=Journal.letter_id.is_null(False))
    Journal.add_index(Journal.appeal_id, where=Journal.appeal_id.is_null(False))

    class Seal(Row):
        line = peewee.IntegerField(primary_key=True)
        head = peewee.BlobField()

    class JobRun(Row):
        job = peewee.TextField()
        moment = peewee.TextField()
        recipient = peewee.TextField()
        at = peewee.DateTimeField()

    JobRun.add_index(JobRun.job, JobRun.moment, JobRun.recipient, unique=True)

    class Request(Row):
        kind = peewee.TextField()
        parameters = peewee.TextField()
        letter = peewee.ForeignKeyField(Letter, backref="+", index=False, null=True)
        opened_at = peewee.DateTimeField()
        done_at = peewee.DateTimeField(null=True)

    Request.add_index(Request.id, where=Request.done_at.is_null(), name="request_open")

    db.create_tables([
        Letter, Raw, Gone, MailboxState, Supplement, Counter, Appeal, AppealText, Referral, Alert,
        Task, LetterLink, Outbox, OutboxMessage, History, Journal, Seal, JobRun, Request,
    ])
