"""Signs, complaints about the executor himself and authors who are not to be named, for real."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from mailflows.records import Appeal
from mailflows.vocabulary import AppealState, Kind, Purpose, ReferralState, Sign, TaskKind
from store import database, load, registry, tasks
from tests.story.lab import Lab, address, text_of
from tests.story.test_story import WATER, balanced, number_in, register_water, states

pytestmark = [pytest.mark.servers, pytest.mark.postgres, pytest.mark.timeout(240)]

COMPLAINT = (
    "Скаржуся на бездіяльність КП «Водоканал»: третій тиждень не реагують на заявки, "
    "диспетчер грубить і кидає слухавку. Прошу вжити заходів.\n\n"
    "З повагою, Коваленко Ганна Петрівна\nм. Селидове, вул. Шевченка, буд. 12, кв. 5\n"
    "тел. 050 123 45 67\n"
)
SECRET = (
    "Прошу не розголошувати моє прізвище та адресу. У підвалі будинку по вул. Миру, 7 третій "
    "день тече вода з труби, прошу полагодити.\n\n"
    "З повагою, Їжакевич Орися Лук'янівна\nм. Селидове, вул. Затишна, буд. 31, кв. 44\n"
    "тел. 067 765 43 21\n"
)
TRACES = ("їжакевич", "орис", "лук'янівн", "затишн", "765 43 21", "7654321", "citizen@", "кв. 44")


def appeal(number: str) -> Appeal:
    with database.session():
        card = registry.show(number)
        assert card
        return card.appeal


def said(letter: EmailMessage) -> str:
    return text_of(letter).replace("\u00a0", " ")


def command(lab: Lab, number: str, words: str) -> EmailMessage:
    """The operator writes a command under the number; gives what he is answered."""
    before = lab.servers.count(address("operator"))
    lab.post(lab.write("operator", number, words))
    lab.work()
    return lab.inbox("operator", before + 1)[-1]


def test_a_complaint_about_the_executor_is_decided_by_the_leader_above_him(lab: Lab) -> None:
    lab.post(lab.write("citizen", "Скарга на водоканал", COMPLAINT, name="Ганна Коваленко"))
    lab.work()
    (acknowledgement,) = lab.inbox("citizen", 1)
    number = number_in(acknowledgement)
    made = appeal(number)
    assert (made.kind, made.against) == (Kind.COMPLAINT, ("vodokanal",))

    refused = command(lab, number, "виконавець vodokanal")
    assert "Не виконано" in str(refused["Subject"])
    assert "стаття 7" in said(refused)
    assert "Гриценко" in said(refused)

    lab.tap("operator", refused, "керівник utilities")
    lab.work()
    asked = next(one for one in lab.inbox("utilities", 1) if "розгляд" in str(one["Subject"]))
    assert "Водоканал" in said(asked)
    assert "Коваленко Ганна" in said(asked)
    assert appeal(number).leader == "utilities"

    lab.answer("utilities", asked, "Доручаю водоканалу дати відповідь.")
    lab.work()
    told = lab.inbox("utilities", 2)[-1]
    assert "стаття 7" in said(told)
    assert states(lab, number) == (AppealState.REGISTERED, [])

    lab.answer("utilities", asked, "Створити комісію у складі трьох осіб, провести перевірку.")
    lab.work()
    noted = lab.inbox("operator", 1)[-1]
    assert "комісію" in said(noted)
    with database.session():
        kinds = {one.task.kind for one in tasks.open_questions()}
    assert TaskKind.DECIDE not in kinds
    assert TaskKind.READ_REPLY in kinds
    assert lab.servers.count(address("vodokanal")) == 0, "the body complained of got nothing"

    command(lab, number, "запит до vodokanal: поясніть, чому не виїжджали")
    (inquiry,) = lab.inbox("vodokanal", 1)
    assert "чому не виїжджали" in said(inquiry)
    with database.session():
        (asked_only,) = load.referrals(appeal(number).id)
    assert asked_only.purpose == Purpose.INFORMATION
    assert states(lab, number)[0] is AppealState.REGISTERED
    assert balanced(lab)


def test_a_repeated_appeal_brings_what_was_answered_before(lab: Lab) -> None:
    number, _, referral = register_water(lab)
    lab.answer("vodokanal", referral, "Виконано. Порив на Шевченка усунено, воду подано.")
    lab.work()
    command(lab, number, "закрити")
    assert states(lab, number) == (AppealState.CLOSED, [ReferralState.CONFIRMED])

    lab.post(lab.write("citizen", "Знову без води", WATER, name="Ганна Коваленко"))
    lab.work()
    second = number_in(lab.inbox("citizen", 4)[-1])
    made = appeal(second)
    assert (made.sign, made.repeat_of, made.sign_by) == (Sign.REPEATED, number, "rule")
    told = said(lab.inbox("vodokanal", 2)[-1])
    assert f"Попереднє звернення № {number}" in told
    assert "Коваленко" in told
    assert "Порив на Шевченка усунено" in told

    command(lab, second, f"ознака повторне {number}")
    assert appeal(second).sign_by == f"operator:{address('operator')}"
    command(lab, second, "не повторне")
    assert (appeal(second).sign, appeal(second).repeat_of) == (Sign.FIRST, None)
    command(lab, second, "скасувати")
    assert (appeal(second).sign, appeal(second).repeat_of) == (Sign.REPEATED, number)
    assert balanced(lab)


def test_the_same_letter_again_is_a_duplicate_and_another_one_is_frequent(lab: Lab) -> None:
    number, _, _ = register_water(lab)
    lab.post(lab.write("citizen", "Немає води!", WATER, name="Ганна Коваленко"))
    lab.work()
    copy = number_in(lab.inbox("citizen", 2)[-1])
    assert (appeal(copy).sign, appeal(copy).repeat_of) == (Sign.DUPLICATE, number)
    sentences = "Уже п'ятий день сидимо без води, приїхала лише порожня бочка.\n"
    lab.post(lab.write("citizen", "Вода", sentences + WATER.split("\n\n")[1]))
    lab.work()
    third = number_in(lab.inbox("citizen", 3)[-1])
    assert appeal(third).sign is Sign.FREQUENT
    command(lab, third, "колективне")
    assert appeal(third).collective
    command(lab, third, f"дублетне до {number}")
    assert (appeal(third).sign, appeal(third).repeat_of) == (Sign.DUPLICATE, number)
    with database.session():
        assert load.appeal_numbered(number)
    assert balanced(lab)


def test_who_asked_not_to_be_named_is_named_to_nobody(lab: Lab) -> None:
    written = message_from_bytes(
        lab.write("citizen", "Їжакевич О. Л.: тече труба", SECRET, name="Орися Їжакевич"),
        policy=policy.SMTP,
    )
    assert isinstance(written, EmailMessage)
    written.add_attachment(
        "Їжакевич Орися, вул. Затишна, 31".encode(), maintype="text", subtype="plain",
        filename="Заява Їжакевич.txt",
    )  # fmt: skip
    lab.post(written.as_bytes())
    lab.work()
    (acknowledgement,) = lab.inbox("citizen", 1)
    number = number_in(acknowledgement)
    assert appeal(number).confidential
    (referral,) = lab.inbox("vodokanal", 1)
    assert "Миру" in said(referral)
    lab.answer("vodokanal", referral, "Потрібно більше часу, просимо продовжити на тиждень.")
    lab.work()
    command(lab, number, "керівник utilities")
    lab.answer("vodokanal", referral, "Виконано, трубу замінено.")
    lab.work()
    transcript = command(lab, number, "тема вода")
    words = "доопрацювати: Їжакевич каже, що тече далі, дзвонила 067 765 43 21"
    lab.answer("operator", transcript, words)
    lab.work()
    assert "Повернуто" in str(lab.inbox("vodokanal", 2)[-1]["Subject"])
    letters = [one for who in ("vodokanal", "utilities", "mayor") for one in _all(lab, who)]
    assert len(letters) >= 4
    for letter in letters:
        told = _everything(letter)
        assert [one for one in TRACES if one in told] == [], letter["Subject"]
    assert "орис" in _everything(acknowledgement)
    assert balanced(lab)


def _all(lab: Lab, person: str) -> list[EmailMessage]:
    return lab.inbox(person, 0)


def _everything(letter: EmailMessage) -> str:
    """Headers, texts, file names and files of a letter, decoded; who got it does not count."""
    heads = [f"{name}: {value}" for name, value in letter.items() if name not in _ENVELOPE]
    for part in letter.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            heads += [part.get_filename() or "", content.decode("utf-8", "replace")]
    return " ".join(heads).replace("\u00a0", " ").replace("\u2019", "'").casefold()


_ENVELOPE = {"Received", "Return-Path", "Delivered-To"}
