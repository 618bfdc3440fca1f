"""Hostile letters break no reader, and what is read ends at its limits."""

from __future__ import annotations

import pytest

from daemon.settings import load, make_policy
from mailflows.understanding import understand
from mailflows.understanding.labelled import note
from mailflows.understanding.people.phones import find_phones
from mailflows.understanding.robots import _found
from mailflows.understanding.words.patterns import Scan
from tests.bench.hostile import SHAPES, WRITER, letter
from tests.bench.understanding import ROLES, SETTINGS, reading

SIZE = 4_000
POLICY = make_policy(load(SETTINGS, secrets=False), secrets=False)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_breaks_a_reader(shape: str) -> None:
    raw = SHAPES[shape](SIZE)
    for role, address in ROLES.items():
        facts = understand(reading(raw.replace(WRITER, address)), POLICY)
        assert not facts.extra, role
        assert "unread" not in facts.letter.defects


def test_of_thousands_of_callers_only_the_first_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "ПІБ: Бойко Ганна Іванівна\nТелефон: 0501112233\nСуть: немає води\n"
    raw = letter(told * 200, "text/plain").replace(WRITER, ROLES["operator"])
    read: list[str] = []
    caller = note._caller

    def counted(text: str, *others: object, **named: object) -> note.Caller:
        read.append(text)
        return caller(text, *others, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(note, "_caller", counted)
    assert len(note.read_note(reading(raw), POLICY)) == len(read) == 30


def test_reading_on_leaves_the_first_scan_as_it_was() -> None:
    first = Scan("Немає води. Прошу полагодити.")
    words, places = list(first.words), {key: list(value) for key, value in first.places.items()}
    more = first.followed_by("Немає води, прошу.")
    assert (first.words, first.places) == (words, places)
    whole = Scan("Немає води. Прошу полагодити.\nНемає води, прошу.")
    assert (more.words, more.places, more.sentences) == (
        whole.words,
        whole.places,
        whole.sentences,
    )


@pytest.mark.parametrize(
    "text",
    [
        "0501112233",
        "+380501112233.",
        "тел.:(050) 111-22-33",
        "1 а 050 111 22 33",
        "кв. 12345,0501112233",
        "вн. 12 / + 3 8 050 111 22 33, 7",
        "тел. О50 111 22 33",
    ],
)
def test_a_number_is_found_wherever_it_stands(text: str) -> None:
    assert [one.number for one in find_phones(text)] == ["+380501112233"]


def test_marks_are_found_at_the_beginning_of_words_only() -> None:
    text = "скорочення: у відпустці, не_буду; перевідпустка (я поза) №5"
    marks = ["у відпустці", "відпустка", "буду", "я поза", "поза", "№5", "(я", "немає"]
    assert _found(text, marks) == ["у відпустці", "буду", "я поза", "поза", "№5", "(я"]
