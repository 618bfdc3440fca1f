"""Machines: what they are known by, and people who only look like them."""

from __future__ import annotations

import pytest

from mailflows.letter import DeliveryReport
from mailflows.understanding.robots import find_robot, tells_absence
from mailflows.vocabulary import Robot, Role
from tests.understanding.written import written

OUT = Role.OUTSIDER
REPORT = DeliveryReport(("a@b.example",), "5.1.1", True, "", None)


def robot(text: str = "", role: Role = OUT, tied: bool = False, **more: object) -> Robot | None:
    more.setdefault("subject", "Лист")
    more.setdefault("is_reply", False)
    verdict = find_robot(written(text, sender="x@y.example", **more), role, tied)  # type: ignore[arg-type]
    return verdict[0] if verdict else None


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("auto-submitted", "auto-replied", Robot.AUTO_REPLY),
        ("auto-submitted", "auto-replied (vacation)", Robot.AUTO_REPLY),
        ("auto-submitted", "No", None),
        ("auto-submitted", "no", None),
        ("x-autoreply", "yes", Robot.AUTO_REPLY),
        ("x-autorespond", "Re: test", Robot.AUTO_REPLY),
        ("x-autoreply", "no", None),
        ("precedence", "auto_reply", Robot.AUTO_REPLY),
        ("x-apple-action", "VACATION", Robot.AUTO_REPLY),
        ("x-auto-response-suppress", "All", None),
        ("x-auto-response-suppress", "OOF", None),
        ("precedence", "bulk", None),
        ("content-type", "multipart/report; report-type=disposition-notification",
         Robot.AUTO_REPLY),
        ("content-type", "multipart/report; report-type=feedback-report", Robot.EMPTY),
    ],
)  # fmt: skip
def test_headers(header: str, value: str, expected: Robot | None) -> None:
    words = "Прошу відремонтувати дах, мешкаю за адресою вул. Миру, 5."
    assert robot(words, headers={header: (value,)}) is expected


@pytest.mark.parametrize(
    "subject",
    [
        "Автоматична відповідь: [К-0129/26] Доручення",
        "Автоматический ответ: Re: Лист",
        "Автовідповідь: відпустка",
        "Out of Office: [К-0142/26] Відповідь",
        "Automatic reply: test",
        "Re: Out of office AutoReply: back next week",
        "Повідомлення про прочитання: [К-0129/26]",
        "Прочитано: лист",
        "Уведомление о прочтении: ответ",
    ],
)
def test_subjects(subject: str) -> None:
    assert robot("Дякую", subject=subject) is Robot.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Я в командировке и смогу ответить после 1 декабря. Это автоматический ответ.",
        "Ваш лист отримано, йому присвоєно номер 88214. Повідомлення сформовано автоматично.",
        "Ваше обращение получено и ему присвоен номер 5512. Мы свяжемся с вами.",
        "Перебуваю у відпустці до 1 грудня. Це автоматична відповідь, не відповідайте на неї.",
    ],
)
def test_words(text: str) -> None:
    assert robot(text, is_reply=True) is Robot.AUTO_REPLY


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Я у відпустці до 30 листопада, заміщує Коваль.", Role.EXECUTOR),
        ("Ваш лист зареєстровано за вх. № 1204 та передано на розгляд.", Role.EXECUTOR),
        ("Прошу відремонтувати автоматичні двері у під'їзді, живу на 5 поверсі.", OUT),
        ("Дякую, чекаю на відповідь", OUT),
        ("Яка ваша реакція на бездіяльність? Менеджер банку нагрубив.", OUT),
        ("Пропоную встановити світильники на вул. Миру, прошу розглянути.", OUT),
        ("Скарга на рекламу: прошу прибрати банер, мешканці проти.", OUT),
        ("Прошу перерахувати субсидію, мешкаю в Селидовому. Купити ліки нема за що.", OUT),
        ("Підприємство пропонує знижку, але нам відмовили. Прошу розібратися, скаржусь.", OUT),
    ],
)
def test_people(text: str, role: Role) -> None:
    assert robot(text, role) is None


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("Вебінар з закупівель, вартість участі 900 грн, знижка.", {}, Robot.ADVERTISING),
        ("Наша компанія пропонує ліхтарі від виробника, прайс у вкладенні.", {},
         Robot.ADVERTISING),
        ("Dear Friend, I am the manager of a bank.", {}, Robot.ADVERTISING),
        ("Терміново підтвердіть пароль за посиланням http://a.example", {}, Robot.ADVERTISING),
        ("Новини тижня", {"headers": {"list-unsubscribe": ("<mailto:u@a.example>",)}}, Robot.LIST),
        ("Новини. Відписатися: http://a", {"headers": {"precedence": ("bulk",)}}, Robot.LIST),
        ("backup finished: 0 errors", {"headers": {"auto-submitted": ("auto-generated",)}},
         Robot.EMPTY),
        ("disk full", {"subject": "Cron <root@web1> /usr/bin/x"}, Robot.EMPTY),
        ("Прошу полагодити дах, мешкаю вул. Миру 5", {"headers": {"list-id": ("<a.b>",)}}, None),
        ("Прошу полагодити дах, мешкаю вул. Миру 5",
         {"headers": {"auto-submitted": ("auto-generated",)}}, None),
    ],
)  # fmt: skip
def test_not_appeals(text: str, more: dict[str, object], expected: Robot | None) -> None:
    assert robot(text, **more) is expected  # type: ignore[arg-type]


def test_a_receipt_and_a_ticket_do_not_tell_of_absence() -> None:
    assert tells_absence(written("Я у відпустці до 1 грудня", subject="Автовідповідь"))
    assert not tells_absence(written("", subject="Прочитано: [К-0123/26]"))
    assert not tells_absence(written("Ваш лист отримано, присвоєно номер 5", subject="Авто"))


def test_a_bounce_is_judged_before_an_automatic_answer() -> None:
    assert robot(report=REPORT, headers={"auto-submitted": ("auto-replied",)}) is Robot.BOUNCE


def test_a_form_is_no_automatic_answer_whatever_its_headers() -> None:
    headers = {"auto-submitted": ("auto-generated",), "precedence": ("bulk",)}
    assert robot("Ім'я: Іван", Role.FORM, headers=headers) is None


def test_a_report_from_the_null_sender_without_structure_is_a_bounce() -> None:
    text = "User unknown: 550 5.1.1 no such user"
    assert robot(text, subject="failure notice", return_path="") is Robot.BOUNCE
    assert robot("Мені прийшло: failure notice, що робити?", subject="Питання") is None
