"""What real mail does to mail libraries: one row or test a trap."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

import pytest

from mailflows.letter import Letter, Mailbox

HEAD = "From: a@b.c\nDate: Wed, 25 Nov 2026 10:00:00 +0200\n"
WORDS = "Немає води у будинку на вулиці Садовій."


def _b64(text: str, codec: str = "utf-8") -> str:
    return base64.b64encode(text.encode(codec)).decode()


STRUCTURES: dict[str, bytes] = {
    "plain utf-8 without MIME": f"{HEAD}\n{WORDS}".encode(),
    "plain cp1251 without MIME": f"{HEAD}\n{WORDS}".encode("cp1251"),
    "plain koi8-u under a wrong label": (
        f"{HEAD}Content-Type: text/plain; charset=us-ascii\n\n".encode() + WORDS.encode("koi8_u")
    ),
    "empty charset": f'{HEAD}Content-Type: text/plain; charset=""\n\n{WORDS}'.encode(),
    "unknown charset": f"{HEAD}Content-Type: text/plain; charset=martian\n\n{WORDS}".encode(),
    "charset with NUL": f"{HEAD}Content-Type: text/plain; charset=a\x00b\n\n{WORDS}".encode(),
    "unknown main type": f"{HEAD}Content-Type: letter/words\n\n{WORDS}".encode(),
    "broken content type": f"{HEAD}Content-Type: text\n\n{WORDS}".encode(),
    "multipart without parts": (
        f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{WORDS}".encode()
    ),
    "multipart without a boundary": f"{HEAD}Content-Type: multipart/mixed\n\n{WORDS}".encode(),
    "text deep inside": (
        f"{HEAD}Content-Type: multipart/mixed; boundary=a\n\n--a\n"
        "Content-Type: multipart/related; boundary=b\n\n--b\n"
        "Content-Type: multipart/alternative; boundary=c\n\n--c\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{WORDS}\n--c--\n--b--\n--a--\n"
    ).encode(),
    "empty plain part beside HTML": (
        f"{HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\n"
        f"Content-Type: text/plain\n\n\n--b\n"
        f"Content-Type: text/html; charset=utf-8\n\n<p>{WORDS}</p>\n--b--\n"
    ).encode(),
    "HTML of cp1251 known from its meta": (
        f"{HEAD}Content-Type: text/html\n\n<meta charset=windows-1251><p>{WORDS}</p>"
    ).encode("cp1251"),
    "base64 with foreign lines": (
        f"{HEAD}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        f"{_b64(WORDS)[:40]}\n!\n{_b64(WORDS)[40:].rstrip('=')}\n"
    ).encode(),
    "text labelled base64": (
        f"{HEAD}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
        f"\n\n{WORDS}"
    ).encode(),
    "UTF-8 mark before the headers": b"\xef\xbb\xbf" + f"{HEAD}\n{WORDS}".encode(),
    "mbox line before the headers": f"From a@b.c Wed Nov 25 10:00\n{HEAD}\n{WORDS}".encode(),
    "bare CR": f"{HEAD}\n{WORDS}".replace("\n", "\r").encode(),
    "CRLF": f"{HEAD}\n{WORDS}".replace("\n", "\r\n").encode(),
    "NUL in the text": f"{HEAD}\n{WORDS[:10]}\x00{WORDS[10:]}".encode(),
    "format=flowed": (
        f"{HEAD}Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
        "Немає води у будинку \nна вулиці Садовій."
    ).encode(),
    "format=flowed with DelSp": (
        f"{HEAD}Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
        "Немає води у буд \nинку на вулиці Садовій."
    ).encode(),
    "twice encoded": f"{HEAD}\n{WORDS}".encode().decode("latin-1").encode(),
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_the_words_are_found(letter: Callable[..., Letter], name: str) -> None:
    found = letter(STRUCTURES[name])
    assert found.text == WORDS
    assert found.sender == Mailbox("", "a@b.c")


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        ("From: MAILER-DAEMON", Mailbox("MAILER-DAEMON", "")),
        ("From:", None),
        ("To: x@y.z", None),
        ("From: :;", None),
        ("From: <>", None),
        ("From: =?utf-8?Q?Петр, ?= <a@b.c>", Mailbox("Петр,", "a@b.c")),
    ],
)
def test_senders(letter: Callable[..., Letter], head: str, sender: Mailbox | None) -> None:
    assert letter(head, WORDS).sender == sender


def test_no_date_is_invented(letter: Callable[..., Letter]) -> None:
    assert letter("From: a@b.c\nDate: soon", WORDS).date is None
    assert "bad-date" in letter("From: a@b.c\nDate: soon", WORDS).defects
    assert "no-date" in letter("From: a@b.c", WORDS).defects


def test_a_subject_with_a_line_break_cannot_inject_a_header(letter: Callable[..., Letter]) -> None:
    raw = "From: a@b.c\nSubject: =?utf-8?B?" + _b64("Вода\r\nBcc: x@y.z") + "?="
    assert not {"\r", "\n", "\x00"} & set(letter(raw, WORDS).subject)


def test_winmail_stays_an_attachment(letter: Callable[..., Letter]) -> None:
    raw = (
        f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhi\n"
        '--b\nContent-Type: application/ms-tnef; name="winmail.dat"\n'
        f"Content-Transfer-Encoding: base64\n\n{base64.b64encode(b'x' * 40).decode()}\n--b--\n"
    )
    (file,) = letter(raw).attachments
    assert (file.name, file.type, file.content) == ("winmail.dat", "application/ms-tnef", b"x" * 40)


def test_the_letter_in_a_bounce_is_not_its_text(stored: Callable[[str], Letter]) -> None:
    found = stored("bounce-rfc3464")
    assert "Прорив водопроводу" not in found.body
    assert found.forwarded is None


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        (
            "3,000 nested parts",
            HEAD
            + "".join(
                f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000)
            )
            + "\nhi",
        ),
        (
            "10,000 parts side by side",
            f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n"
            + "--b\nContent-Type: text/plain\n\nhi\n" * 10_000,
        ),
        ("a subject of 200 kB", f"{HEAD}Subject: {'=?utf-8?Q?=D0?= ' * 14_000}\n\nhi"),
        ("a To field of 400 kB", f"{HEAD}To: {'<a@b.c>, ' * 45_000}\n\nhi"),
        ("brackets in To", f"{HEAD}To: {'(' * 100_000}\n\nhi"),
        ("nested groups in To", f"{HEAD}To: {'a:' * 70_000}\n\nhi"),
        ("quotes in To", f"{HEAD}To: {chr(34) * 100_001}\n\nhi"),
        ("100,000 header fields", f"{HEAD}{'X: y' + chr(10)}" * 50_000 + "\nhi"),
        ("a header without end", f"{HEAD}X: {'y' * 3_000_000}"),
        ("deep HTML", f"{HEAD}Content-Type: text/html\n\n{'<div>' * 20_000}hi"),
        ("a wide HTML table", f"{HEAD}Content-Type: text/html\n\n<table>{'<tr><td>hi' * 50_000}"),
        ("200,000 quoted lines", f"{HEAD}\nhi\n" + "> x\n" * 200_000),
        ("100,000 labels", f"{HEAD}\nhi\n" + "From: x\n" * 100_000),
        ("dashes", f"{HEAD}\nhi\n" + "-" * 1_000_000),
        ("introductions", f"{HEAD}\nhi\n" + "On 1.1.2026 10:00 a@b.c\n" * 50_000),
        ("one long line", f"{HEAD}\nhi " + "a@b.c 1.1.2026 10:00 " * 50_000),
        ("blanks", f"{HEAD}\nhi\n" + " " * 1_000_000 + "x"),
        ("drawn rules", f"{HEAD}In-Reply-To: <a@b>\n\nhi\n" + "------\n" * 100_000),
        ("footers", f"{HEAD}\nhi\n" + "Sent from my iPhone\n" * 100_000),
        ("delimiters", f"{HEAD}\nhi\n" + "-- \n" * 100_000),
        ("forwards", f"{HEAD}\nhi\n" + "---- Forwarded message ----\n" * 50_000),
        (
            "blanks in quoted-printable",
            f"{HEAD}Content-Transfer-Encoding: quoted-printable\n\n" + " " * 1_000_000 + "x",
        ),
        (
            "open encoded words everywhere",
            HEAD + f"X: {'=?utf-8?Q?' * 1_900}\nTo: {'=?utf-8?Q?' * 1_900}\n" * 6 + "\nhi",
        ),
        (
            "encoded words that never end",
            f"{'From: ' + '=?a?q?x' * 2_800}\n" * 12 + "To: a@b.c\n\nhi",
        ),
        ("ids", f"{HEAD}References: {'<' * 100_000}\nIn-Reply-To: {'<a' * 50_000}\n\nhi"),
        ("bounce words", "From: MAILER-DAEMON\nSubject: failure\n\n" + "a.b-c" * 200_000),
        ("quotes in HTML", f"{HEAD}Content-Type: text/html\n\n{'<blockquote type=cite>' * 9_000}"),
        ("styles in HTML", f"{HEAD}Content-Type: text/html\n\n{'<i style=a>x</i>' * 50_000}"),
        (
            "a long line in tables of tables",
            f"{HEAD}Content-Type: text/html\n\n{'<table><tr><td>' * 40}{'a' * 5_000}"
            + "<p>hi there" * 2_000,
        ),
        ("parameters", f"{HEAD}Content-Type: multipart/mixed; boundary=b{';' * 200_000}\n\nhi"),
        ("open tags in HTML", f"{HEAD}Content-Type: text/html\n\n{'<a' * 100_000}"),
        ("open encoded words", f"{HEAD}Subject: {'=?utf-8?Q?' * 20_000}\n\nhi"),
    ],
)
def test_hostile_size_costs_little(letter: Callable[..., Letter], name: str, raw: str) -> None:
    data = raw.encode()
    started = time.process_time()
    found = letter(data)
    assert time.process_time() - started < 2.0, name
    assert "unread" not in found.defects
    assert len(found.body) <= 400_000
