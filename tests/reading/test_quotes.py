"""New words apart from quotation, signature and footers."""

from __future__ import annotations

import textwrap

import pytest

from mailflows.reading.quotes import split

OUR = "Ваше звернення № К-0123/26 зареєстровано."

INTRODUCTIONS = (
    "пн, 23 лист. 2026 р. о 14:05 Контактний-центр <contact@rada.example> пише:",
    "пн, 23 лист. 2026 р. о 14:05 Контактний-центр\n<contact@rada.example> пише:",
    "пн, 23 лист. 2026 р. о 14:05 Контактний-центр <contact@rada.example>\nпише:",
    "ср, 30 апр. 2025 г. в 15:19, Контактный центр <contact@rada.example>:",
    "вт, 7 февр. 2023 г., 16:50 Контактный центр <contact@rada.example>:",
    "31 січня 2024 р. 18:02:31 GMT+02:00, Центр <contact@rada.example> написав(-ла):",
    "2026-11-23 14:05, contact@rada.example написав:",
    "contact@rada.example писал(а) 2026-11-23 14:05:",
    '24.05.2018, 17:05, "Контактный центр" <contact@rada.example>:',
    '28/10/2021, 12:46 пользователь "Центр" <contact@rada.example> написал:',
    "понедельник, 23 ноября 2026 г., 12:32:21 GMT+3, Центр <c@rada.example> написал(-а):",
    "On Mon, 23 Nov 2026 at 14:05, Center <contact@rada.example> wrote:",
    "On Mon, Nov 23, 2026 at 2:05 PM Contact Center\n<contact@rada.example> wrote:",
    "Am 23.11.2026 um 14:05 schrieb Center <contact@rada.example>:",
    "23.11.2026 14:05, Контактний-центр:",
    "Контактний-центр пише 23.11.2026 14:05:",
    "Ви писали 23 листопада 2026 р., 14:05:05:",
    "Контактний-центр пише:",
    "У пн, 23 листопада 2026 р. 14:05:05 EET Контактний-центр <c@rada.example> написано:",
    "---- пн, 23 лист. 2026 р. 14:05:05 +0200 Центр <contact@rada.example> написав ----",
    "On Mon, 23 Nov 2026 14:05:05 +0200 Center <contact@rada.example> wrote",
)


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
@pytest.mark.parametrize("place", ["above", "below", "between"])
def test_quoted_lines_with_an_introduction(introduction: str, place: str) -> None:
    quoted = f"> {OUR}\n> Очікуйте."
    body = {
        "above": f"Виконано 24.11.\n\n{introduction}\n\n{quoted}",
        "below": f"{introduction}\n{quoted}\n\nВиконано 24.11.",
        "between": f"{introduction}\n> {OUR}\n\nВиконано 24.11.\n\n> Очікуйте.",
    }[place]
    found = split(body, reply=True, forward=False)
    assert found.text == "Виконано 24.11."
    assert OUR in found.quoted
    assert found.original is None


SEPARATORS = (
    "--- Оригінальне повідомлення ---\nВід кого: Центр <c@rada.example>\nДата: 2 листопада 2026",
    "-------- Початкове повідомлення --------\nТема: \tВода\nВід: \tc@rada.example\nКому: \td@e.f",
    "-------- Исходное сообщение --------\nОт: Центр <c@rada.example>\nДата: вт, 7 февр. 2023 г.",
    "=== Лист, на який відповідаєте ===\nВід: Центр <c@rada.example>\nТема: Вода",
    "-----Original Message-----\nFrom: Center\nSent: Monday, November 23, 2026 2:05 PM\nTo: X",
    "________________________________\nВід: Центр <c@rada.example>\nНадіслано: 23 листопада 2026 р."
    " 14:05\nКому: Водоканал\nТема: Вода",
    "*Від:* Центр <c@rada.example>\n*Надіслано:* 23.11.2026 14:05\n*Кому:* Водоканал\n*Тема:* Вода",
    "От: Центр <c@rada.example>\nДата: четверг, 28 октября 2021 г. в 12:46\nКому: X\nТема: Вода",
    "пн, 23 лист. 2026 р. о 14:05 Центр <c@rada.example> пише:",
)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_an_unmarked_original_below(separator: str) -> None:
    found = split(f"Прийнято.\n\n{separator}\n\n{OUR}\nЗаявник: Гайдук", reply=True, forward=False)
    assert found.text == "Прийнято."
    assert "Заявник: Гайдук" in found.quoted


def test_an_answer_below_the_signature_of_an_unmarked_original() -> None:
    body = (
        f"--- Оригінальне повідомлення ---\nВід кого: c@rada.example\n\n{OUR}\n\n-- \nЦентр\n\nНі."
    )
    assert split(body, reply=True, forward=False).text == "Ні."


@pytest.mark.parametrize(
    "body",
    [
        "Вода тече.\n\n1) підвал\n2) двір\n- труба\n- кран",
        "Він написав:\nпоможіть з дахом",
        "24.11.2026 о 14:05 сусідка сказала:\nгаз",
        "Від кого: Гайдук\nТелефон: 050\nТема: вода\nТекст: немає води",
        "Від: Гайдук Т. І.\nКому: міському голові\nДата: 24.11.2026\nТема: вода\n\nНемає води.",
        "Прізвище: Гайдук\nДата: 24.11.2026\nКому: міському голові",
        "Тиск > 5 атмосфер\n> тут описка",
        "З повагою до вас звертається мешканка будинку 5. Немає води.",
        "Прошу зробити:\n---\nлавку\n---\nурну",
        "Надіслано з запізненням, вибачте, бо хворів",
        "Надіслано від сусідів, які не мають пошти",
        "Пишу вам.\nЗ надією на розуміння звертаюсь до вас щодо води. Немає її третій день.",
        "Цей лист пишу вдруге, бо відповіді немає",
        "-- \nтільки це",
        "Прошу встановити:\n\n-лавку\n\n-урну",
        "Немає:\n\n- Води",
        "Немає води\n-Світла",
        "",
    ],
)
def test_a_letter_without_marks_stays_whole(body: str) -> None:
    found = split(body, reply=False, forward=False)
    assert (found.text or found.signature).split() == body.split()
    assert found.original is None


@pytest.mark.parametrize(
    ("tail", "signature"),
    [
        ("-- \nІван Коваль\nтел. 050", "Іван Коваль"),
        ("--\nІван Коваль", "Іван Коваль"),
        ("З повагою,\nІван Коваль", "Іван Коваль"),
        ("З повагою, Іван Коваль\nвул. Садова, 5", "Садова"),
        ("С уважением, Дёмина", "Дёмина"),
        ("З повагою,\nКоваль І. І.\nнадійшло нове вул. Садова", "Садова"),
        ("Надіслано з iPhone", "iPhone"),
        ("Отправлено с телефона", "телефона"),
        ("Надіслано з Outlook для Android", "Android"),
        ("Sent from my Samsung Galaxy smartphone.", "Samsung"),
        ("Надіслано за допомогою мобільного застосунку Proton Mail", "Proton"),
        ("Отправлено с помощью [Proton Mail](https://proton.me/) защищенной почты.", "Proton"),
        ("З повагою,\nІван\n\nНадіслано з iPad", "Іван"),
        ("З повагою,\nІван\n\n-- \nКП «Водоканал»", "Іван"),
        ("З глибокою повагою,\nІван Коваль", "Іван"),
        ("Із найкращими побажаннями, Іван", "Іван"),
        ("З надією на розуміння,\nІван Коваль", "Іван"),
        ("С ув., Иван", "Иван"),
        ("Надіслано із Пошти для Windows", "Windows"),
        ("Вибачте за стислість. Надіслано з мого пристрою Android через K-9 Mail.", "Android"),
        ("-Іван Коваль", "Іван"),
        ("—Оксана\n\n__\nсписок розсилки", "Оксана"),
        ("/Hanna", "Hanna"),
    ],
)
def test_signatures_are_kept_apart(tail: str, signature: str) -> None:
    found = split(f"Немає води третій день.\n\n{tail}", reply=False, forward=False)
    assert found.text == "Немає води третій день."
    assert signature in found.signature


def test_a_postscript_below_the_signature_belongs_to_the_letter() -> None:
    body = "Немає води.\n\nЗ повагою,\nГайдук\n\nP.S. І світла немає."
    found = split(body, reply=False, forward=False)
    assert found.text == "Немає води.\n\nP.S. І світла немає."
    assert found.signature == "З повагою,\nГайдук"


@pytest.mark.parametrize(
    "footer",
    [
        "УВАГА! Цей лист містить конфіденційну інформацію, призначену лише адресату.",
        "Цей лист і додатки є конфіденційними. Якщо ви отримали його помилково, видаліть.",
        "This e-mail and any attachments are confidential and intended solely for the addressee.",
        "Это сообщение может содержать конфиденциальную информацию. Если вы не являетесь\n"
        "получателем, удалите его.",
        "Будь ласка, подумайте про навколишнє середовище, перш ніж друкувати цей лист.",
    ],
)
def test_legal_footers_are_dropped(footer: str) -> None:
    found = split(f"Виконано.\n\n{footer}", reply=True, forward=False)
    assert found.text == "Виконано."
    assert found.signature == ""


def test_a_caution_above_the_letter_does_not_eat_it() -> None:
    letter = "Немає води у будинку на вулиці Садовій. " * 10
    body = f"УВАГА! Цей лист надійшов ззовні, адресату слід бути обережним.\n\n{letter}"
    assert letter.strip() in split(body, reply=False, forward=False).text


@pytest.mark.parametrize(
    "rest", ["та хто відповідає", "та хто саме за них відповідає у вашому підприємстві"]
)
def test_a_wrapped_quoted_line_is_no_answer(rest: str) -> None:
    body = textwrap.dedent(f"""\
        Так.

        23.11.2026 14:05, Центр:
        > Прошу повідомити, коли саме буде виконано роботи на вулиці Садовій
        {rest}
        > Дякуємо.
        """)
    assert split(body, reply=True, forward=False).text == "Так."


def test_an_answer_below_a_whole_quoted_sentence_is_no_wrapped_rest() -> None:
    body = textwrap.dedent("""\
        23.11.2026 14:05, Центр:
        > Прошу повідомити, коли саме буде виконано роботи на вулиці Садовій.
        роботи виконано сьогодні о десятій годині ранку, воду подано
        > Дякуємо.
        """)
    assert "воду подано" in split(body, reply=True, forward=False).text
