"""Kinds and regimes of letters, told by their sense and not by their heading."""

from __future__ import annotations

import pytest

from mailflows.understanding.matters.kind import find_kind, find_regime
from mailflows.understanding.words.patterns import Scan
from mailflows.vocabulary import Kind, Regime
from tests.understanding.cases_topic import KINDS
from tests.understanding.listed import listed

LETTERS = [
    (kind, text)
    for table in (KINDS, listed("kinds.txt"))
    for kind, texts in table.items()
    for text in texts
]


@pytest.mark.parametrize(("kind", "text"), LETTERS)
def test_kinds(kind: str, text: str) -> None:
    assert find_kind(Scan(text))[0].value == kind


def test_a_heading_does_not_outweigh_the_sense() -> None:
    text = "Заява. Скаржуся на хамство водія, прошу притягнути його до відповідальності."
    assert find_kind(Scan(text))[0] is Kind.COMPLAINT


def test_the_choice_in_a_form_helps_where_words_hesitate() -> None:
    text = "Працівники не виконали обіцяного."
    assert find_kind(Scan(text))[0] is Kind.APPLICATION
    assert find_kind(Scan(text), Kind.COMPLAINT)[0] is Kind.COMPLAINT


@pytest.mark.parametrize(
    ("text", "regime"),
    [
        (
            "Відповідно до Закону «Про доступ до публічної інформації» прошу договори.",
            Regime.INFORMATION_REQUEST,
        ),
        ("Запит на публічну інформацію. Прошу надати штатний розпис.", Regime.INFORMATION_REQUEST),
        ("Запрос на доступ к публичной информации: копии решений.", Regime.INFORMATION_REQUEST),
        ("ДЕПУТАТСЬКЕ ЗВЕРНЕННЯ. До мене звернулися виборці.", Regime.DEPUTY_APPEAL),
        (
            "За статтею 13 Закону «Про статус депутатів місцевих рад» прошу рейс.",
            Regime.DEPUTY_APPEAL,
        ),
        ("Звертався до депутата, але депутат нічого не зробив.", Regime.APPEAL),
        ("Писав нашому депутату Коваленку про яму, допоможіть.", Regime.APPEAL),
        ("Прошу надати інформацію, коли буде світло.", Regime.APPEAL),
        (
            "Прошу розглянути справу за Законом «Про адміністративну процедуру».",
            Regime.ADMINISTRATIVE,
        ),
        ("Прорвало трубу.", Regime.APPEAL),
    ],
)
def test_regimes(text: str, regime: Regime) -> None:
    assert find_regime(Scan(text)) is regime
