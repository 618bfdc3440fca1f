"""The command `demo`: the main job on embedded mail servers, as a played day."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from ops.exits import INTERRUPTED, fail
from ops.show import as_table, console, errors

T = TypeVar("T")
STEPS = 14  # sentences that a day tells


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("demo")(demo)


def demo(
    keep: Annotated[
        Path, typer.Option(help="Folder for the page, the store, the letters and the log.")
    ] = Path("demo-day"),
) -> None:
    """Play a whole day on embedded mail servers and SQLite, then show every letter that went out.

    About thirty letters in every shape arrive, executors, leaders and citizens
    answer, a reply is forged, a letter comes back, the digest goes out. Ends by
    itself; open index.html afterwards. An earlier day in the folder is replaced.
    """
    try:
        from ops.demo import may_be_used, play  # noqa: PLC0415 - the demonstration's servers are an extra
    except ImportError as fault:
        fail(f"the demonstration needs the extra `demo`: {fault}")
    if not may_be_used(keep):
        fail(f"{keep} holds other things: name an empty folder with --keep")
    bar = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*bar, console=console, transient=True) as progress:
        task = progress.add_task("the day begins", total=STEPS)

        def tell(sentence: str) -> None:
            progress.console.print(sentence, markup=False)
            progress.update(task, advance=1, description=sentence[:40])

        done = _interruptible(lambda: play(keep, tell))
    as_table(("what became of the letters", "letters"), done.outcomes, "no letter")
    console.print()
    as_table(("letters that went out", "letters"), done.templates, "no letter")
    console.print(f"\nEverything is in {done.page}", style="bold", markup=False)


def _interruptible(work: Callable[[], T]) -> T:
    """Do it in a thread, so that Ctrl-C ends the command and not only the hour that is played."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        try:
            return future.result()
        except KeyboardInterrupt:
            errors.print("stopped: a day broken off is worth nothing, play it again")
            for child in multiprocessing.active_children():
                child.kill()
            os._exit(INTERRUPTED)
