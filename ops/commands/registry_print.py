"""The command `registry print`: the register of a period as a paper or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.progress import TimeElapsedColumn

from daemon.settings import make_policy
from mailflows.papers.naming import Naming
from mailflows.papers.register import Line, Period, line, parse_period
from ops.exits import fail
from ops.opening import open_store
from ops.paper_files import Output, extra, form_of, written
from ops.settings import DEFAULT, SettingsFile
from ops.show import bar, console
from store import database, period
from store.period import Span

T = TypeVar("T")


class RegisterFormat(StrEnum):
    """What a printed register may be."""

    PDF = "pdf"
    XLSX = "xlsx"


def print_register(
    since: Annotated[str, typer.Option("--from", help="Day, month or year: 2026-11-25, 2026-11.")],
    settings: SettingsFile = DEFAULT,
    until: Annotated[str, typer.Option("--to", help="The same; default: the end of --from.")] = "",
    form: Annotated[RegisterFormat | None, typer.Option("--format", help="Default: pdf.")] = None,
    output: Output = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Name those too who asked not to be named.")
    ] = False,
) -> None:
    """Print the register of a day, a month, a year or any span of days.

    By the day of registration, in the order of the numbers. pdf: pages for the
    file, across; two thousand appeals at most, which take two minutes and 800 MB.
    xlsx: a workbook to count and filter in, a million appeals in little memory.
    """
    days, form = _period(since, until), form_of(RegisterFormat, form, output)
    with open_store(settings) as loaded, database.session():
        naming = Naming(make_policy(loaded, secrets=False))
        span = period.span(*days.bounds(naming))
        path = output or Path(f"register-{days.first}-{days.last}.{form}")
        with extra(), written(path) as part, _shown(span) as counted:
            lines = counted(line(one, naming, whole=whole) for one in period.lines(span))
            write = _xlsx if form is RegisterFormat.XLSX else _pdf
            write(part, lines, span.count, days, naming)
    console.print(f"{path}: {span.count}", markup=False)


def _period(since: str, until: str) -> Period:
    try:
        first, last = parse_period(since), parse_period(until or since)
    except ValueError as fault:
        fail(str(fault))
    if last.last < first.first:
        fail("--to lies before --from")
    return Period(first.first, last.last)


def _pdf(part: Path, lines: Iterable[Line], count: int, days: Period, naming: Naming) -> None:
    from mailflows.papers import pdf  # noqa: PLC0415 - of the extra

    if count > pdf.LONGEST:
        fail(
            f"{count} appeals are too many for paper ({pdf.LONGEST} at most): take "
            "--format xlsx, or a shorter period"
        )
    part.write_bytes(pdf.register_pdf(lines, days, naming, datetime.now(UTC)))


def _xlsx(part: Path, lines: Iterable[Line], count: int, days: Period, naming: Naming) -> None:
    from mailflows.papers import xlsx  # noqa: PLC0415 - of the extra

    if count > xlsx.LONGEST:
        fail(f"{count} appeals are too many for a sheet ({xlsx.LONGEST}): take a shorter period")
    xlsx.register_xlsx(part, lines, days, naming)


@contextmanager
def _shown(span: Span) -> Iterator[Callable[[Iterable[T]], Iterator[T]]]:
    """A bar on a terminal while lines are read and, after the last one, laid out."""
    with bar(TimeElapsedColumn()) as shown:
        task = shown.add_task("appeals", total=span.count)

        def counted(lines: Iterable[T]) -> Iterator[T]:
            for one in lines:
                yield one
                shown.advance(task)
            shown.update(task, description="writing the file")

        yield counted
