"""The command `status`: how the centre is doing, for a person or a monitor."""

from __future__ import annotations

import typer
from rich.markup import escape

from ops.exits import NEEDS_A_PERSON
from ops.opening import open_store
from ops.settings import DEFAULT, Json, SettingsFile
from ops.show import as_json, console
from ops.status import look
from store import database


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("status")(show_status)


def show_status(settings: SettingsFile = DEFAULT, json: Json = False) -> None:
    """How the centre is doing, for a person or a monitor; asks the store only.

    Exit 0 when nothing needs a person, 1 when something does: a mailbox that
    is not being read, letters that nobody decides or no server takes, letters
    set aside.
    """
    with open_store(settings) as loaded, database.session():
        lines = look(loaded.mailbox)
    if json:
        as_json({"good": all(one.good for one in lines), "lines": lines})
    else:
        for one in lines:
            mark = "[green]good[/]" if one.good else "[bold red]look[/]"
            console.print(f"{mark}  {escape(one.name)}: {escape(one.value)}")
    raise typer.Exit(0 if all(one.good for one in lines) else NEEDS_A_PERSON)
