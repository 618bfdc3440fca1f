"""Whole readings: who writes, where he lives, which place he speaks of."""

# ruff: noqa: E501 - the lines of letters are kept whole
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflows.facts import Applicant, Place
from mailflows.letter import Document, Forwarded, Letter, Mailbox
from mailflows.policy import Policy
from mailflows.understanding.labelled.form import read_form
from mailflows.understanding.labelled.note import read_note
from mailflows.understanding.people.applicant import find_applicant
from mailflows.understanding.words.lemmas import straight
from tests.accuracy.people_policy import people_policy
from tests.understanding.cases_forms import FORMS, Form
from tests.understanding.cases_notes import NOTES
from tests.understanding.cases_people import LETTERS
from tests.understanding.written import written

POLICY: Policy = people_policy()
OPERATOR = "lysenko@selydove-rada.example"
FORM = "noreply@selydove-rada.example"


def from_citizen(text: str, shown: str = "") -> Letter:
    return replace(written(text, is_reply=False), sender=Mailbox(shown, "x@ukr.net.example"))


def from_operator(text: str, subject: str = "дзвінок") -> Letter:
    return written(text, sender=OPERATOR, subject=subject, is_reply=False)


def from_form(text: str, reply_to: str = "") -> Letter:
    made = written(text, sender=FORM, subject="Форма", is_reply=False)
    return replace(made, reply_to=(Mailbox("", reply_to),) if reply_to else ())


@pytest.mark.parametrize(("text", "shown", "applicant", "place"), LETTERS)
def test_citizens_letter(text: str, shown: str, applicant: Applicant, place: Place | None) -> None:
    found = find_applicant(from_citizen(text, shown), POLICY)
    assert found.applicant == replace(applicant, email="x@ukr.net.example")
    if place is not None:
        assert found.place == place


@pytest.mark.parametrize(("text", "callers", "has", "lacks"), NOTES)
def test_note(text: str, callers: list[Applicant], has: list[str], lacks: list[str]) -> None:
    found = read_note(from_operator(text), POLICY)
    assert [one.applicant for one in found] == callers
    words = straight("\n".join(one.text for one in found)).lower()
    for want in has:
        assert straight(want).lower() in words
    for bad in lacks:
        assert straight(bad).lower() not in words


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.words[:40])
def test_form(form: Form) -> None:
    found = read_form(from_form(form.words, form.reply_to), POLICY)
    assert found is not None
    assert replace(found.applicant, email=None) == replace(form.applicant, email=None)
    if form.applicant.email:
        assert found.applicant.email == form.applicant.email
    assert form.has in found.text
    assert form.lacks not in found.text
    for want, have in (
        (form.kind, found.kind_hint),
        (form.answer, found.answer_channel),
        (form.consent, found.consent),
        (form.place, found.place),
    ):
        assert want is None or want == have


def test_an_unknown_layout_is_read_as_a_letter() -> None:
    assert read_form(from_form("Просто текст без полів, сайт щось надіслав."), POLICY) is None


def test_a_letter_with_labels_is_no_form() -> None:
    text = "ПІБ: Коваль Ігор Іванович\nТелефон: 0501112233\nТекст звернення: немає води"
    assert read_form(from_citizen(text), POLICY) is None
    assert read_note(from_citizen(text), POLICY) == []


def test_what_was_left_empty_is_not_taken_from_elsewhere() -> None:
    text = "ПІБ: \nТелефон: \nE-mail: \nАдреса: \nТекст: сусід Петренко Іван, Миру 5, 0501112233"
    found = read_form(from_form(text), POLICY)
    assert found is not None
    assert (found.applicant.name, found.applicant.street, found.applicant.phone) == (
        None, None, None,
    )  # fmt: skip


def test_the_citizen_stands_in_reply_to_and_our_own_address_is_nobody() -> None:
    text = "Ваше ім'я: Ліля Ткач\nПовідомлення: Чи буде ялинка?"
    found = read_form(from_form(text, "lilia@x.example"), POLICY)
    assert found is not None
    assert found.applicant.email == "lilia@x.example"
    ours = read_form(from_form(text, "contact@selydove-rada.example"), POLICY)
    assert ours is not None
    assert ours.applicant.email is None


def test_a_cover_letter_gives_way_to_its_document() -> None:
    text = (
        "Міському голові\nГнатюка Степана Романовича,\nм. Українськ, вул. Дружби, 8, кв. 5\n"
        "Звернення\nПрошу встановити пандус біля аптеки."
    )
    document = Document(0, "заява.docx", "application/docx", 10, text)
    letter = replace(from_citizen("Заява у вкладенні."), documents=(document,))
    found = find_applicant(letter, POLICY)
    assert found.how == "document"
    assert found.applicant.name == "Гнатюк Степан Романович"
    assert found.applicant.flat == "5"


def test_a_fuller_name_of_the_same_person_wins() -> None:
    document = Document(0, "a.pdf", "application/pdf", 1, "Заява\nОстрівської Олени Марківни")
    letter = replace(from_citizen("Надсилаю скан. Острівська О. М."), documents=(document,))
    assert find_applicant(letter, POLICY).applicant.name == "Острівська Олена Марківна"


def test_who_refuses_to_be_named_is_not_named_by_his_mail_program() -> None:
    letter = from_citizen("Не підписуюсь, бо мене звільнять. Перевірте оплату.", "Іван Петренко")
    assert find_applicant(letter, POLICY).applicant.name is None


@pytest.mark.parametrize(
    "shown", ["Голова будинку", "Школа 6 батьки", "xxx", "Сканер", "VASYL", "Вітя"]
)
def test_a_mail_programs_name_that_is_no_name(shown: str) -> None:
    assert find_applicant(from_citizen("Немає води.", shown), POLICY).applicant.name is None


def test_the_mail_programs_name_is_turned_round() -> None:
    assert find_applicant(
        from_citizen("Немає води.", "Ігор Нестеренко"), POLICY
    ).applicant.name == ("Нестеренко Ігор")
    assert find_applicant(from_citizen("Немає води.", "Alla Zinchenko"), POLICY).applicant.name == (
        "Зінченко Алла"
    )


def test_a_forwarded_note_is_read_below_its_cover() -> None:
    below = Forwarded(None, "дзвінок", "Хто  Дмитренко Анжела Вадимівна\nТел.  050 000 16 61\n"
                      "Що хоче  питає про допомогу")  # fmt: skip
    letter = replace(from_operator("Олено, оформіть."), forwarded=below)
    (caller,) = read_note(letter, POLICY)
    assert caller.applicant.name == "Дмитренко Анжела Вадимівна"
    assert caller.text == "питає про допомогу"


def test_the_subject_fills_what_the_note_lacks() -> None:
    letter = from_operator("ПІБ Савенко Григорій Панасович\nпитання - нема компенсації",
                           "Тел. 06237-0-20-20 Савенко")  # fmt: skip
    (caller,) = read_note(letter, POLICY)
    assert caller.applicant.phone == "+380623702020"


def test_the_moment_the_answer_and_the_consent_of_a_call() -> None:
    text = (
        "Дата, час: 03.11.2026, 09:15\nЗаявник: Олійник Надія Григорівна\nСуть: немає води\n"
        "Відповідь: поштою\nЗаявниця не надає згоди на обробку персональних даних"
    )
    (caller,) = read_note(from_operator(text), POLICY)
    assert caller.called_at == datetime(2026, 11, 3, 9, 15)  # noqa: DTZ001 - local, as noted
    assert caller.answer_channel == "post"
    assert caller.consent is False


def test_an_unnamed_caller_has_no_name_whoever_else_is_named() -> None:
    text = "Телефонував чоловік, не представився. Майстер Рудь Іван Петрович повідомлений о 02:10."
    (caller,) = read_note(from_operator(text), POLICY)
    assert caller.unnamed
    assert caller.applicant.name is None


_HOSTILE = ["а" * 200_000, "вул. Миру 5 " * 20_000, "ПІБ: х\n" * 20_000, "1. х\n" * 20_000,
            "(" * 50_000, "А. " * 50_000, "Відповідь надати " * 10_000, "." * 100_000,
            "www." * 50_000]  # fmt: skip


@pytest.mark.parametrize("text", _HOSTILE, ids=[one[:8] for one in _HOSTILE])
@pytest.mark.timeout(20)
def test_hostile_words_take_no_long_time(text: str) -> None:
    assert find_applicant(from_citizen(text), POLICY).applicant.phone is None
    assert len(read_note(from_operator(text), POLICY)) <= 30
    reading = read_form(from_form(text), POLICY)
    assert reading is None or reading.applicant.phone is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.datetimes(timezones=st.just(UTC)))
def test_nothing_raises(text: str, moment: datetime) -> None:
    find_applicant(replace(from_citizen(text, text[:40]), date=moment), POLICY)
    read_note(replace(from_operator(text), date=moment), POLICY)
    read_form(from_form(text), POLICY)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["ПІБ:", "Адреса:", "тел.", "вул.", "м.", "кв.", "буд.", "Миру", "Шевченка", "5", "12/4",
             "Іваненко", "Олени", "Петрівни", "О.", "0501112233", "\n", "від", "до", "біля", "(", ")",
             "Селидове", "нині", "\t", "—", "№", "корп."]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_nothing_raises_on_words_of_the_trade(words: list[str]) -> None:
    text = " ".join(words)
    find_applicant(from_citizen(text), POLICY)
    read_note(from_operator(text), POLICY)
    read_form(from_form(text), POLICY)
