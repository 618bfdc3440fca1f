"""A settings file with a store for commands, and a way to run them as a person does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ops.main import app

ACCURACY = Path(__file__).parents[1] / "accuracy" / "settings.ini"
Run = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of invented people with a store of its own; secrets in the environment."""
    monkeypatch.setenv("CONTACT_CENTER_IMAP_PASSWORD", "secret")
    monkeypatch.setenv("CONTACT_CENTER_REPLY_SECRET", "s" * 32)
    path = tmp_path / "settings.ini"
    text = ACCURACY.read_text("utf-8") + "\n[store]\nurl = sqlite:///store.db\n"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def run(settings: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with these settings; gives its result."""
    monkeypatch.setenv("CONTACT_CENTER_SETTINGS", str(settings))
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), catch_exceptions=False)

    return command


def printed(result: Result) -> Any:
    """What a command printed with --json."""
    return json.loads(result.stdout)
