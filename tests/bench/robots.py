"""Whether bounces, automatic answers, machines' reports and people are told apart in corpora.

python -m tests.bench.robots --corpora DIR
Corpora: folders of .eml with manifest.dev.json above them, which says what kind a letter is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from mailflows.letter import Letter
from mailflows.reading import read
from mailflows.understanding.robots import find_robot
from mailflows.vocabulary import Robot, Role
from tests.bench.lab import console

RECEIVED = datetime(2030, 1, 1, tzinfo=UTC)
PERSON, OTHER = "person", "unlabelled"
TRUTH = {  # the manifest's labels
    "bounce": Robot.BOUNCE.value,
    "auto_reply": Robot.AUTO_REPLY.value,
    **dict.fromkeys(("arf", "dmarc_report", "tls_report"), Robot.EMPTY.value),
    **dict.fromkeys(("reply", "forward", "not_forward", "signature"), PERSON),
}
INSPECTED = {  # looked at, where the label is missing or speaks of another program's limits
    "sisimai/maildir/not/rb-issue-368-bug.eml": Robot.BOUNCE.value,  # "Mailbox full", by its words
    "php-mime/issue212.eml": Robot.AUTO_REPLY.value,
    "sisimai/maildir/bsd/lhost-sendmail-14.eml": PERSON,  # a person sends a bounce on
    "rspamd/btc3.eml": Robot.ADVERTISING.value,  # extortion
    "rspamd/btc4.eml": Robot.ADVERTISING.value,
}
ROBOTS = (Robot.BOUNCE.value, Robot.AUTO_REPLY.value)
"""What an unlabelled letter (of a library's or a filter's tests) must not be taken for."""


@dataclass(frozen=True)
class Result:
    """One letter: what it is, what it was taken for."""

    path: str
    truth: str
    found: str
    letter: Letter

    @property
    def right(self) -> bool:
        return self.found not in ROBOTS if self.truth == OTHER else self.found == self.truth


def measure(folder: Path) -> Iterable[Result]:
    """Every letter of the manifest, judged as one from somebody unknown that answers nothing."""
    manifest = json.loads((folder / "manifest.dev.json").read_text("utf-8"))
    for one in manifest["messages"]:
        letter = read((folder / one["path"]).read_bytes(), RECEIVED, lambda _: None)
        verdict = find_robot(letter, Role.OUTSIDER, tied=False)
        truth = INSPECTED.get(one["path"]) or TRUTH.get(one["label"] or "", OTHER)
        yield Result(one["path"], truth, verdict[0].value if verdict else PERSON, letter)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the counts and name every miss; exit 1 when a person is taken for a robot."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--corpora", type=Path, required=True)
    told = asked.parse_args(arguments)
    if not (told.corpora / "manifest.dev.json").exists():
        sys.exit(f"no manifest.dev.json in {told.corpora}")
    results = list(measure(told.corpora))
    taken = sorted({one.found for one in results})
    table = Table(title="Letters of a kind (rows) and what they were taken for (columns)")
    for name in ("kind", "letters", "rightly", *taken):
        table.add_column(name, justify="left" if name == "kind" else "right")
    for truth in sorted({one.truth for one in results}):
        some = [one for one in results if one.truth == truth]
        counts = Counter(one.found for one in some)
        right = sum(one.right for one in some)
        cells = (str(counts[one] or "") for one in taken)
        table.add_row(truth, str(len(some)), str(right), *cells)
    console.print(table)
    reports = [one.letter.delivery_report for one in results if one.found == ROBOTS[0]]
    named = sum(bool(one and one.recipients) for one in reports)
    tied = sum(bool(one and one.original_message_id) for one in reports)
    console.print(f"of {len(reports)} bounces {named} name a recipient, {tied} the letter's own id")
    for one in results:
        if not one.right:
            console.print(f"missed: {one.path}: {one.truth}, taken for {one.found}", markup=False)
    unlabelled = [one for one in results if one.truth == OTHER and one.found != PERSON]
    for one in unlabelled:
        console.print(f"unlabelled: {one.path}: taken for {one.found}", markup=False)
    sys.exit(any(one.truth == PERSON and not one.right for one in results))


if __name__ == "__main__":
    main()
