"""Seconds from an emergency's delivery in the inbox to the mail server's 250 for its alert."""

from __future__ import annotations

import argparse
import random
import smtplib
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from rich.table import Table

from store import database, rows
from store.fields import Moment
from tests.bench.lab import Town, console, machine, servers, wait_until
from tests.bench.letters import emergency, texts
from tests.servers import Servers

SEED = "Seed"  # a folder that holds the backlog, copied into the inbox for each sample
LEADER = "mayor@council.example"
ALERT = (
    "SELECT o.sent_at FROM outbox o JOIN appeal a ON o.appeal_id = a.id"
    " WHERE o.template = 'alert' AND o.recipient = ? AND a.message_id = ?"
)
WORST_BEHIND = 5.0  # seconds, aimed at
MEDIAN_IDLE = 1.0


def behind(town: Town, backlog: int, number: int, dice: random.Random) -> float:
    """The daemon has just begun on a full inbox when an emergency arrives."""
    refill(town, backlog)
    process = town.daemon()
    try:
        wait_until(lambda: town.number("SELECT count(*) FROM letter") > 0, 60, every=0.02)
        time.sleep(dice.uniform(0, 3))
        return deliver(town, number, process)
    finally:
        end(process)


def beneath(town: Town, backlog: int, number: int, dice: random.Random) -> float:
    """An emergency arrived first, thousands after it; then the daemon starts after an outage."""
    empty(town)
    town.deliver([emergency(number)], at=datetime.now(UTC) - timedelta(days=1))
    copy(town)
    started = time.time()
    process = town.daemon()
    try:
        return alerted(town, process, number) - started
    finally:
        end(process)


def idle(town: Town, process: subprocess.Popen[bytes], number: int, dice: random.Random) -> float:
    """The daemon sleeps in IDLE when an emergency arrives."""
    with database.session(), database.transaction():  # as if the last one was long ago
        rows.run("UPDATE alert SET state = 'closed', opened_at = '2026-01-01 00:00:00.000000'")
    time.sleep(dice.uniform(1, 3))
    return deliver(town, number, process)


def deliver(town: Town, number: int, process: subprocess.Popen[bytes]) -> float:
    """Hand the letter over by LMTP, as a mail server does; seconds until the alert's 250."""
    with smtplib.LMTP("127.0.0.1", town.servers.port("lmtp")) as lmtp:
        lmtp.sendmail("writer@example.org", [town.user], emergency(number))
    delivered = time.time()
    return alerted(town, process, number) - delivered


def alerted(town: Town, process: subprocess.Popen[bytes], number: int) -> float:
    """When the server took the leader's alert: the daemon notes it after the 250."""
    message_id = f"<{number}.bench@example.org>"
    found: list[float] = []

    def sent() -> bool:
        if process.poll() is not None:
            raise RuntimeError((town.folder / "daemon.log").read_text()[-3000:])
        times = [at for (at,) in town.ask(ALERT, LEADER, message_id) if at]
        found.extend(Moment().python_value(at).timestamp() for at in times)
        return bool(found)

    wait_until(sent, 120, every=0.05)
    return found[0]


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop the daemon."""
    process.terminate()
    process.wait(30)


def empty(town: Town) -> None:
    """A fresh store and an empty inbox."""
    town.renew()
    town.servers.doveadm("expunge", "-u", town.user, "mailbox", "INBOX", "all")


def copy(town: Town) -> None:
    town.servers.doveadm("copy", "-u", town.user, "INBOX", "mailbox", SEED, "all")


def refill(town: Town, backlog: int) -> None:
    """A fresh store and an inbox of so many unread letters."""
    empty(town)
    copy(town)
    if town.servers.count(town.user) < backlog:
        raise RuntimeError("the inbox was not filled")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; exit 1 when the aims are missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--backlog", type=int, default=5000)
    asked.add_argument("--samples", type=int, default=20)
    asked.add_argument("--outages", type=int, default=3, help="samples of the case after an outage")
    asked.add_argument("--poll", type=int, default=20, help="the daemon's poll, seconds")
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args(arguments)
    console.print(machine())
    dice = random.Random(told.seed)
    table = Table(title="Seconds from delivery in INBOX to the 250 for the alert (Postfix)")
    for name in ("case", "samples", "median", "worst", "aim"):
        table.add_column(name, justify="right")
    numbers = range(1_000_000, 1_000_000 + told.samples)
    with servers("dovecot", "postfix") as running:
        idle_times = sleeping(running, told, dice)
        town = Town(running, running.port("smtp"), poll=told.poll)
        console.print(f"filling a folder with {told.backlog} letters ...")
        town.deliver(texts(told.backlog), SEED)
        behind_times, beneath_times = [], []
        for number in numbers:
            behind_times.append(behind(town, told.backlog, number, dice))
            console.print(f"  behind {told.backlog}: {behind_times[-1]:.2f} s")
        for number in numbers[: told.outages]:
            beneath_times.append(beneath(town, told.backlog, number, dice))
            console.print(f"  beneath {told.backlog}, from the start: {beneath_times[-1]:.2f} s")
        town.close()
    good = max(behind_times) < WORST_BEHIND
    good = good and statistics.median(idle_times) < MEDIAN_IDLE and max(idle_times) < told.poll
    for name, times, aim in (
        ("idle daemon", idle_times, f"median < {MEDIAN_IDLE}, worst < {told.poll}"),
        (f"arrives while {told.backlog} are worked off", behind_times, f"worst < {WORST_BEHIND}"),
        (f"oldest of {told.backlog}, from the daemon's start", beneath_times, ""),
    ):
        middle, worst = statistics.median(times), max(times)
        table.add_row(name, str(len(times)), f"{middle:.2f}", f"{worst:.2f}", aim)
    console.print(table)
    sys.exit(0 if good else 1)


def sleeping(running: Servers, told: argparse.Namespace, dice: random.Random) -> list[float]:
    """Samples with nothing else to do."""
    town = Town(running, running.port("smtp"), poll=told.poll)
    process = town.daemon()
    times = []
    try:
        time.sleep(5)
        for number in range(2_000_000, 2_000_000 + told.samples):
            times.append(idle(town, process, number, dice))
            console.print(f"  idle: {times[-1]:.2f} s")
    finally:
        end(process)
        town.close()
    return times


if __name__ == "__main__":
    main()
