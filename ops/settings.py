"""Finds and loads the settings for a command, and tells their faults in the terminal."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Annotated

import typer

from daemon.settings import BadSettings, Settings, load
from ops.exits import WRONG
from ops.show import errors

SettingsFile = Annotated[
    Path,
    typer.Option(
        "--settings",
        "-s",
        envvar="CONTACT_CENTER_SETTINGS",
        help="The settings file; see `contact-center settings-example`.",
        show_default="settings.ini",
    ),
]
DEFAULT = Path("settings.ini")
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]


def load_settings(path: Path, *, secrets: bool = True) -> Settings:
    """The settings, or every fault of theirs on standard error and exit 2."""
    try:
        return load(path, secrets=secrets)
    except BadSettings as bad:
        _tell_faults(bad)
        raise typer.Exit(WRONG) from None


def _tell_faults(bad: BadSettings) -> None:
    """One line a fault: where, why, how to mend it."""
    errors.print(f"{bad.path}: {len(bad.faults)} fault(s)", style="bold red", markup=False)
    for fault in bad.faults:
        told = textwrap.wrap(str(fault), errors.width - 2, subsequent_indent="    ")
        errors.print(textwrap.indent("\n".join(told), "  "), markup=False)
