"""Reports of mail servers, and letters that only look so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mailflows.letter import Letter

COPY = "\n\nMessage-ID: <abc.0123-26@rada.example>\nSubject: x\n"


def test_rfc_3464(stored: Callable[[str], Letter]) -> None:
    found = stored("bounce-rfc3464").delivery_report
    assert found is not None
    assert found.recipients == ("dispatcher@vodokanal.example",)
    assert (found.status, found.permanent) == ("5.2.2", True)
    assert found.original_message_id == "<23a5fd0ea5ac115cc0ec@selydove-rada.example>"


def test_a_delay_is_not_permanent(stored: Callable[[str], Letter]) -> None:
    found = stored("bounce-delayed").delivery_report
    assert found is not None
    assert (found.status, found.permanent) == ("4.4.1", False)


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        (  # qmail
            "From: MAILER-DAEMON@mx.example\nSubject: failure notice",
            "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver"
            " your message to the following addresses.\n\n<ivan@i.ua>:\n550 5.1.1 no such user\n\n"
            "--- Below this line is a copy of the message.\n",
            "5.1.1",
        ),
        (  # Exim
            "From: Mail Delivery System <Mailer-Daemon@mx.example>\n"
            "X-Failed-Recipients: ivan@i.ua\n"
            "Auto-Submitted: auto-replied\nSubject: Mail delivery failed",
            "A message that you sent could not be delivered.\n\n  ivan@i.ua\n    550 Mailbox full\n"
            "\n------ This is a copy of your message, including all the headers. ------\n",
            "5.0.0",
        ),
        (  # Exchange under a subject of its own, and a server that writes its name apart
            "From: System Administrator <postmaster@mx.example>\nSubject: E",
            "Your message did not reach the following recipient(s):\n\nivan@i.ua on Mon, 2 Nov 2026"
            "\n    The recipient name is not recognized #5.1.1\n\n550 5.1.1 unknown\n",
            "5.1.1",
        ),
        (
            "From: post_master@mx.example\nSubject: Re: Звернення",
            "Error: Invalid user address\n550 - no such user here\n\nivan@i.ua\n",
            "5.0.0",
        ),
        (  # a null sender and Ukrainian words
            "Return-Path: <>\nFrom: robot@i.ua\nAuto-Submitted: auto-replied\n"
            "Subject: Не вдалося доставити: Звернення",
            "Не вдалося доставити лист одержувачу ivan@i.ua: 5.2.2 скринька переповнена\n",
            "5.2.2",
        ),
    ],
)
def test_reports_in_words(letter: Callable[..., Letter], head: str, body: str, status: str) -> None:
    found = letter(head, body + COPY).delivery_report
    assert found is not None
    assert found.recipients == ("ivan@i.ua",)
    assert (found.status, found.permanent) == (status, True)
    assert found.original_message_id == "<abc.0123-26@rada.example>"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            "From: ivan@i.ua\nSubject: Не вдалося доставити пенсію",
            "Лист не доставлено, пошта стоїть",
        ),
        ("From: ivan@i.ua\nSubject: Undelivered mail", "My letter was not delivered to you."),
        (
            "Return-Path: <>\nFrom: cz@rada.example\nAuto-Submitted: auto-replied\n"
            "Subject: Автоматична відповідь: Доручення",
            "Я у відпустці до 30 листопада.",
        ),
        (
            "From: postmaster@rada.example\nSubject: Прочитано: Доручення",
            "Ваш лист прочитано, він не існує більше у скриньці",
        ),
        ("From: postmaster@i.ua\nSubject: Звернення", "Я адміністратор пошти, немає води."),
    ],
)
def test_letters_that_are_no_reports(letter: Callable[..., Letter], head: str, body: str) -> None:
    assert letter(head, body).delivery_report is None
