"""The bytes of letters that came and that go, compressed at rest, exact when they come back."""

from __future__ import annotations

import zlib

from store import rows

_LEVEL = 1  # base64 shrinks by a quarter at any level, and level 1 costs the least


def packed(octets: bytes) -> bytes:
    """A letter's bytes as the store keeps them."""
    return zlib.compress(octets, _LEVEL)


def unpacked(kept: bytes) -> bytes:
    """The bytes of a letter that the store keeps."""
    return zlib.decompress(kept)


def load(letter_id: int) -> bytes:
    """The bytes of a letter as the server gave them; KeyError when there is none."""
    row = rows.run('SELECT "octets" FROM "raw" WHERE "letter_id" = ?', letter_id).fetchone()
    if row is None:
        raise KeyError(f"letter {letter_id} has no bytes")
    return unpacked(row[0])
