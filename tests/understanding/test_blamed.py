"""Whom a complaint names, which decision it contests."""

from __future__ import annotations

from datetime import date

import pytest

from mailflows.understanding.matters.blamed import find_blamed
from mailflows.understanding.matters.contested import find_contested
from mailflows.understanding.replies.mark_words import find_earlier, find_mark
from tests.accuracy.people_policy import people_policy

POLICY = people_policy()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Скаржуся на бездіяльність КП «Водоканал», не приїжджають.", ("vodokanal",)),
        ("Скарга на водоканал. У тепломережі сказали, що не їхнє.", ("vodokanal",)),
        ("Водоканал не реагує на заявки.", ("vodokanal",)),
        ("Скаржуся на дії заступника Гриценка Віктора Олеговича.", ("deputy-utilities",)),
        ("Скаржуся на сусіда, який шумить.", ()),
    ],
)  # fmt: skip
def test_whom_it_names(text: str, codes: tuple[str, ...]) -> None:
    assert find_blamed(text, POLICY) == codes


def test_the_author_does_not_complain_of_himself() -> None:
    text = "Скаржуся на відповідь. З повагою, Гриценко Ольга"
    assert find_blamed(text, POLICY, "Гриценко Ольга Петрівна") == ()
    assert find_blamed(text, POLICY, "Бондар Ольга Петрівна") == ("deputy-utilities",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Оскаржую рішення виконкому № 45 від 12.03.2019 про знесення.", date(2019, 3, 12)),
        ("Не згоден з розпорядженням від 5 лютого 2024 року.", date(2024, 2, 5)),
        ("Рішення від 12.03.2019 і відмова від 01.09.2025.", date(2025, 9, 1)),
        ("Живу тут від 12.03.2019, рішення не бачив.", None),
        ("Рішення ради незаконне.", None),
        ("Відмова прийшла 12.03.2019.", None),
    ],
)
def test_the_decision_contested(text: str, day: date | None) -> None:
    assert find_contested(text) == day


@pytest.mark.parametrize(
    ("text", "mark", "earlier"),
    [
        ("повторне до К-0100/26", "repeated", "К-0100/26"),
        ("повторне до 100", "repeated", "100"),
        ("не повторне", "first", None),
        ("не повторне, а дублетне до 7", "duplicate", "7"),
        ("не колективне", "individual", None),
        ("індивідуальне", "individual", None),
        ("масове", "mass", None),
        ("повторне чи дублетне?", "", None),
        ("вода", "", None),
    ],
)
def test_the_sign_and_the_earlier_number(text: str, mark: str, earlier: str | None) -> None:
    assert (find_mark(text), find_earlier(text, POLICY)) == (mark, earlier)
