"""Letters a second from a full inbox to the register, and from the outbox to Postfix."""

from __future__ import annotations

import argparse
import email
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from email import policy

from rich.table import Table

from daemon.mailbox import Mailbox
from tests.bench import letters
from tests.bench.lab import Town, console, machine, servers, wait_until
from tests.bench.steps import STEPS
from tests.servers import Servers

SET = 100
UNDECIDED = "SELECT count(*) FROM letter WHERE outcome IS NULL"
DECIDED = "SELECT count(*) FROM letter WHERE outcome IS NOT NULL"
LONGEST = 900.0  # seconds
Figures = dict[str, float]


def raw_fetch(town: Town, folder: str, count: int) -> float:
    """Letters a second fetched in sets and thrown away."""
    box = town.settings.mailbox["contact"].model_copy(update={"inbox": folder})
    with Mailbox(box) as server:
        uids = sorted(server.uids(1, server.state().uidnext))
        start = time.perf_counter()
        got = sum(len(server.letters(uids[one : one + SET])) for one in range(0, len(uids), SET))
    if got != count:
        raise RuntimeError(f"fetched {got} of {count}")
    return count / (time.perf_counter() - start)


def naive_loop(town: Town, folder: str, count: int) -> float:
    """Letters a second of the loop that one writes first: fetch, parse, insert, commit."""
    with sqlite3.connect(town.folder / "naive.sqlite") as store:
        store.execute("CREATE TABLE letter (uid INTEGER, sender, subject, words, raw)")
        with town.servers.imap(town.user) as client:
            client.select(folder, readonly=True)
            start = time.perf_counter()
            for uid in client.uid("SEARCH", "ALL")[1][0].split():
                raw = client.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1]
                letter = email.message_from_bytes(raw, policy=policy.default)
                body = letter.get_body(("plain", "html"))
                words = body.get_content() if body else ""
                for part in letter.iter_attachments():
                    part.get_content()
                told = (int(uid), str(letter["From"]), str(letter["Subject"]), words, raw)
                store.execute("INSERT INTO letter VALUES (?, ?, ?, ?, ?)", told)
                store.commit()
    return count / (time.perf_counter() - start)


def commits_alone(town: Town, count: int) -> float:
    """Durable commits a second of the rows that a registered letter makes, nothing else."""
    url = f"sqlite:///{town.folder}/commits.sqlite"
    if town.store == "postgresql":
        url = town.servers.database()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.commit", url, str(count)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout.rsplit("commit", 1)[1].split("ms")[1].split("/s")[0])


def register(town: Town, count: int, processes: int) -> tuple[Figures, dict[str, float]]:
    """Letters a second from the start of the daemon until all are registered, and CPU by step."""
    started = time.time()
    parts = ["intake,pipeline", *["pipeline"] * (processes - 1)]
    told = [town.folder / f"times-{one}.json" for one in range(processes)]
    running = [
        town.daemon("--only", part, entry=("-m", "tests.bench.steps", "times", str(path)))
        for part, path in zip(parts, told, strict=True)
    ]

    def done() -> bool:
        if any(one.poll() is not None for one in running):
            raise RuntimeError((town.folder / "daemon.log").read_text()[-3000:])
        return town.number(DECIDED) >= count

    try:
        wait_until(done, LONGEST, every=0.25)
    finally:
        for one in running:
            one.terminate()
            one.wait(30)
    first, last = (_moment(town, f"SELECT {one}(decided_at) FROM letter") for one in ("min", "max"))
    spent: dict[str, float] = {"work": 0.0}
    for path in told:
        times = json.loads(path.read_text())
        spent["work"] += times["work"]
        for step, seconds in times["spent"].items():
            spent[step] = spent.get(step, 0.0) + seconds
    return {"with start": count / (last - started), "steady": (count - 1) / (last - first)}, spent


def _moment(town: Town, statement: str) -> float:
    from store.fields import Moment

    return float(Moment().python_value(town.ask(statement)[0][0]).timestamp())


def check(town: Town, count: int) -> str:
    """What came of the letters; raises RuntimeError when they were not all registered."""
    outcomes = town.ask("SELECT outcome, count(*) FROM letter GROUP BY outcome")
    kinds = town.ask("SELECT template, count(*) FROM outbox GROUP BY template ORDER BY 2 DESC")
    told = ", ".join(f"{name} {number}" for name, number in [*outcomes, *kinds])
    if outcomes != [("registered", count)]:
        raise RuntimeError(f"not all registered: {told}")
    return told


def send(town: Town) -> float:
    """Letters a second from the outbox into Postfix, from the first to the last."""
    count = town.number("SELECT count(*) FROM outbox")
    running = town.daemon("--only", "sending")
    try:
        wait_until(
            lambda: town.number("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == 0,
            LONGEST, every=0.25,
        )  # fmt: skip
    finally:
        running.terminate()
        running.wait(30)
    first, last = (_moment(town, f"SELECT {one}(sent_at) FROM outbox") for one in ("min", "max"))
    return (count - 1) / (last - first)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--letters", type=int, default=2000)
    asked.add_argument("--pdfs", type=int, nargs="*", default=[0, 20], help="per cent, each a run")
    asked.add_argument(
        "--modes", nargs="*", default=["sqlite:1", "sqlite:2", "postgresql:1", "postgresql:2"],
        help="store:pipeline processes",
    )  # fmt: skip
    asked.add_argument("--no-sending", action="store_true")
    asked.add_argument("--floors", action=argparse.BooleanOptionalAction, default=True)
    told = asked.parse_args(arguments)
    console.print(machine())
    what = ["dovecot"] if told.no_sending else ["dovecot", "postfix"]
    if any(one.startswith("postgres") for one in told.modes):
        what.append("postgres")
    rates = Table(title=f"{told.letters} letters, a second")
    for name in ("letters", "store", "processes", "registered", "with start of Python",
                 "sent to Postfix", "fetch alone", "commits alone", "naive loop"):  # fmt: skip
        rates.add_column(name, justify="right")
    costs = Table(title="CPU milliseconds a letter by step")
    for name in ("letters", "store", "processes", *STEPS[: STEPS.index("book")], "rest", "all"):
        costs.add_column(name, justify="right")
    with servers(*what) as running:
        for pdfs in told.pdfs:
            for mode in told.modes:
                measure(running, told, pdfs, mode, rates, costs)
    console.print(rates)
    console.print(costs)


def measure(
    running: Servers, told: argparse.Namespace, pdfs: int, mode: str, rates: Table, costs: Table
) -> None:
    """One row of both tables."""
    kind = f"{pdfs} % PDF" if pdfs else "text"
    store, _, processes = mode.partition(":")
    count = told.letters
    town = Town(running, running.port("smtp"), store)
    console.print(f"{kind}, {mode}: filling the mailbox ...")
    town.deliver(letters.texts(count, pdfs))
    floors = ["", "", ""]
    if told.floors:
        floors = [
            f"{raw_fetch(town, 'INBOX', count):.0f}",
            f"{commits_alone(town, count):.0f}",
            f"{naive_loop(town, 'INBOX', count):.0f}",
        ]
    figures, spent = register(town, count, int(processes))
    console.print(f"  {figures['steady']:.0f} letters/s: {check(town, count)}")
    sent = "" if told.no_sending else f"{send(town):.0f}"
    rates.add_row(
        kind, store, processes, f"{figures['steady']:.0f}", f"{figures['with start']:.0f}", sent,
        *floors,
    )  # fmt: skip
    whole = spent.pop("work")
    steps = [spent.get(step, 0.0) for step in STEPS[: STEPS.index("book")]]
    each = [f"{1000 * one / count:.2f}" for one in [*steps, whole - sum(spent.values()), whole]]
    costs.add_row(kind, store, processes, *each)
    town.close()


if __name__ == "__main__":
    main()
