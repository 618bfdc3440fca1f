"""Commands that name executors: several with one lead, one more, one less, one only asked."""

from __future__ import annotations

import pytest

from mailflows.understanding.replies.leader_intent import read_leader
from mailflows.understanding.replies.operator_intent import read_operator
from mailflows.vocabulary import Intent
from tests.accuracy.people_policy import people_policy
from tests.understanding.written import written

PLAIN = "Re: К-0123/26 питання"
TEAMS = [
    ("Виконавці: Водоканал (головний), Комунальник", Intent.SET_EXECUTORS, "vodokanal komunalnyk"),
    ("виконавці: Комунальник, Водоканал - головний", Intent.SET_EXECUTORS, "vodokanal komunalnyk"),
    ("виконавці Водоканал, Комунальник і РЕМ", Intent.SET_EXECUTORS, "vodokanal komunalnyk rem"),
    ("виконавець Водоканал, співвиконавець РЕМ", Intent.SET_EXECUTORS, "vodokanal rem"),
    ("Головний виконавець Тепломережа, разом із ними Житлосервіс", Intent.SET_EXECUTORS,
     "teplo zhek"),
    ("Виконавцями призначити РЕМ та Комунальник", Intent.SET_EXECUTORS, "rem komunalnyk"),
    ("исполнители: Водоканал, РЕМ", Intent.SET_EXECUTORS, "vodokanal rem"),
    ("ще Комунальник", Intent.ADD_EXECUTOR, "komunalnyk"),
    ("Ще виконавець РЕМ", Intent.ADD_EXECUTOR, "rem"),
    ("і Водоканал", Intent.ADD_EXECUTOR, "vodokanal"),
    ("Залучіть також Житлосервіс", Intent.ADD_EXECUTOR, "zhek"),
    ("долучити відділ освіти", Intent.ADD_EXECUTOR, "osvita"),
    ("Передайте також Комунальнику", Intent.ADD_EXECUTOR, "komunalnyk"),
    ("співвиконавцями Комунальник і РЕМ", Intent.ADD_EXECUTOR, "komunalnyk rem"),
    ("добавьте РЕМ", Intent.ADD_EXECUTOR, "rem"),
    ("відкликати доручення Водоканалу", Intent.RECALL_EXECUTOR, "vodokanal"),
    ("Зніміть співвиконавця РЕМ", Intent.RECALL_EXECUTOR, "rem"),
    ("обійдемось без Комунальника", Intent.RECALL_EXECUTOR, "komunalnyk"),
    ("Запит до РЕМ", Intent.ASK_INFORMATION, "rem"),
    ("Витребуйте документи у Комунальника", Intent.ASK_INFORMATION, "komunalnyk"),
    ("Надішліть запит до управління ЖКГ: копії актів за жовтень", Intent.ASK_INFORMATION, "zhkg"),
    ("запросити пояснення у Водоканалу", Intent.ASK_INFORMATION, "vodokanal"),
    ("Передайте Водоканалу", Intent.SET_EXECUTOR, "vodokanal"),
]  # fmt: skip


def read(text: str, subject: str = PLAIN) -> tuple[Intent, str, str]:
    letter = written(text, subject=subject, sender="moroz@selydove-rada.example")
    reply = read_operator(letter, people_policy())
    codes = " ".join(filter(None, (reply.executor, *reply.together)))
    return reply.intent, codes, reply.words


@pytest.mark.parametrize(("text", "intent", "codes"), TEAMS)
def test_who_is_named_and_who_leads(text: str, intent: Intent, codes: str) -> None:
    assert read(text)[:2] == (intent, codes)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Запит до РЕМ: коли відновлять освітлення?", "коли відновлять освітлення?"),
        ("Запит до Водоканалу:\nПеревірте тиск.\nНадайте акт.", "Перевірте тиск.\nНадайте акт."),
    ],
)
def test_what_is_asked(text: str, question: str) -> None:
    assert read(text)[2] == question


def test_a_tap_is_completed_by_words() -> None:
    found = read("Коли планують ремонт?", "К-0123/26 запит до rem")
    assert found == (Intent.ASK_INFORMATION, "rem", "Коли планують ремонт?")


@pytest.mark.parametrize(
    "text",
    [
        "Передайте Водоканалу або РЕМ",
        "Виконавці: Водоканал (головний), РЕМ (головний)",
        "ще не закривайте",
        "Запит до невідомо кого",
        "Чому виконавці не відповідають?",
        "Не долучайте РЕМ",
        "Чи залучити Комунальник?",
    ],
)
def test_what_is_no_command(text: str) -> None:
    assert read(text)[0] is Intent.UNCLEAR


@pytest.mark.parametrize(
    "text", ["Повідомте заявника", "повідомити заявницю про це", "Сообщите заявителю"]
)
def test_the_applicant_may_be_told(text: str) -> None:
    assert read(text)[0] is Intent.TELL


def test_what_was_done_is_no_order() -> None:
    assert read("Заявника повідомлено")[0] is Intent.DONE
    assert read("Повідомила заявницю телефоном")[0] is Intent.DONE


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Доручити Водоканалу.", "vodokanal"),
        ("Водоканалу (головний), Комунальнику: усунути до 5 грудня.", "vodokanal komunalnyk"),
        ("Виконавці: Водоканал, РЕМ (головний)", "rem vodokanal"),
        ("Долучіть РЕМ", "rem"),
        ("Доручаю РЕМ спільно з Комунальником відновити освітлення.", "rem komunalnyk"),
        ("Доручаю перевірити, чому Водоканал не відповів Комунальнику.", ""),
    ],
)
def test_whom_a_resolution_charges(text: str, codes: str) -> None:
    reply = read_leader(written(text, subject=PLAIN), people_policy())
    assert reply.intent is Intent.RESOLUTION
    assert " ".join(filter(None, (reply.executor, *reply.together))) == codes
