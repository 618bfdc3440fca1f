"""The questions that every letter asks are answered by indexes, however full the store is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mailflows.facts import Applicant, Matter, Tie
from mailflows.reasons import Code, Reason
from mailflows.vocabulary import Kind, Regime, TieKind
from store import database, due, letters, migrate, outbox
from tests.store import making


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Every statement that SQLite is given, with its plan."""
    database.bind(f"sqlite:///{tmp_path}/store.db")
    migrate.up()
    plans: dict[str, str] = {}
    with database.session():
        bound = database.database()
        given = bound.execute_sql

        def explained(sql: str, params: Any = None) -> Any:
            if sql.startswith(("SELECT", "UPDATE")):
                plan = given(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
                plans[sql] = " / ".join(row[-1] for row in plan)
            return given(sql, params)

        monkeypatch.setattr(bound, "execute_sql", explained)
        yield plans


def test_the_way_of_a_letter_scans_no_table(asked: dict[str, str]) -> None:
    making.register(1)
    applicant = Applicant(email="citizen@example.org", phone="+380501112233")
    matter = Matter(applicant, Kind.APPLICATION, Regime.APPEAL, "gas", "x",
                    emergency=Reason(Code.EMERGENCY_WORDS))  # fmt: skip
    ties = (
        Tie(TieKind.SIGNED_ADDRESS, "0009-26", "a"),
        Tie(TieKind.SIGNED_ADDRESS, "99", "r"),
        Tie(TieKind.SIGNED_ADDRESS, "no", "b"),
        Tie(TieKind.MESSAGE_ID, "<no@rada.test>"),
        Tie(TieKind.NUMBER, "Ґ-0001/26"),
    )
    facts = making.facts(2, ties, [matter])
    making.commit(making.registering(), making.claimed(2), facts)
    booked = outbox.book(making.NOW, "s", making.LEASE)
    assert booked is not None
    outbox.sent(booked.id, making.NOW, "250")
    due.alert_updates(making.NOW)
    due.unserved(making.NOW)
    due.silent_claims(making.NOW)
    due.anything(making.NOW)
    letters.unfiled("contact", 7)
    letters.aside()
    scans = {
        sql[sql.index("FROM") if "FROM" in sql else 0 :]: plan
        for sql, plan in asked.items()
        for step in plan.split(" / ")
        if (step.startswith("SCAN") and "USING" not in step) or "TEMP B-TREE" in step
    }
    assert scans == {}


@pytest.mark.parametrize(
    ("part", "index"),
    [
        ('UPDATE "letter" SET "claimed_by"', "letter_waiting"),
        ('UPDATE "letter" SET "claimed_by"', "letter_grave"),
        ('UPDATE "outbox" SET "attempts"', "outbox_due"),
        ('"uid", "too_large"', "letter_unfiled"),
    ],
)
def test_queues_are_read_from_their_partial_index(
    asked: dict[str, str], part: str, index: str
) -> None:
    making.register(1)
    outbox.book(making.NOW, "s", making.LEASE)
    letters.unfiled("contact", 7)
    plans = [plan for sql, plan in asked.items() if part in sql]
    assert plans
    assert all(index in plan for plan in plans)
