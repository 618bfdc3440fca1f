"""A loop in a process of its own, that lives and ends with the daemon like the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

LOOK_EVERY = 0.5  # seconds
STOP_WITHIN = 8.0  # seconds, less than the supervisor's own patience


class ProcessEnded(Exception):
    """The process ended though nobody had stopped the daemon."""


@dataclass
class Apart:
    """`work(*arguments)` in a fresh process; all of them have to be picklable."""

    name: str
    work: Callable[..., object]
    arguments: tuple[Any, ...]
    stop: Event

    def run(self) -> None:
        """Start the process, watch it, and end it when the daemon stops; raises ProcessEnded."""
        context = multiprocessing.get_context("spawn")  # a fork would share connections and locks
        process = context.Process(target=_begin, args=(self.work, self.arguments), name=self.name)
        process.start()
        try:
            while not self.stop.wait(LOOK_EVERY):
                if not process.is_alive():
                    raise ProcessEnded
        finally:
            process.terminate()
            process.join(STOP_WITHIN)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()


def _begin(work: Callable[..., object], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    work(*arguments)


def _end_with_parent() -> None:
    """A daemon that was killed cannot stop us: end as if it had."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
