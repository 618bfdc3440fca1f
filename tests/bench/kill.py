"""SIGKILL, again and again, at every step of a letter: what is lost, doubled or half done?"""

from __future__ import annotations

import argparse
import mmap
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.table import Table

from daemon.clock import Clock
from store import aside, database
from tests.bench.account import UNSENT, Account, judge, look
from tests.bench.lab import Town, console, digest, machine, servers, wait_until
from tests.bench.letters import varied
from tests.bench.sink import Sink, sink
from tests.bench.steps import Marks

PARTS = {  # a kill's name, and the recorded steps it stands for
    "fetch": ("fetch",),
    "keep": ("keep",),
    "file": ("file",),
    "decide": ("claim", "read", "understand", "context", "decide"),
    "commit": ("commit", "render"),
    "book": ("book",),
    "send": ("send",),
    "mark": ("mark",),
}
NEEDED = ("fetch", "keep", "decide", "commit", "send", "mark")
LEAST = 10  # kills in each of these, when there are 100 in all
SPREAD = {"decide": 0.004, "commit": 0.005, "send": 0.002}  # seconds: how far into its step ...
SHORT_SPREAD = 0.0005  # ... a kill may fall; of the other steps
PATIENCE = 3.0  # seconds that a life waits for the wanted step
BACKLOG = 60  # letters in the inbox before the first life
UNDECIDED = "SELECT count(*) FROM letter WHERE outcome IS NULL"
DECIDED = "SELECT count(*) FROM letter WHERE outcome IS NOT NULL"


@dataclass
class Killer:
    """Lives of one daemon and how each of them ended."""

    town: Town
    letters: Iterator[bytes]
    left: int
    dice: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    uncounted: int = 0  # lives that ended before they had decided a letter

    def __post_init__(self) -> None:
        self.marks = self.town.folder / "marks"
        self.marks.write_bytes(bytes(Marks.SIZE))
        with self.marks.open("r+b") as file:
            self.map = mmap.mmap(file.fileno(), Marks.SIZE)

    def feed(self, count: int) -> None:
        """Let some more letters arrive."""
        some = [next(self.letters) for _ in range(min(count, self.left))]
        self.left -= len(some)
        self.town.deliver(some)

    def live(self, portion: int) -> None:
        """One life: it decides a letter, more letters arrive, it is killed at a wanted step."""
        self.feed(portion - portion // 2)
        self.map[:] = bytes(Marks.SIZE)
        wanted = min(PARTS, key=lambda part: (self.kills[part], self.dice.random()))
        process = self.town.daemon(entry=("-m", "tests.bench.steps", "marks", str(self.marks)))
        try:
            wait_until(lambda: self._decided(process) > 0, 60, every=0.0005)
            self.feed(portion // 2)
            self._wait_for(wanted)
            time.sleep(self.dice.uniform(0, SPREAD.get(wanted, SHORT_SPREAD)))
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        inside, decided = Marks.read(self.map)
        running = [part for part, steps in PARTS.items() if any(inside[one] > 0 for one in steps)]
        if decided == 0:
            self.uncounted += 1
        elif wanted in running:
            self.kills[wanted] += 1
        elif running:
            self.kills[min(running, key=lambda part: self.kills[part])] += 1
        else:
            self.kills["between"] += 1

    def _decided(self, process: subprocess.Popen[bytes]) -> int:
        if process.poll() is not None:
            raise RuntimeError((self.town.folder / "daemon.log").read_text()[-3000:])
        return Marks.read(self.map)[1]

    def _wait_for(self, part: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            inside, _ = Marks.read(self.map)
            if any(inside[one] > 0 for one in PARTS[part]):
                return
            time.sleep(0.00005)


def enough(killer: Killer, kills: int) -> bool:
    """Whether there were so many kills, and enough of them in each step."""
    least = LEAST * min(1.0, kills / 100)
    return killer.kills.total() >= kills and all(killer.kills[one] >= least for one in NEEDED)


def finish(town: Town) -> int:
    """Let the daemon end its work undisturbed; how many letters an operator had to bring back."""
    brought_back = 0
    while True:
        process = town.daemon("--until-idle")
        if process.wait(600):
            raise RuntimeError((town.folder / "daemon.log").read_text()[-3000:])
        with database.session():
            killers = [one for one in aside.listed() if one.error == "ended-the-process"]
            for one in killers:
                aside.retry(one.id, Clock().now())
        brought_back += len(killers)
        if not killers and not town.number(UNDECIDED) and not town.number(UNSENT):
            return brought_back
        time.sleep(1)  # a booking of the dead comes back when its lease ends


def main(arguments: Sequence[str] | None = None) -> None:
    """Kill, look, print; exit 1 when a promise was broken."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--letters", type=int, default=500)
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args(arguments)
    console.print(machine())
    what = ["dovecot"] + (["postgres"] if told.store == "postgresql" else [])
    given = list(varied(told.letters))
    with servers(*what) as running:
        with sink() as calm:
            console.print(f"{told.letters} letters undisturbed, to compare with ...")
            town = Town(running, calm.port, told.store)
            town.deliver(given)
            finish(town)
            control = look(town)
            town.close()
        with sink() as taken:
            town = Town(running, taken.port, told.store)
            good = disturbed(town, given, told, control, taken)
            town.close()
    sys.exit(0 if good else 1)


def disturbed(
    town: Town, given: Sequence[bytes], told: argparse.Namespace, control: Account, taken: Sink
) -> bool:
    """The run with the kills, and its tables."""
    killer = Killer(town, iter(given), len(given), random.Random(told.seed))
    killer.feed(min(BACKLOG, len(given) // 4))
    portion = max(2, killer.left // (told.kills + 20))
    while not enough(killer, told.kills):
        if not killer.left and town.number(DECIDED) == len(given):
            break
        killer.live(portion)
        if killer.kills.total() % 10 == 0:
            console.print(f"  {killer.kills.total()} kills, {killer.left} letters to come")
    killer.feed(killer.left)
    brought_back = finish(town)
    found = look(town)
    table = Table(title=f"Kills by step, {told.store}")
    for part in (*PARTS, "between", "all"):
        table.add_column(part, justify="right")
    counts = [str(killer.kills[part]) for part in (*PARTS, "between")]
    table.add_row(*counts, str(killer.kills.total()))
    console.print(table)
    promises = Table(title=f"{len(given)} letters: {dict(found.outcomes)}")
    for name in ("promise", "figure", ""):
        promises.add_column(name, justify="right" if name == "figure" else "left")
    good = True
    for name, figure, held in judge(Counter(map(digest, given)), control, found, taken, town):
        promises.add_row(name, str(figure), "" if held else "BROKEN")
        good = good and held
    many = enough(killer, told.kills)
    promises.add_row("kills", str(killer.kills.total()), "" if many else "TOO FEW")
    promises.add_row("lives killed before they decided anything", str(killer.uncounted), "")
    promises.add_row(
        "letters set aside for ending the process, brought back", str(brought_back), ""
    )
    promises.add_row("letters sent", str(len(taken.taken)), "")
    console.print(promises)
    return good and many


if __name__ == "__main__":
    main()
