"""Letters inside letters: who wrote them, what and when."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailflows.letter import Letter, Mailbox
from mailflows.reading.forwarded import date_in

RECEIVED = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
WORDS = "У нас немає води.\nГайдук Т. І., вул. Садова, 5"

FORWARDS = {
    "gmail": """
        ---------- Forwarded message ---------
        Від: Тамара Гайдук <haiduk@i.ua>
        Date: сб, 7 лист. 2026 р. о 20:40
        Subject: вода
        To: <lysenko@rada.example>


        """,
    "gmail-ru": """
        ---------- Forwarded message ---------
        От: Тамара Гайдук <haiduk@i.ua>
        Date: сб, 7 нояб. 2026 г. в 20:40
        Subject: вода
        To: <lysenko@rada.example>

        """,
    "thunderbird": """
        -------- Переслане повідомлення --------
        Тема: \tвода
        Дата: \tSat, 7 Nov 2026 20:40:00 +0000
        Від: \tТамара Гайдук <haiduk@i.ua>
        Кому: \tlysenko@rada.example

        """,
    "roundcube": """
        -------- Оригінальне повідомлення --------
        Тема: вода
        Дата: 2026-11-07 20:40
        Від кого: Тамара Гайдук <haiduk@i.ua>
        Кому: lysenko@rada.example

        """,
    "owa": """
        ________________________________
        Від: Тамара Гайдук <haiduk@i.ua>
        Надіслано: 7 листопада 2026 р. 20:40
        Кому: lysenko@rada.example
        Тема: вода

        """,
    "outlook": """
        Від: Тамара Гайдук [mailto:haiduk@i.ua]
        Надіслано: Saturday, November 07, 2026 20:40
        Кому: lysenko@rada.example
        Тема: вода

        """,
    "yandex": """
        -------- Пересылаемое сообщение--------
        07.11.2026, 20:40, "Тамара Гайдук" <haiduk@i.ua>:

        """,
    "k9": """
        -------- Початкове повідомлення --------
        Від: Тамара Гайдук <haiduk@i.ua>
        Надіслано: 7 листопада 2026 р. 20:40:00 GMT+00:00
        Кому: lysenko@rada.example
        Тема: вода

        """,
}


def _dedent(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


@pytest.mark.parametrize("program", FORWARDS)
def test_header_blocks_of_mail_programs(letter: Callable[..., Letter], program: str) -> None:
    body = f"Прошу зареєструвати.\n\n{_dedent(FORWARDS[program])}{WORDS}"
    found = letter("From: lysenko@rada.example\nSubject: Fwd: вода\nContent-Type: text/plain", body)
    assert found.is_forward
    assert found.text == "Прошу зареєструвати."
    assert found.forwarded is not None
    assert found.forwarded.sender == Mailbox("Тамара Гайдук", "haiduk@i.ua")
    assert found.forwarded.text == WORDS
    if program not in {"outlook"}:
        assert found.forwarded.date == datetime(2026, 11, 7, 20, 40, tzinfo=UTC)


def test_apple_form_in_a_quotation(letter: Callable[..., Letter]) -> None:
    body = _dedent("""
        Прошу зареєструвати.

        > Початок листа, що пересилається:
        >
        > Від кого: Тамара Гайдук <haiduk@i.ua>
        > Тема: вода
        > Дата: 7 листопада 2026 р. о 22:40:00 GMT+2
        > Кому: lysenko@rada.example
        >
        > У нас немає води.
        > Гайдук Т. І., вул. Садова, 5
        """)
    found = letter("From: lysenko@rada.example\nSubject: Fwd: вода", body)
    assert found.text == "Прошу зареєструвати."
    assert found.forwarded is not None
    assert found.forwarded.sender == Mailbox("Тамара Гайдук", "haiduk@i.ua")
    assert found.forwarded.date == datetime(2026, 11, 7, 20, 40, tzinfo=UTC)
    assert found.forwarded.text == WORDS


def test_yahoo_writes_the_block_on_one_line(letter: Callable[..., Letter]) -> None:
    line = (
        "   ----- Перенаправлене повідомлення ----- Від: Тамара Гайдук <haiduk@i.ua>Кому: "
        '"x@y.z" <x@y.z>Копія: Q <q@y.z>Відправлено: субота, 7 листопада 2026 р., 20:40:00 GMT+0'
        "Тема: вода"
    )
    found = letter("From: lysenko@rada.example\nSubject: Fwd: вода", f"{line}\n {WORDS}")
    assert found.forwarded is not None
    assert found.forwarded.sender == Mailbox("Тамара Гайдук", "haiduk@i.ua")
    assert found.forwarded.subject == "вода"
    assert found.forwarded.text.endswith("вул. Садова, 5")


def test_of_several_levels_the_innermost_author_counts(letter: Callable[..., Letter]) -> None:
    body = (
        "До реєстрації.\n\n---------- Forwarded message ---------\nВід: Голова <h@rada.example>\n"
        f"Date: нд, 8 лист. 2026 р. о 10:00\nSubject: Fwd: вода\nTo: <l@rada.example>\n\n"
        "Розгляньте."
        f"\n\n{_dedent(FORWARDS['gmail'])}{WORDS}"
    )
    found = letter("From: l@rada.example\nSubject: Fwd: Fwd: вода", body)
    assert found.forwarded is not None
    assert found.forwarded.sender == Mailbox("Тамара Гайдук", "haiduk@i.ua")
    assert found.text == "До реєстрації.\n\nРозгляньте."


def test_the_signature_of_the_inner_letter_stays_and_its_quotation_goes(
    letter: Callable[..., Letter],
) -> None:
    body = (
        f"{_dedent(FORWARDS['gmail'])}Ні, не виконано.\n\nЗ повагою,\nГайдук\n\n"
        "пн, 2 лист. 2026 р. о 14:05 Центр <c@rada.example> пише:\n> Виконано."
    )
    found = letter("From: l@rada.example\nSubject: Fwd: вода", body)
    assert found.forwarded is not None
    assert found.forwarded.text == "Ні, не виконано.\n\nЗ повагою,\nГайдук"
    assert found.text == ""


def test_words_behind_the_end_mark_belong_to_the_note(letter: Callable[..., Letter]) -> None:
    body = (
        f"{_dedent(FORWARDS['yandex'])}{WORDS}\n"
        "-------- Конец пересылаемого сообщения --------\nПрошу зареєструвати."
    )
    found = letter("From: l@rada.example\nSubject: Fwd: вода", body)
    assert found.forwarded is not None and found.forwarded.text == WORDS
    assert found.text == "Прошу зареєструвати."


def test_a_forward_prefix_alone_is_no_forward(letter: Callable[..., Letter]) -> None:
    found = letter("From: a@b.c\nSubject: Fwd: канализация", "Течет в подвале.")
    assert not found.is_forward
    assert found.text == "Течет в подвале."


def test_a_nested_message_is_not_glued_to_the_note(letter: Callable[..., Letter]) -> None:
    inner = f"From: Тамара Гайдук <haiduk@i.ua>\nSubject: вода\nContent-Type: text/plain\n\n{WORDS}"
    raw = (
        "From: l@rada.example\nSubject: Fwd: вода\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/plain; charset=utf-8\n\nДо реєстрації.\n"
        f"--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    )
    found = letter(raw)
    assert found.body == found.text == "До реєстрації."
    assert found.forwarded is not None
    assert found.forwarded.sender == Mailbox("Тамара Гайдук", "haiduk@i.ua")
    assert found.forwarded.text == WORDS
    assert [one.type for one in found.attachments] == ["message/rfc822"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("26 жовтня 2021 р. о 14:25:08 GMT+3", datetime(2021, 10, 26, 11, 25, 8, tzinfo=UTC)),
        ("ср, 27 окт. 2021 г. в 09:31", datetime(2021, 10, 27, 9, 31, tzinfo=UTC)),
        ("24.05.2018 23:14", datetime(2018, 5, 24, 23, 14, tzinfo=UTC)),
        ("18 листопада 2026 р. 12:31", datetime(2026, 11, 18, 12, 31, tzinfo=UTC)),
        ("2026-11-07 20:40", datetime(2026, 11, 7, 20, 40, tzinfo=UTC)),
        ("31 лютого 2026 р. 12:31", None),
        ("учора", None),
    ],
)
def test_dates_of_header_blocks(text: str, moment: datetime | None) -> None:
    assert date_in(text, RECEIVED) == moment


def test_a_date_without_a_zone_is_of_our_own() -> None:
    kyiv = timezone(timedelta(hours=2))
    assert date_in("24.05.2018 23:14", RECEIVED.astimezone(kyiv)) == datetime(
        2018, 5, 24, 23, 14, tzinfo=kyiv
    )


def test_an_introduction_names_the_writer_and_the_subject_stands_above(
    letter: Callable[..., Letter],
) -> None:
    body = f"28.10.2026, 12:46 користувач Тамара Гайдук <haiduk@i.ua> написав:\n\n{WORDS}"
    found = letter("From: lysenko@rada.example\nSubject: Fwd: вода на Садовій", body)
    assert found.forwarded is not None
    assert found.forwarded.sender == Mailbox("Тамара Гайдук", "haiduk@i.ua")
    assert found.forwarded.subject == "вода на Садовій"
    assert found.forwarded.text == WORDS
