"""What a letter gives away of an applicant is read off its words."""

from __future__ import annotations

import pytest

from mailflows.facts import Applicant
from mailflows.rules.disclosure import disclosed

WHO = Applicant(
    name="Шевченко Оксана Іванівна",
    settlement="Селидове",
    street="вул. Миру",
    house="18",
    flat="4",
    phone="+380501112233",
    email="oksana@example.org",
)
TEXT = "Третій день немає води, просимо полагодити колонку біля школи."


@pytest.mark.parametrize(
    ("letter", "categories"),
    [
        ("Ім’я: Шевченко Оксана Іванівна\nТелефон: 050\u00a0111-22-33", ("name", "telephone")),
        ("Шановна Оксано Іванівно!", ("name",)),
        ("Адреса: Селидове, вул.\u00a0Миру, 18, кв. 4", ("address",)),
        ("Де: вул. Миру, буд. 18 (адреса заявника)", ("address",)),
        ("Електронна пошта: Oksana@Example.org", ("e-mail",)),
        ("> немає води, просимо\n> полагодити колонку", ("text",)),
        ("вул. Шевченка, 18; вул. Миру, 180; 050 111-22-34", ()),
        ("Звернення № К-0101/26 прийнято. Води немає.", ()),
    ],
)
def test_disclosed(letter: str, categories: tuple[str, ...]) -> None:
    assert disclosed(letter, WHO, TEXT) == categories


def test_nothing_known_nothing_told() -> None:
    assert disclosed("Доброго дня!", Applicant(), "") == ()
    assert disclosed("Світло.", Applicant(name="Іван"), "Світло") == ("text",)
