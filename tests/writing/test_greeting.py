"""How letters address people: correct or neutral, never wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.writing.greeting import greeting

NEUTRAL = "Доброго дня!"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Олійник Марія Тимофіївна", "Шановна Маріє Тимофіївно!"),
        ("Рябченко Андрій Васильович", "Шановний Андрію Васильовичу!"),
        ("Яковенко Ілля Ілліч", "Шановний Ілле Іллічу!"),
        ("Бондар Дар’я В’ячеславівна", "Шановна Дар’є В’ячеславівно!"),
        ("Нечуй-Левицька Любов Лук'янівна", "Шановна Любове Лук'янівно!"),
        ("ШЕВЧЕНКО ГАННА ІЛЛІВНА", "Шановна Ганно Іллівно!"),
        ("Марія Тимофіївна", "Шановна Маріє Тимофіївно!"),
        ("Макаревич Ольга Петрівна", "Шановна Ольго Петрівно!"),
        ("Марія Петрівна Олійник", "Шановна Маріє Петрівно!"),
        ("Олійник М. Т.", NEUTRAL),
        ("Олійник Марія", NEUTRAL),
        ("Олійник", NEUTRAL),
        ("Марія Петрівна Макаревич", "Шановна Маріє Петрівно!"),
        ("Марія Петрівна Попович", NEUTRAL),  # two words could be the patronymic
        ("", NEUTRAL),
        (None, NEUTRAL),
        ("Smith John Petrovych", NEUTRAL),
        ("Олійник Марія Тимофіївна 1970", NEUTRAL),
        ("<b>Марія</b> Тимофіївна", NEUTRAL),
        ("Олійник Марія\r\nТимофіївна", "Шановна Маріє Тимофіївно!"),
        ("а" * 500 + " Марія Тимофіївна", NEUTRAL),
    ],
)
def test_greetings(name: str | None, words: str) -> None:
    assert greeting(name) == words


@given(st.text(max_size=120))
def test_nothing_breaks_it(name: str) -> None:
    assert greeting(name).endswith("!")
    assert "\n" not in greeting(name)
