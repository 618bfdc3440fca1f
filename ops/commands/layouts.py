"""Commands that give our layouts of papers to a council: `card-layout`, `answer-layout`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ops.exits import fail
from ops.paper_files import extra, written
from ops.show import console

Output = Annotated[Path, typer.Option("--output", "-o", help="The file to write.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("card-layout")(give_card_layout)
    app.command("answer-layout")(give_answer_layout)


def give_card_layout(output: Output = Path("card.docx")) -> None:
    """Write our layout of the card, to be changed in a word processor.

    What stands in double braces is filled in; lines with {%tr ...%} repeat the
    row of a table. Keep the names, change everything else, and name the file in
    the settings (card_layout of papers).
    """
    with extra():
        from mailflows.papers import docx  # noqa: PLC0415 - of the extra

        _give(docx.LAYOUT, output)


def give_answer_layout(output: Output = Path("answer.docx")) -> None:
    """Write our layout of the draft of a signed answer, to be changed in a word processor.

    As the card's: keep the names in double braces, change everything else, and
    name the file in the settings (answer_layout of papers).
    """
    with extra():
        from mailflows.papers import docx  # noqa: PLC0415 - of the extra

        _give(docx.ANSWER_LAYOUT, output)


def _give(layout: Path, output: Path) -> None:
    if output.exists():  # perhaps the council's own work on an earlier one
        fail(f"{output} is there already: name another file with --output")
    with written(output) as part:
        part.write_bytes(layout.read_bytes())
    console.print(f"{output}", markup=False)
