"""A store for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from store import database, migrate
from tests.servers import start

POSTGRES = "CONTACT_CENTER_TEST_PG"
"""Names a running server, like postgresql://postgres@127.0.0.1:15432/postgres."""


def _admin(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _url(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real server; without one the test is skipped with the reason, in CI it fails."""
    if POSTGRES in os.environ:
        yield os.environ[POSTGRES]
        return
    for servers in start("postgres"):
        yield f"postgresql://postgres@127.0.0.1:{servers.port('postgres')}/postgres"


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """A migrated database that each test copies."""
    name = f"cc_template_{secrets.token_hex(6)}"
    _admin(postgres_server, f'CREATE DATABASE "{name}"')
    try:
        database.bind(_url(postgres_server, name))
        migrate.up()
        yield name
    finally:
        database.close()
        _admin(postgres_server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of this test alone, migrated."""
    name = f"cc_test_{secrets.token_hex(6)}"
    _admin(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    try:
        yield _url(postgres_server, name)
    finally:
        _admin(postgres_server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


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
