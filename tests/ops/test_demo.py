"""The played day ends by itself with every kind of letter handled and a page to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.demo import may_be_used, play
from tests.ops.conftest import Run


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Path:
    folder = tmp_path_factory.mktemp("day") / "kept"
    play(folder, told.append)
    return folder


def test_the_day(folder: Path, told: list[str]) -> None:
    assert len(told) >= 8
    page = (folder / "index.html").read_text("utf-8")
    for outcome in (
        *("registered", "reply", "attached", "auto-reply", "bounce", "not-appeal"),
        *("duplicate-delivery", "too-large"),
    ):
        assert f"{outcome}<" in page, outcome
    assert "set-aside<" not in page
    assert page.count("<iframe sandbox") == len(list((folder / "letters").glob("*.eml")))


def test_what_was_forged_closed_nothing_and_what_was_confirmed_is_closed(folder: Path) -> None:
    page = (folder / "index.html").read_text("utf-8")
    rows = {
        row.split("</td><td>")[1]: row.split("</td><td>")[4]
        for row in page.split("<tbody")[1].split("<tr>")[1:]
    }
    assert rows["Олійник Надія Григорівна"] in {"registered", "in-work"}
    assert rows["Іваненко Марія Петрівна"] == "closed"


def test_a_second_day_replaces_the_first(folder: Path) -> None:
    before = {path.name for path in folder.iterdir()}
    play(folder, lambda sentence: None)
    assert {path.name for path in folder.iterdir()} == before


def test_an_earlier_day_may_be_played_over(folder: Path) -> None:
    assert may_be_used(folder)


def test_a_centres_own_folder_is_left_alone(run: Run, settings: Path) -> None:
    """It has a settings.ini and, by default, a register called as the day's."""
    register = settings.with_name("contact-center.sqlite")
    register.write_bytes(b"the register of years")
    shown = run("demo", "--keep", str(settings.parent))
    assert shown.exit_code == 2
    assert "name an empty folder" in shown.stderr
    assert register.read_bytes() == b"the register of years"
    assert settings.exists()
