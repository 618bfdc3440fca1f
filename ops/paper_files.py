"""Papers as files: which form they take, whole or not at all, and what lacks for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ops.exits import fail

F = TypeVar("F", bound=StrEnum)
EXTRA = {"weasyprint", "docxtpl", "docx", "xlsxwriter"}
NO_EXTRA = (
    "papers need the extra `papers`: pip install 'contact-center[papers]', or all of "
    "requirements.lock"
)
NO_LIBRARIES = (
    "PDF needs Debian's libraries: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0 fonts-liberation"
)

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="The file to write; its ending may tell.")
]


def form_of(forms: type[F], asked: F | None, output: Path | None) -> F:
    """What was asked for, else what the file's ending says, else the first: PDF.

    An ending of another form is a mistake: nobody looks for a PDF in register.csv.
    """
    if asked is not None:
        return asked
    ending = output.suffix.lower().lstrip(".") if output else ""
    known = list(forms)
    if ending in known:
        return forms(ending)
    if ending.isalpha():
        fail(f"{output} cannot be made: its ending may be {' or '.join(known)}, else give --format")
    return known[0]


@contextmanager
def extra() -> Iterator[None]:
    """Tell what to install when the libraries of the extra, or Debian's behind them, lack."""
    try:
        yield
    except ModuleNotFoundError as fault:
        if (fault.name or "").partition(".")[0] not in EXTRA:
            raise
        fail(NO_EXTRA)
    except OSError as fault:
        if "cannot load library" not in str(fault):
            raise
        fail(NO_LIBRARIES)


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A file that takes the place of `path` when it is whole; its owner alone may read it."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as fault:
        fail(f"{path} cannot be written: {fault.strerror}")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
