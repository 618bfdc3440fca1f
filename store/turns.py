"""Whose turn it is to write to SQLite: threads and processes queue in the kernel, nobody polls."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turns:
    """One writer at a time of all that have their store in one directory.

    SQLite alone would have waiting processes sleep and try again, up to 100 ms at a time. The
    kernel ends the turn of a process that was killed.
    """

    def __init__(self, directory: Path) -> None:
        self._threads = threading.Lock()
        self._directory = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn, have it for the block; never inside another one of this thread."""
        with self._threads:
            fcntl.flock(self._directory, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._directory, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the directory back."""
        os.close(self._directory)
