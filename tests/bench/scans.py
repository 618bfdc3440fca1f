"""How well scanned pages are read: share of wrong characters, and seconds, through real workers."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from rapidfuzz.distance import Levenshtein
from rich.table import Table

from daemon.documents import DocumentReaders
from daemon.settings.machine import Daemon
from mailflows.letter import Attachment, DocumentText
from mailflows.reading import scans
from tests.bench.lab import console, machine
from tests.bench.pages import PAGES, Page, file_of, words_of

MEAN, WORST = 0.02, 0.06  # shares of wrong characters, aimed at
TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
_ALIKE = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "–": "-", "—": "-", "“": "«", "”": "»"})


@dataclass(frozen=True)
class Figures:
    """What one page came to."""

    page: int
    what: str
    wrong: float  # edits to the printed text, by its length
    seconds: float
    fault: str | None


def measure(pages: Sequence[Page]) -> Iterator[tuple[Figures, str]]:
    """Each page as a file through the daemon's own document worker; with what was read."""
    settings = Daemon()
    readers = DocumentReaders(settings)
    try:
        readers.patient()(Attachment(0, "a.txt", "text/plain", b"warm"))  # the child has started
        for page in pages:
            name = f"page.{page.form}"
            attachment = Attachment(0, name, TYPES[page.form], file_of(page))
            began = time.perf_counter()
            found = readers.patient()(attachment) or DocumentText(fault="pending")
            seconds = time.perf_counter() - began
            wrong = wrong_share(words_of(page), found.text)
            yield Figures(page.seed, str(page), wrong, seconds, found.fault), found.text
    finally:
        readers.close()


def wrong_share(printed: str, read: str) -> float:
    """Edits that make the read text the printed one, by its length; spaces run together.

    Apostrophes and dashes count by what they mean, not by which of the look-alikes was chosen.
    """
    ours, theirs = (" ".join(text.translate(_ALIKE).split()) for text in (printed, read))
    return Levenshtein.distance(ours, theirs) / len(ours)


def main() -> int:
    """Print the table; exit 1 when the aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scans", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object a page, then the summary")
    parser.add_argument("--only", type=int, nargs="+", help="numbers (seeds) of pages")
    parser.add_argument("--words", action="store_true", help="print what was read")
    options = parser.parse_args()
    if not scans.available():
        print("no OCR: install tesseract-ocr, tesseract-ocr-ukr, extra `ocr`", file=sys.stderr)
        return 2
    pages = [page for page in PAGES if not options.only or page.seed in options.only]
    where = machine()
    done = []
    for found, text in measure(pages):
        done.append(found)
        told = f"page {found.page} ({len(done)}/{len(pages)}): {found.wrong:.1%} wrong, "
        print(f"{told}{found.seconds:.1f} s", file=sys.stderr, flush=True)
        if options.words:
            print(text)
        if options.json:
            print(json.dumps(asdict(found), ensure_ascii=False), flush=True)
    mean, worst = statistics.mean(one.wrong for one in done), max(one.wrong for one in done)
    held = mean <= MEAN and worst <= WORST
    seconds = [one.seconds for one in done]
    if options.json:
        summary = {
            "mean": mean, "worst": worst, "mean_seconds": statistics.mean(seconds),
            "worst_seconds": max(seconds), "held": held, "machine": where,
        }  # fmt: skip
        print(json.dumps(summary, ensure_ascii=False))
    else:
        print_table(done, where)
    return 0 if held else 1


def print_table(done: Sequence[Figures], where: str) -> None:
    """A line a page, the worst and the mean below."""
    table = Table(title=f"Scanned pages\n{where}", title_justify="left")
    for name in ("page (seed)", "what it is", "wrong characters", "seconds", "fault"):
        table.add_column(name, justify="left" if name.startswith("what") else "right")
    for one in done:
        table.add_row(
            str(one.page), one.what, f"{one.wrong:.2%}", f"{one.seconds:.1f}", one.fault or ""
        )
    wrong, seconds = [one.wrong for one in done], [one.seconds for one in done]
    table.add_section()
    mean, worst = statistics.mean(wrong), max(wrong)
    table.add_row("mean", f"aim {MEAN:.0%}", f"{mean:.2%}", f"{statistics.mean(seconds):.1f}")
    table.add_row("worst", f"aim {WORST:.0%}", f"{worst:.2%}", f"{max(seconds):.1f}")
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
