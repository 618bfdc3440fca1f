"""What the council itself answered, whether a written answer was asked for, and the marks given."""
# mypy: ignore-errors

import peewee


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("appeal", "written", peewee.BooleanField(default=False)),
        migrator.add_column("appeal", "rating", peewee.IntegerField(null=True)),
    )

    class Row(peewee.Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Appeal(Row):
        pass

    class Letter(Row):
        pass

    class Answer(Row):
        appeal = peewee.ForeignKeyField(Appeal, backref="+")
        way = peewee.TextField()
        given_by = peewee.TextField()
        given_at = peewee.DateTimeField()
        letter = peewee.ForeignKeyField(Letter, backref="+", index=False, null=True)
        files = peewee.TextField()
        note = peewee.TextField()

    db.create_tables([Answer])
