"""Commands about the register: `registry list`, `registry show`, `registry search`."""

from __future__ import annotations

from datetime import UTC, datetime
from operator import attrgetter
from typing import Annotated

import typer

from mailflows.vocabulary import AppealState
from ops.opening import open_store
from ops.settings import DEFAULT, Json, SettingsFile
from ops.show import as_json, as_table, console, errors
from store import database, registry
from store.registry import Line

app = typer.Typer(no_args_is_help=True, help="The register of appeals.")
Limit = Annotated[int, typer.Option(min=1, help="At most so many, the newest.")]
COLUMNS = attrgetter(
    *("number", "state", "topic", "place.settlement", "place.street"),
    *("received_at", "due_at", "emergency"),
)
HEADS = ("number", "state", "topic", "settlement", "street", "received", "due", "emergency")


@app.command("list")
def list_appeals(
    settings: SettingsFile = DEFAULT,
    json: Json = False,
    state: Annotated[AppealState | None, typer.Option(help="Only this state.")] = None,
    topic: Annotated[str, typer.Option(help="Only this topic (its code).")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only past the law's term.")] = False,
    limit: Limit = 50,
) -> None:
    """Appeals, the newest first."""
    with open_store(settings), database.session():
        lines = registry.listed(
            state=state,
            topic=topic or None,
            overdue_at=datetime.now(UTC) if overdue else None,
            limit=limit,
        )
    _print(lines, json, "no appeal yet")


@app.command("search")
def search_appeals(
    words: Annotated[list[str], typer.Argument(help="Words of number, name, address or text.")],
    settings: SettingsFile = DEFAULT,
    json: Json = False,
    limit: Limit = 50,
) -> None:
    """Appeals that hold every word; case and kinds of apostrophe do not count."""
    with open_store(settings), database.session():
        lines = registry.search(" ".join(words), limit)
    _print(lines, json, "nothing found")


@app.command("show")
def show_appeal(
    number: Annotated[str, typer.Argument(help="Registration number.")],
    settings: SettingsFile = DEFAULT,
    json: Json = False,
) -> None:
    """One appeal with its referrals, letters, questions and every change of every field."""
    with open_store(settings), database.session():
        card = registry.show(number)
    if card is None:
        errors.print(f"no appeal has the number {number}", markup=False)
        raise typer.Exit(1)
    if json:
        as_json(card)
        return
    one = card.appeal
    facts = (
        ("number", one.number), ("state", one.state), ("kind", one.kind), ("topic", one.topic),
        ("applicant", one.applicant.name), ("telephone", one.applicant.phone),
        ("e-mail", one.applicant.email), ("place", one.place), ("received", one.received_at),
        ("due", one.due_at), ("result", one.result), ("closed by", one.result_by),
    )  # fmt: skip
    as_table(("", ""), [(name, value) for name, value in facts if value], "")
    console.print(one.text, markup=False)
    referrals = [(r.id, r.executor, r.state, r.due_at, r.returns) for r in card.referrals]
    as_table(("referral", "executor", "state", "due", "returns"), referrals, "no referral")
    sent = [(s.created_at, s.template, s.recipient, s.state) for s in card.sent]
    as_table(("written", "letter", "to", "state"), sent, "no letter")
    changes = [(c.at, c.record, c.field, c.old, c.new, c.by) for c in card.history]
    as_table(("at", "record", "field", "old", "new", "by"), changes, "no change yet")


def _print(lines: tuple[Line, ...], json: bool, empty: str) -> None:
    if json:
        as_json(lines)
        return
    as_table(HEADS, map(COLUMNS, lines), empty)
