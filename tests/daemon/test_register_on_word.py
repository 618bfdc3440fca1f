"""One appeal's way and an operator's word about a doubtful letter, through the real store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daemon.answering import Answering
from daemon.bell import Bell
from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.documents import DocumentReaders
from daemon.pipeline import Pipeline
from daemon.settings import load
from mailflows.rules.reply_address import sign
from mailflows.vocabulary import AppealState, ReferralState, TaskKind
from mailflows.writing import Writer
from store import aside, database, letters, outbox, registry, requests
from store import load as known
from tests.accuracy.people_policy import people_policy

ROOT = Path(__file__).parents[2]
SETTINGS = load(ROOT / "settings.example.ini", secrets=False)
POLICY = people_policy()
STAMP = "Authentication-Results: mx.selydove-rada.example; dmarc=pass header.from={domain}\r\n"


class Office:
    """A pipeline without servers: letters go in, what went out is read from the outbox."""

    def __init__(self, documents: DocumentReaders) -> None:
        self.clock = Clock()
        self.rung: list[bool] = []  # whether the outbox was rung for before its commit
        self.clerk = Clerk(POLICY, Writer(POLICY), self.clock, self.ring)
        lease = timedelta(minutes=5)
        self.pipeline = Pipeline(
            "w", self.clerk, documents, self.clock, lease, threading.Event(), Bell()
        )
        self.count = 0

    def ring(self) -> None:
        self.rung.append(database.database().in_transaction())

    def receive(self, sender: str, to: str, subject: str, text: str, proved: bool = True) -> int:
        """One letter decided; its id."""
        self.count += 1
        domain = sender.partition("@")[2]
        raw = (
            (STAMP.format(domain=domain) if proved else "")
            + f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n"
            + f"Message-ID: <{self.count}@{domain}>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0200\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + f"Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
        ).encode()
        now = datetime.now(UTC)
        (letter_id,) = letters.keep([letters.Arrival("contact", 1, self.count, now, raw, False)])
        assert self.pipeline.decide_next()
        assert aside.listed() == []
        return letter_id


@pytest.fixture
def office(store: None) -> Iterator[Office]:
    documents = DocumentReaders(SETTINGS.daemon)
    yield Office(documents)
    documents.close()


def templates() -> list[str]:
    return sorted(one.template for one in outbox.listed())


def address(party: str, value: str) -> str:
    return sign(POLICY.mailbox, party, value, POLICY.secret) if POLICY.secret else POLICY.mailbox


CITIZEN = "olena.bondar@ukr.net"
WORDS = """Добрий день. Прошу відремонтувати ліхтар біля будинку на вул. Миру, 7: не горить тиждень.
Бондар Олена Петрівна, м. Селидове, вул. Миру, 7, кв. 3, тел. 067 123 45 67"""


def test_from_the_first_letter_to_the_confirmed_closing(office: Office) -> None:
    office.receive(CITIZEN, POLICY.mailbox, "Ліхтар", WORDS)
    (line,) = registry.listed()
    number = line.number
    assert templates() == ["acknowledgement", "referral"]
    appeal = known.appeal_numbered(number)
    assert appeal is not None
    (referral,) = known.referrals(appeal.id)
    executor = POLICY.executors[referral.executor].address

    forged = f"[{number}] виконано"
    office.receive(executor, POLICY.mailbox, forged, "Виконано.", proved=False)
    assert known.referrals(appeal.id)[0].state is ReferralState.QUEUED

    office.receive(executor, address("r", str(referral.id)), forged, "Виконано, ліхтар замінено.")
    assert known.referrals(appeal.id)[0].state is ReferralState.CLAIMED
    assert "informed" in templates()

    back = f"{number} підтверджую"
    office.receive(CITIZEN, POLICY.mailbox, back, "Підтверджую, дякую.", proved=False)
    checked = known.appeal_numbered(number)
    assert checked is not None
    assert checked.state is AppealState.IN_CHECK

    office.receive(CITIZEN, POLICY.mailbox, back, "Підтверджую, дякую.")
    closed = known.appeal_numbered(number)
    assert closed is not None
    assert (closed.state, closed.result) == (AppealState.CLOSED, "9.1")
    assert "closed" in templates()

    office.receive(POLICY.operators[0].address, POLICY.mailbox, f"{number} скасувати", "")
    undone = known.appeal_numbered(number)
    assert undone is not None
    assert (undone.state, undone.result) == (AppealState.CLOSED, "9.1"), "his own word"
    assert templates().count("transcript") == 1


def test_an_operators_word_registers_the_letter_he_was_asked_about(office: Office) -> None:
    office.receive("petrenko@vodokanal.example", POLICY.mailbox, "Ліхтар", WORDS)
    assert registry.listed() == ()
    task = known.task(1)
    assert task is not None
    assert task.kind is TaskKind.REGISTER
    operator = POLICY.operators[0].address
    for _ in range(2):  # the second tap finds the question answered
        office.receive(operator, address("t", "1"), "реєструвати", "")
        Answering(office.clerk, office.clock).answer_requests()
    assert len(registry.listed()) == 1
    assert requests.waiting() == ()
    assert templates().count("acknowledgement") == 1


def test_the_outbox_is_rung_for_when_its_letters_are_there(office: Office) -> None:
    office.receive("petrenko@vodokanal.example", POLICY.mailbox, "Ліхтар", WORDS)
    office.receive(POLICY.operators[0].address, address("t", "1"), "реєструвати", "")
    office.rung.clear()
    Answering(office.clerk, office.clock).answer_requests()
    assert office.rung == [False], "a sender that wakes inside the commit finds nothing"


def test_a_word_that_cannot_be_carried_out_is_told_once_and_ends(office: Office) -> None:
    letter_id = office.receive("petrenko@vodokanal.example", POLICY.mailbox, "Ліхтар", WORDS)
    database.execute("DELETE FROM raw")
    for _ in range(2):
        requests.ask("register", {"letter_id": letter_id}, None, office.clock.now())
    Answering(office.clerk, office.clock).answer_requests()
    assert requests.waiting() == (), "else it would fail anew each second"
    assert templates().count("alarm") == len(POLICY.operators)
