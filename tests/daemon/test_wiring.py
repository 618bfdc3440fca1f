"""How the settings' store is found: beside their file, whatever the folder is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon.settings import Settings, load
from daemon.settings.example import example
from daemon.wiring import bind, store_url
from store import database, migrate


def settings_in(folder: Path, url: str, *more: str) -> Settings:
    """The example settings in this folder, with this store."""
    folder.mkdir(exist_ok=True)
    path = folder / "settings.ini"
    old = "# url = sqlite:///contact-center.sqlite"
    text = example()
    assert old in text
    path.write_text(text.replace(old, "\n".join([f"url = {url}", *more])), "utf-8")
    return load(path, secrets=False)


@pytest.mark.parametrize("name", ["plain", "50% of #2", "what?", "Центр"])
def test_a_store_lies_beside_its_settings(tmp_path: Path, name: str) -> None:
    bind(settings_in(tmp_path / name, "sqlite:///store.db"))
    migrate.up()
    assert (tmp_path / name / "store.db").exists()
    database.close()


def test_an_absolute_path_stays(tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    bind(settings_in(tmp_path / "here", f"sqlite:///{there}"))
    migrate.up()
    assert there.exists()
    database.close()


def test_a_password_is_put_into_the_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_STORE_PASSWORD", "a/b@c")
    url, password = "postgresql://office@db.rada.test/office", "password = env:TEST_STORE_PASSWORD"
    found = store_url(settings_in(tmp_path, url, password))
    assert found == "postgresql://office:a%2Fb%40c@db.rada.test/office"


def test_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "find_spec", lambda _: None)
    with pytest.raises(ValueError, match="extra `postgres`"):
        database.bind("postgresql://office@db.rada.test/office")
