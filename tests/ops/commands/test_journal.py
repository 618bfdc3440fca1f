"""The journal on the command line: its proof for a person and a program, one matter's lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon.settings import load
from daemon.wiring import bind
from store import database, rows, seals
from tests.ops.conftest import Run, printed
from tests.store.making import register


@pytest.fixture
def number(run: Run, settings: Path) -> str:
    """A store with one appeal, its journal sealed; gives the appeal's number."""
    assert run("migrate").exit_code == 0
    bind(load(settings))
    with database.session():
        _, number = register(uid=1)
        seals.seal()
    database.close()
    return number


def test_a_whole_journal(run: Run, number: str) -> None:
    shown = run("journal", "verify")
    assert shown.exit_code == 0
    assert "The journal is whole." in shown.stdout
    proof = printed(run("journal", "verify", "--json"))
    assert proof["good"] is True
    again = run("journal", "verify", "--head", proof["short_head"].upper())
    assert again.exit_code == 0
    assert f"stood after line {proof['proof']['last']}" in again.stdout


def test_a_head_of_another_journal_and_none_at_all(run: Run, number: str) -> None:
    other = run("journal", "verify", "--head", "0123-4567-89ab-cdef-0123")
    assert other.exit_code == 1
    assert "not on this chain" in other.stdout
    assert run("journal", "verify", "--head", "3f9a").exit_code == 2
    assert run("journal", "verify", "--head", "somewhere in the digest").exit_code == 2


def test_a_changed_line_is_named(run: Run, number: str) -> None:
    with database.session():
        rows.run('UPDATE "journal" SET "detail" = ? WHERE "id" = 3', "nothing")
    database.close()
    shown = run("journal", "verify")
    assert shown.exit_code == 1
    assert "line 3 is not what was sealed" in shown.stdout
    told = printed(run("journal", "verify", "--json"))
    assert told["proof"]["difference"] == {"line": 3, "what": "changed"}


def test_lines_of_one_appeal_and_one_letter(run: Run, number: str) -> None:
    shown = run("journal", "show", number.lower()).stdout
    for word in ("appeal-entered", "disclosed", "executor:water name,text", "outsider", "outbox"):
        assert word in shown
    assert "decided-registered" in run("journal", "show", "1").stdout
    assert printed(run("journal", "show", number, "--json"))[0]["sealed"] is True
    assert run("journal", "show", "Ґ-9999/26").exit_code == 1
