"""Entry point of benchmarks: the real daemon with a recorder around each step of a letter.

python -m tests.bench.steps times FILE run --settings ...    CPU seconds by step, as JSON
python -m tests.bench.steps marks FILE run --settings ...    which step runs at this moment
"""

from __future__ import annotations

import functools
import inspect
import json
import mmap
import struct
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import daemon.clerk
import daemon.pipeline
from daemon.mailbox import Mailbox
from daemon.sending.submission import Submission
from mailflows.writing import Writer
from ops.main import app
from store import context, letters, outbox

PLACES: tuple[tuple[object, str, str], ...] = (
    (Mailbox, "sizes", "fetch"),
    (Mailbox, "letters", "fetch"),
    (letters, "keep", "keep"),
    (Mailbox, "move", "file"),
    (letters, "mark_filed", "file"),
    (letters, "claim", "claim"),
    (daemon.pipeline, "read", "read"),
    (daemon.pipeline, "understand", "understand"),
    (context, "load", "context"),
    (daemon.pipeline, "decide", "decide"),
    (Writer, "render", "render"),
    (daemon.clerk, "commit", "commit"),
    (outbox, "book", "book"),
    (Submission, "send", "send"),
    (outbox, "sent", "mark"),
)
STEPS = tuple(dict.fromkeys(step for _, _, step in PLACES))


class Recorder(Protocol):
    """Told when a step begins and ends."""

    @property
    def waits(self) -> bool:
        """Whether steps that wait in asyncio can be told apart."""

    def step(self, name: str) -> AbstractContextManager[None]:
        """A context in which the step runs."""


class Marks:
    """How many threads are inside each step, and how many letters this life has decided."""

    SIZE = 4 * (len(STEPS) + 1)
    waits = True

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), self.SIZE)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        place = STEPS.index(name)
        self._add(place, 1)
        try:
            yield
        finally:
            self._add(place, -1)
        if name == "commit":  # and it did not raise
            self._add(len(STEPS), 1)

    def _add(self, place: int, change: int) -> None:
        with self._lock:
            (count,) = struct.unpack_from("=i", self._map, 4 * place)
            struct.pack_into("=i", self._map, 4 * place, count + change)

    @staticmethod
    def read(data: Any) -> tuple[dict[str, int], int]:
        """Threads inside each step, and letters decided, of such a file's bytes."""
        counts = struct.unpack_from(f"={len(STEPS) + 1}i", data)
        return dict(zip(STEPS, counts, strict=False)), counts[-1]


class Times:
    """CPU seconds of each step without the steps inside it; written when the process ends."""

    waits = False  # letters on their way at once share one thread's time

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self.start = time.process_time()  # Python and our modules are loaded
        self._own = threading.local()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        outer = getattr(self._own, "inner", 0.0)
        self._own.inner = 0.0
        start = time.thread_time()
        try:
            yield
        finally:
            whole = time.thread_time() - start
            self.spent[name] += whole - self._own.inner
            self.calls[name] += 1
            self._own.inner = outer + whole

    def write(self, path: Path, wall: float) -> None:
        work = time.process_time() - self.start
        told = {"spent": self.spent, "calls": self.calls, "start": self.start, "work": work}
        path.write_text(json.dumps({**told, "wall": wall}))


def wrap(recorder: Recorder) -> None:
    """Put the recorder around the real functions; nothing else of the daemon changes."""
    for holder, name, step in PLACES:
        setattr(holder, name, _around(getattr(holder, name), recorder, step))


def _around(work: Callable[..., Any], recorder: Recorder, step: str) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(work):
        if not recorder.waits:
            return work

        @functools.wraps(work)
        async def later(*arguments: Any, **named: Any) -> Any:
            with recorder.step(step):
                return await work(*arguments, **named)

        return later

    @functools.wraps(work)
    def now(*arguments: Any, **named: Any) -> Any:
        with recorder.step(step):
            return work(*arguments, **named)

    return now


def main() -> None:
    """Wrap, and run the command line that follows."""
    kind, path, sys.argv[1:] = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    if kind == "marks":
        wrap(Marks(path))
        app()
        return
    times = Times()
    wrap(times)
    start = time.perf_counter()
    try:
        app()
    finally:
        times.write(path, time.perf_counter() - start)


if __name__ == "__main__":
    main()
