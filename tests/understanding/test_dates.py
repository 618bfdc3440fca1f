"""Dates as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.understanding.words.dates import find_dates

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("до 30.11.2026", "2026-11-30"),
        ("до 30.11.26 включно", "2026-11-30"),
        ("до 30/11/2026", "2026-11-30"),
        ("2026-12-01", "2026-12-01"),
        ("30 листопада 2026 року", "2026-11-30"),
        ("30 листопада", "2026-11-30"),
        ("до 20-го грудня", "2026-12-20"),
        ("20 груд. 2026 р.", "2026-12-20"),
        ("до 15.12", "2026-12-15"),
        ("до 15.12.", "2026-12-15"),
        ("5 січня", "2027-01-05"),
        ("15 декабря 2026 г.", "2026-12-15"),
        ("до 1 марта", "2027-03-01"),
        ("завтра", "2026-11-19"),
        ("послезавтра", "2026-11-20"),
        ("сьогодні до вечора", "2026-11-18"),
        ("до п'ятниці", "2026-11-20"),
        ("до п’ятниці", "2026-11-20"),
        ("у понеділок", "2026-11-23"),
        ("до среды", "2026-11-25"),
        ("до кінця тижня", "2026-11-20"),
        ("до кінця поточного місяця", "2026-11-30"),
        ("до конца года", "2026-12-31"),
        ("до кінця року", "2026-12-31"),
        ("до Нового року", "2026-12-31"),
        ("через 5 днів", "2026-11-23"),
        ("протягом 10 робочих днів", "2026-12-02"),
        ("продовжити на 15 днів", "2026-12-03"),
        ("через тиждень", "2026-11-25"),
        ("через два тижні", "2026-12-02"),
        ("протягом місяця", "2026-12-18"),
        ("до 25 числа", "2026-11-25"),
        ("до кінця грудня", "2026-12-31"),
        ("на початку грудня", "2026-12-01"),
        ("на наступному тижні", "2026-11-27"),
        ("через десять дней", "2026-11-28"),
    ],
)
def test_said_in_many_ways(text: str, day: str) -> None:
    found = find_dates(text, TODAY)
    assert found, text
    assert found[0].day.isoformat() == day


@pytest.mark.parametrize(
    "text",
    ["о 10.30 годині", "2500 грн", "5.6 кВт", "тел. 050.000.60.61", "кв. 15", "31.02.2026",
     "+13 градусів",
     "за 5 км", "маршрут 12", "будинок 30.5", "квартал 5, лист 3", "200.13.2026"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert [one for one in find_dates(text, TODAY) if one.exact] == []


def test_places_and_order() -> None:
    text = "Звернення від 02.11.2026, просимо до 5 грудня"
    first, second = find_dates(text, TODAY)
    assert text[first.start : first.end] == "02.11.2026"
    assert first.year_given
    assert text[second.start : second.end] == "5 грудня"
    assert not second.year_given


@given(st.text(alphabet="0123456789. -/груднялистопзвм'яткцю", max_size=300))
def test_nothing_raises(text: str) -> None:
    find_dates(text, TODAY)
