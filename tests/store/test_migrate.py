"""Migrations and models build the same tables; a store of another version is refused."""

from __future__ import annotations

import shutil
from pathlib import Path
from runpy import run_path

import pytest

from store import database, migrate, outbox
from store.models import TABLES, OutboxMessageRow
from tests.store import making


def shape() -> dict[str, object]:
    """Columns with type, null and key, indexes with their whole definition, foreign keys."""
    bound = database.database()
    found: dict[str, object] = {}
    for table in bound.get_tables():
        columns = {
            (one.name, one.data_type.upper(), one.null, one.primary_key)
            for one in bound.get_columns(table)
        }
        indexes = {(one.name, one.unique, one.sql) for one in bound.get_indexes(table)}
        keys = {(one.column, one.dest_table) for one in bound.get_foreign_keys(table)}
        found[table] = (columns, indexes, keys)
    return found


def test_migrations_and_models_build_the_same(store: str) -> None:
    migrated = shape()
    bound = database.database()
    bound.drop_tables(TABLES)
    bound.create_tables(TABLES)
    assert shape() == migrated
    assert len(migrated) == len(TABLES) + 1


def test_every_index_is_used_by_name_once(store: str) -> None:
    names = [one.name for t in database.database().get_tables()
             for one in database.database().get_indexes(t)]  # fmt: skip
    assert len(names) == len(set(names))


def test_an_empty_store_is_older(tmp_path: Path) -> None:
    database.bind(f"sqlite:///{tmp_path}/empty.db")
    assert migrate.version() is None
    with pytest.raises(migrate.SchemaMismatch, match="contact-center migrate"):
        migrate.check()
    assert migrate.up()[0] == "0001_initial"
    migrate.check()
    assert migrate.up() == []
    assert migrate.version() == max(path.stem for path in migrate.DIRECTORY.glob("[0-9]*.py"))


def test_older_and_newer_stores_are_refused(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.bind(store_url)
    ahead = tmp_path / "ahead"
    shutil.copytree(migrate.DIRECTORY, ahead)
    (ahead / "9999_later.py").write_text("def up(migrator, db):\n    pass\n")
    monkeypatch.setattr(migrate, "DIRECTORY", ahead)
    with pytest.raises(migrate.SchemaMismatch, match=r"older.*contact-center migrate"):
        migrate.check()
    assert migrate.up() == ["9999_later"]
    migrate.check()
    monkeypatch.undo()
    with pytest.raises(migrate.SchemaMismatch, match=r"9999_later.*newer program"):
        migrate.check()


@pytest.mark.parametrize("url", ["mysql://x/y", "store.db", "sqlite:////no/such/directory/x.db"])
def test_a_wrong_url_says_so(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///path|no such directory"):
        database.bind(url)


def test_sqlite_is_durable_and_checked(store: str) -> None:
    if database.is_postgres():
        assert database.execute("SHOW synchronous_commit").fetchone() == ("on",)
        return
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    values = {name: database.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


def test_letters_in_the_outbox_are_packed(store: str) -> None:
    making.register(1)
    letters = {one.id: outbox.data(one.id) for one in outbox.listed()}
    for number, octets in letters.items():  # as they were kept before
        OutboxMessageRow.update(octets=octets).where(OutboxMessageRow.outbox == number).execute()
    packing = run_path(str(migrate.DIRECTORY / "0006_packed_outbox.py"))
    packing["up"](None, database.database())
    assert len(letters) > 1
    assert {number: outbox.data(number) for number in letters} == letters
