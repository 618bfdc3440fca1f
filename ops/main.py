"""The command line: `contact-center COMMAND`, each command with a help that teaches."""

from __future__ import annotations

import typer

from ops.commands import (
    card,
    demo,
    explain,
    journal,
    layouts,
    ledger,
    outbox,
    registry,
    run,
    set_aside,
    settings,
    states,
    status,
)

app = typer.Typer(
    name="contact-center",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals may hold letters and secrets
    help=(
        "Mail-driven back office of a city council's contact centre.\n\n"
        "Begin with `contact-center demo`. For a real centre write a settings file "
        "(`settings-example`), check it (`check-settings`), make the store (`migrate`), `run`.\n\n"
        "Exit codes: 0 all is well, 1 something needs a person (the ledger differs, letters are "
        "set aside, a loop is down), 2 wrong usage or settings, 3 the store needs `migrate`."
    ),
)
for part in (
    *(run, demo, settings, explain, ledger, status, registry, set_aside, outbox, journal, card),
    layouts,
    states,
):
    part.add_to(app)


def main() -> None:
    """Entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
