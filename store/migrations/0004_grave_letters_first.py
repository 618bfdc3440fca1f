"""Grave letters are decided before other urgent ones, a backlog is kept before it is decided."""
# mypy: ignore-errors

import peewee


def up(migrator, db):
    kind = "INTEGER" if isinstance(db, peewee.SqliteDatabase) else "BOOLEAN"
    db.execute_sql(f'ALTER TABLE "letter" ADD COLUMN "grave" {kind} NOT NULL DEFAULT FALSE')
    db.execute_sql(
        'CREATE INDEX "letter_grave" ON "letter" ("received_at", "id")'
        ' WHERE (("outcome" IS NULL) AND "grave")'
    )
    migrator.migrate(
        migrator.add_column("mailbox_state", "goes_first_until", peewee.DateTimeField(null=True))
    )
    db.execute_sql(
        'CREATE INDEX "mailbox_goes_first" ON "mailbox_state" ("goes_first_until")'
        ' WHERE ("goes_first_until" IS NOT NULL)'
    )
