"""Commands that work: `run`, the daemon, and `migrate`, which makes or updates the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from daemon import wiring
from daemon.logs import configure
from ops.exits import NEEDS_A_PERSON, fail
from ops.opening import bound, open_store
from ops.settings import DEFAULT, SettingsFile, load_settings
from ops.show import busy, console
from store import database, journal, migrate


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("run")(run)
    app.command("migrate")(migrate_store)


def run(
    settings: SettingsFile = DEFAULT,
    until_idle: Annotated[
        bool,
        typer.Option("--until-idle", help="End when nothing waits: no letter, nothing to send."),
    ] = False,
    only: Annotated[
        str,
        typer.Option(help="Only these loops, a comma between: " + ", ".join(wiring.PARTS) + "."),
    ] = "",
) -> None:
    """The daemon: reads the mailboxes, decides, sends, does what falls due, until SIGTERM.

    Several processes may share one PostgreSQL store, each with its own --only.
    It refuses to start on a store of another version (exit 3) and on wrong
    settings (exit 2). It writes its log to standard error.
    """
    parts = [one.strip() for one in only.split(",") if one.strip()] or list(wiring.PARTS)
    if unknown := set(parts) - set(wiring.PARTS):
        fail(f"--only knows {', '.join(wiring.PARTS)}, not {', '.join(sorted(unknown))}")
    with open_store(settings, secrets=True) as loaded:
        configure(loaded.daemon.log_format)
        good = wiring.run(loaded, until_idle=until_idle, only=parts)
    raise typer.Exit(0 if good else NEEDS_A_PERSON)


def migrate_store(settings: SettingsFile = DEFAULT) -> None:
    """Make the store's tables, or bring an older store to this program's version.

    Migrations are only ever added; each is one transaction. Stop the daemon
    first. A store of a newer program is refused (exit 3).
    """
    loaded = load_settings(settings, secrets=False)
    with bound(loaded):
        with busy("making the tables"):
            applied = migrate.up()
        migrate.check()  # of a newer program nothing is to be applied, and it is no store of ours
        _note(applied)
        version = migrate.version()
    for name in applied:
        console.print(f"applied {name}", markup=False)
    console.print(f"the store is at {version}", markup=False)


def _note(applied: Sequence[str]) -> None:
    """The journal tells of each migration."""
    with database.session(), database.transaction():
        for name in applied:
            journal.write("migrated", datetime.now(UTC), by="command-line", detail=name)
