"""The command `explain`: what would be understood and done with a letter, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from daemon.documents import DocumentReaders
from daemon.settings import make_policy
from ops.explain import explain
from ops.settings import DEFAULT, Json, SettingsFile, load_settings
from ops.show import as_json_line, as_table, cell, console


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("explain")(explain_letters)


def explain_letters(
    letters: Annotated[
        list[Path],
        typer.Argument(help="Letters as files (.eml).", exists=True, dir_okay=False, readable=True),
    ],
    settings: SettingsFile = DEFAULT,
    json: Json = False,
) -> None:
    """Read letters and print what would be understood and done; changes nothing, sends nothing.

    Needs neither a mail server nor a store: a cited registration number counts
    as known. With --json one object a line, a letter each, in the order given.
    """
    loaded = load_settings(settings, secrets=False)
    policy = make_policy(loaded, secrets=False)
    documents = DocumentReaders(loaded.daemon)
    try:
        for path in letters:
            for answer in explain([path], policy, documents.patient()):
                as_json_line(answer) if json else _print(answer)
    finally:
        documents.close()


def _print(answer: dict[str, object]) -> None:
    """One letter for a person: a heading and what is known, empty things left out."""
    console.print(str(answer.pop("file")), style="bold", markup=False)
    rows = []
    for name, value in answer.items():
        inner = value.items() if isinstance(value, dict) else [("", value)]
        known = [(key, words(one)) for key, one in inner if one is not False]
        rows += [(f"{name} {key}".strip(), one) for key, one in known if one]
    as_table(("", ""), rows, "")


def words(value: object) -> str:
    """A value of the answer as a person reads it, things of a list on lines of their own."""
    if isinstance(value, dict):
        return ", ".join(words(one) for one in value.values() if one)
    if isinstance(value, (list, tuple)):
        return "\n".join(map(words, value))
    return cell(value)
