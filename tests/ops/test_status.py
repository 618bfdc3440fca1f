"""The monitor's answer: what does not move is told, whatever stopped it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daemon.settings import load
from daemon.wiring import bind
from ops.status import look
from store import database, dispatch, letters, mailboxes, outbox
from tests.ops.conftest import Run
from tests.store.making import NOW, arrival, register

LEASE = timedelta(minutes=5)


@pytest.fixture
def store(run: Run, settings: Path) -> Iterator[None]:
    """An empty store, open."""
    assert run("migrate").exit_code == 0
    bind(load(settings))
    with database.session():
        yield
    database.close()


def bad(after: timedelta, *mailboxes: str) -> list[str]:
    """Names of the lines that call for a person."""
    return [one.name for one in look(mailboxes, NOW + after) if not one.good]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.usefixtures("store")
def test_a_mailbox_that_was_never_looked_at_is_told() -> None:
    assert bad(hours(0), "contact") == ["mailbox contact last looked at"]
    mailboxes.note_mailbox_state("contact", 7, 1, NOW)
    assert bad(hours(0.1), "contact") == []
    assert bad(hours(1), "contact") == ["mailbox contact last looked at"]
    assert bad(hours(1)) == [], "no longer in the settings"


@pytest.mark.usefixtures("store")
def test_letters_that_nobody_decides_are_told() -> None:
    came = arrival(1).received_at - NOW
    letters.keep([arrival(1)])
    assert bad(came + hours(0.2)) == []
    assert bad(came + hours(1)) == ["letters waiting for a decision"]


@pytest.mark.usefixtures("store")
def test_a_backlog_that_is_being_decided_is_no_trouble() -> None:
    letters.keep([arrival(2)])
    register(uid=1)
    decided = max(one for one in decisions())
    assert "letters waiting for a decision" not in bad(decided - NOW + hours(0.1))


def decisions() -> list[datetime]:
    found = database.execute('SELECT "decided_at" FROM "letter" WHERE "decided_at" IS NOT NULL')
    return [datetime.fromisoformat(f"{at}+00:00") for (at,) in found.fetchall()]


@pytest.mark.usefixtures("store")
def test_a_server_that_takes_nothing_is_told_though_every_try_moves_on() -> None:
    register(uid=1)
    (written, *_) = sorted(one.created_at for one in outbox.listed())
    while booked := dispatch.book(written, "sending", LEASE):
        dispatch.later(booked.id, written + hours(2), "login 535")
    assert "letters waiting to be sent" not in bad(written - NOW + hours(0.2))
    late = bad(written - NOW + hours(1))
    assert late == ["letters waiting to be sent", "nothing was taken from us since"]


@pytest.mark.usefixtures("store")
def test_one_slow_address_is_no_trouble_of_the_way_out() -> None:
    register(uid=1)
    register(uid=2)
    written = max(one.created_at for one in outbox.listed())
    slow = dispatch.book(written, "sending", LEASE)
    assert slow is not None
    dispatch.later(slow.id, written + hours(2), "greylisted 451")
    while booked := dispatch.book(written, "sending", LEASE):
        dispatch.sent(booked.id, written + hours(0.1), "250 taken")
    assert bad(written - NOW + hours(1)) == []
