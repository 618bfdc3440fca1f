"""What breaks in a machine's life: poison letters, broken templates, a full disk."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import templates
from daemon.bell import Bell
from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.pipeline import MOST_ATTEMPTS, Pipeline
from daemon.supervisor import Supervisor
from daemon.wiring import Wiring
from mailflows.writing import Writer
from store import aside, database, letters, outbox, registry
from tests.servers import Servers, unavailable, wait_for
from tests.story.lab import Lab, address
from tests.story.test_story import GAS, WATER, outcomes

pytestmark = [pytest.mark.servers, pytest.mark.timeout(240)]


@pytest.fixture
def town(servers: Servers, tmp_path: Path) -> Iterator[Lab]:
    servers.empty()
    made = Lab(servers, tmp_path, "sqlite:///store.sqlite")
    yield made
    made.close()


def test_a_letter_that_ends_the_process_is_set_aside_and_told(town: Lab) -> None:
    raw = town.write("citizen", "Немає води", WATER)
    clock = Clock()
    with database.session():
        arrival = letters.Arrival("contact", 1, 1, clock.now(), raw, False)
        (poison,) = letters.keep([arrival])
        for life in range(MOST_ATTEMPTS):  # each life claims it and is killed
            hour = clock.now() + timedelta(hours=life - 10)
            assert letters.claim(f"life {life}", hour, timedelta(minutes=1))
        letters.keep([replace(arrival, uid=2, raw=town.write("neighbour", "Запах газу", GAS))])
    town.work()
    assert outcomes() == ["set-aside", "registered"]
    with database.session():
        (broken,) = aside.listed()
        assert broken.error == "ended-the-process"
        told = [one.template for one in outbox.listed() if one.recipient == address("operator")]
        assert "set-aside" in told
        assert aside.retry(poison, clock.now())
    town.work()
    assert outcomes() == ["registered", "registered"]


def test_a_broken_template_costs_no_number_and_stops_nobody(town: Lab, tmp_path: Path) -> None:
    broken = tmp_path / "uk"
    shutil.copytree(templates.UKRAINIAN, broken)
    source = (broken / "acknowledgement.j2").read_text()
    mistyped = source.replace("{% block body %}", "{% block body %}{{ nonsense.of.nobody }}")
    (broken / "acknowledgement.j2").write_text(mistyped)
    built = Wiring(town.settings, ("pipeline",), Clock(), threading.Event())
    policy = built.clerk.policy
    with database.session():
        for uid in (1, 2):
            raw = town.write("citizen", f"Немає води {uid}", WATER.replace("12", str(uid)))
            letters.keep([letters.Arrival("contact", 1, uid, Clock().now(), raw, False)])
        pipeline = Pipeline(
            "one", Clerk(policy, Writer(policy, broken), Clock(), lambda: None), built.documents,
            Clock(), timedelta(minutes=1), built.stop, Bell(),
        )  # fmt: skip
        assert pipeline.decide_next()
        assert pipeline.decide_next()
        assert not pipeline.decide_next()
        assert [one.error.split()[0] for one in aside.listed()] == ["UndefinedError"] * 2
        for one in aside.listed():
            aside.retry(one.id, Clock().now())
    built.documents.close()
    town.work()
    assert outcomes() == ["registered", "registered"]
    with database.session():
        assert sorted(one.number[2:6] for one in registry.listed()) == ["0001", "0002"]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system that is soon full."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False
    )
    if made.returncode:
        unavailable("a small tmpfs can only be mounted as root with CAP_SYS_ADMIN")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_leaves_letters_on_the_server(servers: Servers, tmp_path: Path) -> None:
    servers.empty()
    with small_disk(tmp_path / "disk", "3m"):
        town = Lab(servers, tmp_path / "disk", "sqlite:///store.sqlite")
        noise = "".join(f"{n * 7919 % 1000003:x}" for n in range(60_000))
        raw = [
            town.write("citizen", f"Лист {n}", WATER + noise[n * 7 :] + noise[:n])
            for n in range(60)
        ]
        servers.append(address("contact"), *raw)
        built = Wiring(town.settings, ("intake",), Clock(), threading.Event())
        troubles: list[str] = []
        supervisor = Supervisor(built.loops(), built.stop, lambda what, code: troubles.append(what))
        thread = threading.Thread(target=supervisor.run)
        thread.start()
        try:
            wait_for(lambda: troubles, 30, "for an alarm")
            left = servers.count(address("contact"))
            assert left > 0, "what is not durable stays where it is"
            with database.session():
                kept = letters.waiting()
            assert kept + left >= 60
            remount = f"mount -o remount,size=200m {tmp_path}/disk"
            assert subprocess.run(remount.split(), check=False).returncode == 0
            wait_for(lambda: servers.count(address("contact")) == 0, 60)
        finally:
            built.stop.set()
            thread.join(20)
            built.documents.close()
        with database.session():
            assert letters.waiting() == 60
        town.close()
