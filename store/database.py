"""The one bound database: SQLite or PostgreSQL by URL, a connection for each thread, one writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import peewee

from store.turns import Turns

BUSY_SECONDS = 30  # another process (the command line) may hold SQLite's write lock this long

proxy = peewee.DatabaseProxy()
_turns: Turns | None = None


class NotBound(RuntimeError):
    """The store was used before `bind`."""


def _open(url: str) -> peewee.Database:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = Path(unquote(parts.path))
        if not path.parent.is_dir():
            raise ValueError(f"no such directory: {path.parent}")
        return peewee.SqliteDatabase(
            str(path),
            autoconnect=False,
            timeout=BUSY_SECONDS,
            pragmas=[
                ("journal_mode", "wal"),
                ("synchronous", "full"),  # a commit survives power loss, 8 % dearer than normal
                ("foreign_keys", 1),
                ("busy_timeout", BUSY_SECONDS * 1000),
                ("cache_size", -32_000),
            ],
        )
    if parts.scheme in ("postgresql", "postgres"):
        if find_spec("psycopg") is None:
            raise ValueError("PostgreSQL needs the extra `postgres`, or all of requirements.lock")
        conninfo = url.replace("postgres://", "postgresql://", 1)
        return peewee.PostgresqlDatabase(conninfo, autoconnect=False, prefer_psycopg3=True)
    raise ValueError("the database is given as sqlite:///path or postgresql://user@host/name")


def bind(url: str) -> None:
    """Choose the database of this process; nothing is opened yet.

    `sqlite:////var/lib/x.db` is an absolute path, `sqlite:///x.db` too (`/x.db`).
    Raises ValueError on another scheme, a missing directory or a missing driver.
    """
    global _turns  # noqa: PLW0603 - bound together with the proxy
    bound = _open(url)
    if _turns is not None:
        _turns.close()
    local = isinstance(bound, peewee.SqliteDatabase)
    _turns = Turns(Path(bound.database).parent) if local else None
    proxy.initialize(bound)


def database() -> peewee.Database:
    """The bound database; raises NotBound before `bind`."""
    if proxy.obj is None:
        raise NotBound("store.database.bind(url) comes first")
    bound: peewee.Database = proxy.obj
    return bound


def close() -> None:
    """Close this thread's connection, if it has one."""
    if proxy.obj is not None and not proxy.obj.is_closed():
        proxy.obj.close()


def is_postgres() -> bool:
    """Whether the bound database is PostgreSQL."""
    return isinstance(database(), peewee.PostgresqlDatabase)


def execute(statement: str, parameters: Sequence[Any] = ()) -> Any:
    """Run one statement with the driver's own marks on this thread's connection; the cursor."""
    return database().execute_sql(statement, parameters)  # type: ignore[no-untyped-call]


@contextmanager
def session() -> Iterator[None]:
    """Give this thread a connection for the block; an inner session shares the outer one."""
    opened = database().connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened:
            database().close()


@contextmanager
def unanswered() -> Iterator[None]:
    """Statements whose answers nobody reads: sent to PostgreSQL together, in one round trip.

    Inside a transaction only; what the server refuses is raised at the end of the block.
    """
    if not is_postgres():
        yield
        return
    connection = database().connection()  # type: ignore[no-untyped-call]
    with peewee.__exception_wrapper__, connection.pipeline():  # type: ignore[attr-defined]
        yield


def _turn() -> AbstractContextManager[None]:
    if _turns is None:
        raise NotBound("store.database.bind(url) comes first")
    return _turns.taken()


@contextmanager
def quick() -> Iterator[None]:
    """One statement that has to be atomic and to survive a kill, though not a loss of power.

    For a claim, which is taken anew when it is lost: it spares every letter a second fsync.
    """
    if is_postgres() or database().in_transaction():
        yield
        return
    with _turn():
        execute("PRAGMA synchronous = NORMAL")  # in WAL mode: no fsync at the commit
        try:
            with database().atomic("IMMEDIATE"):
                yield
        finally:
            execute("PRAGMA synchronous = FULL")


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing, durable at the end; an inner transaction joins the outer one.

    SQLite has one writer: threads and processes queue for their turn instead of polling.
    """
    bound = database()
    if bound.in_transaction():
        yield
    elif is_postgres():
        with bound.atomic():
            yield
    else:
        with _turn(), bound.atomic("IMMEDIATE"):
            yield
