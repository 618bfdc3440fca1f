"""The bytes of a letter: deterministic, standard, files exact."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.letter import Attachment
from mailflows.writing.message import compose, safe_name

HEAD = [("From", "a@b.example"), ("Subject", "x")]


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@given(st.binary(max_size=3000), st.text(max_size=150), st.text(max_size=60))
def test_files_travel_byte_for_byte(content: bytes, name: str, type: str) -> None:
    data = compose(HEAD, "т", "<p>т</p>", [Attachment(1, name, type, content)], "0" * 20)
    message = parsed(data)
    files = list(message.iter_attachments())
    assert len(files) == 1
    assert files[0].get_payload(decode=True) == content
    assert files[0].get_filename() == safe_name(name, 1)
    assert not message.defects
    assert all(len(one) <= 998 for one in data.split(b"\r\n"))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=500))
def test_texts_come_back(text: str) -> None:
    text = text.replace("\r", "")
    body = parsed(compose(HEAD, text, "<p></p>", [], "f" * 20)).get_body(("plain",))
    assert body is not None
    told = body.get_payload(decode=True)
    assert isinstance(told, bytes)
    assert told.decode().replace("\r\n", "\n") == text


def test_the_same_inputs_give_the_same_bytes() -> None:
    one = Attachment(1, "акт.pdf", "application/pdf", b"%PDF")
    assert compose(HEAD, "т", "h", [one], "ab") == compose(HEAD, "т", "h", [one], "ab")
    assert compose(HEAD, "т", "h", [one], "ab") != compose(HEAD, "т", "h", [one], "cd")


@pytest.mark.parametrize("type", ["message/rfc822", "multipart/mixed", "x", "a/b\r\nX: y", ""])
def test_types_that_may_not_be_in_base64_become_plain_bytes(type: str) -> None:
    data = compose(HEAD, "т", "h", [Attachment(2, "лист.eml", type, b"From: x\r\n\r\ny")], "ab")
    file = next(parsed(data).iter_attachments())
    assert file.get_content_type() == "application/octet-stream"
    assert file.get_filename() == "лист.eml"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("акт.pdf", "акт.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\a.exe", "C__a.exe"),
        ("x\r\nBcc: y.pdf", "x Bcc_ y.pdf"),
        ("\u202efdp.exe", "_fdp.exe"),
        ("", "file-7"),
        ("   ", "file-7"),
        ("а" * 300 + ".pdf", "а" * 96 + ".pdf"),
    ],
)
def test_file_names(name: str, safe: str) -> None:
    assert safe_name(name, 7) == safe
