"""Marks of an appeal with who set them, whom a complaint is about, which leader considers it."""
# mypy: ignore-errors

import peewee


def up(migrator, db):
    class Appeal(peewee.Model):
        received_at = peewee.DateTimeField()
        applicant_name = peewee.TextField(null=True)
        wording = peewee.TextField(null=True)

        class Meta:
            database = db

    migrator.migrate(
        migrator.add_column("appeal", "sign", peewee.TextField(null=True)),
        migrator.add_column("appeal", "sign_by", peewee.TextField(null=True)),
        migrator.add_column("appeal", "wording", peewee.TextField(null=True)),
        migrator.add_column("appeal", "against", peewee.TextField(null=True)),
        migrator.add_column("appeal", "leader", peewee.TextField(null=True)),
    )
    Appeal.add_index(
        Appeal.applicant_name,
        Appeal.received_at,
        where=Appeal.applicant_name.is_null(False),
        name="appeal_name",
    )
    Appeal.add_index(
        Appeal.wording,
        Appeal.received_at,
        where=Appeal.wording.is_null(False),
        name="appeal_wording",
    )
    Appeal._schema.create_indexes()
