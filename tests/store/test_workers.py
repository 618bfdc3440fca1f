"""Several workers at once, and workers that are killed: numbers stay gapless, nothing is half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import making
import pytest

from mailflows.records import ChangeAppeal, Decision
from mailflows.vocabulary import AppealState, Flow, Outcome
from store import database, letters, load, outbox, rows
from store.commit import StaleVersion

NOW, LEASE = making.NOW, making.LEASE
ROOT = Path(__file__).parents[2]


def together(count: int, work: Callable[[int], None]) -> list[BaseException]:
    """Run `work` in threads, each with a session of its own; gives what they raised."""
    faults: list[BaseException] = []

    def run(index: int) -> None:
        try:
            with database.session():
                work(index)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def numbers() -> list[int]:
    return [one for (one,) in rows.run('SELECT "sequence" FROM "appeal" ORDER BY 1').fetchall()]


def test_numbers_have_no_gaps_with_eight_workers_and_faults(store: str) -> None:
    letters.keep([making.arrival(uid) for uid in range(1, 121)])

    class Broken(Exception):
        pass

    def render(outgoing: object, resolved: object, random_: str) -> object:
        if random_.startswith(("0", "1", "2")) and outgoing.template == "referral":  # type: ignore[attr-defined]
            raise Broken
        return making.render(outgoing, resolved, random_)  # type: ignore[arg-type]

    def work(index: int) -> None:
        worker = f"w{index}"
        while (claimed := letters.claim(worker, NOW, LEASE)) is not None:
            try:
                making.commit(making.registering(), claimed, worker=worker, render=render)
            except Broken:
                letters.release(claimed.id, worker)

    assert together(8, work) == []
    assert numbers() == list(range(1, 121))
    assert rows.run('SELECT "last" FROM "counter"').fetchall() == [(120,)]
    assert outbox.counts() == {"queued": 240}
    assert letters.waiting() == 0


def test_no_letter_is_claimed_twice(store: str) -> None:
    letters.keep([making.arrival(uid) for uid in range(1, 101)])
    taken: list[int] = []

    def work(index: int) -> None:
        while (claimed := letters.claim(f"w{index}", NOW, LEASE)) is not None:
            taken.append(claimed.id)

    assert together(6, work) == []
    assert len(taken) == len(set(taken)) == 100


def test_no_outgoing_letter_is_booked_twice(store: str) -> None:
    for uid in range(1, 31):
        making.register(uid)
    taken: list[int] = []

    def work(index: int) -> None:
        while (booked := outbox.book(NOW, f"s{index}", LEASE)) is not None:
            taken.append(booked.id)

    assert together(6, work) == []
    assert len(taken) == len(set(taken)) == 60


def test_of_contradicting_changes_one_wins_and_the_other_decides_again(store: str) -> None:
    appeal_id, _ = making.register()
    claimed = [making.claimed(uid, worker=f"w{uid}") for uid in (2, 3)]
    states = (AppealState.IN_CHECK, AppealState.WITHDRAWN)
    both_read = threading.Barrier(2)
    done: list[AppealState] = []
    stale: list[AppealState] = []

    def work(index: int) -> None:
        appeal = load.appeal(appeal_id)
        assert appeal is not None
        both_read.wait()
        change = ChangeAppeal(appeal_id, appeal.version, {"state": states[index]})
        decision = Decision(Flow.FOLLOW_UP, Outcome.ATTACHED, (), (change,))
        try:
            making.commit(decision, claimed[index], worker=f"w{index + 2}")
            done.append(states[index])
        except StaleVersion:
            stale.append(states[index])

    assert together(2, work) == []
    assert sorted(done + stale) == sorted(states)
    appeal = load.appeal(appeal_id)
    assert appeal is not None
    assert ([appeal.state], appeal.version) == (done, 2)
    assert letters.waiting() == 1


KILLED = """
import sys
sys.path[:0] = [{root!r}, {here!r}]
import making
from store import database, letters
database.bind({url!r})
with database.session():
    while (claimed := letters.claim("w", making.NOW, making.LEASE)) is not None:
        making.commit(making.registering(), claimed, worker="w")
        print(claimed.id, flush=True)
"""


@pytest.mark.timeout(240)
def test_killed_workers_leave_nothing_half_done(store: str) -> None:
    letters.keep([making.arrival(uid) for uid in range(1, 401)])
    code = KILLED.format(root=str(ROOT), here=str(Path(__file__).parent), url=store)
    chance = random.Random(7)
    kills = 0
    while letters.waiting():
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()  # it lives: from here on a kill hits work
            try:
                process.wait(chance.uniform(0.0005, 0.06))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                kills += 1
        rows.run('UPDATE "letter" SET "claimed_until" = NULL WHERE "outcome" IS NULL')
        whole()
    assert kills >= 5
    assert numbers() == list(range(1, 401))


def whole() -> None:
    """Whatever is there is there wholly."""
    registered = rows.run('SELECT count(*) FROM "letter" WHERE "outcome" IS NOT NULL').fetchone()[0]
    counts = {
        table: rows.run(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in ("appeal", "appeal_text", "referral", "outbox", "outbox_message", "history")
    }
    assert counts == {
        "appeal": registered,
        "appeal_text": registered,
        "referral": registered,
        "outbox": 2 * registered,
        "outbox_message": 2 * registered,
        "history": 2 * registered,
    }
    last = rows.run('SELECT coalesce(max("last"), 0) FROM "counter"').fetchone()[0]
    assert numbers() == list(range(1, last + 1))
    assert last == registered


def test_a_lease_survives_a_killed_worker(store: str) -> None:
    letters.keep([making.arrival(1)])
    code = f"""
import os, sys
sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]
import making
from store import database, letters
database.bind({store!r})
with database.session():
    letters.claim("killed", making.NOW, making.LEASE)
    os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert letters.claim("w", NOW, LEASE) is None
    again = letters.claim("w", NOW + LEASE + timedelta(seconds=1), LEASE)
    assert again is not None
    assert again.attempts == 2
