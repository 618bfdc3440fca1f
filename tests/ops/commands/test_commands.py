"""The command line: what people and monitors see, and the exit codes they go by."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from daemon.settings import load
from daemon.wiring import bind
from ops.main import app
from ops.show import console
from store import aside, database, letters
from tests.ops.conftest import Run, printed
from tests.store.making import NOW, arrival, register

COMMANDS = (
    *("run", "demo", "check-settings", "settings-example", "explain", "ledger", "status"),
    *("registry", "set-aside", "outbox", "migrate", "journal", "card", "card-layout"),
    *("answer-layout", "states"),
)


@pytest.fixture
def filled(run: Run, settings: Path) -> str:
    """A store with one appeal and one letter set aside; gives the appeal's number."""
    assert run("migrate").exit_code == 0
    bind(load(settings))
    with database.session():
        _, number = register(uid=1)
        (broken,) = letters.keep([arrival(2, b"Subject: broken\r\n\r\n\xff")])
        aside.set_aside(broken, "ValueError in mailflows.reading", NOW)
    database.close()
    return number


def test_help_names_every_command(run: Run) -> None:
    shown = run("--help").stdout
    assert all(name in shown for name in COMMANDS)
    for name in COMMANDS:
        one = run(name, "--help")
        assert one.exit_code == 0
        assert len(one.stdout.splitlines()) > 5, f"{name} --help teaches nothing"


def commands() -> dict[str, Callable[..., object]]:
    """Every command by its whole name."""
    found = {}
    for part in app.registered_commands:
        found[part.name or ""] = part.callback
    for group in app.registered_groups:
        assert group.typer_instance is not None
        for part in group.typer_instance.registered_commands:
            found[f"{group.name} {part.name}"] = part.callback
    return {name: callback for name, callback in found.items() if callback is not None}


@pytest.mark.parametrize("name", commands())
def test_help_fits_a_screen_of_80_columns(name: str) -> None:
    """Typer keeps the lines of a docstring: a longer one leaves a single word on the next."""
    told = inspect.cleandoc(commands()[name].__doc__ or "").partition("\n\n")[2]
    assert all(len(line) <= 78 for line in told.splitlines())


def test_no_settings_yet_tells_how_to_begin(run: Run, settings: Path) -> None:
    settings.unlink()
    shown = run("status")
    assert shown.exit_code == 2
    assert "there is no such file" in shown.stderr
    assert "contact-center settings-example >" in " ".join(shown.stderr.split())
    assert "[]" not in shown.stderr


def test_check_settings(run: Run, settings: Path) -> None:
    assert "good" in run("check-settings", str(settings)).stdout
    broken = settings.with_name("broken.ini")
    broken.write_text(
        settings.read_text("utf-8").replace("host = 127.0.0.1", "hots = x", 1), "utf-8"
    )
    result = run("check-settings", str(broken))
    assert result.exit_code == 2
    assert "did you mean 'host'?" in result.stderr
    assert "line " in result.stderr


def test_settings_example_can_be_checked(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "example.ini"
    path.write_text(run("settings-example").stdout, "utf-8")
    assert run("check-settings", "--no-secrets", str(path)).exit_code == 0


def test_bad_settings_end_every_command_with_2(run: Run, settings: Path) -> None:
    settings.write_text("[centre]\n", "utf-8")
    for command in (("ledger",), ("status",), ("run",), ("registry", "list"), ("migrate",)):
        result = run(*command)
        assert result.exit_code == 2, command
        assert "fault(s)" in result.stderr


def test_a_store_of_another_version_is_refused_with_3(run: Run, settings: Path) -> None:
    for command in (("ledger",), ("status",), ("run", "--until-idle"), ("registry", "list")):
        result = run(*command)
        assert result.exit_code == 3, command
        assert "contact-center migrate" in result.stderr
    assert "applied" in run("migrate").stdout
    bind(load(settings))
    with database.session():
        database.execute("UPDATE schema_migration SET name = '9999_future' WHERE name LIKE '0001%'")
    database.close()
    newer = run("status")
    assert newer.exit_code == 3
    assert "9999_future" in newer.stderr
    assert run("migrate").exit_code == 3


def test_the_register_is_listed_searched_and_shown(run: Run, filled: str) -> None:
    assert [line["number"] for line in printed(run("registry", "list", "--json"))] == [filled]
    assert filled in run("registry", "list").stdout
    assert filled in run("registry", "search", filled[:3]).stdout
    assert "nothing found" in run("registry", "search", "немає-такого").stdout
    card = printed(run("registry", "show", filled, "--json"))
    assert card["appeal"]["number"] == filled
    assert card["history"]
    assert filled in run("registry", "show", filled).stdout
    assert run("registry", "show", "К-9999/26").exit_code == 1


def test_letters_set_aside_are_listed_shown_and_brought_back(run: Run, filled: str) -> None:
    listed = run("set-aside", "list", "--json")
    assert listed.exit_code == 1
    (one,) = printed(listed)
    assert one["error"] == "ValueError in mailflows.reading"
    shown = run("set-aside", "show", str(one["id"]))
    assert shown.stdout_bytes == b"Subject: broken\r\n\r\n\xff"
    assert run("status").exit_code == 1
    assert run("set-aside", "retry", str(one["id"])).exit_code == 0
    assert run("set-aside", "list").exit_code == 0
    assert run("set-aside", "retry", str(one["id"])).exit_code == 1
    assert run("set-aside", "show", "999").exit_code == 1


def test_the_outbox_shows_what_waits(run: Run, filled: str) -> None:
    rows = printed(run("outbox", "--json"))
    assert rows
    assert {row["state"] for row in rows} == {"queued"}
    assert printed(run("outbox", "--json", "--state", "sent")) == []
    assert rows[0]["recipient"] in run("outbox").stdout


def test_the_ledger_says_when_a_server_cannot_be_asked(run: Run, filled: str) -> None:
    result = run("ledger", "--json")
    assert result.exit_code == 1
    told = printed(result)
    assert told["agree"] is False
    assert all(box["fault"] for box in told["mailboxes"])
    assert "could not be asked" in run("ledger").stdout


def test_what_is_asked_for_wrongly_is_wrong_usage(run: Run, filled: str, tmp_path: Path) -> None:
    assert "queued" in run("outbox", "--state", "lost").stderr
    assert "no topic 'watr'" in run("registry", "list", "--topic", "watr").stderr
    for command in (
        *(("outbox", "--state", "lost"), ("registry", "list", "--topic", "watr")),
        ("explain", str(tmp_path / "none.eml")),
    ):
        assert run(*command).exit_code == 2, command
    assert "no letter is never" in run("outbox", "--state", "never").stdout


def test_a_number_may_be_written_carelessly(run: Run, filled: str) -> None:
    careless = filled.lower().replace("-0", " - ").replace("/", " / ")
    assert filled in run("registry", "show", careless).stdout


def test_lists_fit_a_screen_of_80_columns(
    run: Run, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "width", 80)
    for command in (("registry", "list"), ("outbox",)):
        shown = run(*command).stdout.splitlines()
        assert all(len(line.rstrip()) <= 80 for line in shown)
        assert not any("…" in line for line in shown), command
    assert filled in run("registry", "list").stdout


def test_a_store_that_cannot_be_made_is_told(run: Run, settings: Path) -> None:
    text = settings.read_text("utf-8").replace("sqlite:///store.db", "sqlite:///none/store.db")
    settings.write_text(text, "utf-8")
    for command in ("migrate", "status"):
        result = run(command)
        assert result.exit_code == 2, command
        assert "no such directory" in result.stderr


def test_who_looks_into_the_store_needs_no_secret_of_a_mailbox(
    run: Run, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTACT_CENTER_IMAP_PASSWORD")
    assert filled in run("registry", "list").stdout
    assert run("migrate").exit_code == 0
    for command in ("run", "ledger"):
        result = run(command)
        assert result.exit_code == 2, command
        assert "CONTACT_CENTER_IMAP_PASSWORD" in result.stderr


def test_run_knows_its_parts(run: Run) -> None:
    result = run("run", "--only", "intake,telephone")
    assert result.exit_code == 2
    assert "telephone" in result.stderr
