"""What a letter is about: its title in a few words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflows.decision import Outgoing
from mailflows.letter import Attachment
from mailflows.records import Task
from mailflows.vocabulary import Channel, TaskKind
from mailflows.writing.about import asked, file_line, title
from tests.templates.samples import APPEAL

TOPIC = "Газопостачання"


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("Запах газу у під'їзді", "Запах газу у під'їзді"),
        ("Запах газу у під'їзді!!!", "Запах газу у під'їзді"),
        ("Re: Fwd: запах газу.", "запах газу"),
        ("газ!!!", TOPIC),  # one word says less than the topic
        ("Скарга", TOPIC),
        ("", TOPIC),
        ("???", TOPIC),
    ],
)
def test_titles(subject: str, told: str) -> None:
    appeal = replace(APPEAL, subject=subject, channel=Channel.E_MAIL)
    assert title(Outgoing("referral", "x@y.example", "p", party="r"), appeal, TOPIC) == told


def test_one_word_is_better_than_no_topic() -> None:
    appeal = replace(APPEAL, subject="газ", topic=None)
    assert title(Outgoing("task", "x@y.example", "p"), appeal, "?") == "газ"


def test_an_update_is_about_the_whole_alert() -> None:
    update = Outgoing("alert-update", "x@y.example", "p", party="l")
    assert title(update, replace(APPEAL, subject="У нас тече"), TOPIC) == TOPIC


@pytest.mark.parametrize(
    ("task", "also", "told"),
    [
        (Task(TaskKind.CALL, alert=3), (), "Аварія: зателефонуйте керівникам"),
        (Task(TaskKind.CALL, referral=7), (), "Зателефонуйте: доручення не прочитано"),
        (Task(TaskKind.ROUTE), (), "Визначте виконавця"),
        (Task(TaskKind.ROUTE), (TaskKind.CALL,),
         "Аварія: визначте виконавця і зателефонуйте керівникам"),
        (None, (), "Потрібне Ваше рішення"),
    ],
)  # fmt: skip
def test_what_is_asked_has_one_name_everywhere(
    task: Task | None, also: tuple[TaskKind, ...], told: str
) -> None:
    assert asked(task, also) == told


def test_a_signature_names_its_signer_and_says_that_nobody_verified_it() -> None:
    signed = Attachment(1, "a.pdf.p7s", "application/pkcs7-signature", b"1", ("Коваль Іван",))
    told = file_line(signed).replace("\u00a0", " ")
    assert told == "a.pdf.p7s (1 КБ), підпис: Коваль Іван, не перевірено"
