"""Plays the day into a folder and leaves page, store, letters and log there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from daemon.logs import configure
from ops.demo.day import Day
from ops.demo.page import write
from store import database, ledger, outbox

OURS = ("index.html", "settings.ini", "contact-center.sqlite", "daemon.log")
MARK = "env:CONTACT_CENTER_DEMO_SECRET"  # of a day's settings: no real centre has it


@dataclass(frozen=True, slots=True)
class Played:
    """Where the page is, and the day in numbers."""

    page: Path
    outcomes: tuple[tuple[str, int], ...]
    templates: tuple[tuple[str, int], ...]


def may_be_used(folder: Path) -> bool:
    """Whether a day may be played here: in a new or empty folder, or over an earlier day.

    A centre's own folder has files of the same names, the register among them.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return True
    try:
        return MARK in (folder / "settings.ini").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def play(folder: Path, tell: Callable[[str], None]) -> Played:
    """Play the day in a folder that may be used for it; an earlier day in it is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in OURS:
        for old in folder.glob(f"{name}*"):
            old.unlink()
    letters = folder / "letters"
    letters.mkdir(exist_ok=True)
    for old in letters.glob("*.eml"):
        old.unlink()
    try:
        with (folder / "daemon.log").open("w", encoding="utf-8") as log:
            configure("json", log)
            day = Day(folder, tell)
            settings = day.play()
            page = write(folder, settings, day.post)
            for number, letter in enumerate(day.post.letters, 1):
                (letters / f"{number:03d}.eml").write_bytes(letter.raw)
            with database.session():
                counts: Counter[str] = Counter()
                for line in ledger.balances():
                    counts.update(line.by_outcome)
                templates = Counter(one.template for one in outbox.listed(limit=1000))
            database.close()
    finally:
        configure("console")  # the file of the day's log is closed
    tell(f"{len(day.post.letters)} letters are written to {letters}")
    return Played(page, tuple(counts.most_common()), tuple(templates.most_common()))
