"""Answers on real servers: a signed file byte for byte, disputes, marks, returns, withdrawals."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

import docx
import pytest

from mailflows.vocabulary import AnswerWay, AppealState, ReferralState, TaskKind
from store import database, journal, load, registry, tasks
from store.card import dossier
from tests.story.lab import Lab, address, taps_of, text_of
from tests.story.test_story import balanced, number_in, states

pytestmark = [pytest.mark.servers, pytest.mark.postgres, pytest.mark.timeout(240)]

ASKS_IN_WRITING = (
    "Доброго дня! У нашому будинку другий день немає води, просимо відновити водопостачання.\n"
    "Прошу надати письмову відповідь.\n\n"
    "З повагою, Коваленко Ганна Петрівна\nм. Селидове, вул. Шевченка, буд. 12, кв. 5\n"
    "тел. 050 123 45 67\n"
)
WATER = ASKS_IN_WRITING.replace("Прошу надати письмову відповідь.\n", "")


def pdf(hidden: bytes) -> bytes:
    """A PDF of one empty page that carries these bytes in a stream (ISO 32000, 7.5)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(hidden), hidden),
    ]
    out, places = b"%PDF-1.4\r\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\n" % table
        + (b"startxref\n%d\n%%%%EOF\n" % len(out))
    )


SIGNED, SECOND = pdf(bytes(range(256)) * 300), pdf(b"two")


def newest(lab: Lab, person: str, count: int, words: str) -> EmailMessage:
    """A person's newest letter with these words in its subject, when there are `count`."""
    found = [one for one in lab.inbox(person, count) if words in str(one["Subject"])]
    assert found, [str(one["Subject"]) for one in lab.inbox(person, count)]
    return found[-1]


def files_of(letter: EmailMessage) -> dict[str, bytes]:
    return {
        str(one.get_filename()): one.get_payload(decode=True)  # type: ignore[misc]
        for one in letter.iter_attachments()
    }


def claimed(lab: Lab, text: str = ASKS_IN_WRITING) -> str:
    """An appeal whose executor says that the work is done: its number."""
    lab.post(lab.write("citizen", "Немає води", text, name="Ганна Коваленко"))
    lab.work()
    number = number_in(lab.inbox("citizen", 1)[0])
    lab.answer("vodokanal", lab.inbox("vodokanal", 1)[0], "Виконано. Насос замінено, воду подано.")
    lab.work()
    assert states(lab, number) == (AppealState.IN_CHECK, [ReferralState.CLAIMED])
    return number


def next_list(lab: Lab) -> EmailMessage:
    """The operator's list of the next working day, days passing until it comes."""
    before = len(lists(lab))
    for _ in range(5):
        lab.shift += timedelta(days=1)
        lab.work()
        if len(lists(lab)) > before:
            return lists(lab)[-1]
    raise AssertionError("no list came in five days")


def lists(lab: Lab) -> list[EmailMessage]:
    return [one for one in lab.inbox("operator", 0) if "рішення" in str(one["Subject"])]


def bring(lab: Lab, to: EmailMessage, text: str, *files: tuple[str, bytes]) -> None:
    """The operator answers with files, as a mail program does."""
    subject, where = f"Re: {to['Subject']}", str(to["Reply-To"]).strip("<>")
    letter = lab.letter("operator", subject, text, where, answers=to)
    for name, content in files:
        letter.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    lab.post(letter.as_bytes())


def command(lab: Lab, number: str, text: str) -> None:
    """The operator commands in a letter that names the number."""
    lab.post(lab.write("operator", f"Re: [{number}] Немає води", text))
    lab.work()


def test_the_signed_answer_reaches_the_applicant_byte_for_byte(lab: Lab) -> None:
    number = claimed(lab)
    informed = newest(lab, "citizen", 2, "виконання")
    assert "Письмову відповідь" in text_of(informed)
    lab.answer("citizen", informed, "Так, підтверджую, воду дали.")
    lab.work()
    assert states(lab, number)[0] is AppealState.IN_CHECK  # he asked for a written answer

    command(lab, number, "Закрити")
    refused = newest(lab, "operator", 1, "Не виконано")
    assert "підготувати відповідь" in text_of(refused)
    command(lab, number, "Підготуй відповідь")
    draft = newest(lab, "operator", 3, "Проєкт відповіді")
    ((name, content),) = files_of(draft).items()
    assert name.endswith(".docx")
    words = "\n".join(one.text for one in docx.Document(BytesIO(content)).paragraphs)
    assert number in words
    assert "Насос замінено" in words
    assert "Шановна Ганно Петрівно!" in words

    before = len(lab.inbox("citizen", 2))
    bring(lab, draft, "", ("answer.docx", b"PK\x03\x04 word/"))
    lab.work()
    assert states(lab, number)[0] is AppealState.IN_CHECK
    assert "PDF" in text_of(newest(lab, "operator", 4, "Не виконано"))
    assert len(lab.inbox("citizen", before)) == before

    bring(lab, draft, "", ("Відповідь.pdf", SIGNED))
    lab.work()
    assert states(lab, number) == (AppealState.CLOSED, [ReferralState.CONFIRMED])
    answer = newest(lab, "citizen", before + 1, "Відповідь на Ваше звернення")
    assert files_of(answer) == {"Відповідь.pdf": SIGNED}
    digest = hashlib.sha256(SIGNED).hexdigest()
    with database.session():
        card = registry.show(number)
        assert card
        assert (card.appeal.result, card.appeal.closed_at is not None) == ("9.1", True)
        assert card.appeal.result_by == f"operator:{address('operator')}"
        (given,) = load.answers(card.appeal.id)
        assert (given.way, given.given_by) == (AnswerWay.E_MAIL, address("operator"))
        assert [one.digest for one in given.files] == [digest]
        lines = journal.of_appeal(card.appeal.id)
        assert f"sha256:{digest}" in [one.detail for one in lines if one.action == "answer-file"]
        assert not [one for one in tasks.open_questions() if one.task.kind is TaskKind.ANSWER]
    assert balanced(lab)

    lab.answer("citizen", answer, "Води знову немає, нічого не зроблено!")
    lab.work()
    assert states(lab, number)[0] is AppealState.IN_WORK
    newest(lab, "citizen", before + 2, "повернуто в роботу")
    with database.session():
        found = dossier(number)
        assert found
        assert found.appeal.result is found.appeal.closed_at is None
        assert [one.files[0].digest for one in found.answers] == [digest]


def test_two_files_are_asked_about_and_one_tap_sends_the_chosen(lab: Lab) -> None:
    number = claimed(lab)
    command(lab, number, "підготувати відповідь")
    draft = newest(lab, "operator", 1, "Проєкт відповіді")
    bring(lab, draft, "", ("one.pdf", SIGNED), ("two.pdf", SECOND))
    lab.work()
    asked = newest(lab, "operator", 3, "Підтвердьте")
    assert states(lab, number)[0] is AppealState.IN_CHECK
    assert set(files_of(asked)) == {"one.pdf", "two.pdf"}
    lab.tap("operator", asked, "надіслати відповідь 2")
    lab.work()
    assert states(lab, number)[0] is AppealState.CLOSED
    answer = newest(lab, "citizen", 3, "Відповідь на Ваше звернення")
    assert files_of(answer) == {"two.pdf": SECOND}


def test_a_mark_counts_once_and_changes_nothing_else(lab: Lab) -> None:
    number = claimed(lab, WATER)
    lab.answer("citizen", newest(lab, "citizen", 2, "виконання"), "Підтверджую, дякую!")
    lab.work()
    closed = newest(lab, "citizen", 3, "Розгляд завершено")
    lab.tap("citizen", closed, "оцінка 5")
    lab.work()
    lab.answer("citizen", closed, "4")
    lab.work()
    with database.session():
        card = registry.show(number)
        assert card
        assert (card.appeal.rating, card.appeal.state) == (4, AppealState.CLOSED)
    assert len(lab.inbox("citizen", 3)) == 3
    lab.answer("citizen", closed, "Оцінка 1")
    lab.work()
    offer = newest(lab, "citizen", 4, "Дякуємо за оцінку")
    assert states(lab, number)[0] is AppealState.CLOSED
    lab.tap("citizen", offer, "не виконано")
    lab.work()
    assert states(lab, number) == (AppealState.IN_WORK, [ReferralState.SENT])


def test_returned_for_missing_data_and_completed(lab: Lab) -> None:
    lab.post(lab.write("citizen", "Немає води", WATER, name="Ганна Коваленко"))
    lab.work()
    number = number_in(lab.inbox("citizen", 1)[0])
    command(lab, number, "Повернути заявникові: не вказано під'їзд")
    assert states(lab, number) == (AppealState.RETURNED, [ReferralState.RECALLED])
    returned = newest(lab, "citizen", 2, "")
    assert "під" in text_of(returned)
    with database.session():
        card = registry.show(number)
        assert card
        assert (card.appeal.result, card.appeal.closed_at is not None) == ("9.4", True)
    lab.answer("citizen", returned, "Третій під'їзд, код 18.")
    lab.work()
    assert states(lab, number)[0] is AppealState.REGISTERED
    with database.session():
        card = registry.show(number)
        assert card
        assert card.appeal.result is card.appeal.closed_at is card.appeal.result_by is None
        assert TaskKind.ROUTE in [one.task.kind for one in tasks.open_questions()]


def test_status_and_withdrawal(lab: Lab) -> None:
    lab.post(lab.write("citizen", "Немає води", WATER, name="Ганна Коваленко"))
    lab.work()
    acknowledged = lab.inbox("citizen", 1)[0]
    number = number_in(acknowledged)
    lab.answer("citizen", acknowledged, "Який стан розгляду мого звернення?")
    lab.work()
    assert "Водоканал" in text_of(newest(lab, "citizen", 2, "Стан розгляду"))
    lab.answer("citizen", acknowledged, "Відкликаю своє звернення.")
    lab.work()
    assert states(lab, number)[0] is AppealState.REGISTERED  # a person decides
    command(lab, number, "Відкликано")
    assert states(lab, number) == (AppealState.WITHDRAWN, [ReferralState.RECALLED])
    newest(lab, "citizen", 4, "відкликано")
    with database.session():
        card = registry.show(number)
        assert card
        assert card.appeal.result == "9.3"
        assert re.fullmatch(r"operator:.+", card.appeal.result_by or "")


def test_a_formal_answer_never_reaches_the_applicant(lab: Lab) -> None:
    lab.post(lab.write("citizen", "Немає води", WATER, name="Ганна Коваленко"))
    lab.work()
    number = number_in(lab.inbox("citizen", 1)[0])
    lab.answer("vodokanal", lab.inbox("vodokanal", 1)[0], "Звернення розглянуто, вжито заходів.")
    lab.work()
    assert states(lab, number) == (AppealState.IN_WORK, [ReferralState.ACCEPTED])
    assert len(lab.inbox("citizen", 1)) == 1
    with database.session():
        asked = next(one.task for one in tasks.open_questions() if one.task.referral)
    assert asked.options[0] == "rework formal"
    lab.shift = timedelta(days=3)
    lab.work()
    listed = newest(lab, "operator", 1, "Чекають")
    lab.tap("operator", listed, "доопрацювати не по суті")
    lab.work()
    assert states(lab, number)[1] == [ReferralState.SENT]
    assert "стаття 15" in text_of(newest(lab, "vodokanal", 2, "доопрацювання"))


def test_one_tap_closes_all_that_applicants_are_silent_about(lab: Lab) -> None:
    first = claimed(lab, WATER)
    lab.post(lab.write("neighbour", "Немає води", WATER.replace("12, кв. 5", "14, кв. 1")))
    lab.work()
    second = number_in(lab.inbox("neighbour", 1)[0])
    lab.answer("vodokanal", lab.inbox("vodokanal", 2)[-1], "Виконано, воду подано.")
    lab.work()
    lab.shift = timedelta(days=10)
    lab.work()  # the claims fall due
    listed = next_list(lab)
    address_of_all, subject = next(one for one in taps_of(listed) if "закрити всі" in one[1])
    lab.post(lab.write("operator", subject, "", address_of_all))
    lab.work()
    for number in (first, second):
        assert states(lab, number) == (AppealState.CLOSED, [ReferralState.CONFIRMED])
    report = text_of(newest(lab, "operator", 3, "Виконано: закрити всі"))
    assert first in report
    assert second in report
    with database.session():
        card = registry.show(first)
        assert card
        assert card.appeal.result_by == f"operator:{address('operator')}"
    newest(lab, "neighbour", 3, "Розгляд завершено")
    assert balanced(lab)


NOTE = (
    "Дзвінок: Петренко Іван Олексійович, м. Селидове, вул. Миру, 7, тел. 067 111 22 33. "
    "Слабкий напір води в будинку, просить перевірити насос."
)


def test_a_caller_is_telephoned_until_the_operator_decides(lab: Lab) -> None:
    lab.post(lab.write("operator", "Дзвінок", NOTE))
    lab.work()
    number = number_in(newest(lab, "operator", 1, "Зареєстровано"))
    lab.answer("vodokanal", lab.inbox("vodokanal", 1)[0], "Виконано. Насос замінено.")
    lab.work()
    for _ in range(3):
        listed = next_list(lab)
        told = text_of(listed).replace("\u00a0", " ")
        assert "Петренко" in told
        assert "067 111-22-33" in told
        assert "Насос замінено" in told
        lab.tap("operator", listed, "не додзвонились")
        lab.work()
        assert states(lab, number)[0] is AppealState.IN_CHECK
    lab.tap("operator", next_list(lab), "зв'язатися не вдалося")
    lab.work()
    assert states(lab, number) == (AppealState.CLOSED, [ReferralState.CONFIRMED])
    with database.session():
        card = registry.show(number)
        assert card
        assert card.appeal.result == "9.1"
