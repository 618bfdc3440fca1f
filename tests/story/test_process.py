"""The daemon as a process of its own: signals, kills, several processes on one store."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from store import database, outbox, registry, rows
from tests.servers import wait_for
from tests.story.lab import Lab, address
from tests.story.test_story import GAS, WATER, balanced, outcomes

pytestmark = [pytest.mark.servers, pytest.mark.postgres, pytest.mark.timeout(280)]
ROOT = Path(__file__).parents[2]


class Process:
    """`contact-center run` with its log."""

    def __init__(self, lab: Lab, *arguments: str) -> None:
        self.log = lab.folder / f"daemon-{time.monotonic_ns()}.log"
        command = [sys.executable, "-c", "from ops.main import main; main()", "run"]
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [*command, "--settings", str(lab.settings.path), *arguments],
                cwd=ROOT, stdout=out, stderr=out,
            )  # fmt: skip

    def wait_for(self, event: str, count: int = 1) -> None:
        def seen() -> bool:
            assert self.process.poll() is None, self.log.read_text()
            return self.log.read_text().count(event) >= count

        wait_for(seen, 40, f"for {event}")

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


@contextmanager
def running(lab: Lab, *arguments: str) -> Iterator[Process]:
    started = Process(lab, *arguments)
    try:
        yield started
    finally:
        with suppress(ProcessLookupError):
            started.process.kill()
        started.process.wait(20)


def letters_of(lab: Lab, count: int) -> list[bytes]:
    return [
        lab.write("citizen", f"Немає води {n}", WATER.replace("буд. 12", f"буд. {n + 1}"))
        for n in range(count)
    ]


def numbers() -> list[int]:
    with database.session():
        found = [re.search(r"-(\d{4})/", one.number) for one in registry.listed(limit=1000)]
    return sorted(int(one[1]) for one in found if one)


def test_sigterm_ends_it_within_seconds_and_emergencies_reach_leaders(lab: Lab) -> None:
    with running(lab) as daemon:
        daemon.wait_for("started")
        lab.servers.append(address("contact"), *letters_of(lab, 3))
        daemon.wait_for("decided", 3)
        began = time.monotonic()
        lab.servers.append(address("contact"), lab.write("neighbour", "Запах газу", GAS))
        wait_for(lambda: any(b"Importance: high" in one
                             for one in lab.servers.raw(address("mayor"))))  # fmt: skip
        assert time.monotonic() - began < 5
        began = time.monotonic()
        assert daemon.end(signal.SIGTERM) == 0
        assert time.monotonic() - began < 5
        log = daemon.log.read_text()
        assert "stopped" in log
        for personal in ("Коваленко", "Шевченка", "@rada.test", "050 123"):
            assert personal not in log, "logs hold no text, names or addresses"


def test_killed_at_random_it_loses_and_doubles_nothing(lab: Lab) -> None:
    count = 24
    lab.servers.append(address("contact"), *letters_of(lab, count))
    for life in range(4):
        with running(lab) as daemon:
            daemon.wait_for("decided", 1 + life)
            daemon.end(signal.SIGKILL)
    with running(lab, "--until-idle") as daemon:
        assert daemon.process.wait(180) == 0, daemon.log.read_text()
    assert outcomes() == ["registered"] * count
    assert numbers() == list(range(1, count + 1)), "gapless, none twice"
    with database.session():
        made = [one for one in outbox.listed(limit=1000) if one.template == "acknowledgement"]
        keys = {(one.about, one.purpose, one.recipient) for one in outbox.listed(limit=1000)}
        assert len(keys) == len(outbox.listed(limit=1000)), "one row for each purpose"
        assert all(one.state == "sent" for one in made)
    assert lab.servers.count(address("contact")) == 0
    assert balanced(lab)


def test_several_processes_share_one_store(lab: Lab) -> None:
    count = 40
    lab.servers.append(address("contact"), *letters_of(lab, count))
    with (
        running(lab, "--only", "pipeline") as first,
        running(lab, "--only", "pipeline") as second,
    ):
        first.wait_for("started")
        second.wait_for("started")
        with running(lab, "--only", "intake,sending,jobs"):
            wait_for(lambda: numbers() == list(range(1, count + 1)), 90)
        shares = [one.log.read_text().count("decided ") for one in (first, second)]
        assert first.end(signal.SIGTERM) == second.end(signal.SIGTERM) == 0
    assert sum(shares) == count
    assert all(shares), "both took their part"
    with database.session():
        assert rows.run('SELECT count(*) FROM "letter" WHERE "attempts" > 1').fetchone()[0] == 0


def test_a_second_deciding_process_takes_its_part_and_ends_with_the_daemon(lab: Lab) -> None:
    count = 60
    text = lab.settings.path.read_text("utf-8")
    lab.settings.path.write_text(text.replace("workers = 1", "workers = 2"), "utf-8")
    with running(lab, "--only", "pipeline") as daemon:
        daemon.wait_for("started", 2)  # both processes
        lab.servers.append(address("contact"), *letters_of(lab, count))
        with running(lab, "--only", "intake"):
            wait_for(lambda: numbers() == list(range(1, count + 1)), 90)
        with database.session():
            workers = "SELECT count(*) FROM letter WHERE attempts > 1"
            assert rows.run(workers).fetchone()[0] == 0
        assert daemon.end(signal.SIGTERM) == 0
        assert daemon.log.read_text().count("stopped") == 2
