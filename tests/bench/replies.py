"""How many replies and forwards of public test corpora are read rightly, beside mail-parser-reply.

python -m tests.bench.replies --corpora DIR [--misses]
Corpora: folders of .eml with .expected.json beside (crisp-reply, crisp-forward, talon, ...). The
library is no dependency: pip install mail-parser-reply, else ours are shown alone.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from mailflows.letter import Letter
from mailflows.reading import read
from tests.bench.expectations import Expected, Fixture, fixtures, same_words
from tests.bench.lab import console
from tests.reading.test_quotes import INTRODUCTIONS, OUR, SEPARATORS

RECEIVED = datetime(2030, 1, 1, tzinfo=UTC)
REPLIES = (
    *("crisp-reply", "discourse-trimmer", "zapier-reply", "github-reply", "alfonsrv-reply"),
    "talon",
)
FORWARDS = ("crisp-forward",)
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
HEAD = b"From: citizen@example.org\nSubject: Re: test\nContent-Type: text/plain; charset=utf-8\n\n"
Library = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Result:
    """One fixture, whether each of the two read it rightly, and what ours read."""

    corpus: str
    fixture: Fixture
    cyrillic: bool
    ours: bool
    theirs: bool
    letter: Letter


def library() -> Library | None:
    """Readings of a text by mail-parser-reply with all its languages; None when not installed."""
    try:
        module = importlib.import_module("mailparser_reply")
        languages = importlib.import_module("mailparser_reply.constants").MAIL_LANGUAGES
    except ImportError:
        return None
    parser = module.EmailReplyParser(languages=[one for one in languages if len(one) == 2])

    def replies(text: str) -> tuple[str, ...]:
        """The newest reply with and without its signature, then the words of the next one."""
        found = parser.read(text).replies
        return found[0].body, found[0].content, found[1].full_body if len(found) > 1 else ""

    return replies


def measure(folder: Path, theirs: Library | None) -> Iterable[Result]:
    """Every fixture with an expectation, read by both from the same text."""
    found = [(corpus, one) for corpus in REPLIES for one in fixtures(folder, corpus)]
    found += [("our own tests", one) for one in own_marks()]
    for corpus, one in found:
        letter = read(one.raw, RECEIVED, lambda _: None)
        signed = "\n".join((letter.text, letter.signature))
        other = theirs(letter.body)[:2] if theirs else ()
        yield Result(
            corpus, one, bool(CYRILLIC.search(letter.body)),
            any(one.expected.met_by(text) for text in (letter.text, signed)),
            any(one.expected.met_by(text) for text in other), letter,
        )  # fmt: skip
    for corpus in FORWARDS:
        for one in fixtures(folder, corpus):
            letter = read(one.raw, RECEIVED, lambda _: None)
            yield Result(
                corpus, one, bool(CYRILLIC.search(letter.body)),
                forwarded_rightly(one.expected.fields, letter),
                bool(theirs) and parted_rightly(one.expected.fields, letter, theirs(letter.body)),
                letter,
            )  # fmt: skip


def own_marks() -> Iterable[Fixture]:
    """The introductions and separators of Cyrillic mail programs that our own tests hold."""
    for mark in (one for one in INTRODUCTIONS if CYRILLIC.search(one[:40])):
        body = f"Виконано 24.11.\n\n{mark}\n\n> {OUR}\n> Очікуйте."
        yield Fixture(mark, HEAD + body.encode(), Expected(words="Виконано 24.11."))
    for mark in (one for one in SEPARATORS if CYRILLIC.search(one[:40])):
        body = f"Прийнято.\n\n{mark}\n\n{OUR}\nЗаявник: Гайдук"
        yield Fixture(mark, HEAD + body.encode(), Expected(words="Прийнято."))


def forwarded_rightly(fields: dict[str, object], letter: Letter) -> bool:
    """Author, subject, words and the covering note, or that there is no forward at all."""
    inner = letter.forwarded
    if inner is None or not fields["forwarded"]:
        return inner is None and not fields["forwarded"]
    author = inner.sender.address if inner.sender else ""
    name = inner.sender.name if inner.sender else ""
    return (
        author == (fields["email.from.address"] or "")
        and same_words(name, fields["email.from.name"])
        and same_words(inner.subject, fields["email.subject"])
        and any(same_body(text, fields) for text in (inner.text, f"{inner.text} {letter.quoted}"))
        and same_words(letter.text, fields.get("message"))
    )


def parted_rightly(fields: dict[str, object], letter: Letter, found: tuple[str, ...]) -> bool:
    """What the library can do of it: note and words apart (it reads no author, no subject)."""
    if not fields["forwarded"]:
        return any(same_words(text, letter.body) for text in found[:2])
    note = any(same_words(text, fields.get("message")) for text in found[:2])
    return note and same_body(found[2], fields)


def same_body(text: str, fields: dict[str, object]) -> bool:
    """The words of the letter sent on; some fixtures only tell that there are some."""
    wanted = fields.get("email.body")
    return bool(text.strip()) if wanted is None else same_words(text, wanted)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; exit 1 when ours are not ahead on Cyrillic, or behind on the rest."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--corpora", type=Path, required=True)
    asked.add_argument("--misses", action="store_true", help="name each letter that ours missed")
    told = asked.parse_args(arguments)
    theirs = library()
    if theirs is None:
        console.print("mail-parser-reply is not installed (pip install mail-parser-reply)")
    results = list(measure(told.corpora, theirs))
    if not any(one.corpus in {*REPLIES, *FORWARDS} for one in results):
        sys.exit(f"no fixtures in {told.corpora}")
    good = show(results, compared=theirs is not None)
    if told.misses:
        for one in results:
            if not one.ours:
                other = " (read rightly by mail-parser-reply)" if one.theirs else ""
                console.print(f"missed: {one.corpus}/{one.fixture.name}{other}", markup=False)
    sys.exit(0 if good else 1)


def show(results: list[Result], *, compared: bool) -> bool:
    """A row for each corpus and script; whether ours are ahead on Cyrillic, not behind on the rest.

    `only it`: what the library read rightly and we did not.
    """
    table = Table(title="Read rightly (forwards: the library's share is words and note alone)")
    for name in ("corpus", "script", "letters", "ours", "mail-parser-reply", "only it"):
        table.add_column(name, justify="left" if name in {"corpus", "script"} else "right")
    groups = {(one.corpus, one.cyrillic): None for one in results}
    public = [one for one in results if one.corpus in REPLIES]
    rows = [
        (corpus, "Cyrillic" if cyrillic else "other",
         [one for one in results if (one.corpus, one.cyrillic) == (corpus, cyrillic)])
        for corpus, cyrillic in sorted(groups)
    ]  # fmt: skip
    rows.append(("all public replies", "", public))
    for corpus, script, some in rows:
        ours, theirs = sum(one.ours for one in some), sum(one.theirs for one in some)
        only = sum(one.theirs and not one.ours for one in some)
        shown = (str(theirs), str(only)) if compared else ("", "")
        table.add_row(corpus, script, str(len(some)), str(ours), *shown)
    console.print(table)
    lead = {
        cyrillic: sum(one.ours - one.theirs for one in results if one.cyrillic is cyrillic)
        for cyrillic in (True, False)
    }
    return lead[True] > 0 and lead[False] >= 0


if __name__ == "__main__":
    main()
