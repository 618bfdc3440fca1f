"""The questions that every letter asks are answered by indexes, however full the store is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailflows.facts import Applicant, Matter, Tie
from mailflows.reasons import Code, Reason
from mailflows.vocabulary import Kind, Regime, TieKind
from store import aside, database, dispatch, due, ledger, letters, mailboxes, migrate, outbox
from tests.store import making


class Asked(dict[str, str]):
    """Every statement that SQLite is given, with its plan; `times` counts them all."""

    times = 0

    def clear(self) -> None:
        """Forget what was asked so far."""
        super().clear()
        self.times = 0


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the store is asked from here on."""
    database.bind(f"sqlite:///{tmp_path}/store.db")
    migrate.up()
    plans = Asked()
    with database.session():
        bound = database.database()
        given = bound.execute_sql

        def explained(sql: str, params: Any = None) -> Any:
            if sql.startswith(("SELECT", "UPDATE")):
                plan = given(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
                plans[sql] = " / ".join(row[-1] for row in plan)
                plans.times += 1
            return given(sql, params)

        monkeypatch.setattr(bound, "execute_sql", explained)
        yield plans


def _goes_through(step: str, plan: str) -> bool:
    """Whether a step reads or sorts a whole table; what a subquery with a limit gave is none."""
    bounded = "CO-ROUTINE alike" in plan
    if bounded and step in ("SCAN alike", "USE TEMP B-TREE FOR count(DISTINCT)"):
        return False
    return (step.startswith("SCAN") and "USING" not in step) or "TEMP B-TREE" in step


def test_the_way_of_a_letter_scans_no_table(asked: dict[str, str]) -> None:
    making.register(1)
    applicant = Applicant("Ґалаґан Їжакевич", email="citizen@example.org", phone="+380501112233")
    matter = Matter(applicant, Kind.APPLICATION, Regime.APPEAL, "gas", "x",
                    emergency=Reason(Code.EMERGENCY_WORDS), wording="0123456789abcdef")  # fmt: skip
    ties = (
        Tie(TieKind.SIGNED_ADDRESS, "0009-26", "a"),
        Tie(TieKind.SIGNED_ADDRESS, "99", "r"),
        Tie(TieKind.SIGNED_ADDRESS, "no", "b"),
        Tie(TieKind.MESSAGE_ID, "<no@rada.test>"),
        Tie(TieKind.NUMBER, "Ґ-0001/26"),
    )
    facts = making.facts(2, ties, [matter])
    making.commit(making.registering(), making.claimed(2), facts)
    booked = dispatch.book(making.NOW, "s", making.LEASE)
    assert booked is not None
    dispatch.sent(booked.id, making.NOW, "250")
    due.alert_updates(making.NOW)
    due.unserved(making.NOW, making.NOW, making.NOW)
    due.silent_claims(making.NOW)
    due.anything(making.NOW)
    mailboxes.unfiled("contact", 7)
    aside.listed()
    scans = {
        sql[sql.index("FROM") if "FROM" in sql else 0 :]: plan
        for sql, plan in asked.items()
        for step in plan.split(" / ")
        if _goes_through(step, plan)
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
    dispatch.book(making.NOW, "s", making.LEASE)
    mailboxes.unfiled("contact", 7)
    plans = [plan for sql, plan in asked.items() if part in sql]
    assert plans
    assert all(index in plan for plan in plans)


def walks(plans: dict[str, str], table: str) -> list[str]:
    """Statements that go through a whole table, a word of SQLite that names no index."""
    ways = (f"SCAN {table}", f"SEARCH {table}")
    return [sql for sql, plan in plans.items() for step in plan.split(" / ") if step in ways]


def test_the_count_of_waiting_letters_walks_the_queue_alone(asked: dict[str, str]) -> None:
    letters.waiting()
    assert all("letter_waiting" in plan for plan in asked.values())


def test_a_refused_referral_is_found_by_its_letter(asked: dict[str, str]) -> None:
    """Not among all letters that were ever refused, once for each open referral."""
    due.unserved(making.NOW, making.NOW, making.NOW)
    (plan,) = asked.values()
    assert "outbox_about_purpose_recipient" in plan
    assert "outbox_state_created_at" not in plan


def test_the_monitor_walks_no_table_while_all_is_well(asked: dict[str, str]) -> None:
    making.register(1)
    asked.clear()
    ledger.stalled(making.NOW + timedelta(days=1), timedelta(minutes=15))
    outbox.tried_since()
    assert walks(asked, "letter") == walks(asked, "outbox") == []


def test_what_falls_due_is_read_by_a_query_for_each_kind_of_record(asked: Asked) -> None:
    for uid in range(1, 8):
        making.register(uid)
    while booked := dispatch.book(making.NOW, "s", making.LEASE):
        dispatch.sent(booked.id, making.NOW, "250")
    asked.clear()
    later = making.NOW + timedelta(days=2)
    assert len(due.unserved(later, later, later)) == 7
    assert asked.times == 5, "referrals, their appeals, words, all referrals, open tasks"
