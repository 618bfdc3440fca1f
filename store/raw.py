"""The bytes of letters, compressed at rest, exact when they come back."""

from __future__ import annotations

import zlib

from store import rows

LEVEL = 1  # base64 shrinks by a quarter at any level, and level 1 costs the least


def load(letter_id: int) -> bytes:
    """The bytes of a letter as the server gave them; KeyError when there is none."""
    row = rows.run('SELECT "octets" FROM "raw" WHERE "letter_id" = ?', letter_id).fetchone()
    if row is None:
        raise KeyError(f"letter {letter_id} has no bytes")
    return zlib.decompress(row[0])
