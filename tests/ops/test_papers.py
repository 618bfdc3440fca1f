"""Papers from the command line: files, their rights, and what is told when something lacks."""

from __future__ import annotations

import importlib
import io
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx2python import docx2python

from daemon.settings import load
from daemon.wiring import bind
from ops import papers
from store import database
from tests.ops.conftest import Run
from tests.store.making import NOW, register


def _has_pdf() -> bool:
    try:
        importlib.import_module("weasyprint")
    except OSError:
        return False
    return True


needs_pdf = pytest.mark.skipif(not _has_pdf(), reason="no PDF: install Debian's Pango")


@pytest.fixture
def number(run: Run, settings: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with one appeal; gives its number. Files are written into the test's folder."""
    assert run("migrate").exit_code == 0
    bind(load(settings))
    with database.session():
        _, given = register(1, now=datetime.now(UTC))
        register(2, now=NOW)
    database.close()
    monkeypatch.chdir(settings.parent)
    return given


@needs_pdf
def test_a_card_on_paper(run: Run, number: str, settings: Path) -> None:
    shown = run("card", number.lower().replace("-0", " - "))
    assert shown.exit_code == 0
    path = settings.parent / shown.stdout.strip()
    assert path.name == f"card-{number.replace('/', '-')}.pdf"
    assert path.read_bytes().startswith(b"%PDF-")
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(settings.parent.glob(".*part"))


def test_a_card_by_the_ending_and_by_the_councils_layout(
    run: Run, number: str, settings: Path
) -> None:
    assert run("card", number, "-o", "one.docx").exit_code == 0
    with docx2python("one.docx") as opened:
        assert number in opened.text
    assert run("card-layout", "-o", "own.docx").exit_code == 0
    with docx2python("own.docx") as opened:
        assert "{{ applicant }}" in opened.text
    settings.write_text(settings.read_text("utf-8") + "\n[papers]\ncard_layout = own.docx\n")
    assert run("card", number, "--format", "docx", "-o", "two.docx").exit_code == 0
    Path("own.docx").write_bytes(b"no zip")
    broken = run("card", number, "--format", "docx", "-o", "three.docx")
    assert broken.exit_code == 2
    assert "own.docx is no DOCX" in broken.stderr
    assert not Path("three.docx").exists()


@needs_pdf
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_the_register(run: Run, number: str, form: str) -> None:
    shown = run("registry", "print", "--from", "2026", "-o", f"out.{form}")
    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout.strip() == f"out.{form}: {2 if datetime.now(UTC).year == 2026 else 1}"
    data = Path(f"out.{form}").read_bytes()
    assert data.startswith(b"%PDF-" if form == "pdf" else b"PK")
    if form == "xlsx":
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


@needs_pdf
def test_too_long_for_paper_names_the_workbook(
    run: Run, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mailflows.papers import pdf

    monkeypatch.setattr(pdf, "LONGEST", 0)
    shown = run("registry", "print", "--from", "2026-11")
    assert shown.exit_code == 2
    assert "--format xlsx" in shown.stderr
    assert not list(Path().glob("register-*"))


def test_what_is_asked_for_wrongly(run: Run, number: str) -> None:
    for told, command in (
        ("no appeal has the number", ("card", "Щ-9999/26")),
        ("is no day, month or year", ("registry", "print", "--from", "november")),
        ("is no day, month or year", ("registry", "print", "--from", "2026-02-30")),
        ("lies before", ("registry", "print", "--from", "2026-11", "--to", "2026-10")),
        ("cannot be written", ("card", number, "-o", "no/such/folder.docx")),
    ):
        shown = run(*command)
        assert shown.exit_code in {1, 2}
        assert told in shown.stderr, command


def test_a_missing_extra_and_missing_libraries_tell_the_mend(
    run: Run, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "mailflows.papers.docx", raising=False)
    monkeypatch.delattr("mailflows.papers.docx", raising=False)
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    shown = run("card", number, "--format", "docx")
    assert shown.exit_code == 2
    assert "extra `papers`" in shown.stderr
    with pytest.raises(papers.typer.Exit), papers._extra():
        raise OSError("cannot load library 'libpango-1.0-0': no such file")
