"""Bytes to words under right, wrong and missing labels."""

from __future__ import annotations

import pytest

from mailflows.reading.charset import decode, known_codec
from mailflows.reading.mojibake import repair

LINES = (
    "Доброго дня! У нас немає води третій день.",
    "Прошу полагодити ліхтар біля під'їзду № 3",
    "Їжак і ґава",
    "Немає світла",
    "Прорвало трубу, вода течет в подвал!",
    "ТЕРМІНОВО! ЗАПАХ ГАЗУ",
    "Привіт",
)
RUSSIAN = ("Здравствуйте, не вывозят мусор", "Прорвало трубу во дворе")


@pytest.mark.parametrize("codec", ["utf-8", "cp1251", "koi8_u"])
@pytest.mark.parametrize("line", LINES)
def test_undeclared_ukrainian(line: str, codec: str) -> None:
    data = line.replace("№", "N").encode(codec)
    assert decode(data, None)[0] == line.replace("№", "N")


@pytest.mark.parametrize("codec", ["cp866", "koi8_r", "iso8859_5"])
@pytest.mark.parametrize("line", RUSSIAN)
def test_undeclared_russian(line: str, codec: str) -> None:
    assert decode(line.encode(codec), None)[0] == line


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("Grüße aus Köln, schöne Straße", "iso8859_15", "iso-8859-15"),
        ("déjà vu à l'été", "latin-1", "iso-8859-1"),
        ("Zażółć gęślą jaźń", "iso8859_2", "iso-8859-2"),
        ("日本語のメール", "iso2022_jp", "iso-2022-jp"),
        ("Немає води", "cp1251", "windows-1251"),
        ("Немає води", "koi8_u", "KOI8-U"),
        ("Немає води", "utf-8", '"utf-8"'),
        ("ПОРВАЛО ДРІТ НА СТЕПОВІЙ", "cp1251", "cp-1251"),
    ],
)
def test_a_valid_label_is_never_overridden(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label) == (text, False)


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("cp1251", "iso-8859-1"),
        ("cp1251", "us-ascii"),
        ("cp1251", "utf-8"),
        ("cp1251", "koi8-r"),
        ("koi8_u", "windows-1251"),
        ("koi8_u", "koi8-r"),
        ("utf-8", "windows-1251"),
        ("utf-8", "iso-8859-1"),
        ("cp1251", "no-such-charset"),
        ("koi8_u", "unknown-8bit"),
        ("cp1251", "\x00"),
    ],
)
def test_a_label_that_gives_mojibake_is_mistrusted(codec: str, label: str) -> None:
    text = "Прошу відновити водопостачання, третій день немає води у будинку"
    assert decode(text.encode(codec), label) == (text, True)


def test_byte_order_marks() -> None:
    assert decode("Вода".encode("utf-16"), "us-ascii")[0] == "Вода"
    assert decode(b"\xef\xbb\xbf" + "Вода".encode(), "cp1251")[0] == "Вода"


def test_utf8_with_few_bad_bytes_stays_utf8() -> None:
    data = ("Немає води у будинку на вулиці Новій. " * 3).encode() + b"\xd0"
    assert decode(data, None)[0].startswith("Немає води у будинку")


@pytest.mark.parametrize("label", ["", "hex", "rot13", "idna", "undefined", "x" * 500, "\ud800"])
def test_nonsense_labels_are_no_codecs(label: str) -> None:
    assert known_codec(label) is None


@pytest.mark.parametrize(
    ("shown", "real"),
    [("cp1251", "utf-8"), ("latin-1", "utf-8"), ("koi8_u", "cp1251"), ("latin-1", "cp1251")],
)
def test_mojibake_baked_into_the_text_is_mended(shown: str, real: str) -> None:
    text = "Прошу відремонтувати дорогу на вулиці Садовій"
    spoiled = text.encode(real).decode(shown, "replace")
    if "\ufffd" in spoiled:
        pytest.skip("bytes were lost")
    assert repair(spoiled) == text


@pytest.mark.parametrize(
    "text",
    [
        "ПОРВАЛО ДРІТ",
        "дОБРИЙ дЕНЬ",
        "Їжте сир ‹брі›",
        "iPhone та iPad",
        "РСС та РСР СССР",
        "naïve café",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair(text) == text
