"""Registration numbers as people type them: blanks, Latin look-alikes, lost zeros are forgiven."""

from __future__ import annotations

from typing import Annotated, NoReturn

import typer

from daemon.settings import Settings
from mailflows.rules.numbers import parse_numbers
from ops.exits import NEEDS_A_PERSON, fail

Number = Annotated[str, typer.Argument(help="Registration number.")]


def meant(given: str, settings: Settings) -> str:
    """The number that was meant, in the format of the settings; what is none stays as it is."""
    found = parse_numbers(given, settings.centre.number_format)
    return found[0] if found else given


def no_such(given: str) -> NoReturn:
    """End the command: no appeal has this number."""
    fail(f"no appeal has the number {given}", NEEDS_A_PERSON)
