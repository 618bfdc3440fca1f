"""Dates and counts as letters say them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailflows.facts import Applicant, Place
from mailflows.reasons import Code, Reason
from mailflows.writing import dates
from mailflows.writing.places import place
from mailflows.writing.reasons import because
from mailflows.writing.typography import joined, line, paragraphs, phone, plural, size

KYIV = ZoneInfo("Europe/Kyiv")
SUMMER = datetime(2026, 7, 14, 21, 30, tzinfo=UTC)  # 00:30 of the 15th in Kyiv


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_days_are_those_of_the_city() -> None:
    assert plain(dates.day(SUMMER, KYIV)) == "15 липня 2026 року"
    assert plain(dates.until(SUMMER, KYIV)) == "до 15 липня 2026 року (середа)"
    assert (
        plain(dates.until(SUMMER, KYIV, with_hour=True)) == "до 00:30, 15 липня 2026 року (середа)"
    )
    assert dates.short(SUMMER, KYIV) == "15.07.2026"
    assert dates.short_moment(SUMMER, KYIV) == "15.07, 00:30"
    assert plain(dates.moment(SUMMER, KYIV)) == "15 липня 2026 року, 00:30"


def test_a_plain_date_has_no_hour() -> None:
    assert plain(dates.moment(date(2026, 12, 25), KYIV)) == "25 грудня 2026 року"
    told = dates.until(date(2026, 12, 25), KYIV, with_hour=True)
    assert plain(told) == "до 25 грудня 2026 року (п’ятниця)"
    assert dates.moment("зранку", KYIV) == "зранку"


MOVED = {
    "from": "2026-01-29", "term": "1-months", "act": "393/96 20", "counted_by": "435-15 254",
    "day_off": "weekend", "moved_from": "2026-02-28", "last": "2026-03-02",
}  # fmt: skip
HOURS = {
    "from": "2026-10-24T18:00+03:00", "term": "48-hours", "act": "2939-17 20",
    "last": "2026-10-26T17:00+02:00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "facts", "told"),
    [
        (
            Code.TERM_OF_LAW, MOVED,
            "Строк за законом – до 02.03.2026 (стаття 20 Закону «Про звернення громадян»): один "
            "місяць від 29.01 → 28.02, субота → 02.03 (ЦК ст. 254).",
        ),
        (
            Code.TERM_OF_LAW, HOURS,
            "Строк за законом – до 26.10.2026, 17:00 (стаття 20 Закону «Про доступ до публічної "
            "інформації»): 48 годин від 24.10, 18:00 → 26.10, 17:00 (годинник переведено).",
        ),
        (
            Code.TERM_OF_EXECUTOR,
            {"from": "2026-11-24T10:30+02:00", "term": "72-hours",
             "counted": "2026-11-27T10:30+02:00", "last": "2026-11-27T17:00+02:00"},
            "Строк виконавця – до 27.11.2026, 17:00: 72 години від 24.11, 10:30 → 27.11, 17:00.",
        ),
        # what an older version wrote down, and what nobody can read
        (
            Code.TERM_OF_LAW, MOVED | {"counted_by": "", "day_off": "Різдво Христове"},
            "Строк за законом – до 02.03.2026 (стаття 20 Закону «Про звернення громадян»): один "
            "місяць від 29.01 → 28.02, Різдво Христове → 02.03.",
        ),
        (
            Code.TERM_OF_LAW, MOVED | {"term": "some"},
            "Строк за законом – до 02.03.2026 (стаття 20 Закону «Про звернення громадян») "
            "(28.02.2026).",
        ),
        (Code.TERM_OF_LAW, {}, "Строк визначено за законом."),
        (Code.TERM_EXTENDED, {"last": "soon"}, "Строк продовжено."),
        (Code.TERM_OF_EXECUTOR, {"last": ""}, "Строк виконавця визначено за темою і терміновістю."),
    ],
)  # fmt: skip
def test_terms_are_explained(code: Code, facts: dict[str, str], told: str) -> None:
    assert plain(because(Reason(code, facts))) == told


def test_only_terms_have_a_chain() -> None:
    assert dates.counting(Reason(Code.NEW_APPEAL, MOVED)) == ""


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 листів"), (1, "1 лист"), (2, "2 листи"), (4, "4 листи"), (5, "5 листів"),
        (11, "11 листів"), (12, "12 листів"), (19, "19 листів"), (21, "21 лист"),
        (22, "22 листи"), (100, "100 листів"), (111, "111 листів"), (1001, "1001 лист"),
    ],
)  # fmt: skip
def test_counts(count: int, told: str) -> None:
    assert plain(plural(count, "лист", "листи", "листів")) == told


def test_sizes() -> None:
    assert [plain(size(one)) for one in (0, 900, 10_240, 41_300_000)] == [
        "1 КБ", "1 КБ", "10 КБ", "39,4 МБ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "spoken", "link"),
    [
        ("+380501234567", "050 123-45-67", "+380501234567"),
        ("0501234567", "050 123-45-67", "+380501234567"),
        ("+380623770101", "06237 7-01-01", "+380623770101"),
        ("+380441234567", "044 123-45-67", "+380441234567"),
        ("+380322123456", "0322 12-34-56", "+380322123456"),
        ("0800500123", "0800 50-01-23", "+380800500123"),
        ("+48221234567", "+48 22 123 45 67", "+48221234567"),
        ("немає", "немає", ""),
        ("1\r\n2", "1 2", ""),
    ],
)
def test_telephones(number: str, spoken: str, link: str) -> None:
    told = phone(number)
    assert (plain(told[0]), told[1]) == (spoken, link)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (Place("Селидове", "Миру", "18"), "Селидове, вул. Миру, 18"),
        (Place("Селидове", "просп. Миру", "18"), "Селидове, просп. Миру, 18"),
        (Place("Українськ"), "Українськ"),
        (Place(), ""),
        (None, ""),
        ("біля школи", "біля школи"),
        (Applicant(settlement="Селидове", street="Миру", house="1", flat="5"),
         "Селидове, вул. Миру, 1, кв. 5"),
    ],
)  # fmt: skip
def test_places(where: Place | Applicant | str | None, told: str) -> None:
    assert plain(place(where)) == told


def test_blanks() -> None:
    assert line("a\r\n b\t\tc\u2028d  e") == "a b c d e"
    assert joined("звернення № 5 – до вул. Миру") == "звернення №\u00a05\u00a0– до вул.\u00a0Миру"


def test_quotations_are_short_and_have_single_empty_lines() -> None:
    assert paragraphs("а\n\n\n\nб\r\nв\u202e", 100) == ["а", "", "б", "в"]
    assert paragraphs("а" * 50, 10) == ["а" * 10 + "…"]
    assert paragraphs("", 10) == []
