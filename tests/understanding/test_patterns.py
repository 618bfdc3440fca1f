"""The small language of patterns and the common shape of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.understanding.folding import cyrillic, fold, variants
from mailflows.understanding.patterns import Scan, compile_pattern

GROUPS = {"water": ["вода", "воду", "води"]}


def _found(source: str, text: str) -> list[str]:
    pattern = compile_pattern(source, GROUPS)
    scan = Scan(text)
    return [scan.said(span) for span in pattern.find(scan)]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("труб*", "Лопнула ТРУБА.", ["труба"]),
        ("@water", "Немає води", ["води"]),
        ("кран|колонк*", "біля колонки", ["колонки"]),
        (
            "прорва* труб*",
            "прорвало стару водопровідну трубу",
            ["прорвало стару водопровідну трубу"],
        ),
        ("прорва* труб*", "прорвало вчора ввечері на розі трубу", []),
        (
            "прорва* .. труб*",
            "прорвало вчора ввечері на розі трубу",
            ["прорвало вчора ввечері на розі трубу"],
        ),
        ("прорва* труб*", "прорвало. Трубу", []),
        ("без - @water", "без води", ["без води"]),
        ("без - @water", "без холодної води", []),
        ("& @water тече", "тече вода", ["тече вода"]),
        ("не_горить", "Не горить", ["не горить"]),
        ("гор*", "не горить", []),
        ("гор*", "не тільки горить", ["горить"]),
        ("впал*", "стовп упав, паркан впав", ["впав"]),
        ("зупинк*", "на зупинці", ["зупинці"]),
        ("!дим", "дім", []),
        ("!дим", "дим", ["дим"]),
        ("# - год", "о 5 год", ["5 год"]),
        ("#year", "у 2024 році", ["2024"]),
    ],
)
def test_patterns(source: str, text: str, found: list[str]) -> None:
    assert _found(source, text) == found


def test_full_stops_of_abbreviations_do_not_end_sentences() -> None:
    scan = Scan("На вул. Шевченка, буд. 5 кв. 7 тече. Приїдьте")
    assert scan.sentences[scan.words.index("тече")] == 0
    assert scan.sentences[-1] == 1


def test_both_languages_meet() -> None:
    assert fold("прорыв") == fold("прорив")
    assert fold("лифт") == fold("ліфт")
    assert fold("п\u0430жap") == fold("пажар")  # Latin letters inside


def test_transliteration_is_turned_back() -> None:
    assert cyrillic("prorvalo vodoprovid") == "прорвало водопровид"
    assert "запах" in variants(cyrillic("zapah hazu").split()[0])
    assert cyrillic("Viber") == "Viber"
    assert cyrillic("Пишіть на ivan@ukr.net або viber") == "Пишіть на ivan@ukr.net або viber"


def test_an_unknown_group_is_a_fault_at_start() -> None:
    with pytest.raises(KeyError):
        compile_pattern("@nothing", GROUPS)


@given(st.text(max_size=400))
def test_any_text_is_scanned(text: str) -> None:
    scan = Scan(text, text)
    assert len(scan.words) == len(scan.sentences)
    assert scan.sentences == sorted(scan.sentences)
