"""The command `card`: the registration card of an appeal as a paper."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from daemon.settings import Settings, make_policy
from mailflows.papers.card import Card, card
from ops.exits import fail
from ops.numbers import Number, meant, no_such
from ops.opening import open_store
from ops.paper_files import Output, extra, form_of, written
from ops.settings import DEFAULT, SettingsFile
from ops.show import console
from store import database
from store.card import dossier


class CardFormat(StrEnum):
    """What a card may be."""

    PDF = "pdf"
    DOCX = "docx"


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("card")(print_card)


def print_card(
    number: Number,
    settings: SettingsFile = DEFAULT,
    form: Annotated[CardFormat | None, typer.Option("--format", help="Default: pdf.")] = None,
    output: Output = None,
) -> None:
    """Print the registration card of an appeal with its whole history.

    For the centre's own file: it shows the author also where he asked not to be
    named, under the stamp that says so. A number may be written carelessly.
    DOCX takes the council's own layout where the settings name one (card_layout
    of papers).
    """
    form = form_of(CardFormat, form, output)
    with open_store(settings) as loaded, database.session():
        found = dossier(meant(number, loaded))
        if found is None:
            no_such(number)
        told = card(found, make_policy(loaded, secrets=False), datetime.now(UTC))
        path = output or Path(f"card-{_file_name(told.number)}.{form}")
        with extra(), written(path) as part:
            part.write_bytes(_docx(told, loaded) if form is CardFormat.DOCX else _pdf(told))
    console.print(f"{path}", markup=False)


def _pdf(told: Card) -> bytes:
    from mailflows.papers import pdf  # noqa: PLC0415 - of the extra

    return pdf.card_pdf(told)


def _docx(told: Card, settings: Settings) -> bytes:
    from mailflows.papers import docx  # noqa: PLC0415 - of the extra

    try:
        return docx.card_docx(told, _layout(settings) or docx.LAYOUT)
    except docx.BadLayout as fault:
        fail(str(fault))


def _layout(settings: Settings) -> Path | None:
    """The council's own layout; a relative path counts from the settings file."""
    given = settings.papers.card_layout
    return settings.path.absolute().parent / given if given else None


def _file_name(number: str) -> str:
    return "".join(char if char.isalnum() or char in "-." else "-" for char in number)
