"""The files of a letter: names, types, bytes, and who reads them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from mailflows.letter import Attachment, DocumentText, Letter
from mailflows.reading import read
from mailflows.reading.attachments import safe_name
from mailflows.reading.types import real_type

RECEIVED = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def _with_file(part_head: str, content: bytes = PNG) -> bytes:
    return (
        "From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        f"Content-Type: text/plain\n\nhi\n--b\n{part_head}\nContent-Transfer-Encoding: base64\n\n"
        f"{base64.b64encode(content).decode()}\n--b--\n"
    ).encode()


def _read(raw: bytes) -> Letter:
    return read(raw, RECEIVED, lambda file: DocumentText(f"words of {file.name}"))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('Content-Type: image/png; name="a.png"', "a.png"),
        ("Content-Type: image/png", "part-1.png"),
        ("Content-Type: image/png\nContent-Disposition: inline\nContent-ID: <x>", "part-1.png"),
        (
            "Content-Type: image/png\nContent-Disposition: attachment;\n"
            " filename*=UTF-8''%D0%92%D0%BE%D0%B4%D0%B0.png",
            "Вода.png",
        ),
        (
            "Content-Type: image/png\nContent-Disposition: attachment;\n"
            " filename*0*=windows-1251''%C2%EE;\n filename*1*=%E4%E0.png",
            "Вода.png",
        ),
        ('Content-Type: image/png; name="=?utf-8?B?0JLQvtC00LAucG5n?="', "Вода.png"),
        ('Content-Type: image/png; name="../../etc/passwd"', "passwd.png"),
        ('Content-Type: image/png; name="C:\\\\temp\\\\a.png"', "a.png"),
        ('Content-Type: image/png; name="a\tb.png"', "a b.png"),
    ],
)
def test_names(head: str, name: str) -> None:
    (file,) = _read(_with_file(head)).attachments
    assert (file.part, file.name, file.type, file.content) == (1, name, "image/png", PNG)


@pytest.mark.parametrize("codec", ["koi8_u", "cp1251", "utf-8"])
def test_a_raw_8bit_name(codec: str) -> None:
    head = 'Content-Type: image/png; name="Світлина будинку.png"'
    raw = _with_file("X-Here: 1").replace(b"X-Here: 1", head.encode(codec))
    assert _read(raw).attachments[0].name == "Світлина будинку.png"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("..", ""),
        ("a\u202egnp.exe", "a gnp.exe"),
        ("CON.txt", "_CON.txt"),
        ("д" * 300 + ".pdf", "д" * 146 + ".pdf"),
        ("a\x00b.pdf", "a b.pdf"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("label", "name", "content", "kind"),
    [
        ("application/octet-stream", "a.pdf", b"%PDF-1.4", "application/pdf"),
        ("application/octet-stream", "noname", b"junk%PDF-1.4", "application/pdf"),
        ("image/jpeg", "a.jpg", PNG, "image/png"),
        ("application/octet-stream", "a.rtf", b"{\\rtf1", "application/rtf"),
        ("application/octet-stream", "a.xyz", b"zzz", "application/octet-stream"),
        ("application/octet-stream", "a.txt", b"zzz", "text/plain"),
        ("application/msword", "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        ("text/plain", "a.txt", b"BM is a bank", "text/plain"),
    ],
)
def test_real_types(label: str, name: str, content: bytes, kind: str) -> None:
    assert real_type(label, name, content) == kind


def test_what_the_document_workers_answer() -> None:
    raw = _with_file('Content-Type: image/png; name="a.png"')
    assert _read(raw).documents[0].text == "words of a.png"

    (late,) = read(raw, RECEIVED, lambda _: None).documents
    assert (late.pending, late.text, late.size) == (True, "", len(PNG))

    def broken(file: Attachment) -> DocumentText:
        raise RuntimeError(file.name)

    assert read(raw, RECEIVED, broken).documents[0].fault == "failed"


def test_bodies_are_no_files() -> None:
    raw = (
        b"From: a@b.c\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
        b"Content-Type: text/plain\n\nhi\n--b\nContent-Type: text/html\n\n<p>hi</p>\n--b--\n"
    )
    assert _read(raw).attachments == ()


def test_a_text_file_is_a_file() -> None:
    raw = _with_file(
        'Content-Type: text/plain; name="a.txt"\nContent-Disposition: attachment', b"x"
    )
    found = _read(raw)
    assert found.body == "hi"
    assert [(file.name, file.content) for file in found.attachments] == [("a.txt", b"x")]
