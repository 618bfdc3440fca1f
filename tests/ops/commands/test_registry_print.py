"""The register of a period from the command line: a paper, a workbook, and what is no period."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.ops.commands.conftest import needs_pdf
from tests.ops.conftest import Run


@needs_pdf
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_the_register(run: Run, registered: str, form: str) -> None:
    shown = run("registry", "print", "--from", "2026", "-o", f"out.{form}")
    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout.strip() == f"out.{form}: {2 if datetime.now(UTC).year == 2026 else 1}"
    data = Path(f"out.{form}").read_bytes()
    assert data.startswith(b"%PDF-" if form == "pdf" else b"PK")
    if form == "xlsx":
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


@needs_pdf
def test_too_long_for_paper_names_the_workbook(
    run: Run, registered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mailflows.papers import pdf

    monkeypatch.setattr(pdf, "LONGEST", 0)
    shown = run("registry", "print", "--from", "2026-11")
    assert shown.exit_code == 2
    assert "--format xlsx" in shown.stderr
    assert not list(Path().glob("register-*"))


def test_too_long_for_a_sheet_is_told(
    run: Run, registered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mailflows.papers import xlsx

    monkeypatch.setattr(xlsx, "LONGEST", 0)
    shown = run("registry", "print", "--from", "2026-11", "--format", "xlsx")
    assert shown.exit_code == 2
    assert "shorter period" in shown.stderr
    assert not list(Path().glob("register-*"))


def test_what_is_asked_for_wrongly(run: Run, registered: str) -> None:
    for told, asked in (
        ("is no day, month or year", ("--from", "november")),
        ("is no day, month or year", ("--from", "2026-02-30")),
        ("lies before", ("--from", "2026-11", "--to", "2026-10")),
        ("its ending may be pdf or xlsx", ("--from", "2026-11", "-o", "register.csv")),
    ):
        shown = run("registry", "print", *asked)
        assert shown.exit_code == 2
        assert told in shown.stderr, asked
    assert not Path("register.csv").exists()
