"""Answers of applicants: what confirms, what disputes, and what must never close."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.understanding.replies.citizen_intent import read_citizen
from mailflows.vocabulary import Intent
from tests.understanding.written import written

RESULT = "Re: [К-0123/26] Результат розгляду: відсутнє водопостачання"
REGISTERED = "Re: [К-0123/26] Звернення зареєстровано: відсутнє водопостачання"

AFTER_RESULT = [
    ("Підтверджую.", Intent.CONFIRMED),
    ("Так, все зробили, дякую!", Intent.CONFIRMED),
    ("вода є, спасибі", Intent.CONFIRMED),
    ("Світло горить. Дякую", Intent.CONFIRMED),
    ("Сміття вивезли, все добре", Intent.CONFIRMED),
    ("Да, сделали, спасибо большое", Intent.CONFIRMED),
    ("Подтверждаю, свет есть", Intent.CONFIRMED),
    ("Все хорошо, вопросов нет", Intent.CONFIRMED),
    ("Ліфт працює, питань немає.", Intent.CONFIRMED),
    ("дякую, яму засипали", Intent.CONFIRMED),
    ("Можна закривати, дякую.", Intent.CONFIRMED),
    ("Підтверджую виконання робіт.", Intent.CONFIRMED),
    ("Так, підтверджую, воду дали", Intent.CONFIRMED),
    ("Підтверджую. Дякую за роботу", Intent.CONFIRMED),
    ("Підтверджую, дякую Вам за роботу", Intent.CONFIRMED),
    ("Не підтверджую.", Intent.DISPUTED),
    ("Нічого не зроблено!", Intent.DISPUTED),
    ("Води як не було, так і немає.", Intent.DISPUTED),
    ("Дякую, але бак так і не поставили.", Intent.DISPUTED),
    ("Неправда, ніхто не приїжджав.", Intent.DISPUTED),
    ("Це відписка, я не згоден", Intent.DISPUTED),
    ("Ничего не сделали, враньё", Intent.DISPUTED),
    ("Знову потекло в тому ж місці", Intent.DISPUTED),
    ("не виконано", Intent.DISPUTED),
    ("досі без світла сидимо", Intent.DISPUTED),
    ("Спасибі, та тільки купа як лежала, так і лежить", Intent.DISPUTED),
    ("Прошу не закривати, роботу не зроблено.", Intent.DISPUTED),
    ("Вивезли, але не все.", Intent.DISPUTED),
    ("Дякую за швидку відповідь!", Intent.THANKS),
    ("Дякую.", Intent.THANKS),
    ("Спасибо за информацию", Intent.THANKS),
    ("Гарного дня, дякую за увагу.", Intent.THANKS),
    ("Так, роботу виконано, претензій немає.", Intent.CONFIRMED),
    ("Дякую! Воду дали.", Intent.CONFIRMED),
    ("Все вирішено, велике дякую всім!", Intent.CONFIRMED),
    ("Проблему усунуто. Дякую за допомогу", Intent.CONFIRMED),
    ("приїхали зробили молодці дякую", Intent.CONFIRMED),
    ("яму засипали, дуже вдячні", Intent.CONFIRMED),
    ("Да, лампочку вкрутили", Intent.CONFIRMED),
    ("тепло пішло, батареї гарячі", Intent.CONFIRMED),
    ("Виконано якісно, дякую.", Intent.CONFIRMED),
    ("Люк закрили, можете закрити звернення", Intent.CONFIRMED),
    ("Ні, не зробили", Intent.DISPUTED),
    ("Приїжджали, подивились і поїхали, нічого не робили", Intent.DISPUTED),
    ("Я не згодна з відповіддю, прошу розглянути повторно.", Intent.DISPUTED),
    ("Воду дали на годину і знову немає.", Intent.DISPUTED),
    ("сміття лежить далі", Intent.DISPUTED),
    ("Не выполнено, лампа не горит", Intent.DISPUTED),
    ("Це неправда! Дах тече.", Intent.DISPUTED),
    ("Відповідь не по суті, мене це не влаштовує.", Intent.DISPUTED),
    ("Ліфт через день знову став", Intent.DISPUTED),
    ("Дякую за вашу роботу", Intent.THANKS),
    ("Щиро дякую!!!", Intent.THANKS),
    ("Спасибі, зрозуміла", Intent.THANKS),
]
BEFORE = [
    ("Також прошу звернути увагу на люк біля 3 під'їзду.", Intent.ADDITION),
    ("Номер квартири 15, дзвоніть після 18:00", Intent.ADDITION),
    ("Ось фото, як обіцяла.", Intent.ADDITION),
    ("Мій номер телефону змінився: 067 111 22 33", Intent.ADDITION),
    ("Добрий день, чи є якісь новини по моєму зверненню?", Intent.STATUS),
    ("Цікавить, коли приїде бригада", Intent.STATUS),
    ("Прошу надати інформацію про хід розгляду.", Intent.STATUS),
    ("Что решили по моему обращению?", Intent.STATUS),
    ("Звернення прошу закрити, проблема вирішилась сама", Intent.WITHDRAWN),
    ("Не потрібно вже, дякую, самі зробили. Знімаю звернення.", Intent.WITHDRAWN),
    ("Прошу анулювати мою заяву", Intent.WITHDRAWN),
    ("На якій стадії моє звернення?", Intent.STATUS),
    ("Коли буде відповідь?", Intent.STATUS),
    ("Що з моїм зверненням? Минув місяць.", Intent.STATUS),
    ("Подскажите, какой статус моей заявки", Intent.STATUS),
    ("Прошу повідомити стан розгляду.", Intent.STATUS),
    ("Чи є вже рішення?", Intent.STATUS),
    ("Скільки ще чекати?", Intent.STATUS),
    ("Прошу відкликати моє звернення.", Intent.WITHDRAWN),
    ("Відкликаю заяву, вирішили самі", Intent.WITHDRAWN),
    ("Прошу зняти з розгляду.", Intent.WITHDRAWN),
    ("Прошу обращение отозвать и не рассматривать.", Intent.WITHDRAWN),
    ("Звернення неактуальне, прошу не розглядати", Intent.WITHDRAWN),
    ("Забула додати: під'їзд 3, домофон 21.", Intent.ADDITION),
    ("Мій телефон 050 123 45 67", Intent.ADDITION),
    ("Уточнюю адресу: вул. Миру, 18", Intent.ADDITION),
    ("Надсилаю фото ями.", Intent.ADDITION),
    ("Ще один момент: собаки бігають і біля школи.", Intent.ADDITION),
    ("Доповнення до звернення: тече вже і в підвалі сусіднього будинку", Intent.ADDITION),
    ("Дякую за оперативність, гарного вам дня!", Intent.THANKS),
    ("Дякую, чекаю", Intent.THANKS),
    ("Дуже вдячна!", Intent.THANKS),
    ("", Intent.UNCLEAR),
    ("?", Intent.UNCLEAR),
]
IN_PROSE = [
    (text, Intent(intent))
    for intent, _, text in (
        line.partition(" | ")
        for line in Path(__file__).with_name("replies_citizen.txt").read_text("utf-8").splitlines()
    )
]
HERE = Path(__file__).parent
# What applicants write, "~" before an answer to a registration.
SAID = [
    (text, Intent(intent))
    for intent, _, text in (
        line.partition(" | ")
        for line in (HERE / "replies_citizen_said.txt").read_text("utf-8").splitlines()
    )
]
NEVER = (HERE / "replies_citizen_never.txt").read_text("utf-8").splitlines()
NEVER_CONFIRMED = """
Підтверджую, якщо завтра не зникне.
Підтверджу, коли побачу.
Зробили, але погано
Вода є, але іржава
Вода є тільки вночі
світло горить через раз, ще не все
Так, приїхали, подивились і поїхали
Підтверджую отримання листа, а води немає.
Підтверджую отримання листа.
Підтверджую отримання відповіді, дякую.
Підтверджую, що отримав листа
Лист отримала, дякую.
Відповідь отримав, дякую
Підтверджую отримання інформації про виконання робіт
Подтверждаю получение.
Підтверджую, що проживаю за цією адресою
Підтверджую згоду на обробку моїх даних
Підтверджую факт відсутності води
Підтверджую необхідність ремонту
Підтверджую своє звернення від 1 травня
Підтверджую всі претензії
Підтверджую наявність ями
Підтверджую, у під'їзді темно
Підтверджую, роботи не ведуться
Підтверджую номер К-0123/26
Чи підтверджуєте ви, що зроблено?
Дякую водоканалу за басейн у дворі
Обіцяли, що зроблять, дякую
Дякую, зробили наполовину.
Зробили самі за свої гроші, дякую нікому.
Спасибо, сделали, но опять течет
Закривати не можна.
Не закривайте, ще тече
Буде добре, якщо зробите
Все добре? Ні, не добре
Кажуть, що все зробили. Де?
Ліхтар горить вдень, а вночі ні
Сусіднє сміття прибрали, наше ні.
Поки що працює, подивимось завтра
"""


def read(text: str, subject: str = RESULT, **more: object) -> Intent:
    return read_citizen(written(text, sender="a@ukr.net.example", subject=subject, **more)).intent  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "intent"), AFTER_RESULT)
def test_after_a_result(text: str, intent: Intent) -> None:
    assert read(text) is intent


@pytest.mark.parametrize(("text", "intent"), BEFORE)
def test_before_a_result(text: str, intent: Intent) -> None:
    assert read(text, REGISTERED) is intent


@pytest.mark.parametrize(("text", "intent"), SAID)
def test_as_people_write(text: str, intent: Intent) -> None:
    assert read(text.removeprefix("~"), REGISTERED if text[0] == "~" else RESULT) is intent


@pytest.mark.parametrize(("text", "intent"), IN_PROSE)
def test_in_prose(text: str, intent: Intent) -> None:
    answers = (Intent.CONFIRMED, Intent.DISPUTED, Intent.THANKS)
    assert read(text, RESULT if intent in answers else REGISTERED) is intent


@pytest.mark.parametrize("text", NEVER_CONFIRMED.strip().split("\n") + NEVER)
def test_never_confirms(text: str) -> None:
    assert read(text) is not Intent.CONFIRMED
    assert read(text, REGISTERED) is not Intent.CONFIRMED


@pytest.mark.parametrize(
    ("subject", "text", "intent"),
    [
        ("К-0123/26 підтверджую", "", Intent.CONFIRMED),
        ("Re: К-0123/26 не виконано", "", Intent.DISPUTED),
        ("К-0123/26 статус", "", Intent.STATUS),
        ("К-0123/26 відкликаю", "", Intent.WITHDRAWN),
        ("К-0123/26 підтверджую", "Дякую!", Intent.CONFIRMED),
        ("К-0123/26 підтверджую", "вода є", Intent.CONFIRMED),
        ("К-0123/26 підтверджую", "але ще тече", Intent.UNCLEAR),
        ("К-0123/26 підтверджую", "Нічого не зроблено", Intent.UNCLEAR),
        ("К-0123/26 підтверджую", "?", Intent.UNCLEAR),
        ("К-0123/26 не виконано", "Бак не поставили.", Intent.DISPUTED),
    ],
)
def test_one_tap(subject: str, text: str, intent: Intent) -> None:
    assert read(text, subject) is intent


def test_a_deed_before_any_result_confirms_nothing_without_thanks() -> None:
    assert read("воду дали тільки в 5 квартирі", REGISTERED) is not Intent.CONFIRMED
    assert read("горить вдень", REGISTERED) is not Intent.CONFIRMED


@given(st.text(max_size=400))
def test_never_raises(text: str) -> None:
    assert read(text) in Intent


CLOSED = "Re: [К-0123/26] Розгляд завершено: вода"


@pytest.mark.parametrize(
    ("text", "intent", "mark"),
    [
        ("5", Intent.RATED, 5),
        ("5!", Intent.RATED, 5),
        ("4+", Intent.RATED, 4),
        ("5 балів", Intent.RATED, 5),
        ("5/5", Intent.RATED, 5),
        ("оцінка 4", Intent.RATED, 4),
        ("Моя оцінка – 3.", Intent.RATED, 3),
        ("Ставлю вам 5, дякую!", Intent.RATED, 5),
        ("Оцінка: відмінно", Intent.RATED, 5),
        ("оцінюю роботу на 2", Intent.RATED, 2),
        ("Ставлю трійку", Intent.RATED, 3),
        ("5\n\nДякую вам", Intent.RATED, 5),
        ("Оцінка 1. Нічого не зроблено!", Intent.DISPUTED, 1),
        ("2, води як не було, так і немає", Intent.DISPUTED, 2),
        ("5, підтверджую", Intent.CONFIRMED, 5),
        ("оцінка 7", Intent.UNCLEAR, None),
        ("1. Лампу замінили 2. Яма лишилась", Intent.DISPUTED, None),
        ("2 місяці чекаємо, нічого не зроблено", Intent.DISPUTED, None),
        ("5 будинок досі без води", Intent.DISPUTED, None),
        ("добре", Intent.UNCLEAR, None),
    ],
)
def test_a_mark(text: str, intent: Intent, mark: int | None) -> None:
    reply = read_citizen(written(text, subject=CLOSED))
    assert reply.rating == mark
    if mark is not None:
        assert reply.intent is intent


def test_a_mark_by_one_tap_with_words_below() -> None:
    reply = read_citizen(written("бо яму так і не засипали", subject="К-0123/26 оцінка 2"))
    assert (reply.rating, reply.intent) == (2, Intent.DISPUTED)
