"""Reading without documents: bytes in, letter out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflows.letter import Letter
from mailflows.reading import read

LETTERS = Path(__file__).parents[1] / "letters"
RECEIVED = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@pytest.fixture
def letter() -> Callable[..., Letter]:
    """Reads raw bytes, or header lines and a body."""

    def make(raw: bytes | str, body: bytes | str = b"", received: datetime = RECEIVED) -> Letter:
        head = raw.encode() if isinstance(raw, str) else raw
        tail = body.encode() if isinstance(body, str) else body
        return read(head + (b"\n\n" + tail if tail else b""), received, lambda _: None)

    return make


@pytest.fixture
def stored(letter: Callable[..., Letter]) -> Callable[[str], Letter]:
    """Reads a letter of tests/letters by its name."""
    return lambda name: letter((LETTERS / f"{name}.eml").read_bytes())
