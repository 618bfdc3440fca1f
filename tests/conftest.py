"""A store for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from store import database, migrate

POSTGRES = "CONTACT_CENTER_TEST_PG"  # postgresql://postgres@127.0.0.1:15432/postgres
_NO_POSTGRES = f"no PostgreSQL: set {POSTGRES} (BASE=/tmp/lab bash tests/servers.sh up postgres)"


def _admin(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ[POSTGRES], autocommit=True) as connection:
        connection.execute(statement)


def _url(name: str) -> str:
    return urlsplit(os.environ[POSTGRES])._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """A migrated database that each test copies; skipped (in CI: failed) without a server."""
    if POSTGRES not in os.environ:
        if os.environ.get("CI") == "true":
            pytest.fail(_NO_POSTGRES)
        pytest.skip(_NO_POSTGRES)
    name = f"cc_template_{secrets.token_hex(6)}"
    _admin(f'CREATE DATABASE "{name}"')
    try:
        database.bind(_url(name))
        migrate.up()
        yield name
    finally:
        _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_url(postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of this test alone, migrated."""
    name = f"cc_test_{secrets.token_hex(6)}"
    _admin(f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    try:
        yield _url(name)
    finally:
        _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty migrated store, once on each database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    url = f"sqlite:///{tmp_path}/store.db"
    database.bind(url)
    migrate.up()
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[str]:
    """The store bound, with a session for this thread; gives its URL."""
    database.bind(store_url)
    with database.session():
        yield store_url
    database.close()
