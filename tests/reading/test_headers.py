"""Header fields as people and programs break them."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailflows.letter import Letter, Mailbox
from mailflows.reading import prefixes
from mailflows.reading.addresses import mailboxes, normal
from mailflows.reading.headers import date_of, words

RECEIVED = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def _word(data: bytes, charset: str = "utf-8") -> str:
    return f"=?{charset}?B?{base64.b64encode(data).decode()}?="


def test_encoded_words_cut_inside_a_character() -> None:
    data = "Доручення: прорив водопроводу".encode()
    assert words(_word(data[:7]) + "\r\n " + _word(data[7:])) == "Доручення: прорив водопроводу"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=?utf-8?Q?=D0=92=D0=BE=D0=B4=D0=B0_?= =?utf-8?Q?=D1=94?=", "Вода є"),
        ("=?koi8-u?B?7cHSptEg69LB18XD2A==?=", "Марія Кравець"),
        ("=?UTF-8*uk?Q?=D0=92?= x", "В x"),
        ("=?utf-8?B?0JI?=", "В"),
        ("=?nonsense?B?0JLQvtC00LA=?=", "Вода"),
        ("=?utf-8?Q?a=0D=0ABcc:_x@y.z?=", "a  Bcc: x@y.z"),
        ("=?utf-8?Q?a=00b?=", "a b"),
        ("=?utf-8?B?!!!?=", ""),
        ("plain =?broken", "plain =?broken"),
        ("Re: =?utf-8?Q?A?= B =?utf-8?Q?C?=", "Re: A B C"),
    ],
)
def test_words(value: str, shown: str) -> None:
    assert words(value) == shown


@pytest.mark.parametrize("codec", ["koi8_u", "cp1251", "utf-8"])
def test_raw_8bit_subject(letter: Callable[..., Letter], codec: str) -> None:
    raw = b"From: a@b.c\nSubject: " + "Немає води у будинку".encode(codec) + b"\n\ntext"
    assert letter(raw).subject == "Немає води у будинку"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("MAILER-DAEMON", [("MAILER-DAEMON", "")]),
        ("=?utf-8?Q?Петр, ?= <a@b.c>", [("Петр,", "a@b.c")]),
        ('"Коваль, Іван" <Ivan@Example.COM>', [("Коваль, Іван", "ivan@example.com")]),
        ("undisclosed-recipients:;", []),
        (": a@b.c;", [("", "a@b.c")]),
        ("Група: a@b.c, Б <b@c.d>;", [("", "a@b.c"), ("Б", "b@c.d")]),
        ("a@b.c (Іван)", [("Іван", "a@b.c")]),
        ("Іван <a@пошта.укр>", [("Іван", "a@xn--80a1acn3a.xn--j1amh")]),
        ("<a@b.c", [("", "a@b.c")]),
        ("Іван a@b.c", [("Іван", "a@b.c")]),
        ("mailto:a@b.c", [("", "a@b.c")]),
        ('"a@b.c" <d@e.f>', [("a@b.c", "d@e.f")]),
        ("a@b.c; d@e.f", [("", "a@b.c"), ("", "d@e.f")]),
        ("", []),
    ],
)
def test_mailboxes(value: str, found: list[tuple[str, str]]) -> None:
    assert mailboxes(value) == tuple(Mailbox(name, address) for name, address in found)


def test_addresses_are_compared_in_one_spelling() -> None:
    assert normal(" A@B.C. ") == "a@b.c"
    assert normal("Ї@Приклад.УКР").endswith(".xn--j1amh")


def test_of_two_from_fields_the_first_counts(letter: Callable[..., Letter]) -> None:
    for together in ("a@b.c, d@e.f", "a@b.c, D <d@e.f>"):
        assert "several-authors" in letter(f"From: {together}\nTo: x@y.z", "text").defects
    found = letter("From: a@b.c\nFrom: d@e.f\nTo: x@y.z", "text")
    assert found.sender == Mailbox("", "a@b.c")
    assert "several-from" in found.defects


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Wed, 25 Nov 2026 10:00:00 +0200", datetime(2026, 11, 25, 8, tzinfo=UTC)),
        ("Wed, 25 Nov 2026 10:00:00 -0000", datetime(2026, 11, 25, 10, tzinfo=UTC)),
        ("25 Nov 2026 10:00", datetime(2026, 11, 25, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("Wed, 99 Nov 2026 10:00:00 +0200", None),
        ("Mon, 1 Jan 1900 00:00:00 +0000", None),
        ("Sun, 1 Jan 2040 00:00:00 +0000", None),
        ("Wed, 25 Nov 2026 10:00:00 +999999", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(value: str | None, moment: datetime | None) -> None:
    assert date_of(value, RECEIVED) == moment


def test_a_clock_somewhat_ahead_is_believed() -> None:
    zone = timezone(timedelta(hours=2))
    ahead = (RECEIVED + timedelta(hours=20)).astimezone(zone)
    assert date_of(ahead.strftime("%a, %d %b %Y %H:%M:%S %z"), RECEIVED) == ahead


def test_references_come_nearest_first(letter: Callable[..., Letter]) -> None:
    found = letter(
        "From: a@b.c\nMessage-ID: <[x]>\nIn-Reply-To: <3@x>\nReferences: <1@x>\n <2@x> <3@x>", "t"
    )
    assert found.references == ("<3@x>", "<2@x>", "<1@x>")
    assert found.message_id == "<[x]>"
    assert found.is_reply


@pytest.mark.parametrize(
    ("value", "path"), [("<>", ""), ("< >", ""), ("<A@B.c>", "a@b.c"), (None, None)]
)
def test_return_path(letter: Callable[..., Letter], value: str | None, path: str | None) -> None:
    field = f"Return-Path: {value}\n" if value is not None else ""
    assert letter(f"{field}From: a@b.c", "text").return_path == path


@pytest.mark.parametrize(
    ("subject", "reply", "forward", "bare"),
    [
        ("Re: [К-0123/26] Вода", True, False, "[К-0123/26] Вода"),
        ("НА: Вода", True, False, "Вода"),
        ("RE[2]: Fwd: Вода", True, False, "Вода"),
        ("Fwd: Re: Вода", True, True, "Вода"),
        ("Пересл: Вода", False, True, "Вода"),
        ("Відп: Вода", True, False, "Вода"),
        ("Вода: немає", False, False, "Вода: немає"),
        ("Ремонт: дах", False, False, "Ремонт: дах"),
    ],
)
def test_subject_prefixes(subject: str, reply: bool, forward: bool, bare: str) -> None:
    assert prefixes(subject) == (reply, forward, bare)


def test_recipients_are_all_the_ways_the_letter_came(letter: Callable[..., Letter]) -> None:
    found = letter("From: a@b.c\nTo: X <X@y.z>, q@y.z\nCc: w@y.z\nDelivered-To: d+r-1-ab@y.z", "t")
    assert found.recipients == ("x@y.z", "q@y.z", "w@y.z", "d+r-1-ab@y.z")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ivanov, Petro <a@b.c>", "Ivanov, Petro"),
        ("Kovalenko; H.P., vul. Myru <a@b.c>", "Kovalenko, H.P., vul. Myru"),
        ("a@b.c, Petro", ""),
    ],
)
def test_a_comma_that_nobody_quoted_costs_no_address(
    letter: Callable[..., Letter], written: str, name: str
) -> None:
    found = letter(f"From: {written}\nTo: x@y.z", "text")
    assert found.sender == Mailbox(name, "a@b.c")
    assert "several-authors" not in found.defects
