"""Commands about the journal: `journal verify` proves it, `journal show` prints one matter."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import Annotated

import typer
from rich.progress import TimeRemainingColumn

from ops.exits import NEEDS_A_PERSON, fail
from ops.numbers import meant, no_such
from ops.opening import open_store
from ops.settings import DEFAULT, Json, SettingsFile
from ops.show import as_json, as_table, bar, cell, console
from store import database, journal, load, proof
from store.journal import Entry
from store.proof import Proof, Wrong
from store.seals import short

SHORTEST = 12  # hex digits of a head that are enough to look for

app = typer.Typer(no_args_is_help=True, help="The journal: who did what when, and its proof.")

WRONG = {
    Wrong.CHANGED: "line {} is not what was sealed: it was changed or moved, or lines before it "
    "were taken out together with their seals",
    Wrong.DELETED: "line {} was deleted",
    Wrong.INSERTED: "line {} was put in among sealed ones",
    Wrong.SEAL_CHANGED: "the seal of line {} was changed; the line itself is as it was",
}
RECORDS = ("appeal", "referral", "alert", "task")


def add_to(main: typer.Typer) -> None:
    """Add these commands."""
    main.add_typer(app, name="journal")


@app.command("verify")
def verify_journal(
    settings: SettingsFile = DEFAULT,
    json: Json = False,
    head: Annotated[
        str, typer.Option(help="A seal from an old digest: was it ever this journal's?")
    ] = "",
) -> None:
    """Prove that no sealed line was changed, deleted, put in or moved since it was sealed.

    Exit 0 when the whole chain holds, 1 with the first line that differs, also
    when --head is not on the chain. Who can write to the store could seal a
    forged journal anew: only a head that lies elsewhere, as in the mayor's old
    digests, proves that nobody did. Lines not sealed yet are named.
    """
    asked = _hex(head)
    with open_store(settings), database.session():
        found = _walk(asked)
    lost = bool(asked) and found.asked_line is None
    good = found.difference is None and not lost
    if json:
        as_json({"good": good, "short_head": _short(found), "asked": asked or None, "proof": found})
    else:
        _tell(found, asked)
    raise typer.Exit(0 if good else NEEDS_A_PERSON)


def _hex(head: str) -> str:
    """The digits of a head as people copy it; exit 2 when it is none."""
    digits = re.sub(r"[^0-9a-z]", "", head.lower())
    if head and not re.fullmatch(rf"[0-9a-f]{{{SHORTEST},64}}", digits):
        fail(f"a head has {SHORTEST} to 64 hex digits, like 3f9a-12bc-77de-0a41-99c0")
    return digits


def _walk(asked: str) -> Proof:
    """The proof, with a bar on a terminal."""
    with bar(TimeRemainingColumn()) as shown:
        task = shown.add_task("lines", total=proof.count())
        return proof.prove(asked, lambda done: shown.update(task, completed=done))


def _short(found: Proof) -> str:
    return short(bytes.fromhex(found.head)) if found.sealed else ""


def _tell(found: Proof, asked: str) -> None:
    if found.sealed:
        console.print(f"{found.sealed} lines hold, to line {found.last}: {_short(found)}")
    elif found.difference is None:
        console.print("no line is sealed yet")
    if found.difference is not None:
        what = WRONG[found.difference.what].format(found.difference.line)
        console.print(what, style="bold red")
    if asked and found.asked_line is not None:
        console.print(f"the head that was asked for stood after line {found.asked_line}")
    elif asked and found.difference is None:
        console.print(
            "the head that was asked for is not on this chain: the journal is not the one it "
            "was taken from, or its end was cut off",
            style="bold red",
        )
    elif asked:
        console.print("the head that was asked for is not on the part that holds")
    if found.unsealed is not None:
        one = found.unsealed
        lines = f"{one.first}" if one.count == 1 else f"{one.first} to {one.last}"
        console.print(f"not sealed yet: {one.count}, line {lines}, since {cell(one.since)}")
    if found.difference is None and not (asked and found.asked_line is None):
        console.print("The journal is whole.", style="bold green")


@app.command("show")
def show_journal(
    number: Annotated[str, typer.Argument(help="Registration number, or id of a letter.")],
    settings: SettingsFile = DEFAULT,
    json: Json = False,
) -> None:
    """Every line about one appeal or one letter: when, who, what, in codes and ids.

    A registration number may be written carelessly. A bare number is the id of
    a letter, as `set-aside list` has it. `disclosed` tells which letter of ours
    (its id in the outbox) told whom which of the applicant's data.
    """
    with open_store(settings) as loaded, database.session():
        found = _lines(number, meant(number, loaded))
    if found is None:
        no_such(number)
    if json:
        as_json(found)
        return
    heads = ("line", "at", "by", "what", "detail", "letter", "record", "sealed")
    columns = attrgetter("id", "at", "by", "action", "detail", "letter_id")
    rows = ((*columns(one), _record(one), one.sealed) for one in found)
    as_table(heads, rows, "no line about it", folded=("detail",))


def _lines(given: str, number: str) -> tuple[Entry, ...] | None:
    """Lines of the letter or the appeal; None when there is no such appeal."""
    if given.isascii() and given.isdecimal():
        return journal.of_letter(int(given))
    appeal = load.appeal_numbered(number)
    return None if appeal is None else journal.of_appeal(appeal.id)


def _record(one: Entry) -> str | None:
    """What the line's record is; letters of ours are named by no record but the outbox."""
    if one.record_id is None:
        return None
    kind = one.action.partition("-")[0]
    return f"{kind if kind in RECORDS else 'outbox'} {one.record_id}"
