"""What others see of an author, where we write, who is asked, what repeats."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailflows.facts import Applicant, Matter, Place, Tie
from mailflows.records import Appeal
from mailflows.rules.admissibility import shortcomings
from mailflows.rules.answering import is_answerable, why_withheld
from mailflows.rules.duplicates import propose
from mailflows.rules.masking import masked_name, masked_text, shown_applicant
from mailflows.rules.routing import choose_executor, route_options
from mailflows.rules.threads import is_private, signed_id
from mailflows.vocabulary import TieKind
from tests.flows.given import APPLICANT, NOW, POLICY, appeal, matter

WHO = Applicant(name="Коваленко Марія Іванівна", street="вулиця Шевченка", house="5", flat="12")


@pytest.mark.parametrize(
    ("text", "hidden", "kept"),
    [
        ("Я, Коваленко М. І., прошу полагодити кран.", ("Коваленк",), ("полагодити кран",)),
        ("Прошу не казати, що писала Коваленко Марії", ("Ковален", "Марі"), ("не казати",)),
        ("тел. (067) 111-22-33 або +380501112233", ("111", "222"), ("тел.", "або")),
        ("пишіть на m.koval@mail.example", ("koval",), ("пишіть",)),
        ("Живу: вул. Шевченка, буд. 5, кв. 12.", ("Шевченка", "кв. 12"), ("Живу",)),
        ("КОВАЛЕНКО МАРІЯ", ("КОВАЛЕНК",), ()),
        ("На вулиці Миру, 7 немає світла з 24.11.2026.", (), ("вулиці Миру, 7", "24.11.2026")),
    ],
)
def test_masked_text(text: str, hidden: tuple[str, ...], kept: tuple[str, ...]) -> None:
    masked = masked_text(text, WHO)
    for trace in hidden:
        assert trace.lower() not in masked.lower()
    for words in kept:
        assert words in masked


def test_masked_name() -> None:
    assert masked_name(WHO, False) == "К***"
    assert masked_name(WHO, True) == ""
    assert masked_name(Applicant(), False) == ""
    assert shown_applicant(WHO, True) == Applicant()
    assert shown_applicant(WHO, False) == WHO


@pytest.mark.parametrize(
    ("address", "answerable"),
    [
        ("maria@mail.example", True),
        ("reply@mail.example", True),
        ("noreply@mail.example", False),
        ("No-Reply@mail.example", False),
        ("noreply+123@mail.example", False),
        ("MAILER-DAEMON@mail.example", False),
        ("contact@rada.example", False),
        ("CONTACT+a-1@rada.example", False),
        ("wordpress@rada.example", False),
        ("", False),
        (None, False),
        ("no address", False),
    ],
)
def test_answerable(address: str | None, answerable: bool) -> None:
    assert is_answerable(address, POLICY) is answerable


def test_withheld() -> None:
    assert why_withheld("maria@mail.example", 4, POLICY) is None
    assert why_withheld("maria@mail.example", 5, POLICY) == "limit"


def test_route_options_begin_with_the_topics_own_executor() -> None:
    assert route_options("heating", POLICY) == ("set-executor teplo", "set-executor vodokanal")
    assert route_options("heating", POLICY, without="teplo") == ("set-executor vodokanal",)
    assert choose_executor(matter(), POLICY)[0] == POLICY.executors["vodokanal"]


def test_repeats_want_the_same_topic_and_place() -> None:
    def earlier(asked: Matter, known: Appeal) -> Appeal | None:
        mark = propose(asked, NOW, [known])
        return mark.earlier if mark else None

    assert earlier(matter(), appeal()) == appeal()
    assert earlier(matter(topic=None), appeal(topic=None)) is None
    assert earlier(matter(place=Place("тестове ", "ШЕВЧЕНКА", "5")), appeal()) == appeal()
    assert earlier(matter(place=Place("Тестове", "Шевченка", "6")), appeal()) is None
    assert earlier(matter(anonymous=True), appeal()) is None


def test_shortcomings_name_the_article() -> None:
    assert shortcomings(matter()) is None
    found = shortcomings(matter(missing=("name", "residence")))
    assert found is not None
    assert found.facts == {"missing": "name, residence", "act": "393/96 5"}
    anonymous = shortcomings(matter(applicant=APPLICANT, anonymous=True))
    assert anonymous is not None
    assert anonymous.facts["act"] == "393/96 8"


def test_threads() -> None:
    number = Tie(TieKind.NUMBER, "К-0123/26")
    signed = Tie(TieKind.SIGNED_ADDRESS, "7", "r")
    his, looks_ours = Tie(TieKind.SIGNED_ADDRESS, "0123-26", "a"), Tie(TieKind.MESSAGE_ID, "<x>")
    assert is_private((number, his), "")
    assert is_private((number, looks_ours), "a")
    for ties, answered in (
        ((number,), ""), ((number, looks_ours), ""), ((number, looks_ours), "r"),
        ((number, signed), ""), ((signed, his), "a"),
    ):  # fmt: skip
        assert not is_private(ties, answered)
    assert signed_id((number, signed), "r") == 7
    assert signed_id((number, signed), "t") is None
    assert signed_id((Tie(TieKind.SIGNED_ADDRESS, "0123-26", "a"),), "a") is None


@pytest.mark.parametrize(
    ("more", "told", "home"),
    [
        ({}, ("Тестове", "Шевченка", "5"), False),  # the place was named
        ({"place": Place()}, ("Тестове", "Шевченка", "5"), True),
        ({"place": Place("Тестове")}, ("Тестове", "Шевченка", "5"), True),
        ({"place": Place("Українськ")}, ("Українськ", None, None), False),  # he lives elsewhere
        ({"place": Place("Тестове", "Миру")}, ("Тестове", "Миру", None), False),
        ({"place": Place("Тестове"), "confidential": True}, ("Тестове", None, None), False),
        ({"place": Place(), "applicant": Applicant(street="Миру")}, (None, None, None), False),
    ],
)
def test_responders_go_to_the_place_else_to_the_applicants_home(
    more: dict[str, Any], told: tuple[str | None, ...], home: bool
) -> None:
    scene = appeal(**more).scene
    place = scene.place
    assert ((place.settlement, place.street, place.house), scene.home) == (told, home)


def test_covers_in_a_row_are_one() -> None:
    text = "Немає води.\nКоваленко Марія Іванівна, кв. 7, 067 111 22 33"
    who = replace(APPLICANT, flat="7")
    assert masked_text(text, who, home=False) == "Немає води.\n[…]"


@pytest.mark.parametrize(
    ("who", "text", "masked"),
    [
        (Applicant("Лях Юрій Ян"), "Лях Юрія просить Ляха, ЛЯХ", "[…] просить […]"),
        (Applicant("Лях Юрій Ян"), "ляхи і янтар лишилися", "ляхи і янтар лишилися"),
        (Applicant("Ґалаґан-Їжак Єва"), "скарга Ґалаґана-Їжака", "скарга […]-[…]"),
        (
            Applicant(phone="+380501234567"),
            "т. 123-45-67, 050 123 45 67; код 1234",
            "т. […]; код 1234",
        ),
        (Applicant(phone="+380501234567"), "+38 (050) 123-45-67 і 3-45-67", "[…] і […]"),
        (Applicant(street="вул. Миру", house="5", flat="7"), "Миру, 5, кв. 7 у 2027", "[…] у 2027"),
        (
            Applicant(street="вул. Миру", house="5", flat="7"),
            "Миру 5/7 і Миру, 15",
            "[…] і Миру, 15",
        ),
        (Applicant(street="Миру", house="5", flat="7"), "квартира № 7, кв7", "[…]"),
    ],
)
def test_what_would_give_him_away(who: Applicant, text: str, masked: str) -> None:
    assert masked_text(text, who) == masked
