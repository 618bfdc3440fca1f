"""Commands about the settings: `check-settings` and `settings-example`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from daemon.settings import Settings
from daemon.settings.example import example
from ops.settings import load_settings
from ops.show import as_table, console


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("check-settings")(check_settings)
    app.command("settings-example")(settings_example)


def check_settings(
    file: Annotated[Path, typer.Argument(help="The settings file.")],
    secrets: Annotated[
        bool, typer.Option(help="Also look whether every secret can be read.")
    ] = True,
) -> None:
    """Check a settings file: all faults at once, with line, reason and mend.

    Exit 0 when it can be used, 2 when not. Nothing is started and no server is
    asked.
    """
    _summarise(load_settings(file, secrets=secrets))


def _summarise(settings: Settings) -> None:
    """Who gets what, so that a wrong line is seen by reading."""
    console.print(f"{settings.path}: good", style="bold green", markup=False)
    rows = [
        (f"mailbox {code}", box.address, f"{box.host}:{box.port} {box.security}, {box.kind}")
        for code, box in settings.mailbox.items()
    ]
    rows += [(f"operator {code}", one.address, one.post) for code, one in settings.operator.items()]
    rows += [
        (f"leader {code}", one.address, ", ".join(one.topics))
        for code, one in settings.leader.items()
    ]
    rows += [
        (f"executor {code}", one.address, ", ".join(one.topics))
        for code, one in settings.executor.items()
    ]
    as_table(("section", "address", "what"), rows, "")


def settings_example() -> None:
    """Print the annotated example of a settings file; redirect it into a file and edit that."""
    print(example(), end="")
