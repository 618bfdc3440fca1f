"""The main job on real servers: Dovecot, Postfix, SQLite and PostgreSQL."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage

import pytest

from daemon import wiring
from daemon.bell import Bell
from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.pipeline import Pipeline
from daemon.wiring import PARTS, Wiring
from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.facts import Facts
from mailflows.vocabulary import AppealState, ReferralState, TaskKind
from ops.ledger import compare
from store import database, history, job_runs, load, outbox, registry, rows, tasks
from store.commit import Committed
from store.letters import Claimed
from store.work import StaleVersion
from tests.servers import wait_for
from tests.story.lab import Lab, address, text_of

pytestmark = [pytest.mark.servers, pytest.mark.postgres, pytest.mark.timeout(240)]

WATER = (
    "Доброго дня! У нашому будинку другий день немає води, просимо відновити водопостачання.\n\n"
    "З повагою, Коваленко Ганна Петрівна\nм. Селидове, вул. Шевченка, буд. 12, кв. 5\n"
    "тел. 050 123 45 67\n"
)
GAS = (
    "Терміново! У під'їзді будинку по вул. Миру, 7 сильний запах газу, мабуть витік!\n"
    "Бондар Олег Іванович, м. Селидове, вул. Миру, 7, кв. 3, 067 765 43 21\n"
)


def number_in(letter: EmailMessage) -> str:
    found = re.search(r"\w{1,2}-\d{4}/\d\d", str(letter["Subject"]) + text_of(letter))
    assert found, text_of(letter)
    return found[0]


def states(lab: Lab, number: str) -> tuple[AppealState, list[ReferralState]]:
    with database.session():
        card = registry.show(number)
        assert card
        return card.appeal.state, [one.state for one in load.referrals(card.appeal.id)]


def outcomes() -> list[str | None]:
    with database.session():
        return [row[0] for row in rows.run('SELECT "outcome" FROM "letter" ORDER BY "id"')]


def balanced(lab: Lab) -> bool:
    with database.session():
        return not any(one.differences for one in compare(lab.settings))


def register_water(lab: Lab) -> tuple[str, EmailMessage, EmailMessage]:
    """A registered appeal: its number, the acknowledgement and the referral."""
    lab.post(lab.write("citizen", "Немає води", WATER, name="Ганна Коваленко"))
    lab.work()
    (acknowledgement,) = lab.inbox("citizen", 1)
    (referral,) = lab.inbox("vodokanal", 1)
    return number_in(acknowledgement), acknowledgement, referral


def test_from_the_first_letter_to_the_confirmed_closing(lab: Lab) -> None:
    number, acknowledgement, referral = register_water(lab)
    assert number in str(referral["Subject"])
    assert "Коваленко" in text_of(referral)
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    assert states(lab, number) == (AppealState.REGISTERED, [ReferralState.SENT])

    lab.answer("vodokanal", referral, "Прийнято в роботу.")
    lab.work()
    assert states(lab, number) == (AppealState.IN_WORK, [ReferralState.ACCEPTED])

    lab.answer("vodokanal", referral, "Виконано. Пошкодження усунено, воду подано.")
    lab.work()
    assert states(lab, number) == (AppealState.IN_CHECK, [ReferralState.CLAIMED])
    informed = lab.inbox("citizen", 2)[-1]
    assert number in text_of(informed)

    lab.answer("citizen", informed, "Так, підтверджую, все виконано. Дякую!")
    lab.work()
    assert states(lab, number) == (AppealState.CLOSED, [ReferralState.CONFIRMED])
    lab.inbox("citizen", 3)
    assert outcomes() == ["registered", "reply", "reply", "attached"]
    with database.session():
        card = registry.show(number)
        assert card
        told = [one for one in history.of_appeal(card.appeal.id) if one.field == "state"]
        assert len(told) >= 6, "every change of a state is in the history"
        assert all(one.state == "sent" for one in outbox.listed())
    assert balanced(lab)


def test_an_emergency_reaches_leaders_at_once(lab: Lab) -> None:
    lab.post(lab.write("neighbour", "Запах газу", GAS))
    lab.work()
    alert = next(one for one in lab.inbox("mayor", 2) if one["Importance"] == "high")
    assert any(one["Importance"] == "high" for one in lab.inbox("utilities", 2))
    (referral,) = lab.inbox("gas", 1)
    assert "Миру" in text_of(alert)
    assert "Миру" in text_of(referral)
    assert "380501110001" not in text_of(alert)
    lab.answer("mayor", alert, "Бачу, виїжджаю.")
    lab.work()
    with database.session():
        found = rows.run('SELECT "state", "acknowledged_by" FROM "alert"').fetchall()
    assert found[0][0] == "acknowledged"
    assert balanced(lab)


@pytest.mark.parametrize("stamp", ["", "dmarc=fail"])
def test_a_forged_reply_changes_nothing(lab: Lab, stamp: str) -> None:
    number, _, referral = register_water(lab)
    before = states(lab, number)
    lab.answer("vodokanal", referral, "Виконано.", stamp=stamp)
    lab.work()
    assert states(lab, number) == before
    with database.session():
        asked = [one.task.kind for one in tasks.open_questions()]
    assert TaskKind.READ_REPLY in asked
    assert len(lab.inbox("citizen", 1)) == 1, "the citizen is told nothing"


def test_an_outsider_with_the_right_number_is_not_the_executor(lab: Lab) -> None:
    number, _, referral = register_water(lab)
    before = states(lab, number)
    lab.post(lab.write("neighbour", str(referral["Subject"]), f"Звернення {number} виконано."))
    lab.work()
    assert states(lab, number) == before


def test_a_bounce_is_noted_on_our_letter(lab: Lab) -> None:
    lab.post(lab.write("nobody-here", "Немає води", WATER))
    lab.work()
    # Postfix tries our acknowledgement, learns 550 from Dovecot and reports to us
    wait_for(lambda: _came_back(lab), 60, "for the report of Postfix")
    with database.session():
        (returned,) = [one for one in outbox.listed() if one.returned_at]
    assert returned.template == "acknowledgement"
    assert (returned.returned_status or "").startswith("5.")
    assert outcomes() == ["registered", "bounce"]
    assert balanced(lab)


def _count(where: str, *given: str) -> int:
    return int(rows.run(f"SELECT count(*) FROM {where}", *given).fetchone()[0])


def _came_back(lab: Lab) -> bool:
    lab.work()
    with database.session():
        return any(one.returned_at for one in outbox.listed())


def test_the_digest_comes_once_a_day_even_after_restarts(lab: Lab) -> None:
    register_water(lab)
    first = len(lab.inbox("mayor", 1))
    for hours in (24, 25, 47):
        lab.shift = timedelta(hours=hours)
        lab.work()
    digests = [one for one in lab.inbox("mayor", first + 1) if "ведення" in str(one["Subject"])]
    with database.session():
        days = job_runs.last_moment("digest", address("mayor"))
        mayor = ("digest", address("mayor"))
        made = _count('"outbox" WHERE "template" = ? AND "recipient" = ?', *mayor)
        done = _count('"job_run" WHERE "job" = ? AND "recipient" = ?', *mayor)
    assert days
    assert made == done == len(digests)


def test_the_ledger_finds_a_row_that_somebody_deleted(lab: Lab) -> None:
    register_water(lab)
    lab.post(lab.write("neighbour", "Подяка", "Дякую за роботу, нічого не треба."))
    lab.work()
    assert balanced(lab)
    with database.session():
        (victim,) = rows.run('SELECT max("id") FROM "letter"').fetchone()
        unguarded = "SET session_replication_role = replica"
        rows.run(unguarded if database.is_postgres() else "PRAGMA foreign_keys = OFF")
        with database.transaction():
            rows.run('DELETE FROM "letter" WHERE "id" = ?', victim)
    assert not balanced(lab)


@dataclass(frozen=True)
class MeetingClerk(Clerk):
    """Waits before its first commit until the other worker has decided too."""

    meeting: threading.Barrier = field(default_factory=lambda: threading.Barrier(2))
    came: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    def carry_out(
        self,
        decision: Decision,
        claimed: Claimed,
        facts: Facts,
        context: Context,
        worker: str,
        also: Callable[[], object] | None = None,
    ) -> Committed:
        if worker not in self.came:
            self.came.append(worker)
            self.meeting.wait(20)
        try:
            return Clerk.carry_out(self, decision, claimed, facts, context, worker, also)
        except StaleVersion:
            self.stale.append(worker)
            raise


def test_two_workers_decide_contradicting_replies_at_once(lab: Lab) -> None:
    number, _, referral = register_water(lab)
    lab.answer("vodokanal", referral, "Виконано, воду подано.")
    lab.answer("vodokanal", referral, "Це не наша компетенція, просимо передати іншому виконавцю.")
    assert wiring.run(lab.settings, until_idle=True, only=["intake"])

    built = Wiring(lab.settings, PARTS, Clock(), threading.Event())
    clerk = MeetingClerk(built.clerk.policy, built.clerk.writer, Clock(), lambda: None)

    def work(name: str) -> None:
        one = Pipeline(
            name, clerk, built.documents, Clock(), timedelta(minutes=1), built.stop, Bell()
        )
        with database.session():
            assert one.decide_next()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("first", "second")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    built.documents.close()
    assert sorted(clerk.came) == ["first", "second"]
    assert len(clerk.stale) == 1, "one of them read again what the other had changed"
    assert outcomes() == ["registered", "reply", "reply"]
    state, (after,) = states(lab, number)[0], states(lab, number)[1][:1]
    assert after in {ReferralState.CLAIMED, ReferralState.DECLINED}
    assert state is not AppealState.CLOSED
    lab.work()
    assert balanced(lab)
