"""Keeps the loops alive: named threads, restarted with backoff, stopped within seconds."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from daemon.logs import log, where

BACKOFF_FIRST = 0.5  # seconds
BACKOFF_LONGEST = 60.0
LIVED = 60.0  # seconds of life after which a loop's next death counts as its first
TROUBLE_AFTER = 2  # deaths in a row before operators are told
STOP_WITHIN = 10.0  # seconds
LOOK_EVERY = 0.2


@dataclass
class Loop:
    """A named thread; `run` returns when the daemon stops and raises when it is broken."""

    name: str
    run: Callable[[], None]
    deaths: int = 0
    thread: threading.Thread | None = field(default=None, repr=False)


class Supervisor:
    """Runs loops until SIGTERM, SIGINT, `stop` or, on demand, until nothing is left to do."""

    def __init__(
        self,
        loops: Sequence[Loop],
        stop: threading.Event,
        trouble: Callable[[str, str], None],
        stop_within: float = STOP_WITHIN,
    ) -> None:
        self._loops = loops
        self._stop = stop
        self._trouble = trouble
        self._stop_within = stop_within

    def run(self, idle: Callable[[], bool] | None = None) -> bool:
        """Run all loops; with `idle` end as soon as it says that nothing is left to do.

        True when every loop ended in time, False when one had to be left behind.
        """
        restore = self._catch_signals()
        try:
            for loop in self._loops:
                loop.thread = threading.Thread(
                    target=self._keep_alive, args=(loop,), name=loop.name, daemon=True
                )
                loop.thread.start()
            log().info("started", count=len(self._loops))
            while not self._stop.wait(LOOK_EVERY):
                if idle is not None and idle():
                    self._stop.set()
            return self._join()
        finally:
            restore()

    def _keep_alive(self, loop: Loop) -> None:
        while not self._stop.is_set():
            born = time.monotonic()
            try:
                loop.run()
                if self._stop.is_set():
                    return
                raise RuntimeError("ended by itself")
            except Exception as error:
                loop.deaths = 1 if time.monotonic() - born > LIVED else loop.deaths + 1
                code = where(error)
                log().error("loop-died", name=loop.name, error=code, count=loop.deaths)
            if loop.deaths == TROUBLE_AFTER:
                self._report(loop, code)
            self._stop.wait(min(BACKOFF_FIRST * 2 ** min(loop.deaths - 1, 10), BACKOFF_LONGEST))

    def _report(self, loop: Loop, code: str) -> None:
        try:
            self._trouble(f"loop {loop.name}", code)
        except Exception as error:  # the store may be what is broken: the log has it
            log().error("not-told", name=loop.name, error=where(error))

    def _join(self) -> bool:
        until = time.monotonic() + self._stop_within
        for loop in self._loops:
            if loop.thread is not None:
                loop.thread.join(max(0.0, until - time.monotonic()))
        late = [loop.name for loop in self._loops if loop.thread and loop.thread.is_alive()]
        for name in late:
            log().warning("left-behind", name=name)
        log().info("stopped")
        return not late

    def _catch_signals(self) -> Callable[[], None]:
        """SIGTERM and SIGINT stop the daemon; only the main thread may say so to Python."""
        if threading.current_thread() is not threading.main_thread():
            return lambda: None

        def stopped(number: int, frame: FrameType | None) -> None:
            self._stop.set()

        before = {one: signal.signal(one, stopped) for one in (signal.SIGTERM, signal.SIGINT)}

        def restore() -> None:
            for one, handler in before.items():
                signal.signal(one, handler)

        return restore
