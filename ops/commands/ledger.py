"""The command `ledger`: every letter the mailboxes ever showed, both sides beside each other."""

from __future__ import annotations

from operator import attrgetter

import typer

from ops.exits import NEEDS_A_PERSON
from ops.ledger import compare
from ops.opening import open_store
from ops.settings import DEFAULT, Json, SettingsFile
from ops.show import as_json, as_table, busy, console
from store import database


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("ledger")(show_ledger)


def show_ledger(settings: SettingsFile = DEFAULT, json: Json = False) -> None:
    """Every letter that the mailboxes ever showed: the server's side beside ours.

    Exit 0 when the sides agree, 1 when they differ. A letter is a row here with
    exactly one outcome, noted as gone before it was seen, or still in the inbox.
    """
    with (
        open_store(settings, secrets=True) as loaded,
        database.session(),
        busy("asking the mail servers"),
    ):
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
    raise typer.Exit(NEEDS_A_PERSON if differ else 0)
