"""Migrations: ordered, only ever appended; the daemon refuses a store that does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playhouse.migrations import Runner  # type: ignore[import-untyped]

from store.database import database, session

DIRECTORY = Path(__file__).parent / "migrations"
COMMAND = "contact-center migrate"


class SchemaMismatch(Exception):
    """The store's tables are older or newer than this program; the message says what mends it."""


def _runner() -> Any:
    return Runner(database(), str(DIRECTORY))


def up() -> list[str]:
    """Bring the store to this program's version; gives the names of what was applied."""
    with session():
        applied: list[str] = _runner().up()
        return applied


def version() -> str | None:
    """The newest migration that the store has had; None for an empty store."""
    with session():
        return max(_runner().applied(), default=None)


def check() -> None:
    """Raise SchemaMismatch unless the store has exactly this program's migrations."""
    with session():
        rows = _runner().status()
    newer = [row.name for row in rows if row.path is None]
    if newer:
        raise SchemaMismatch(
            f"the store has migration {newer[-1]}, which this program does not know: "
            "install the newer program (there is no way back)"
        )
    if any(row.applied is None for row in rows):
        raise SchemaMismatch(f"the store's tables are older than this program: run `{COMMAND}`")
