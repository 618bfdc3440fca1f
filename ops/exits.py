"""Exit codes of the command line, and the one way in which a command ends with a fault."""

from __future__ import annotations

from typing import NoReturn

import typer

from ops.show import errors

NEEDS_A_PERSON = 1  # it was done or looked at, and something is not as it should be
WRONG = 2  # usage or settings: nothing was done
NEEDS_MIGRATION = 3
INTERRUPTED = 130  # as shells tell Ctrl-C


def fail(told: str, code: int = WRONG) -> NoReturn:
    """Tell on standard error what is wrong and how to mend it, and end the command."""
    errors.print(told, style="bold red", markup=False)
    raise typer.Exit(code) from None
