"""What one letter costs to read and understand: CPU, memory, and CPU of hostile letters."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email import policy as email_policy
from email.parser import BytesParser
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table

from daemon.settings import load, make_policy
from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.reading import read
from mailflows.understanding import understand
from tests.bench import letters
from tests.bench.hostile import MEGABYTE, SHAPES, WRITER
from tests.bench.lab import console, machine

SETTINGS = Path(__file__).parents[1] / "accuracy" / "settings.ini"
RECEIVED = datetime(2026, 11, 28, tzinfo=UTC)
AIM = 300  # text letters a second a core
AIM_HOSTILE = 2.0  # CPU seconds
LONGEST = 20.0  # CPU seconds; a hostile letter that costs more is broken off
SET = 50  # letters between two looks at the clock
SLOWEST = 20
KINDS: dict[str, Callable[[int], bytes]] = {
    "text": letters.text,
    "plain and HTML": letters.html,
    "form": letters.form,
    "operator's note": letters.note,
    "emergency": letters.emergency,
}
ROLES = {  # a hostile letter's writer: each role has readers of its own
    "citizen": WRITER,
    "operator": b"moroz@selydove-rada.example",
    "executor": b"dispatcher@vodokanal.example",
    "form": b"wordpress@selydove-rada.example",
}
Given = TypeVar("Given")
Made = TypeVar("Made")
progress = Console(stderr=True, highlight=False)


class TooLong(BaseException):
    """A letter used up its CPU seconds; no Exception, because readers never let one out."""


def measured(work: Callable[[Given], Made], some: Sequence[Given]) -> tuple[float, list[Made]]:
    """CPU seconds of the same work on some things one after another, and what was made of them."""
    start = time.process_time()
    made = [work(one) for one in some]
    return time.process_time() - start, made


def reading(raw: bytes) -> Letter:
    """The letter, its documents left unread."""
    return read(raw, RECEIVED, lambda _: None)


def ordinary(kind: str, count: int, policy: Policy) -> dict[str, float]:
    """Mean CPU milliseconds a letter of one kind, beside the standard library's parser.

    No letter comes twice. The three take turns, so that a busy machine slows all of them.
    """
    parser = BytesParser(policy=email_policy.default)
    raws = [KINDS[kind](number) for number in range(count + SET)]
    for raw in raws[:SET]:  # dictionaries are loaded, expressions compiled
        understand(reading(raw), policy)
    spent: list[tuple[float, float, float]] = []
    for start in range(SET, len(raws), SET):
        some = raws[start : start + SET]
        parsing, _ = measured(parser.parsebytes, some)
        first, read_ones = measured(reading, some)
        second, _ = measured(partial(understand, policy=policy), read_ones)
        spent.append((parsing, first, second))
    sums = (1000 * sum(times) / count for times in zip(*spent, strict=True))
    means = dict(zip(("parser", "read", "understand"), sums, strict=True))
    both = [1000 * (first + second) / SET for _, first, second in spent]
    whole = means["read"] + means["understand"]
    return {
        **means,
        "both": whole,
        "quietest": min(both),  # the set that was least disturbed
        "a second": 1000 / whole,
        "ratio": whole / means["parser"],
    }


def slowest(folder: Path, policy: Policy) -> list[tuple[str, float, float]]:
    """The letters of a folder that cost most: name, read and understand in milliseconds.

    Each is measured when it comes a second time: then all that is loaded once is loaded.
    """
    found: dict[str, tuple[float, float]] = {}
    paths = sorted(folder.rglob("*.eml"))
    for number, path in enumerate([*paths, *paths], 1):
        first, read_ones = measured(reading, [path.read_bytes()])
        second, _ = measured(partial(understand, policy=policy), read_ones)
        found[str(path.relative_to(folder))] = (1000 * first, 1000 * second)
        if number % 200 == 0:
            progress.print(f"  {number} of {2 * len(paths)}, {folder}")
    return sorted(((name, *times) for name, times in found.items()), key=lambda one: -sum(one[1:]))


@contextmanager
def broken_off(seconds: float) -> Any:
    """Work inside is broken off (TooLong) after so many CPU seconds."""

    def late(number: int, frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def hostile(shape: str, size: int, policy: Policy) -> dict[str, float]:
    """CPU seconds of one shape: its reading, then reading and understanding by writer's role."""
    raw, seconds = SHAPES[shape](size), dict[str, float]()
    for role, address in ROLES.items():
        letter = raw.replace(WRITER, address)
        start = time.process_time()
        try:
            with broken_off(LONGEST):
                read_letter = reading(letter)
                seconds.setdefault("read", time.process_time() - start)
                understand(read_letter, policy)
        except TooLong:
            progress.print(f"  {shape}, {role}: broken off")
        seconds[role] = time.process_time() - start
    return seconds


def memory() -> list[tuple[str, float]]:
    """Megabytes of a fresh process at each step."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.footprint"], capture_output=True, text=True, check=True
    )
    return [(str(name), float(size)) for name, size in json.loads(done.stdout)]


def table(title: str, *columns: str) -> Table:
    """An empty table whose figures stand to the right."""
    made = Table(title=title, title_justify="left")
    for number, name in enumerate(columns):
        made.add_column(name, justify="right" if number else "left")
    return made


def show(figures: dict[str, Any]) -> None:
    """All figures as tables."""
    costs = table(
        "CPU milliseconds a letter without documents, one core",
        "letters", "email.parser", "read", "understand", "both", "quietest set", "times the parser",
        "letters a second",
    )  # fmt: skip
    for kind, one in figures["letters"].items():
        names = ("parser", "read", "understand", "both", "quietest", "ratio")
        costs.add_row(kind, *(f"{one[name]:.2f}" for name in names), f"{one['a second']:.0f}")
    console.print(costs)
    sizes = table("Memory of a process, megabytes (RSS)", "when", "all", "more")
    before = 0.0
    for name, size in figures["memory"]:
        sizes.add_row(name, f"{size:.0f}", f"{size - before:+.0f}")
        before = size
    console.print(sizes)
    if figures["slowest"]:
        slow = table(f"The {SLOWEST} slowest letters, CPU milliseconds", "letter", "read",
                     "understand")  # fmt: skip
        for name, first, second in figures["slowest"]:
            slow.add_row(name, f"{first:.1f}", f"{second:.1f}")
        console.print(slow)
    if figures["hostile"]:
        bad = table("Hostile letters, CPU seconds: reading, and all of it by the writer's role",
                    "shape", "read", *ROLES)  # fmt: skip
        for shape, seconds in figures["hostile"].items():
            cells = (seconds.get(name, LONGEST) for name in ("read", *ROLES))
            bad.add_row(shape, *(_marked(one) for one in cells))
        console.print(bad)


def _marked(seconds: float) -> str:
    return f"[bold red]{seconds:.2f}[/]" if seconds >= AIM_HOSTILE else f"{seconds:.2f}"


def options() -> argparse.ArgumentParser:
    """What can be asked."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.bench.understanding",
        description=__doc__,
        epilog=f"Exit 1 when text letters come slower than {AIM} a second (of the quietest set) or"
        f" a hostile letter costs {AIM_HOSTILE:.0f} s of CPU.",
    )
    asked.add_argument("--letters", type=int, default=1000, help="of each kind")
    asked.add_argument("--kinds", nargs="*", choices=list(KINDS), default=list(KINDS))
    asked.add_argument("--corpora", type=Path, help="a folder of .eml files: the slowest are shown")
    asked.add_argument(
        "--hostile", nargs="*", metavar="WORD",
        help="only shapes with one of these words in their name; without words none",
    )  # fmt: skip
    asked.add_argument("--size", type=int, default=MEGABYTE, help="bytes of a hostile letter")
    asked.add_argument("--json", action="store_true", help="one object instead of tables")
    return asked


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; exit 1 when an aim is missed."""
    told = options().parse_args(arguments)
    policy = make_policy(load(SETTINGS, secrets=False), secrets=False)
    figures: dict[str, Any] = {"machine": machine(), "letters": {}, "hostile": {}, "slowest": []}
    progress.print(figures["machine"])
    for kind in told.kinds:
        progress.print(f"{told.letters} letters: {kind} ...")
        figures["letters"][kind] = ordinary(kind, max(SET, told.letters // SET * SET), policy)
    progress.print("memory ...")
    figures["memory"] = memory()
    if told.corpora:
        figures["slowest"] = slowest(told.corpora, policy)[:SLOWEST]
    wanted = [
        shape
        for shape in SHAPES
        if told.hostile is None or any(word in shape for word in told.hostile)
    ]
    for number, shape in enumerate(wanted, 1):
        figures["hostile"][shape] = hostile(shape, told.size, policy)
        worst = max(figures["hostile"][shape].values())
        progress.print(f"  hostile {number}/{len(wanted)} {shape}: {worst:.2f} s")
    print(json.dumps(figures, ensure_ascii=False)) if told.json else show(figures)
    sys.exit(0 if good(figures) else 1)


def good(figures: dict[str, Any]) -> bool:
    """Whether the aims were reached."""
    text = figures["letters"].get("text")
    fast = text is None or text["quietest"] <= 1000 / AIM
    worst = [second for shape in figures["hostile"].values() for second in shape.values()]
    return fast and max(worst, default=0.0) < AIM_HOSTILE


if __name__ == "__main__":
    main()
