"""What an executor was asked and last said, who asked it, how he was reached at last."""
# mypy: ignore-errors

import peewee


def up(migrator, db):
    class Letter(peewee.Model):
        class Meta:
            database = db

    letter = peewee.ForeignKeyField(
        Letter, field=Letter.id, backref="+", index=False, null=True, column_name="report_letter_id"
    )
    migrator.migrate(
        migrator.add_column("referral", "question", peewee.TextField(null=True)),
        migrator.add_column("referral", "report", peewee.TextField(null=True)),
        migrator.add_column("referral", "reported_at", peewee.DateTimeField(null=True)),
        migrator.add_column("referral", "report_letter_id", letter),
        migrator.add_column("referral", "asked_by", peewee.TextField(null=True)),
        migrator.add_column("referral", "called_at", peewee.DateTimeField(null=True)),
        migrator.add_column("referral", "served_by", peewee.TextField(null=True)),
    )
