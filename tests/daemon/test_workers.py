"""Leases of killed processes end with the next life; those of the living do not."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from daemon import workers
from daemon.clock import Clock
from store import letters

LONG = timedelta(hours=1)


def test_only_the_dead_of_this_machine_are_dead() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    here = socket.gethostname()
    assert workers.is_dead(f"{here}:{ended.pid}:sending")
    assert workers.is_dead(workers.name("sending")), "a container's next life has the same number"
    assert not workers.is_dead(f"{here}:{os.getppid()}:sending")
    assert not workers.is_dead(f"elsewhere:{ended.pid}:sending")
    assert not workers.is_dead("nonsense")


def test_a_killed_workers_letter_is_free_at_once(store: None) -> None:
    now = datetime.now(UTC)
    letters.keep([letters.Arrival("contact", 1, uid, now, b"x", False) for uid in (1, 2)])
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    host = socket.gethostname()
    killed = letters.claim(f"{host}:{ended.pid}:pipeline-0", now, LONG)
    living = letters.claim(f"{host}:{os.getppid()}:pipeline-0", now, LONG)
    assert killed and living
    workers.free_the_dead(Clock())
    again = letters.claim("next", datetime.now(UTC), LONG)
    assert again and again.id == killed.id
    assert letters.claim("next", datetime.now(UTC), LONG) is None
