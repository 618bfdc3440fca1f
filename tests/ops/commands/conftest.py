"""A store with a register in it, for the commands that make papers of it."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.settings import load
from daemon.wiring import bind
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
def registered(run: Run, settings: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with two appeals; gives the first number. Files go into the test's folder."""
    assert run("migrate").exit_code == 0
    bind(load(settings))
    with database.session():
        _, given = register(1, now=datetime.now(UTC))
        register(2, now=NOW)
    database.close()
    monkeypatch.chdir(settings.parent)
    return given
