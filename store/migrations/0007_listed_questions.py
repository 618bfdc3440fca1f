"""Which questions a list showed, in the order of their numbers: people answer by number."""
# mypy: ignore-errors

import peewee


def up(migrator, db):
    migrator.migrate(migrator.add_column("outbox", "questions", peewee.TextField(null=True)))
