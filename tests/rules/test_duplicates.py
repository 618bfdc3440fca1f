"""The sign of an appeal by what the same person wrote before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailflows.facts import Applicant, Place
from mailflows.rules.duplicates import Mark, is_answered, is_same_person, propose
from mailflows.rules.wording import same_words, wording
from mailflows.vocabulary import AppealState, Sign
from tests.flows.given import APPLICANT, NOW, appeal, matter

CLOSED = {"state": AppealState.CLOSED, "result": "9.1", "result_by": "operator:moroz"}
LATE = {"due_at": NOW - timedelta(days=1)}
PATTERN = "Ми проти вирубки дерев у парку біля школи та вимагаємо зупинити роботи негайно"


def sign(mark: Mark | None) -> tuple[str, str] | None:
    return (mark.sign.value, mark.because) if mark else None


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (CLOSED, ("repeated", "answered")),
        (CLOSED | {"result": "9.2"}, ("repeated", "answered")),
        (CLOSED | {"result_by": "applicant:maria@mail.example"}, None),  # he said it was solved
        (LATE, ("repeated", "term-over")),
        ({}, ("frequent", "in-work")),
        ({"state": AppealState.IN_CHECK}, ("frequent", "in-work")),
        ({"state": AppealState.RETURNED}, None),
        ({"state": AppealState.WITHDRAWN}, None),
        ({"state": AppealState.NOT_CONSIDERED}, None),
        ({"topic": "heating"}, None),
        ({"place": Place("Тестове", "Миру", "1")}, None),
        ({"text": "Немає води на вулиці Шевченка, 5!"}, ("duplicate", "same-text")),
        ({"text": "Немає води на вулиці Шевченка, 5!"} | CLOSED, ("repeated", "answered")),
        ({"text": "Немає води на вулиці Шевченка 5", "topic": None}, ("duplicate", "same-text")),
        (
            {"text": "Немає води на вулиці Шевченка 5", "received_at": NOW - timedelta(days=60)},
            ("frequent", "in-work"),
        ),
    ],
)
def test_the_sign_by_the_earlier_appeal(
    known: dict[str, Any], found: tuple[str, str] | None
) -> None:
    assert sign(propose(matter(), NOW, [appeal(**known)])) == found


def test_a_cited_number_counts_whatever_the_topic_and_place() -> None:
    cited = appeal(topic="heating", place=Place(), number="К-0100/26", **CLOSED)
    new = matter(applicant=Applicant(name="Коваленко Марія Іванівна"))
    assert sign(propose(new, NOW, [], cited)) == ("repeated", "answered")
    other = matter(applicant=Applicant(name="Бондар Олег Іванович"))
    assert propose(other, NOW, [], cited) is None  # a neighbour's number


def test_the_newest_earlier_appeal_is_told() -> None:
    newest, oldest = appeal(number="К-0110/26"), appeal(number="К-0100/26", **CLOSED)
    mark = propose(matter(), NOW, [newest, oldest])
    assert mark is not None
    assert mark.earlier == newest


@pytest.mark.parametrize(
    ("others", "found"), [(3, None), (4, ("mass", "many")), (9, ("mass", "many"))]
)
def test_the_same_words_of_many(others: int, found: tuple[str, str] | None) -> None:
    new = matter(wording=wording(PATTERN))
    assert sign(propose(new, NOW, [], alike=others, mass_from=5)) == found
    assert propose(replace(new, wording=""), NOW, [], alike=others, mass_from=5) is None


def test_an_anonymous_letter_has_no_sign() -> None:
    assert propose(matter(anonymous=True), NOW, [appeal(**CLOSED)]) is None


@pytest.mark.parametrize(
    ("who", "same"),
    [
        (APPLICANT, True),
        (Applicant(email="MARIA@mail.example"), True),
        (Applicant(phone="+380671112233"), True),
        (Applicant(name="Бондар Олег", email="maria@mail.example"), False),  # one mailbox of two
        (Applicant(name="Коваленко Марія Іванівна", street="Шевченка", house="5"), True),
        (Applicant(name="Коваленко Марія Іванівна", street="Шевченка", house="7"), False),
        (Applicant(name="Коваленко Марія Іванівна"), False),
        (Applicant(name="Коваленко", street="Шевченка", house="5"), False),
        (Applicant(), False),
    ],
)
def test_who_is_the_same_person(who: Applicant, same: bool) -> None:
    assert is_same_person(who, appeal()) is same


@pytest.mark.parametrize(
    ("state", "result", "answered"),
    [
        (AppealState.CLOSED, "9.1", True),
        (AppealState.CLOSED, "9.2", True),
        (AppealState.CLOSED, "9.3", True),
        (AppealState.CLOSED, None, False),
        (AppealState.NOT_CONSIDERED, "9.6", False),
        (AppealState.IN_CHECK, None, False),
    ],
)
def test_what_is_answered_in_substance(
    state: AppealState, result: str | None, answered: bool
) -> None:
    assert is_answered(appeal(state=state, result=result)) is answered


def test_one_pattern_for_many_and_one_letter_again() -> None:
    mine = f"Я, Коваленко Марія, живу на Шевченка, 5. {PATTERN}. Прошу відповісти."
    his = f"Бондар О. І., вул. Миру, 7\n{PATTERN.upper()}!\nДякую"
    assert wording(mine) == wording(his) != ""
    assert wording("Прошу вжити заходів. Немає води.") == ""
    assert same_words(mine, mine.replace("Прошу", "Просимо"))
    assert not same_words(mine, his.replace("вирубки", "забудови") + " І ще багато інших слів" * 3)
    assert not same_words("Немає води", "Немає води")  # too little to be told apart
    assert Sign.FIRST == "first"
