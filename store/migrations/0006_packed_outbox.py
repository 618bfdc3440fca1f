"""The bytes of letters that go out are compressed like those of letters that came."""
# mypy: ignore-errors

import zlib

_NEXT = (
    'SELECT "outbox_id", "octets" FROM "outbox_message" WHERE "outbox_id" > {mark}'
    ' ORDER BY "outbox_id" LIMIT 500'
)
_PACK = 'UPDATE "outbox_message" SET "octets" = {mark} WHERE "outbox_id" = {mark}'


def up(migrator, db):
    last = 0
    while some := db.execute_sql(_NEXT.format(mark=db.param), (last,)).fetchall():
        for last, octets in some:
            packed = zlib.compress(bytes(octets), 1)
            db.execute_sql(_PACK.format(mark=db.param), (packed, last))
