"""The command `states`: the state machine, as it stands in the README."""

from __future__ import annotations

import typer

from ops.state_diagram import mermaid


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("states")(print_states)


def print_states() -> None:
    """Print the state machine of appeals and referrals as Mermaid.

    What an appeal and a referral may become, by whose word: the table that the
    store enforces, drawn. The README shows the picture.
    """
    typer.echo(mermaid())
