"""Commands about letters that could not be decided: `set-aside list`, `show`, `retry`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from ops.exits import NEEDS_A_PERSON, fail
from ops.opening import open_store
from ops.settings import DEFAULT, Json, SettingsFile
from ops.show import as_json, as_table, console
from store import aside, database, raw

app = typer.Typer(
    no_args_is_help=True,
    help="Letters that could not be decided: kept with their error, waiting for a person.",
)
LetterId = Annotated[int, typer.Argument(help="Id of the letter, from `set-aside list`.")]


def add_to(main: typer.Typer) -> None:
    """Add these commands."""
    main.add_typer(app, name="set-aside")


@app.command("list")
def list_letters(settings: SettingsFile = DEFAULT, json: Json = False) -> None:
    """Letters that are set aside, with the error; exit 1 when there is one."""
    with open_store(settings), database.session():
        found = aside.listed()
    if json:
        as_json(found)
    else:
        rows = ((o.id, o.mailbox, o.received_at, o.size, o.attempts, o.error) for o in found)
        heads = ("letter", "mailbox", "received", "bytes", "attempts", "error")
        as_table(heads, rows, "no letter is set aside", folded=("error",))
    raise typer.Exit(NEEDS_A_PERSON if found else 0)


@app.command("show")
def show_letter(letter: LetterId, settings: SettingsFile = DEFAULT) -> None:
    """Print the letter's exact bytes; redirect them into a file and read them with `explain`."""
    with open_store(settings), database.session():
        try:
            octets = raw.load(letter)
        except KeyError:
            fail(f"there is no letter {letter}", NEEDS_A_PERSON)
    sys.stdout.buffer.write(octets)


@app.command("retry")
def retry_letters(
    settings: SettingsFile = DEFAULT,
    letter: Annotated[list[int] | None, typer.Argument(help="Ids; none: all of them.")] = None,
) -> None:
    """Let letters wait for a decision again, all or some; the running daemon takes them."""
    with open_store(settings), database.session():
        wanted = letter or [one.id for one in aside.listed()]
        done = [one for one in wanted if aside.retry(one, datetime.now(UTC))]
    if not wanted:
        console.print("no letter is set aside")
    for one in wanted:
        console.print(f"letter {one}: {'waits again' if one in done else 'was not set aside'}")
    raise typer.Exit(0 if len(done) == len(wanted) else NEEDS_A_PERSON)
