"""A loop in a process of its own ends with the daemon, however the daemon ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from daemon.apart import Apart, ProcessEnded
from tests.servers import wait_for

DAEMON = """
import sys, threading
from pathlib import Path
from daemon.apart import Apart
from tests.daemon.test_apart import live
Apart("one", live, (Path(sys.argv[1]),), threading.Event()).run()
"""


def live(born: Path) -> None:
    """The work of a process: tells its number and goes on for ever."""
    made = born.with_suffix(".new")
    made.write_text(str(os.getpid()))
    made.rename(born)
    threading.Event().wait()


def lives(number: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False


class Running:
    """`Apart.run` in a thread, as the supervisor has it."""

    def __init__(self, born: Path) -> None:
        self.stop = threading.Event()
        self.ended: list[type[BaseException] | None] = []
        self.thread = threading.Thread(target=self._run, args=(born,))
        self.thread.start()
        wait_for(born.exists)
        self.number = int(born.read_text())

    def _run(self, born: Path) -> None:
        try:
            Apart("one", live, (born,), self.stop).run()
            self.ended.append(None)
        except ProcessEnded:
            self.ended.append(ProcessEnded)


def test_it_ends_when_the_daemon_stops(tmp_path: Path) -> None:
    one = Running(tmp_path / "born")
    assert one.number != os.getpid()
    one.stop.set()
    one.thread.join(20)
    assert one.ended == [None]
    assert not lives(one.number)


def test_the_supervisor_is_told_when_it_ends_by_itself(tmp_path: Path) -> None:
    one = Running(tmp_path / "born")
    os.kill(one.number, signal.SIGKILL)
    one.thread.join(20)
    assert one.ended == [ProcessEnded]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_does_not_outlive_a_killed_daemon(tmp_path: Path, how: signal.Signals) -> None:
    born = tmp_path / "born"
    root = Path(__file__).parents[2]
    daemon = subprocess.Popen([sys.executable, "-c", DAEMON, str(born)], cwd=root)
    wait_for(born.exists)
    number = int(born.read_text())
    daemon.send_signal(how)
    daemon.wait(20)
    wait_for(lambda: not lives(number))
