"""Header lines: encoded, folded, and never more of them than we meant."""

from __future__ import annotations

from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.writing.headers import encoded, message_ids, named, trimmed, wire_address


@given(st.text(max_size=300))
def test_any_text_becomes_one_safe_header(text: str) -> None:
    value = encoded(text)
    assert value.isascii()
    lines = value.split("\r\n")
    assert all(len(line) <= 78 for line in lines[1:])
    assert len(lines[0]) <= 69
    assert all(line.startswith(" =?") for line in lines[1:])
    assert "\n" not in value.replace("\r\n", "")


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=120))
def test_readers_see_what_was_meant(text: str) -> None:
    assert str(make_header(decode_header(encoded(text)))) == text


def test_an_encoded_word_inside_a_text_stays_letters() -> None:
    value = encoded("=?utf-8?Q?a=0D=0ABcc:_x@y?=")
    assert str(make_header(decode_header(value))) == "=?utf-8?Q?a=0D=0ABcc:_x@y?="


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("oliinyk@ukr.net.example", "oliinyk@ukr.net.example"),
        ("рада@селидове.укр", "рада@xn--b1adccmrxt.xn--j1amh"),
        ("a@b.example\r\nBcc: x@y.example", "a@b.exampleBccx@y.example"),
        ("<a@b.example>", "a@b.example"),
        ("info@СЕЛИДОВЕ.укр", "info@xn--b1adccmrxt.xn--j1amh"),
        ("no-domain", "no-domain"),
        ("a@\u2028.укр", "a@.укр"),
    ],
)
def test_addresses_for_the_wire(address: str, wire: str) -> None:
    assert wire_address(address) == wire


@given(st.text(max_size=400))
def test_no_address_can_end_its_line(address: str) -> None:
    wire = wire_address(address)
    assert len(wire) <= 300
    assert not set("\r\n<> \t\x00") & set(wire)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("коротка", 20, "коротка"),
        ("відсутнє водопостачання у будинку", 26, "відсутнє водопостачання…"),
        ("відсутнє водопостачання", 24, "відсутнє водопостачання"),
        ("ааааааааааааааа", 10, "ааааааааа…"),
        ("рядок\r\nдругий", 30, "рядок другий"),
        ("", 5, ""),
    ],
)
def test_long_texts_are_cut_at_a_word(text: str, limit: int, short: str) -> None:
    assert trimmed(text, limit) == short
    assert len(trimmed(text, limit)) <= limit


def test_only_well_formed_ids_are_cited() -> None:
    assert message_ids("<a@b>", None, "no", "<a@b>", "<x@y>\r\nBcc: z@z", " <c@d> ") == [
        "<a@b>",
        "<c@d>",
    ]


def test_display_names() -> None:
    assert named("", "a@b.example") == "a@b.example"
    assert named('Centre "X"', "a@b.example") == "\"Centre 'X'\"\r\n <a@b.example>"
    assert named("Центр", "a@b.example").endswith("\r\n <a@b.example>")
