"""Commands that look into the store: `ledger`, `status`, `registry`, `set-aside`, `outbox`."""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter
from typing import Annotated

import typer
from rich.markup import escape

from ops import letters_aside, papers, register
from ops.ledger import compare
from ops.opening import open_store
from ops.settings import DEFAULT, Json, SettingsFile
from ops.show import as_json, as_table, console
from ops.status import look
from store import database, outbox

ATTENTION = 1  # exit code


class OutboxState(StrEnum):
    """What a letter of ours may be."""

    QUEUED = "queued"
    BOOKED = "booked"
    SENT = "sent"
    MAYBE = "maybe"
    NEVER = "never"


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("ledger")(show_ledger)
    app.command("status")(show_status)
    app.command("outbox")(show_outbox)
    register.app.command("print")(papers.print_register)
    app.add_typer(register.app, name="registry")
    app.add_typer(letters_aside.app, name="set-aside")


def show_ledger(settings: SettingsFile = DEFAULT, json: Json = False) -> None:
    """Every letter that the mailboxes ever showed: the server's side beside ours.

    Exit 0 when the sides agree, 1 when they differ. A letter is a row here with
    exactly one outcome, noted as gone before it was seen, or still in the inbox.
    """
    with open_store(settings, secrets=True) as loaded, database.session():
        balances = compare(loaded)
    differ = any(one.differences for one in balances)
    if json:
        as_json({"agree": not differ, "mailboxes": balances})
    else:
        heads = ("mailbox", "shown", "kept", "gone", "in inbox", "waiting", "filed", "on server")
        sides = attrgetter(
            *("mailbox", "shown", "kept", "gone", "in_inbox", "waiting"),
            *("filed_here", "filed_there"),
        )
        as_table(heads, map(sides, balances), "no mailbox")
        outcomes = [
            (one.mailbox, outcome, count)
            for one in balances
            for outcome, count in sorted(one.by_outcome.items())
        ]
        as_table(("mailbox", "outcome", "letters"), outcomes, "no letter yet")
        for one in balances:
            for sentence in one.differences:
                console.print(f"{one.mailbox}: {sentence}", style="bold red", markup=False)
        if not differ:
            console.print("The sides agree.", style="bold green")
    raise typer.Exit(ATTENTION if differ else 0)


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
    raise typer.Exit(0 if all(one.good for one in lines) else ATTENTION)


def show_outbox(
    settings: SettingsFile = DEFAULT,
    json: Json = False,
    state: Annotated[OutboxState | None, typer.Option(help="Only this state.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest.")] = 50,
) -> None:
    """Letters of ours: queued, booked, sent, maybe sent, never to be sent.

    queued: waits for its next try. booked: on its way now. maybe: the server
    fell silent after the text; tried again. never: refused for good.
    """
    with open_store(settings), database.session():
        rows = outbox.listed(state or None, limit)
    if json:
        as_json(rows)
        return
    heads = ("id", "state", "to", "subject", "sent", "error", "tries")
    columns = attrgetter("id", "state", "recipient", "subject", "sent_at", "error")
    lines = ((*columns(one), one.attempts if one.attempts > 1 else None) for one in rows)
    empty = f"no letter is {state}" if state else "the outbox is empty"
    as_table(heads, lines, empty, folded=("to", "subject", "error"))
