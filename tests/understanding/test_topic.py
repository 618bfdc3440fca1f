"""Topics of short letters in many hands; a topic that is not told stays unclear."""

from __future__ import annotations

import pytest

from mailflows.data import path
from mailflows.reasons import Code
from mailflows.understanding.matters.matter import urgent_topic
from mailflows.understanding.matters.topic import TopicFound
from mailflows.understanding.words.patterns import Scan
from tests.understanding.cases_topic import TOPICS
from tests.understanding.listed import listed

RIGHT = 0.95
RIGHT_BESIDE = 0.93  # where people and landmarks of other topics are named too


def _topic(text: str, subject: str = "", hint: str | None = None) -> TopicFound:
    return urgent_topic(Scan(text, subject), hint)[1]


def test_every_topic_of_the_table_has_letters() -> None:
    slugs = {line.split(",")[0] for line in path("topics.csv").read_text("utf-8").splitlines()[1:]}
    assert slugs == set(TOPICS)
    assert all(len(letters) >= 6 for letters in TOPICS.values())


def test_topics_of_short_letters() -> None:
    letters = [(slug, text) for slug, texts in TOPICS.items() for text in texts]
    wrong = [(slug, text, found) for slug, text in letters if (found := _topic(text).slug) != slug]
    assert len(wrong) <= len(letters) * (1 - RIGHT), wrong


def test_topics_of_letters_that_name_others_beside() -> None:
    letters = [(slug, text) for slug, texts in listed("topics.txt").items() for text in texts]
    wrong = [(slug, text, found) for slug, text in letters if (found := _topic(text).slug) != slug]
    assert len(wrong) <= len(letters) * (1 - RIGHT_BESIDE), wrong


@pytest.mark.parametrize(
    "text",
    [
        "Заява щодо ліфта на вул. Газова, 5: не їде.",
        "Прошу прибрати ліфт на вулиці Лікарняній, бо він не їде.",
        "Не їде ліфт, провулок Шкільний 3.",
    ],
)
def test_names_of_streets_say_nothing(text: str) -> None:
    assert _topic(text).slug == "lifts"


def test_likeness_to_known_phrases_decides_when_weighed_words_do_not() -> None:
    found = _topic("Роумінг пропадає, ловить лише на горі.")
    assert found.slug == "other"
    assert found.because.facts["words"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Не горить ліхтар біля будинку 6.", "street-lighting"),
        ("Немає світла в будинку з шостої ранку.", "electricity"),
        ("Просимо усунути порив мережі на перехресті Гоголя та Лісної.", "water"),
        ("Каналізаційна вода стоїть у підвалі.", "sewerage"),
        ("Нарахували за воду за середнім, перерахуйте.", "tariffs"),
        ("Обстрілом вибило вікна у квартирі, потрібна плівка.", "war-damage"),
        ("Я переселенка з Бахмута, не отримала продуктовий набір.", "displaced"),
        ("Пенсіонерів не пускають у маршрутку за пільгою.", "transport"),
        ("Скаржусь на водоканал: третій день не усувають порив.", "water"),
        ("Прошу прибрати сніг біля школи № 6.", "roads"),
        ("Світло у парку біля бібліотеки не горить жоден ліхтар.", "street-lighting"),
        ("prorvalo vodoprovid na vul Lisova, voda ide v pohreby", "water"),
        ("ПРОХАННЯ ВИВЕЗТИ СМІТТЯ БІЛЯ ЛІКАРНІ", "waste"),
    ],
)
def test_near_topics_are_told_apart(text: str, slug: str) -> None:
    assert _topic(text).slug == slug


@pytest.mark.parametrize("text", ["", "Добрий день!", "Прошу розглянути моє звернення.", "x" * 500])
def test_nothing_said_is_unclear(text: str) -> None:
    found = _topic(text)
    assert found.slug is None
    assert found.because.code is Code.TOPIC_UNCLEAR


def test_the_subject_counts_less_than_the_text() -> None:
    assert _topic("Зробіть щось нарешті.", subject="Ліфт").slug == "lifts"
    found = _topic("Ліфт не працює, двері ліфта заклинило.", subject="Вода")
    assert found.slug == "lifts"


def test_the_choice_in_a_form_decides_only_when_words_do_not() -> None:
    assert _topic("Зробіть щось нарешті.", hint="greenery").slug == "greenery"
    assert _topic("Зробіть щось нарешті.", hint="greenery").because.code is Code.TOPIC_FROM_FORM
    assert _topic("Ліфт не працює.", hint="greenery").slug == "lifts"


def test_the_reason_holds_words_of_the_letter() -> None:
    found = _topic("Прошу відремонтувати ліфт.")
    assert found.because.code is Code.TOPIC_WORDS
    assert found.because.facts == {"topic": "lifts", "words": "ліфт"}
