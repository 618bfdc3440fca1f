"""Several workers at once, and workers that are killed: numbers stay gapless, nothing is half."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Callable
from datetime import timedelta

from mailflows.decision import ChangeAppeal, Decision
from mailflows.vocabulary import AppealState, Flow, Outcome
from store import database, dispatch, letters, load, outbox, rows
from store.work import StaleVersion
from tests.store import making

NOW, LEASE = making.NOW, making.LEASE


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
        while (booked := dispatch.book(NOW, f"s{index}", LEASE)) is not None:
            taken.append(booked.id)

    assert together(6, work) == []
    assert len(taken) == len(set(taken)) == 60


def test_of_contradicting_changes_one_wins_and_the_other_decides_again(store: str) -> None:
    appeal_id, _ = making.register()
    claimed = [making.claimed(uid, worker=f"w{uid}") for uid in (2, 3)]
    states = (AppealState.IN_WORK, AppealState.WITHDRAWN)
    both_read = threading.Barrier(2)
    done: list[AppealState] = []
    stale: list[AppealState] = []

    def work(index: int) -> None:
        appeal = load.appeal(appeal_id)
        assert appeal is not None
        both_read.wait()
        change = ChangeAppeal(appeal_id, appeal.version, {"state": states[index]})
        decision = Decision(Flow.OPERATOR_REPLY, Outcome.ATTACHED, (), (change,))
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


def live(url: str, first: int) -> None:
    """The life of a worker in a process of its own; tells `first` when its first letter is done."""
    database.bind(url)
    with database.session():
        while (claimed := letters.claim("w", NOW, LEASE)) is not None:
            making.commit(making.registering(), claimed, worker="w")
            os.write(first, b".")


def killed_after(url: str, seconds: float) -> bool:
    """Let a worker live for so long after its first letter; whether it had to be killed."""
    database.close()  # a connection must not be carried over a fork
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            live(url, writing)
        finally:
            os._exit(0)
    os.close(writing)
    os.read(reading, 1)
    threading.Event().wait(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    return os.WIFSIGNALED(status)


def test_killed_workers_leave_nothing_half_done(store_url: str) -> None:
    database.bind(store_url)
    with database.session():
        letters.keep([making.arrival(uid) for uid in range(1, 401)])
    chance = random.Random(7)
    kills, waiting = 0, 400
    while waiting:
        kills += killed_after(store_url, chance.uniform(0.0005, 0.04))
        with database.session():
            rows.run('UPDATE "letter" SET "claimed_until" = NULL WHERE "outcome" IS NULL')
            whole()
            waiting = letters.waiting()
    assert kills >= 5
    with database.session():
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


def test_a_lease_survives_a_killed_worker(store_url: str) -> None:
    database.bind(store_url)
    with database.session():
        letters.keep([making.arrival(1)])
    child = os.fork()
    if child == 0:
        with database.session():
            letters.claim("killed", NOW, LEASE)
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    with database.session():
        assert letters.claim("w", NOW, LEASE) is None
        again = letters.claim("w", NOW + LEASE + timedelta(seconds=1), LEASE)
    assert again is not None
    assert again.attempts == 2
