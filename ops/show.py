"""Prints data for people as tables and for machines as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, tzinfo
from typing import Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
from rich.status import Status
from rich.table import Table
from rich.text import Text

from mailflows.facts import Place

PIPED = 200  # columns: what a program reads on is not to be cut for a screen


def _width(stream: TextIO) -> int | None:
    return None if stream.isatty() or "COLUMNS" in os.environ else PIPED


console = Console(highlight=False, width=_width(sys.stdout))
errors = Console(stderr=True, highlight=False, width=_width(sys.stderr))
zone: ContextVar[tzinfo | None] = ContextVar("zone", default=None)
"""The zone of the times in tables; None is the machine's."""


def as_json(value: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def as_json_line(value: Any) -> None:
    """One JSON object on one line, flushed, so that a reader gets each answer at once."""
    print(json.dumps(value, ensure_ascii=False, default=_plain), flush=True)


def as_table(
    heads: Sequence[str], rows: Iterable[Sequence[Any]], empty: str, *, folded: Sequence[str] = ()
) -> None:
    """A table, or a sentence when there is nothing to show; columns with nothing are left out.

    Where the screen is narrow the `folded` columns give way, or all when none is named.
    """
    cells = [[cell(one) for one in row] for row in rows]
    if not cells:
        console.print(empty)
        return
    kept = [at for at in range(len(heads)) if any(row[at] for row in cells)]
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=any(heads))
    for at in kept:
        firm = bool(folded) and heads[at] not in folded
        table.add_column(heads[at], no_wrap=firm, overflow="fold")
    for row in cells:
        table.add_row(*(Text(row[at]) for at in kept))
    console.print(table)


def cell(value: Any) -> str:
    """A value as a cell of a table; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone.get()).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Place):
        return ", ".join(one for one in (value.settlement, value.street, value.house) if one)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def busy(told: str) -> Status:
    """A word about work whose length nobody knows; on a terminal only."""
    return errors.status(told)


def bar(*more: ProgressColumn) -> Progress:
    """A bar for long work, of what is done and how much there is; on a terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *more)
    return Progress(*columns, console=errors, disable=not errors.is_terminal, transient=True)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
