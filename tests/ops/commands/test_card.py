"""The card from the command line: its file, its rights, the council's own layout."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import typer
from docx2python import docx2python

from ops.paper_files import extra
from tests.ops.commands.conftest import needs_pdf
from tests.ops.conftest import Run


@needs_pdf
def test_a_card_on_paper(run: Run, registered: str, settings: Path) -> None:
    shown = run("card", registered.lower().replace("-0", " - "))
    assert shown.exit_code == 0
    path = settings.parent / shown.stdout.strip()
    assert path.name == f"card-{registered.replace('/', '-')}.pdf"
    assert path.read_bytes().startswith(b"%PDF-")
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(settings.parent.glob(".*part"))


def test_a_card_by_the_ending_and_by_the_councils_layout(
    run: Run, registered: str, settings: Path
) -> None:
    assert run("card", registered, "-o", "one.docx").exit_code == 0
    with docx2python("one.docx") as opened:
        assert registered in opened.text
    assert run("card-layout", "-o", "own.docx").exit_code == 0
    with docx2python("own.docx") as opened:
        assert "{{ applicant }}" in opened.text
    settings.write_text(settings.read_text("utf-8") + "\n[papers]\ncard_layout = own.docx\n")
    assert run("card", registered, "--format", "docx", "-o", "two.docx").exit_code == 0
    Path("own.docx").write_bytes(b"no zip")
    broken = run("card", registered, "--format", "docx", "-o", "three.docx")
    assert broken.exit_code == 2
    assert "own.docx is no DOCX" in broken.stderr
    assert not Path("three.docx").exists()


def test_what_is_asked_for_wrongly(run: Run, registered: str) -> None:
    for told, command in (
        ("no appeal has the number", ("card", "Щ-9999/26")),
        ("cannot be written", ("card", registered, "-o", "no/such/folder.docx")),
        ("its ending may be pdf or docx", ("card", registered, "-o", "card.odt")),
    ):
        shown = run(*command)
        assert shown.exit_code in {1, 2}
        assert told in shown.stderr, command
    assert not Path("card.odt").exists()


def test_a_missing_extra_and_missing_libraries_tell_the_mend(
    run: Run, registered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "mailflows.papers.docx", raising=False)
    monkeypatch.delattr("mailflows.papers.docx", raising=False)
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    shown = run("card", registered, "--format", "docx")
    assert shown.exit_code == 2
    assert "extra `papers`" in shown.stderr
    with pytest.raises(typer.Exit), extra():
        raise OSError("cannot load library 'libpango-1.0-0': no such file")


@pytest.mark.parametrize("command", ["card-layout", "answer-layout"])
def test_a_layout_that_somebody_has_changed_is_not_written_over(
    run: Run, registered: str, command: str
) -> None:
    assert run(command, "-o", "own.docx").exit_code == 0
    Path("own.docx").write_bytes(b"a week's work")
    again = run(command, "-o", "own.docx")
    assert again.exit_code == 2
    assert "is there already" in again.stderr
    assert Path("own.docx").read_bytes() == b"a week's work"
