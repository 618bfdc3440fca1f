"""Commands that make papers: `card`, `registry print` and the layouts of papers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from daemon.settings import Settings, make_policy
from mailflows.papers import register as lines_of
from mailflows.papers.card import card
from mailflows.papers.naming import Naming
from mailflows.papers.register import Line, Period
from mailflows.rules.numbers import parse_numbers
from ops.opening import open_store
from ops.settings import DEFAULT, SettingsFile
from ops.show import console, errors
from store import database, register
from store.card import dossier
from store.register import Span

WRONG_USAGE = 2  # exit code
EXTRA = {"weasyprint", "docxtpl", "docx", "xlsxwriter"}
T = TypeVar("T")


class CardFormat(StrEnum):
    """What a card may be."""

    PDF = "pdf"
    DOCX = "docx"


class RegisterFormat(StrEnum):
    """What a printed register may be."""

    PDF = "pdf"
    XLSX = "xlsx"


Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="The file to write; its ending may tell.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands; `registry print` is added where the register's commands are."""
    app.command("card")(print_card)
    app.command("card-layout")(give_layout)
    app.command("answer-layout")(give_answer_layout)


def print_card(
    number: Annotated[str, typer.Argument(help="Registration number.")],
    settings: SettingsFile = DEFAULT,
    form: Annotated[CardFormat | None, typer.Option("--format", help="Default: pdf.")] = None,
    output: Output = None,
) -> None:
    """Print the registration card of an appeal with its whole history.

    For the centre's own file: it shows the author also where he asked not to be
    named, under the stamp that says so. A number may be written carelessly.
    DOCX is made from the council's own layout when the settings name one (card_layout).
    """
    with open_store(settings) as loaded, database.session():
        meant = parse_numbers(number, loaded.centre.number_format)
        found = dossier(meant[0] if meant else number)
        if found is None:
            errors.print(f"no appeal has the number {number}", markup=False)
            raise typer.Exit(1)
        policy = make_policy(loaded, secrets=False)
        told = card(found, policy, datetime.now(UTC))
        form = _form(CardFormat, form, output)
        path = output or Path(f"card-{_file_name(told.number)}.{form}")
        with _extra(), _written(path) as part:
            if form is CardFormat.DOCX:
                from mailflows.papers import docx  # noqa: PLC0415 - of the extra

                try:
                    part.write_bytes(docx.card_docx(told, _layout(loaded) or docx.LAYOUT))
                except docx.BadLayout as fault:
                    errors.print(str(fault), style="bold red", markup=False)
                    raise typer.Exit(WRONG_USAGE) from None
            else:
                from mailflows.papers import pdf  # noqa: PLC0415 - of the extra

                part.write_bytes(pdf.card_pdf(told))
    console.print(f"{path}", markup=False)


def give_layout(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path(
        "card.docx"
    ),
) -> None:
    """Write our layout of the card, to be changed in a word processor.

    What stands in double braces is filled in; lines with {%tr ...%} repeat a table's
    row. Keep the names, change everything else, and name the file in the settings
    (card_layout of papers).
    """
    with _extra():
        from mailflows.papers import docx  # noqa: PLC0415 - of the extra

        with _written(output) as part:
            part.write_bytes(docx.LAYOUT.read_bytes())
    console.print(f"{output}", markup=False)


def give_answer_layout(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path(
        "answer.docx"
    ),
) -> None:
    """Write our layout of the draft of a signed answer, to be changed in a word processor.

    As the card's: keep the names in double braces, change everything else, and name the
    file in the settings (answer_layout of papers).
    """
    with _extra():
        from mailflows.papers import docx  # noqa: PLC0415 - of the extra

        with _written(output) as part:
            part.write_bytes(docx.ANSWER_LAYOUT.read_bytes())
    console.print(f"{output}", markup=False)


def print_register(
    since: Annotated[str, typer.Option("--from", help="Day, month or year: 2026-11-25, 2026-11.")],
    settings: SettingsFile = DEFAULT,
    until: Annotated[str, typer.Option("--to", help="The same; default: the end of --from.")] = "",
    form: Annotated[RegisterFormat | None, typer.Option("--format", help="Default: pdf.")] = None,
    output: Output = None,
) -> None:
    """Print the register of a day, a month, a year or any span of days.

    By the day of registration, in the order of the numbers. pdf: pages for the file,
    across; two thousand appeals at most, which take two minutes and 800 MB.
    xlsx: a workbook to count
    and filter in, of any length, in little memory.
    """
    period = _period(since, until)
    with open_store(settings) as loaded, database.session():
        naming = Naming(make_policy(loaded, secrets=False))
        span = register.span(*period.bounds(naming))
        form = _form(RegisterFormat, form, output)
        path = output or Path(f"register-{period.first}-{period.last}.{form}")
        with _extra(), _written(path) as part, _shown(span) as lines:
            rows = lines(lines_of.line(one, naming) for one in register.lines(span))
            if form is RegisterFormat.XLSX:
                from mailflows.papers import xlsx  # noqa: PLC0415 - of the extra

                xlsx.register_xlsx(part, rows, period, naming)
            else:
                _register_pdf(part, rows, span, period, naming)
    console.print(f"{path}: {span.count}", markup=False)


def _register_pdf(
    part: Path, rows: Iterable[Line], span: Span, period: Period, naming: Naming
) -> None:
    from mailflows.papers import pdf  # noqa: PLC0415 - of the extra

    if span.count > pdf.LONGEST:
        errors.print(
            f"{span.count} appeals are too many for paper ({pdf.LONGEST} at most): take "
            "--format xlsx, or a shorter period",
            style="bold red",
            markup=False,
        )
        raise typer.Exit(WRONG_USAGE)
    part.write_bytes(pdf.register_pdf(rows, period, naming, datetime.now(UTC)))


def _period(since: str, until: str) -> Period:
    try:
        first, last = lines_of.parse_period(since), lines_of.parse_period(until or since)
    except ValueError as fault:
        errors.print(str(fault), markup=False)
        raise typer.Exit(WRONG_USAGE) from None
    if last.last < first.first:
        errors.print("--to lies before --from")
        raise typer.Exit(WRONG_USAGE)
    return Period(first.first, last.last)


F = TypeVar("F", CardFormat, RegisterFormat)


def _form(forms: type[F], asked: F | None, output: Path | None) -> F:
    """What was asked for, else what the file's ending says, else PDF."""
    if asked is not None:
        return asked
    ending = output.suffix.lower().lstrip(".") if output else ""
    return forms(ending) if ending in list(forms) else forms("pdf")


def _file_name(number: str) -> str:
    return "".join(char if char.isalnum() or char in "-." else "-" for char in number)


def _layout(settings: Settings) -> Path | None:
    """The council's own layout; a relative path counts from the settings file."""
    given = settings.papers.card_layout
    return settings.path.absolute().parent / given if given else None


@contextmanager
def _extra() -> Iterator[None]:
    """Tell what to install when the libraries of the extra, or Debian's behind them, lack."""
    mend = ""
    try:
        yield
    except ModuleNotFoundError as fault:
        if (fault.name or "").partition(".")[0] not in EXTRA:
            raise
        mend = "papers need the extra `papers`: pip install 'contact-center[papers]', or all of "
        mend += "requirements.lock"
    except OSError as fault:
        if "cannot load library" not in str(fault):
            raise
        mend = "PDF needs Debian's libraries: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
        mend += "libharfbuzz-subset0 fonts-liberation"
    if mend:
        errors.print(mend, style="bold red", markup=False)
        raise typer.Exit(WRONG_USAGE)


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    """A file that takes the place of `path` when it is whole; its owner alone may read it."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as fault:
        errors.print(f"{path} cannot be written: {fault.strerror}", markup=False)
        raise typer.Exit(WRONG_USAGE) from None
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _shown(span: Span) -> Iterator[Callable[[Iterable[T]], Iterator[T]]]:
    """A bar on a terminal while lines are read and, after the last one, laid out."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(
        *columns, TimeElapsedColumn(), console=errors, disable=not errors.is_terminal,
        transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("appeals", total=span.count)

        def counted(lines: Iterable[T]) -> Iterator[T]:
            for one in lines:
                yield one
                bar.advance(task)
            bar.update(task, description="writing the file")

        yield counted
