"""The command `outbox`: letters of ours that wait, went or could not go."""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter
from typing import Annotated

import typer

from ops.opening import open_store
from ops.settings import DEFAULT, Json, SettingsFile
from ops.show import as_json, as_table
from store import database, outbox


class OutboxState(StrEnum):
    """What a letter of ours may be."""

    QUEUED = "queued"
    BOOKED = "booked"
    SENT = "sent"
    MAYBE = "maybe"
    NEVER = "never"


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("outbox")(show_outbox)


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
