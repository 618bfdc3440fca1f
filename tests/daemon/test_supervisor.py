"""Loops that die, hang or end, and the signals that stop the daemon."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

from daemon.supervisor import Loop, Supervisor


def waiting(event: threading.Event) -> Callable[[], None]:
    """A loop that does nothing until the event."""

    def loop() -> None:
        event.wait()

    return loop


def test_a_dead_loop_lives_again_and_is_reported() -> None:
    stop = threading.Event()
    reports: list[tuple[str, str]] = []
    lives: list[int] = []

    def fragile() -> None:
        lives.append(1)
        if len(lives) < 3:
            raise KeyError("a secret word")
        stop.wait()

    loops = [Loop("fragile", fragile), Loop("steady", waiting(stop))]
    kept = Supervisor(loops, stop, lambda what, code: reports.append((what, code)))
    assert kept.run(idle=lambda: len(lives) == 3)
    assert len(lives) == 3
    assert [what for what, _ in reports] == ["loop fragile"]
    assert "KeyError" in reports[0][1]
    assert "secret" not in reports[0][1]


def test_a_loop_that_ends_by_itself_is_a_dead_loop() -> None:
    stop = threading.Event()
    lives: list[int] = []
    loops = [Loop("short", lambda: lives.append(1))]
    assert Supervisor(loops, stop, lambda *_: None).run(idle=lambda: len(lives) >= 2)


def test_sigterm_stops_within_seconds() -> None:
    stop = threading.Event()
    looked: list[int] = []

    def idle() -> bool:
        if not looked:
            os.kill(os.getpid(), signal.SIGTERM)
        looked.append(1)
        return False

    began = time.monotonic()
    handler = signal.getsignal(signal.SIGTERM)
    loops = [Loop("one", waiting(stop))]
    assert Supervisor(loops, stop, lambda *_: None).run(idle)
    assert time.monotonic() - began < 3
    assert signal.getsignal(signal.SIGTERM) is handler


def test_a_hanging_loop_is_left_behind() -> None:
    stop, freed = threading.Event(), threading.Event()
    loops = [Loop("hangs", waiting(freed))]
    kept = Supervisor(loops, stop, lambda *_: None, stop_within=0.3)
    assert not kept.run(idle=lambda: True)
    freed.set()
