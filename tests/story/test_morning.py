"""An operator's morning on real servers: what a night leaves, how many letters, taps, answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from daemon.settings import make_policy
from mailflows.rules.reply_address import verify
from mailflows.rules.workdays import is_working_day
from mailflows.understanding.replies.one_tap import read_tap
from mailflows.vocabulary import AppealState, Intent, TaskKind
from store import database, load, rows, tasks
from store.models import AppealRow
from templates import words
from tests.servers import Servers
from tests.story.lab import Lab, taps_of, text_of
from tests.story.test_story import balanced

pytestmark = [pytest.mark.servers, pytest.mark.timeout(240)]

KYIV = ZoneInfo("Europe/Kyiv")
LETTERS, DECISIONS = 40, 12
HOME = "м. Селидове, вул. Шевченка, буд. {}, кв. 5\nтел. 050 123 45 {:02d}\n"
WHERE = ("У нашому будинку", "На третьому поверсі", "У ванній кімнаті", "На кухні")
WHEN = ("зранку", "увечері", "щодня", "з понеділка", "після ремонту", "у вихідні", "вночі")
CALM = "Доброго дня! {} {} слабкий тиск води, просимо перевірити мережу.\n\n"
COMPLAINT = (
    "Скарга. Скаржусь на бездіяльність КП «Водоканал»: на мої звернення не відповідають, "
    "прошу вжити заходів.\n\n"
)
UNCLEAR = "Доброго дня! Прошу розглянути моє питання і допомогти мені у вирішенні.\n\n"
GAS = (
    "Терміново! У під'їзді сильний запах газу, мабуть витік!\n"
    "Бондар Олег Іванович, м. Селидове, вул. Миру, 7, кв. 3, 067 765 43 21\n"
)
NAMES = ("Коваленко Ганна Петрівна", "Шевчук Іван Олегович", "Мельник Оксана Іванівна")


@pytest.fixture
def night(servers: Servers, tmp_path: Path) -> Iterator[Lab]:
    """The town on SQLite, at two o'clock in the night of a working day."""
    servers.empty()
    made = Lab(servers, tmp_path, "sqlite:///store.sqlite")
    at(made, time(2, 0))
    made.work()  # what the hours before owe has gone
    servers.empty()
    yield made
    made.close()


def at(lab: Lab, hour: time) -> None:
    """Set the daemon's clock to this hour of the next working day but one."""
    now = datetime.now(UTC)
    days = (now.astimezone(KYIV).date() + timedelta(days=back) for back in range(2, 20))
    policy = make_policy(lab.settings)
    day = next(one for one in days if is_working_day(one, policy.working_time))
    lab.shift = datetime.combine(day, hour, KYIV) - now


def written(lab: Lab, number: int) -> bytes:
    """The letters of a night: complaints and unclear ones ask a person, the others go by topic."""
    calm = CALM.format(WHERE[number % 4], WHEN[number % 7])
    kind = COMPLAINT if number < 6 else UNCLEAR if number < DECISIONS else calm
    name = NAMES[number % 3]
    text = f"{kind}З повагою, {name}\n{HOME.format(number + 1, number)}"
    return lab.write(f"citizen+{number}", "Звернення", text, name=name)


def lists_of(lab: Lab) -> list[EmailMessage]:
    found = lab.inbox("operator", 0)
    return [one for one in found if "Чекають Вашого рішення" in str(one["Subject"])]


def labels_of(letter: EmailMessage) -> list[str]:
    """What the buttons of a letter say, in the order of `taps_of`."""
    part = letter.get_body(("html",))
    assert part is not None
    found = re.findall(r'<a [^>]*href="mailto:[^>]*>(.*?)</a>', str(part.get_content()), re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", one)).split()) for one in found]


def opening(label: str) -> str:
    return label.partition(":")[0].casefold()


def openings(intent: Intent) -> set[str]:
    """How the buttons of an intent begin, with a value and without one."""
    known = words()["taps"]
    said = (known["o"].get(intent, ""), known["valued"].get(intent, ""))
    return {opening(one) for one in said if one}


def test_a_morning_is_one_list_and_one_tap_a_decision(night: Lab) -> None:
    lab = night
    for number in range(LETTERS - 1):
        lab.post(written(lab, number))
    lab.post(lab.write("neighbour", "Запах газу", GAS, name="Олег Бондар"))
    lab.work()
    at_night = lab.inbox("operator", 1)
    assert all(one["Importance"] == "high" for one in at_night), "only what is urgent wakes them"
    assert not lists_of(lab)

    at(lab, time(7, 31))
    lab.work()
    (morning,) = lists_of(lab)
    calm = [one for one in lab.inbox("operator", 0) if one["Importance"] != "high"]
    assert len(calm) == 1, "one letter, however many questions"
    with database.session():
        asked = [one.task for one in tasks.open_questions()]
    assert [one.kind for one in asked].count(TaskKind.ROUTE) == DECISIONS
    told = re.search(r"рішення: (\d+)", str(morning["Subject"]))
    assert told
    assert DECISIONS <= int(told[1]) <= len(asked)

    letters = len(lab.inbox("operator", 0))
    print(
        f"{LETTERS} letters, {told[1]} questions: {letters} letters, {letters - 1} of them urgent"
    )
    policy = make_policy(lab.settings)
    taps = taps_of(morning)
    for (to, subject), label in zip(taps, labels_of(morning), strict=True):
        assert verify(to, policy.mailbox, policy.secret), to
        tap = read_tap(subject, "o", bare=True)
        assert tap, subject
        assert opening(label) in openings(tap.intent), f"{label!r} sends {subject!r}"
    by_question = {to for to, _ in taps if "+t-" in to}
    assert len(by_question) >= int(told[1]), "each has an answer of one tap"

    # one tap is one decision
    before = len(lab.inbox("operator", 0))
    to, subject = next(one for one in taps if "виконавець" in one[1])
    lab.post(lab.write("operator", subject, "", to))
    lab.work()
    (transcript,) = lab.inbox("operator", before + 1)[before:]
    assert str(transcript["Subject"]).split("] ")[-1].startswith("Виконано")

    # the others by one letter, one transcript
    places = re.findall(r"^(\d+)\. (.*?) – № (\S+?):?$", text_of(morning), re.MULTILINE)
    number = re.search(r"\w{1,2}-\d{4}/\d\d", subject)
    assert number
    left = [(place, its) for place, _, its in places if its != number[0]][:3]
    said = ", ".join(f"{place} виконавець gas" for place, _ in left)
    lab.answer("operator", morning, said)
    lab.work()
    (many,) = lab.inbox("operator", before + 2)[before + 1 :]
    assert all(its in text_of(many) for _, its in left)
    with database.session():
        for _, its in left:
            (row,) = load.rows(AppealRow, '"number" = ?', its)
            assert row["state"] == AppealState.IN_WORK, text_of(many)
        sent = rows.run('SELECT count(*) FROM "outbox" WHERE "template" = ?', "operators-list")
        assert sent.fetchone()[0] == 2  # and the empty one of the evening before
    assert balanced(lab)
