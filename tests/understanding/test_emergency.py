"""Danger now, and what only sounds like it; the smell on raw bytes never misses a danger."""

from __future__ import annotations

import base64
import quopri
import time

import pytest

from mailflows.reasons import Code
from mailflows.understanding.matters.emergency import Danger, Smell
from mailflows.understanding.matters.matter import urgent_topic
from mailflows.understanding.matters.sniff import smell
from mailflows.understanding.words.known_letters import known_letters
from mailflows.understanding.words.patterns import Scan
from tests.understanding.cases_emergency import CALM, EMERGENCIES, QUIET_EMERGENCIES
from tests.understanding.listed import listed

ASIDE = listed("dangers_aside.txt")  # dangers told aside, worrying circumstances that are calm
ASIDE_RECALL, ASIDE_PRECISION = 0.88, 0.75
UNSEEN = listed("dangers.txt")  # written after the phrases of the data, told in other words
RECALL, PRECISION = 0.8, 0.85
LEARNT_RIGHT = 0.97


def _danger(text: str, subject: str = "") -> Danger | None:
    return urgent_topic(Scan(text, subject))[0]


@pytest.mark.parametrize("text", QUIET_EMERGENCIES + EMERGENCIES)
def test_danger_now(text: str) -> None:
    danger = _danger(text)
    assert danger is not None
    assert danger.because.code in (Code.EMERGENCY_WORDS, Code.EMERGENCY_OUTAGE)
    assert danger.because.facts["words"]


@pytest.mark.parametrize("text", CALM)
def test_alarm_words_without_danger(text: str) -> None:
    assert _danger(text) is None


@pytest.mark.parametrize(
    ("told", "recall", "precision"),
    [(UNSEEN, RECALL, PRECISION), (ASIDE, ASIDE_RECALL, ASIDE_PRECISION)],
    ids=["plainly", "aside"],
)
def test_dangers_told_in_words_never_seen(
    told: dict[str, tuple[str, ...]], recall: float, precision: float
) -> None:
    missed = [text for text in told["danger"] if _danger(text) is None]
    false = [text for text in told["calm"] if _danger(text) is not None]
    found = len(told["danger"]) - len(missed)
    assert found >= recall * len(told["danger"]), missed
    assert found >= precision * (found + len(false)), false


@pytest.mark.parametrize("tone", ["danger", "calm"])
def test_letters_like_the_known_ones_are_told_apart(tone: str) -> None:
    told = [one.text for one in known_letters() if one.danger == (tone == "danger")]
    wrong = [text for text in told if (_danger(text) is None) != (tone == "calm")]
    assert len(wrong) <= (1 - LEARNT_RIGHT) * len(told), wrong


def test_a_danger_that_no_rule_names_is_told_in_words_of_the_letter() -> None:
    text = "У коридорі третю годину солодкувато тхне, люди ходять млосні, кватирки відчинили."
    danger = _danger(text)
    assert danger is not None
    assert danger.because.facts["words"] in text.lower().replace(",", "")
    assert danger.because.facts["words"]


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Добрий день. У під'їзді дуже пахне газом, приїдьте.", "пахне газом"),
        ("На вулиці обрив проводу, прошу приїхати", "обрив проводу"),
        ("У нас немає води з ранку", "немає води"),
        ("Заявник повідомляє, що люди застрягли в ліфті", "застрягли в ліфті"),
        ("Другий день живемо без світла, допоможіть", "без світла"),
        ("Розлили щось, сильний запах газу", "запах газу"),
    ],
)
def test_words_that_name_the_danger_head_the_alert(text: str, headline: str) -> None:
    danger = _danger(text)
    assert danger is not None
    assert headline in danger.because.facts["words"]
    assert len(danger.because.facts["words"].split()) <= 6


def test_danger_buried_in_a_polite_letter() -> None:
    text = (
        "Вельмишановний пане голово! Дякуємо за клумби, цього року вони чудові. Ми живемо тут з"
        " 1981 року.\n\nОднак хочу звернути увагу: стара верба після вітру лягла на дроти і"
        " тримається тільки на них.\n\nА навесні посадимо нові каштани. З повагою"
    )
    assert _danger(text, "Про озеленення") is not None


@pytest.mark.parametrize(
    "text",
    [
        "Вчора прорвало трубу, приїхали, полагодили. Дякуємо.",
        "Прорыв устранили, вода есть, вопросов нет.",
        "У нас запахло газом. Знайшли витік, усунули, запаху немає.",
    ],
)
def test_what_was_repaired_is_over(text: str) -> None:
    assert _danger(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Вчора прорвало трубу, полагодили, а сьогодні знову прорвало на тому ж місці.",
        "Прошу, щоб усунули порив: вода заливає двір.",
        "Обіцяли, що полагодили, але досі вода хлище з труби.",
    ],
)
def test_what_came_back_is_not_over(text: str) -> None:
    assert _danger(text) is not None


def _letter(subject: str, text: str, charset: str, encoding: str) -> bytes:
    word = base64.b64encode(subject.encode(charset)).decode()
    body = text.encode(charset, "replace")
    if encoding == "base64":
        body = base64.encodebytes(body)
    elif encoding == "quoted-printable":
        body = quopri.encodestring(body)
    head = (
        f"From: a@ukr.net.example\r\nSubject: =?{charset}?B?{word}?=\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset={charset}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode("ascii") + body


@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "koi8-u"])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_every_danger_smells(charset: str, encoding: str) -> None:
    missed = [
        text
        for text in QUIET_EMERGENCIES + EMERGENCIES
        if not smell(_letter("Добрий день", text.replace("—", "-"), charset, encoding))
    ]
    assert missed == []


def test_a_subject_and_a_second_part_smell_too() -> None:
    assert smell(_letter("Застрягли в ліфті", "Добрий день", "utf-8", "base64"))
    html = base64.encodebytes("<p>Запах <b>газу</b> у під'їзді</p>".encode())
    raw = (
        b'Subject: x\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + html
        + b"\r\n--b--\r\n"
    )
    assert smell(raw)


def test_undeclared_bytes_smell() -> None:
    for charset in ("cp1251", "koi8-u", "utf-8"):
        assert smell(b"Subject: x\n\n" + "Прорвало трубу, заливає підвал".encode(charset))


def test_a_calm_letter_does_not_smell() -> None:
    assert not smell(_letter("Подяка", "Дякую за лавочку.", "utf-8", "base64"))


@pytest.mark.parametrize("raw", [b"", b"\xff" * 1000, b"Subject:", b"=?utf-8?B?%%%?=\n\n\x00"])
def test_any_bytes_are_smelt_without_a_fault(raw: bytes) -> None:
    assert smell(raw) is Smell.NOTHING


def test_long_and_hostile_texts_end_soon() -> None:
    for text in ("прорвало трубу вода " * 50_000, "а" * 1_000_000, "не " * 300_000, "." * 999_999):
        started = time.perf_counter()
        _danger(text, text)
        smell(text.encode())
        assert time.perf_counter() - started < 3


def test_what_only_sounds_dangerous_smells_too() -> None:
    found = [text for text in UNSEEN["danger"] if _danger(text) is not None]
    missed = [text for text in found if not smell(_letter("Добрий день", text, "utf-8", "base64"))]
    assert missed == []
