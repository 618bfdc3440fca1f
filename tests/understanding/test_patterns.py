"""The small language of patterns and the common shape of words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.data import load
from mailflows.understanding.words.folding import cyrillic, fold, variants
from mailflows.understanding.words.patterns import Scan, compile_pattern

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


_ELEMENT = re.compile(
    r"!?[\w'’]+\*?|@[a-z]+|#|#year"  # a word or stem, perhaps as written; a group; a number
)
_DOUBLED = re.compile(r"(\w{2,5})-\1")
_LETTERS = re.compile("[a-z]+|[^\\W\\d_a-z]+")


def _sources(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, list):
        for one in table:
            yield from _sources(one)
    elif isinstance(table, dict):
        for one in table.values():
            yield from _sources(one)


@pytest.mark.parametrize("name", ["groups", "topics_words", "emergency", "kinds", "marks"])
def test_every_element_of_the_data_can_match_a_word(name: str) -> None:
    """A blank at «|», a hyphen or «..» among alternatives and mixed scripts match nothing."""
    labels = load("topics_phrases").keys()  # slugs that a table lists
    wrong = [
        (source, one)
        for source in _sources(load(name))
        if source not in labels
        for step in source.split()
        if step not in ("-", "..", "&", "&&")
        for one in step.split("|")
        if not (_ELEMENT.fullmatch(one) or _DOUBLED.fullmatch(one))
        or len({run[0].isascii() for run in _LETTERS.findall(one.lower().lstrip("@"))}) > 1
        or ("_" in one and not one.startswith("не_"))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["topics_words", "emergency", "kinds", "marks"])
def test_no_pattern_begins_or_ends_with_a_distance(name: str) -> None:
    ends = [(source.split()[0], source.split()[-1]) for source in _sources(load(name))]
    assert [one for one in ends if "-" in one or ".." in one or one[1] in ("&", "&&")] == []


def test_apostrophes_of_the_data_meet_those_of_letters() -> None:
    assert _found("під'їзд*", "у під’їзді") == ["підїзді"]
    assert _found("ось-ось", "ось-ось впаде") == ["ось-ось"]
