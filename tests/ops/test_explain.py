"""Explaining letters without a store: the contract of the object, and that every letter has one."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailflows.reading.documents import extract
from ops.explain import explain
from tests.accuracy.people_policy import people_policy

KEYS = {
    "file", "flow", "applicant", "appeal", "more", "reply", "text", "documents", "decision",
}  # fmt: skip
ME = "mx.selydove-rada.example"


def letter(folder: Path, name: str, sender: str, subject: str, text: str) -> Path:
    message = EmailMessage()
    message["From"], message["To"] = sender, "contact@selydove-rada.example"
    message["Subject"] = subject
    message["Date"] = "Fri, 20 Nov 2026 10:00:00 +0200"
    message["Authentication-Results"] = f"{ME}; dmarc=pass header.from={sender.partition('@')[2]}"
    message.set_content(text)
    path = folder / name
    path.write_bytes(message.as_bytes())
    return path


def test_one_object_a_letter_in_the_order_given(tmp_path: Path) -> None:
    paths = [
        letter(tmp_path, "b.eml", "a@ukr.net.example", "Дорога", "Прошу засипати яму, Миру, 5."),
        letter(tmp_path, "a.eml", "dispatcher@vodokanal.example", "К-0123/26", "Виконано."),
    ]
    answers = list(explain(paths, people_policy(), lambda _: None))
    assert [one["file"] for one in answers] == [str(path) for path in paths]
    assert all(set(one) == KEYS for one in answers)
    assert [one["flow"] for one in answers] == ["citizen-mail", "executor-reply"]
    assert answers[1]["reply"] == {
        "intent": "done", "number": "К-0123/26", "until": None, "executor": None,
    }  # fmt: skip
    assert answers[0]["appeal"]["topic"] == "roads"
    assert answers[0]["decision"]["because"]
    json.dumps(answers)


def test_terms_count_from_the_letters_own_time(tmp_path: Path) -> None:
    text = "Прошу продовжити строк до 5 грудня."
    path = letter(tmp_path, "a.eml", "dispatcher@vodokanal.example", "К-0123/26", text)
    (answer,) = explain([path], people_policy(), lambda _: None)
    assert answer["reply"]["until"] == "2026-12-05"


@pytest.mark.parametrize("raw", [b"", b"\x00", b"From: \xff\xfe", b"Received: ;;;\nDate: 99\n\n"])
def test_any_bytes_have_their_object(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x.eml"
    path.write_bytes(raw)
    (answer,) = explain([path], people_policy(), lambda _: None)
    assert set(answer) == KEYS


def test_a_letter_that_breaks_is_set_aside(tmp_path: Path) -> None:
    path = letter(tmp_path, "a.eml", "a@ukr.net.example", "Дорога", "Прошу засипати яму.")
    (answer,) = explain([path], None, lambda _: None)  # type: ignore[arg-type]
    assert answer["flow"] == "set-aside"
    assert set(answer) == KEYS


def test_documents_are_listed(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@ukr.net.example", "Заява"
    message.set_content("Дивіться файли.")
    message.add_attachment(
        "Засипте яму на вул. Миру, 5.".encode(), "text", "plain", filename="a.txt"
    )
    message.add_attachment(b"?", "application", "x-unheard-of", filename="b.xyz")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    (answer,) = explain(
        [path], people_policy(), lambda one: extract(one.name, one.type, one.content)
    )
    assert answer["documents"] == [
        {"name": "a.txt", "type": "text/plain", "characters": 28, "ocr": False},
        {"name": "b.xyz", "type": "application/x-unheard-of", "characters": 0, "ocr": False},
    ]
