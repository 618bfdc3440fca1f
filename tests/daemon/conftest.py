"""Real servers and a fresh store for the tests of the daemon's edges."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from store import database, migrate
from tests.servers import mail, servers

__all__ = ["mail", "servers"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[None]:
    """A fresh SQLite store, with a connection for the test itself."""
    database.bind(f"sqlite:///{tmp_path}/store.sqlite")
    migrate.up()
    with database.session():
        yield
    database.close()


Running = Callable[[Callable[[], None], threading.Event], AbstractContextManager[None]]


@pytest.fixture
def running() -> Running:
    """Runs a loop in a thread for a block, and stops it at its end."""

    @contextmanager
    def run(loop: Callable[[], None], stop: threading.Event) -> Iterator[None]:
        faults: list[BaseException] = []

        def body() -> None:
            try:
                loop()
            except BaseException as fault:
                faults.append(fault)

        thread = threading.Thread(target=body, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(10)
        assert not thread.is_alive(), "the loop did not stop within seconds"
        if faults:
            raise faults[0]

    return run
