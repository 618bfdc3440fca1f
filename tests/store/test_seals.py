"""The journal's seals: each line sealed once, and whatever is done to a sealed line shows."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from mailflows.decision import Attach, ChangeAppeal, Decision
from mailflows.facts import Reply
from mailflows.policy import Operator
from mailflows.vocabulary import Authenticity, Flow, Intent, Outcome, Role
from store import database, dispatch, history, journal, outbox, proof, rows, seals
from store.commit import author
from store.proof import Wrong
from tests.store import making
from tests.store.test_workers import together

NOW = making.NOW


def write(count: int, start: int = 0) -> None:
    with database.transaction():
        for index in range(start, start + count):
            journal.write(
                "queued",
                NOW + timedelta(microseconds=index),
                by="executor:водоканал",
                detail='"a\\b"',
                appeal_id=index,
            )


@pytest.fixture
def sealed(store: str) -> None:
    """Ten sealed lines."""
    write(10)
    assert seals.seal() == 10


def test_another_program_comes_to_the_same_head(sealed: None) -> None:
    """The encoding as the docstring tells it, written anew."""
    head = bytes(32)
    for index in range(10):
        at = f"2026-11-24T08:30:00.{index:06d}Z"
        array = ["journal-1", index + 1, at, "queued", '"a\\b"', "executor:водоканал", None, index]
        text = json.dumps([*array, None], ensure_ascii=False, separators=(",", ":"))
        head = hashlib.sha256(head + text.encode()).digest()
    assert proof.prove().head == head.hex()
    assert seals.newest_short().replace("-", "") == head.hex()[:20]


def test_a_whole_journal_and_heads_of_old(sealed: None) -> None:
    old = seals.newest_short().replace("-", "")
    write(3, 10)
    found = proof.prove(old)
    assert (found.sealed, found.difference, found.asked_line) == (10, None, 10)
    assert found.unsealed is not None
    assert (found.unsealed.count, found.unsealed.first, found.unsealed.last) == (3, 11, 13)
    assert seals.seal() == 3
    assert seals.seal() == 0
    found = proof.prove(old)
    assert (found.sealed, found.last, found.asked_line, found.unsealed) == (13, 13, 10, None)
    assert proof.prove("f" * 20).asked_line is None


def test_nothing_sealed(store: str) -> None:
    assert seals.newest_short() == ""
    assert proof.prove().sealed == 0
    assert proof.prove().unsealed is None


def swap() -> None:
    rows.run('UPDATE "journal" SET "id" = 99 WHERE "id" = 4')
    rows.run('UPDATE "journal" SET "id" = 4 WHERE "id" = 7')
    rows.run('UPDATE "journal" SET "id" = 7 WHERE "id" = 99')


def insert(number: int) -> None:
    rows.run('UPDATE "journal" SET "id" = 99 WHERE "id" = ?', number)
    rows.run(
        'INSERT INTO "journal" ("id", "at", "action", "detail", "by") VALUES (?, ?, ?, ?, ?)',
        *(number, "2026-11-24 08:30:00.000001", "queued", "", ""),
    )


def cut_out() -> None:
    rows.run('DELETE FROM "journal" WHERE "id" = 5')
    rows.run('DELETE FROM "seal" WHERE "line" = 5')


def forge_line() -> None:
    """An id that was left out, filled by hand."""
    rows.run('DELETE FROM "seal" WHERE "line" = 5')


@pytest.mark.parametrize(
    ("harm", "line", "what"),
    [
        (lambda: rows.run('UPDATE "journal" SET "detail" = ? WHERE "id" = 5', "x"), 5, "changed"),
        (lambda: rows.run('UPDATE "journal" SET "letter_id" = 1 WHERE "id" = 5'), 5, "changed"),
        (lambda: rows.run('UPDATE "journal" SET "by" = ? WHERE "id" = 10', ""), 10, "changed"),
        (lambda: rows.run('DELETE FROM "journal" WHERE "id" = 5'), 5, "deleted"),
        (lambda: rows.run('DELETE FROM "journal" WHERE "id" = 10'), 10, "deleted"),
        (lambda: rows.run('DELETE FROM "journal"'), 1, "deleted"),
        (lambda: insert(5), 5, "changed"),
        (forge_line, 5, "inserted"),
        (swap, 4, "changed"),
        (cut_out, 6, "changed"),
        (
            lambda: rows.run('UPDATE "seal" SET "head" = ? WHERE "line" = 5', b"x" * 32),
            5,
            "seal-changed",
        ),
        (lambda: rows.run('UPDATE "seal" SET "line" = 50 WHERE "line" = 5'), 5, "inserted"),
    ],
)
def test_whatever_is_done_to_a_sealed_line_shows(
    sealed: None, harm: Callable[[], object], line: int, what: str
) -> None:
    with database.transaction():
        harm()
    found = proof.prove()
    assert found.difference == proof.Difference(line, Wrong(what))
    assert found.last < line
    write(2, 20)  # SQLite may give them the ids of deleted lines
    seals.seal()
    later = proof.prove().difference
    assert later is not None
    assert later.line == line


def test_a_line_put_into_a_gap_is_told_and_never_sealed(store: str) -> None:
    write(4)
    rows.run('DELETE FROM "journal" WHERE "id" = 2')  # as a transaction that was rolled back
    assert seals.seal() == 3
    assert proof.prove().difference is None
    with database.transaction():
        insert(2)
        rows.run('DELETE FROM "journal" WHERE "id" = 99')
    assert seals.seal() == 0
    assert proof.prove().difference == proof.Difference(2, Wrong.INSERTED)


def test_an_end_cut_off_is_told_by_an_old_head_alone(sealed: None) -> None:
    old = seals.newest_short().replace("-", "")
    with database.transaction():
        rows.run('DELETE FROM "journal" WHERE "id" > 8')
        rows.run('DELETE FROM "seal" WHERE "line" > 8')
    assert proof.prove().difference is None
    assert proof.prove(old).asked_line is None


def test_many_writers_and_sealers_seal_each_line_once(store: str) -> None:
    counts: list[int] = []

    def work(index: int) -> None:
        if index % 2:
            for start in range(20):
                write(3, start)
            return
        for _ in range(20):
            try:
                counts.append(seals.seal())
            except seals.Busy:
                continue

    assert together(6, work) == []
    counts.append(seals.seal())
    found = proof.prove()
    assert sum(counts) == found.sealed == 180
    assert (found.difference, found.unsealed) == (None, None)


def test_a_lower_id_that_commits_later_is_sealed_once_in_its_place(store: str) -> None:
    """PostgreSQL numbers lines before they are committed; SQLite has one writer."""
    if not database.is_postgres():
        return
    written, go = threading.Event(), threading.Event()

    def slow() -> None:
        with database.session(), database.transaction():
            journal.write("queued", NOW, by="slow")
            written.set()
            go.wait(20)

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    write(1)
    with pytest.raises(seals.Busy):
        seals.seal()
    write(1)  # nobody is held up once the sealer has given up
    go.set()
    thread.join()
    assert seals.seal() == 3
    found = proof.prove()
    assert (found.sealed, found.last, found.difference) == (3, 3, None)
    assert [one for (one,) in rows.run('SELECT "line" FROM "seal" ORDER BY 1')] == [1, 2, 3]


def test_every_row_of_history_has_its_line(store: str) -> None:
    """Registered, sent, words added: who looks at the journal alone misses no change."""
    appeal_id, _ = making.register()
    booked = [dispatch.book(NOW, "s", making.LEASE) for _ in range(2)]
    for one in booked:
        assert one is not None
        dispatch.sent(one.id, NOW, "250")
    letter = making.claimed(2)
    added = ChangeAppeal(appeal_id, 1, {"text": "Інші слова"})
    making.commit(
        Decision(Flow.FOLLOW_UP, Outcome.ATTACHED, (), (added, Attach(appeal_id))), letter
    )
    told = {
        (one.action.removesuffix("-changed").removesuffix("-entered"), one.record_id, one.at)
        for one in journal.of_appeal(appeal_id)
    }
    changed = history.of_appeal(appeal_id)
    assert {"text", "state", "sent_at"} <= {one.field for one in changed}
    assert {(one.record, one.record_id, one.at) for one in changed} <= told


def test_a_disclosure_is_a_line_of_the_same_commit(store: str) -> None:
    appeal_id, _ = making.register()
    found = [one for one in journal.of_appeal(appeal_id) if one.action == "disclosed"]
    letters_of = {one.id: one.template for one in outbox.of_appeal(appeal_id)}
    assert [(letters_of[one.record_id or 0], one.detail) for one in found] == [
        ("acknowledgement", "applicant name,text"),
        ("referral", "executor:water name,text"),
    ]


def test_who_wrote_stands_in_codes(store: str) -> None:
    letter = making.claimed(1)
    reply = Reply(Intent.DONE)
    facts = making.facts(1, role=Role.EXECUTOR, executor="water", reply=reply)
    unproved = making.replace(facts, authenticity=Authenticity.UNSTAMPED)
    assert author(unproved, making.POLICY) == "executor:water,unstamped"
    making.commit(Decision(Flow.EXECUTOR_REPLY, Outcome.REPLY, ()), letter, facts)
    lines = [(one.by, one.action, one.detail) for one in journal.of_letter(letter.id)]
    assert lines[0] == ("executor:water", "said", "done")
    moroz = Operator("Мороз", "", "moroz@rada.test", "head")
    policy = making.replace(making.POLICY, operators=(moroz,))
    command = making.facts(2, role=Role.OPERATOR, person="moroz@rada.test")
    assert author(command, policy) == "operator:head"
    assert author(making.facts(3), policy) == "outsider"
