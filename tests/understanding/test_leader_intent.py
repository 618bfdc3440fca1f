"""Answers of leaders to an alert."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mailflows.facts import Reply
from mailflows.understanding.replies.leader_intent import read_leader
from mailflows.vocabulary import Intent
from tests.accuracy.people_policy import people_policy
from tests.understanding.written import written

READ = [
    ("Бачу, на зв'язку. Їду туди.", Intent.ACKNOWLEDGED),
    ("Прийняв", Intent.ACKNOWLEDGED),
    ("+", Intent.ACKNOWLEDGED),
    ("ок", Intent.ACKNOWLEDGED),
    ("В курсі, дякую.", Intent.ACKNOWLEDGED),
    ("Взяв на контроль", Intent.ACKNOWLEDGED),
    ("Вижу, еду", Intent.ACKNOWLEDGED),
    ("Понял. Контролирую", Intent.ACKNOWLEDGED),
    ("Не можу, я у відпустці.", Intent.REFUSED),
    ("Це не моє питання, зверніться до Гриценка.", Intent.REFUSED),
    ("Не смогу, нет в городе", Intent.REFUSED),
    ("не можу", Intent.REFUSED),
    ("Тепломережі: аварійну бригаду на ТК-14. ЖЕКу відкрити пункт обігріву.", Intent.RESOLUTION),
    ("Водоканалу терміново виїхати та доповісти.", Intent.RESOLUTION),
    ("Доручаю УСЗН підготувати відповідь до 27.11.", Intent.RESOLUTION),
    ("Прошу розглянути та вжити заходів.", Intent.RESOLUTION),
    ("Комунальнику — прибрати дерево до вечора.", Intent.RESOLUTION),
    ("Разобраться и доложить", Intent.RESOLUTION),
    ("Зателефонуйте мені, є нюанс по цій вулиці", Intent.UNCLEAR),
    ("Хто там чергує?", Intent.UNCLEAR),
    ("Не можу, доручаю Гриценку виїхати.", Intent.UNCLEAR),
    ("", Intent.UNCLEAR),
    ("Погода погана", Intent.UNCLEAR),
    ("Дякую, тримаю на контролі", Intent.ACKNOWLEDGED),
    ("Побачив. Виїжджаю", Intent.ACKNOWLEDGED),
    ("так, знаю", Intent.ACKNOWLEDGED),
    ("Ок, займаюсь.", Intent.ACKNOWLEDGED),
    ("Прийнято до відома", Intent.ACKNOWLEDGED),
    ("Я за кордоном, зверніться до заступника", Intent.REFUSED),
    ("не мій напрямок", Intent.REFUSED),
    ("Лікарняний, не зможу", Intent.REFUSED),
    ("Водоканал — негайно бригаду на місце, доповісти до 15:00", Intent.RESOLUTION),
    ("Гриценко В.О. — взяти під особистий контроль", Intent.RESOLUTION),
    ("Сергію Юрійовичу, розберіться", Intent.RESOLUTION),
    ("Надати відповідь заявнику до 01.12", Intent.RESOLUTION),
    ("Відключити будинок від газу, евакуювати людей", Intent.RESOLUTION),
    ("Комунальнику до кінця дня прибрати дерево", Intent.RESOLUTION),
    ("Продовжити до 12.12.2026", Intent.EXTEND),
    ("погоджую продовження до 20 грудня", Intent.EXTEND),
    ("Не продовжувати. Люди без води.", Intent.DO_NOT_EXTEND),
    ("Відмовити у продовженні", Intent.DO_NOT_EXTEND),
    ("Не заперечую проти продовження строку до 15.12", Intent.UNCLEAR),
    ("Навіщо продовжувати строк?", Intent.UNCLEAR),
    ("Можливо, продовжити до 12.12", Intent.UNCLEAR),
    ("Продовжуйте роботи", Intent.RESOLUTION),
    ("Хто їздив?", Intent.UNCLEAR),
    ("Передзвоніть", Intent.UNCLEAR),
]
SAID = [
    (text, Intent(intent))
    for intent, _, text in (
        line.partition(" | ")
        for line in Path(__file__)
        .with_name("replies_leader_said.txt")
        .read_text("utf-8")
        .splitlines()
    )
]


def read(text: str, subject: str = "Re: [К-0131/26] УВАГА, аварія") -> Reply:
    return read_leader(written(text, subject=subject), people_policy())


@pytest.mark.parametrize(("text", "intent"), READ + SAID)
def test_reads(text: str, intent: Intent) -> None:
    assert read(text).intent is intent


def test_a_resolution_names_body_and_day() -> None:
    reply = read("УСЗН, Марченко Л. — підготувати проєкт відповіді до 27.11.2026.")
    assert (reply.executor, reply.until) == ("uszn", date(2026, 11, 27))


@pytest.mark.parametrize(
    ("subject", "intent"),
    [
        ("К-0131/26 прийнято", Intent.ACKNOWLEDGED),
        ("К-0131/26 не можу", Intent.REFUSED),
        ("Re: [К-0131/26] УВАГА, аварія: прийнято рішення", Intent.UNCLEAR),
    ],
)
def test_one_tap(subject: str, intent: Intent) -> None:
    assert read("", subject).intent is intent
