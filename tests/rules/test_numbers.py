"""Registration numbers, whatever people and mail programs do to them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.facts import Applicant
from mailflows.rules.numbers import (
    DEFAULT_FORMAT,
    first_letter,
    format_number,
    parse_numbers,
    sequence_of,
)


@pytest.mark.parametrize(
    "text",
    [
        "К-0123/26", "К-123/26", "К 123/26", "K-0123/26", "№К–0123 / 26", "№ К-0123/26",
        "K0123/26", "(К-0123/26)", "[К-0123/26] Доручення", "К-\r\n 0123/26", "К-0123/\r\n 26",
        "к-0123/26", "k-0123/26", "К-0123/2026", "К-O123/26", "К‑0123/26", "К—0123/26", "К_0123/26",
        "К\u00a0-\u00a00123\u00a0/\u00a026", "К-0123\\26", "К-0123/26.", "К-0123/26р.",
        "Re: Fwd: К-0123/26: виконано", "звернення №К-0123/26,", "К-\u00ad0123/26", "К-0123⁄26",
        "К-0123|26",
    ],
)  # fmt: skip
def test_one_number_in_many_shapes(text: str) -> None:
    assert parse_numbers(text) == ["К-0123/26"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("КО-0007/26", "КО-0007/26"),
        ("KO 7/26 №KO-7/26", "КО-0007/26"),
        ("БП-0012/26", "БП-0012/26"),
        ("Ї-0001/26", "Ї-0001/26"),
        ("К-12345/26", "К-12345/26"),
    ],
)
def test_marks_and_long_sequences(text: str, number: str) -> None:
    assert parse_numbers(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "№ 123", "Т-883", "№ 123/26", "з 10/24 до 11/24", "В 12/26", "вул. Миру, 5/26", "01-15/26",
        "К-0123/26/5", "ЖК-0123/26", "2К-0123/26", "АБК-0123/26", "+380 62 377-01-01",
        "24/11/2026", "о 12/26", "к 12/26", "К-0123", "К-0123/265", "9/26", "", "б/н",
        "вх. 1234/05-26", "п. 3/26 рішення",
    ],
)  # fmt: skip
def test_what_is_no_number_of_ours(text: str) -> None:
    assert parse_numbers(text) == []


def test_several_numbers_each_once_in_their_order() -> None:
    text = "К-0123/26, Б-0002/26 і знову K-123/26"
    assert parse_numbers(text) == ["К-0123/26", "Б-0002/26"]


@pytest.mark.parametrize(
    ("name", "collective", "anonymous", "letter"),
    [
        ("Коваленко Марія", False, False, "К"),
        ("коваленко", False, False, "К"),
        ("Їжак Петро", False, False, "Ї"),
        ("Ґудзь Ольга", False, False, "Ґ"),
        ("Smith John", False, False, "С"),
        ("Hryhorenko", False, False, "Х"),
        ("«Коваленко»", False, False, "К"),
        ("Коваленко Марія", True, False, "КО"),
        ("Коваленко Марія", False, True, "БП"),
        (None, False, False, "БП"),
        ("", False, False, "БП"),
        ("12345", False, False, "БП"),
        ("王", False, False, "БП"),
    ],
)
def test_first_letter(name: str | None, collective: bool, anonymous: bool, letter: str) -> None:
    assert first_letter(Applicant(name=name), collective, anonymous) == letter


def test_sequence_of() -> None:
    assert sequence_of("К-0153/26") == "0153-26"
    assert sequence_of("КО-12345/26") == "12345-26"
    with pytest.raises(ValueError, match="number"):
        sequence_of("нічого")


FORMATS = [
    DEFAULT_FORMAT,
    "{letter}-{sequence}/{year}",
    "{sequence:05d}-{letter}/{year:04d}",
    "{letter}/{sequence:03d}-{year:02d}",
    "{year:02d}/{letter}-{sequence:04d}",
]


@given(
    st.sampled_from(FORMATS),
    st.sampled_from(["К", "Ї", "КО", "БП", "А"]),
    st.integers(1, 99999),
    st.integers(2020, 2099),
)
def test_what_we_print_is_read_back(
    number_format: str, letter: str, sequence: int, year: int
) -> None:
    number = format_number(number_format, letter, sequence, year)
    assert parse_numbers(f"звернення {number}, прошу", number_format) == [number]
    assert sequence_of(number, number_format) == f"{sequence:04d}-{year % 100:02d}"


@given(st.text(alphabet="КKО0O123456789-–/ \r\n№бп", max_size=200))
def test_never_raises(text: str) -> None:
    for number in parse_numbers(text):
        assert parse_numbers(number) == [number]


def test_hostile_text_is_read_in_linear_time() -> None:
    started = time.perf_counter()
    for text in ("К - " * 100_000, "0" * 400_000, "К 0" * 100_000, "К-" + "0 " * 100_000):
        parse_numbers(text)
    assert time.perf_counter() - started < 3
