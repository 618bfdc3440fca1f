"""Opens the store for a command, and tells in the terminal why it cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from daemon.settings import Settings
from daemon.wiring import bind
from ops.exits import NEEDS_A_PERSON, NEEDS_MIGRATION, fail
from ops.settings import load_settings
from ops.show import zone
from store import database, migrate
from store.faults import UNAVAILABLE


@contextmanager
def open_store(path: Path, *, secrets: bool = False) -> Iterator[Settings]:
    """The settings with their store bound and of the right version; exit 2 or 3 otherwise.

    `secrets`: all of them must be readable; who only looks into the store needs none of a mailbox.
    """
    settings = load_settings(path, secrets=secrets)
    with bound(settings):
        migrate.check()
        zone.set(ZoneInfo(settings.centre.timezone))
        yield settings


@contextmanager
def bound(settings: Settings) -> Iterator[None]:
    """The store bound; what is wrong with it is told, and ends the command with 1, 2 or 3."""
    try:
        bind(settings)
    except ValueError as fault:  # no such directory, no password
        fail(f"[store]: {fault}")
    try:
        yield
    except migrate.SchemaMismatch as mismatch:
        fail(str(mismatch), NEEDS_MIGRATION)
    except UNAVAILABLE as fault:
        fail(f"the store cannot be used: {fault}", NEEDS_A_PERSON)
    finally:
        database.close()
