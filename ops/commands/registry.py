"""Commands about the register: `registry list`, `show`, `search`, `print`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from daemon.settings.policy import known_topics
from mailflows.facts import Applicant
from mailflows.vocabulary import AppealState
from ops.commands.registry_print import print_register
from ops.exits import fail
from ops.numbers import Number, meant, no_such
from ops.opening import open_store
from ops.settings import DEFAULT, Json, SettingsFile
from ops.show import as_json, as_table, busy, cell, console
from store import database, registry
from store.registry import Card, Line

app = typer.Typer(no_args_is_help=True, help="The register of appeals.")
Limit = Annotated[int, typer.Option(min=1, help="At most so many, the newest.")]
DAY = len("2026-11-25")
HEADS = ("number", "!", "state", "topic", "place", "due")

app.command("print")(print_register)


def add_to(main: typer.Typer) -> None:
    """Add these commands."""
    main.add_typer(app, name="registry")


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
    with open_store(settings) as loaded, database.session():
        if topic and topic not in (known := known_topics(loaded)):
            fail(f"no topic {topic!r}; there are {', '.join(known)}")
        lines = registry.listed(
            state=state,
            topic=topic or None,
            overdue_at=datetime.now(UTC) if overdue else None,
            limit=limit,
        )
    narrowed = state or topic or overdue
    _print(lines, json, "no appeal is like that" if narrowed else "no appeal yet")


@app.command("search")
def search_appeals(
    words: Annotated[list[str], typer.Argument(help="Words of number, name, address or text.")],
    settings: SettingsFile = DEFAULT,
    json: Json = False,
    limit: Limit = 50,
) -> None:
    """Appeals that hold every word; case and kinds of apostrophe do not count."""
    with open_store(settings), database.session(), busy("looking through the register"):
        lines = registry.search(" ".join(words), limit)
    _print(lines, json, "nothing found")


@app.command("show")
def show_appeal(
    number: Number,
    settings: SettingsFile = DEFAULT,
    json: Json = False,
) -> None:
    """One appeal with its referrals, letters, questions and every change of every field.

    A number may be written carelessly: spaces, Latin look-alikes, lost zeros.
    """
    with open_store(settings) as loaded, database.session():
        card = registry.show(meant(number, loaded))
    if card is None:
        no_such(number)
    if json:
        as_json(card)
    else:
        _print_card(card)


def _print_card(card: Card) -> None:
    """All of it as tables, one below the other."""
    one = card.appeal
    facts = (
        ("number", one.number), ("state", one.state), ("kind", one.kind), ("topic", one.topic),
        ("emergency", one.emergency or None), ("applicant", one.applicant.name),
        ("lives at", _home(one.applicant)), ("telephone", one.applicant.phone),
        ("e-mail", one.applicant.email), ("place", one.place), ("received", one.received_at),
        ("sign", one.sign), ("earlier appeal", one.repeat_of),
        ("complains of", ", ".join(one.against)), ("considers it himself", one.leader),
        ("due", one.due_at), ("result", one.result), ("closed by", one.result_by),
    )  # fmt: skip
    as_table(("", ""), [(name, value) for name, value in facts if cell(value)], "")
    console.print(f"\n{one.text}\n", markup=False)
    referrals = [(r.id, r.executor, r.state, r.due_at, r.returns) for r in card.referrals]
    as_table(("referral", "executor", "state", "due", "returns"), referrals, "no referral")
    console.print()
    questions = [(t.id, t.kind, t.opened_at, t.answered_at, t.answer) for t in card.tasks]
    as_table(("question", "about", "asked", "answered", "answer"), questions, "no question")
    console.print()
    sent = [(s.created_at, s.template, s.recipient, s.state) for s in card.sent]
    as_table(("written", "letter", "to", "state"), sent, "no letter")
    console.print()
    changes = [(c.at, c.record, c.field, c.old, c.new, c.by) for c in card.history]
    heads = ("at", "record", "field", "old", "new", "by")
    as_table(heads, changes, "no change yet", folded=("old", "new"))


def _print(lines: tuple[Line, ...], json: bool, empty: str) -> None:
    if json:
        as_json(lines)
        return
    rows = (
        (
            *(one.number, "!" if one.emergency else None, one.state, one.topic, one.place),
            cell(one.due_at)[:DAY],
        )
        for one in lines
    )
    as_table(HEADS, rows, empty, folded=("place",))


def _home(who: Applicant) -> str:
    parts = (who.settlement, who.street, who.house, who.flat)
    return ", ".join(one for one in parts if one)
