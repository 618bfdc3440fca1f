"""Who signed, what may be told, to which category the author belongs, what is missing."""

from __future__ import annotations

import pytest

from mailflows.facts import Applicant
from mailflows.understanding.matters.marks import Marks, find_marks
from mailflows.understanding.matters.missing import find_missing
from mailflows.understanding.words.patterns import Scan
from mailflows.vocabulary import Channel, Regime

AUTHOR = Applicant(
    name="Коваль Ярослав Романович",
    settlement="Селидове",
    street="Миру",
    house="5",
    email="yar@ukr.net.example",
)
NOBODY = Applicant(email="box123@ukr.net.example")


def _marks(
    text: str,
    applicant: Applicant = AUTHOR,
    regime: Regime = Regime.APPEAL,
    channel: Channel = Channel.E_MAIL,
) -> Marks:
    return find_marks(Scan(text), applicant, regime, channel)


@pytest.mark.parametrize(
    "text",
    [
        "Ми, мешканці будинку 12 по вул. Миру, просимо відремонтувати дах.",
        "КОЛЕКТИВНА ЗАЯВА. Просимо включити будинок до плану.",
        "Мы, жители улицы Матросова, обращаемся в третий раз.",
        "Звертаємося від імені батьків старшої групи (23 родини).",
        "Члени кооперативу «Мотор» просять розібратися з межами.",
        "Прошу ремонт. усього 17 підписів",
        "Заявниця звертається від жителів будинку щодо підвалу.",
    ],
)
def test_collective(text: str) -> None:
    assert _marks(text).collective


@pytest.mark.parametrize(
    "text",
    [
        "Мешканці скаржаться, а я прошу замінити лампу.",
        "Ми з чоловіком живемо тут з 1981 року, прошу обрізати тополю.",
        "Ліфт не працює, сусіди ходять пішки.",
    ],
)
def test_not_collective(text: str) -> None:
    assert not _marks(text).collective


def test_a_deputy_speaks_for_nobody_but_himself() -> None:
    text = "Депутатське звернення. До мене звернулися мешканці вулиці Вокзальної."
    assert not _marks(text, regime=Regime.DEPUTY_APPEAL).collective


@pytest.mark.parametrize(
    "text",
    [
        "Не підписуюсь, бо мене звільнять.",
        "Ім'я не вказую свідомо.",
        "Наведіть порядок. Доброзичливець",
        "Звонил мужчина, не назвался.",
        "Телефонував чоловік, не представився.",
    ],
)
def test_anonymous(text: str) -> None:
    assert _marks(text, NOBODY).anonymous
    assert not _marks(text, AUTHOR).anonymous


def test_a_form_without_any_way_to_the_author_is_anonymous() -> None:
    assert _marks("Розбили лавку.", Applicant(), channel=Channel.WEB_FORM).anonymous
    assert not _marks("Розбили лавку.", NOBODY).anonymous


@pytest.mark.parametrize(
    "text",
    [
        "На підставі статті 10 Закону прошу мої персональні дані не розголошувати.",
        "Мою фамилию, пожалуйста, никому не называйте.",
        "Просив прізвище нікому не давати.",
        "Прошу моє прізвище та адресу сусідові НЕ повідомляти.",
        "Прошу розглянути анонімно, бо боюся.",
        "Заявник не надає згоди на передачу персональних даних третім особам.",
    ],
)
def test_confidential(text: str) -> None:
    assert _marks(text).confidential


@pytest.mark.parametrize(
    "text",
    [
        "Заявник надає згоду на обробку персональних даних та передачу їх третім особам.",
        "Це повідомлення містить конфіденційну інформацію, призначену адресату.",
        "Сусід не називає свого прізвища.",
        "Прошу повідомити мені результат.",
    ],
)
def test_not_confidential(text: str) -> None:
    assert not _marks(text).confidential


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Учасник бойових дій.", ("7.5",)),
        ("Коваль Я. Р., УБД, прошу пільгу.", ("7.5",)),
        ("Пільгова категорія: Дитина війни", ("7.2",)),
        ("Категорія: Учасник ліквідації наслідків аварії на ЧАЕС", ("7.15",)),
        ("Потерпілий внаслідок Чорнобильської катастрофи", ("7.14",)),
        ("Заявниця (пенсіонер, інвалід ІІІ групи) скаржиться", ("7.9",)),
        ("Я особа з інвалідністю I групи", ("7.7",)),
        ("Я инвалид 2 группы", ("7.8",)),
        ("особа з інвалідністю внаслідок війни II групи", ("7.4",)),
        ("Я одинока мати, ветеран праці", ("7.6", "7.11")),
        ("багатодітна мати", ("7.13",)),
        ("Мій батько, особа з інвалідністю I групи, на візку", ()),
        ("Звертається від імені брата (інв. III групи)", ()),
        ("У моєї сусідки, дитини війни, тече дах", ()),
        ("Бабуся, Коваль Ярослава, 81 рік, ветеран праці", ("7.6",)),
        ("Пенсіонерка, прошу лавку", ()),
    ],
)
def test_categories_of_the_author_alone(text: str, codes: tuple[str, ...]) -> None:
    assert _marks(text).privileged == codes


def _missing(
    text: str,
    applicant: Applicant = AUTHOR,
    regime: Regime = Regime.APPEAL,
    channel: Channel = Channel.E_MAIL,
    **more: bool,
) -> tuple[str, ...]:
    known = {"understood": False} | more
    return find_missing(Scan(text), applicant, regime, channel, **known)


EMPTY = (
    "Добрий день! Прошу розглянути моє звернення та вжити відповідних заходів згідно чинного"
    " законодавства. Про результати повідомити.\nКоваль Ярослав Романович, Селидове, Миру, 5"
)


def test_courtesies_are_no_substance() -> None:
    assert _missing(EMPTY) == ("substance",)
    assert _missing(EMPTY, attached=True) == ()
    assert _missing(EMPTY, understood=True) == ()
    assert _missing("Сусід щоночі грає на трубі, спати неможливо.") == ()


def test_what_article_5_asks_for() -> None:
    assert _missing("Немає води", NOBODY, understood=True) == ("name", "residence")
    caller = Applicant(name="Кушнір Роман")
    assert _missing("Шум", caller, channel=Channel.TELEPHONE, understood=True) == (
        "residence",
        "contact",
    )


def test_an_information_request_needs_no_residence() -> None:
    asker = Applicant(name="Дорошенко Владислав Ігорович", email="d@ukr.net.example")
    assert _missing("Запит", asker, Regime.INFORMATION_REQUEST, understood=True) == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Прошу надати письмову відповідь.", True),
        ("Відповідь прошу надати письмово на мою адресу.", True),
        ("Прошу відремонтувати дорогу та письмово повідомити про результат", True),
        ("Ответ прошу дать в письменном виде", True),
        ("Прошу дати відповідь за підписом керівника.", True),
        ("Відповідь надішліть рекомендованим листом", True),
        ("Немає води другий день, прошу допомогти.", False),
        ("Отримав письмову відповідь, але нічого не зроблено.", False),
        ("Досі не отримали письмової відповіді на попередню скаргу", False),
        ("Відповідь надішліть на електронну пошту", False),
        ("Письмово зверталися до ЖЕКу тричі", False),
    ],
)
def test_a_written_answer_is_asked_for(text: str, written: bool) -> None:
    assert _marks(text).written is written
