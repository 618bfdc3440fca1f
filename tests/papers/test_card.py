"""The registration card: what stands in its fields and in the course, for whom, in what order."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

import templates
from mailflows.dossier import Change, Received, Written
from mailflows.papers.card import STEPS, TEXT, Card, card
from mailflows.papers.course import course
from mailflows.papers.naming import Naming, table
from mailflows.papers.register import Period, parse_period
from mailflows.policy import Executor, Former
from mailflows.records import Answer, AnswerFile, Task
from mailflows.vocabulary import AnswerWay, AppealState, TaskKind
from store.models import AlertRow, AppealRow, ReferralRow
from tests.papers import given


def made(**changed: object) -> Card:
    return card(given.dossier(**changed), given.POLICY, given.NOW)


def steps(one: Card) -> str:
    return "\n".join(f"{s.at} | {'; '.join(s.said)} | {s.by}" for s in one.steps)


def test_fields_of_the_form() -> None:
    one = made()
    assert (one.number, one.registered) == ("Ґ-0123/26", "02.11.2026\u00a008:28")
    assert one.applicant == "Ґалаґан-Їжакевич Єва Олександрівна"
    assert one.address.endswith("15-А, кв. 47")
    assert (one.phone.replace("\u00a0", " "), one.classifier) == ("050 111-22-33", "090")
    assert one.category == "ветеран праці; багатодітна сім’я"
    assert (one.sign, one.subject) == ("повторне (попереднє: Ґ-0088/26)", "індивідуальне")
    assert one.marks == ("конфіденційно", "повторне")
    assert (one.result, one.closed, one.days) == ("вирішено позитивно", "26.11.2026", "24")
    assert one.closed_by == "Мороз Ірина Василівна, завідувач сектору"
    assert (one.answered, one.answered_to) == ("26.11.2026", "halahan@example.org")
    assert one.control == "знято з контролю"
    assert one.text[0].startswith("Доброго дня!")


def test_a_referral_tells_who_gave_it_and_what_became_of_its_term() -> None:
    first, second = made().orders
    assert first.given_by == "програма за листом кореспондента"
    assert (first.due[:10], first.first_due[:10], first.returns) == ("22.11.2026", "05.11.2026", 1)
    assert second.given_by == "Мороз Ірина Василівна, завідувач сектору"
    assert (second.first_due, second.purpose) == ("", "співвиконавець")


def test_every_change_of_a_term_is_told() -> None:
    executor, law = made().extensions
    assert executor.whose.replace("\u00a0", " ") == "КП «Водоканал»"
    assert (law.whose, law.old[:10], law.new[:10]) == ("", "02.12.2026", "17.12.2026")
    assert law.by.startswith("Мороз")


def test_the_course_tells_every_letter_and_change_and_who_did_it() -> None:
    told = steps(made()).replace("\u00a0", " ")
    for line in (
        "02.11.2026 08:14 | Надійшло звернення (електронна пошта) | кореспондент",
        "Зареєстровано за індексом Ґ-0123/26; Дано доручення: КП «Водоканал»",
        "Тематика: – → Водопостачання",
        "Надійшов лист: не згоден: не виконано | кореспондент",
        "Повернулося недоставленим: доручення, zhek@rada.example (5.1.1) | програма",
        "КП «Водоканал» (справжність відправника не підтверджено)",
        "Відповідь на питання «Вирішіть, чи продовжити строк»: просить продовжити строк | Мороз",
        "Результат: – → вирішено позитивно | Мороз",
    ):
        assert line in told, line
    assert [s.at for s in made().steps[:1]] == ["02.11.2026\u00a008:14"]
    assert "готується до надсилання" not in told  # the letter that was sent says it


def test_an_open_appeal_has_no_answer_yet() -> None:
    one = made(state=AppealState.IN_WORK, result=None, result_by=None, closed_at=None)
    assert (one.answered, one.closed, one.days, one.result) == ("", "", "", "")
    assert one.control == "на контролі"


def test_who_has_no_mail_is_answered_by_telephone() -> None:
    call = Task(
        TaskKind.CALL_BACK, opened_at=given.after(23), answered_at=given.after(24), answer="close"
    )
    file = replace(given.dossier(), written=(), tasks=(call,))
    one = card(file, given.POLICY, given.NOW)
    assert one.answered == "26.11.2026"
    assert one.answered_to.replace("\u00a0", " ") == "050 111-22-33"


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("operator:head", "Мороз Ірина Василівна, завідувач сектору"),
        ("operator:moroz@rada.example", "Мороз Ірина Василівна, завідувач сектору"),
        ("moroz@rada.example", "Мороз Ірина Василівна, завідувач сектору"),
        ("operator:gone", "працівник контактного центру (gone)"),
        ("leader:mayor", "Савченко Микола Андрійович, міський голова"),
        ("executor:vodokanal", "КП «Водоканал»"),
        ("executor:left,failed", "виконавець (left) (справжність відправника не підтверджено)"),
        ("outsider", "кореспондент"),
        ("applicant", "заявник"),
        ("silent", "програма"),
        ("stranger@example.org", "stranger@example.org"),
        ("", ""),
        (None, ""),
    ],
)
def test_who(by: str | None, told: str) -> None:
    assert Naming(given.POLICY).who(by).replace("\u00a0", " ") == told


def test_letters_that_did_not_go_are_told_so() -> None:
    letters = (
        Written(given.after(1), "closed", "a@b.example", "a", "never", fault="550 no such user"),
        Written(given.after(2), "status", "a@b.example", "a", "queued"),
    )
    told = [
        one.said[0]
        for one in course(replace(given.dossier(), written=letters), Naming(given.POLICY))
        if "a@b.example" in one.said[0]
    ]
    assert told[0].startswith("Не вдалося надіслати") and "550" in told[0]
    assert told[1].startswith("Готується до надсилання")


def test_a_course_without_end_is_cut_and_says_so() -> None:
    many = tuple(Received(71, given.RECEIVED + timedelta(hours=n), "outsider") for n in range(2000))
    one = card(replace(given.dossier(), received=many), given.POLICY, given.NOW)
    assert len(one.steps) == STEPS
    assert str(STEPS) in one.omitted


def test_a_text_without_end_is_cut_and_says_so() -> None:
    one = made(text="щ" * 100_000)
    assert sum(map(len, one.text)) < TEXT + 200
    assert "скорочено" in one.text[-1]
    assert len(one.gist) <= 300


def test_what_xml_does_not_take_is_gone() -> None:
    one = made(text="а\x0bб\x00в\ufffeг\uffff\ud800", subject="\x07")
    assert one.text == ("абвг",)
    change = Change(given.after(1), "outsider", "appeal", 7, "applicant_name", "a\x0b\ufffe", "б")
    told = course(replace(given.dossier(), changes=(change,)), Naming(given.POLICY))
    assert not any(char in str(told) for char in ("\x0b", "\\x0b", "\ufffe", "\\ufffe"))


def test_every_letter_of_ours_and_every_field_has_a_name() -> None:
    assert set(templates.letters()) <= table("letters").keys()
    silent = {"id", "version", "open", "number", "year", "sequence", "letter_id", "message_id"}
    silent |= {"appeal_id", "created_at"}
    for model in (AppealRow, ReferralRow, AlertRow):
        columns = {field.column_name for field in model._meta.sorted_fields}
        assert columns - silent <= table("fields").keys(), model


def test_names_of_a_layout_are_the_cards_fields() -> None:
    assert {"number", "applicant", "orders", "steps", "text"} <= {one.name for one in fields(Card)}


@pytest.mark.parametrize(
    ("text", "first", "last", "title"),
    [
        ("2026", "2026-01-01", "2026-12-31", "за 2026 рік"),
        ("2024-02", "2024-02-01", "2024-02-29", "за лютий 2024 року"),
        ("2026-11-25", "2026-11-25", "2026-11-25", "за 25 листопада 2026 року"),
    ],
)
def test_periods(text: str, first: str, last: str, title: str) -> None:
    period = parse_period(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    naming = Naming(given.POLICY)
    assert period.title(naming).replace("\u00a0", " ") == title
    begins, ends = period.bounds(naming)
    assert begins.isoformat().startswith(f"{first}T00:00:00+0")
    assert ends.astimezone(given.POLICY.timezone).date() > period.last


def test_a_span_of_days_and_what_is_no_period() -> None:
    naming = Naming(given.POLICY)
    span = Period(parse_period("2026-11-02").first, parse_period("2026-12").last)
    assert span.title(naming) == "з 02.11.2026 до 31.12.2026"
    for text in ("", "26", "2026-13", "2026-02-30", "9999", "2026-1", "\u0662\u0660\u0662\u0666"):
        with pytest.raises(ValueError, match="is no day, month or year"):
            parse_period(text)


def test_one_commits_changes_stand_in_the_order_of_the_form() -> None:
    names = ("result_by", "applicant_flat", "state", "applicant_street", "due_at", "result")
    at = given.after(1)
    changes = tuple(Change(at, "operator:head", "appeal", 7, name, "a", "b") for name in names)
    file = replace(given.dossier(), changes=changes, received=(), written=(), tasks=())
    (one,) = course(file, Naming(given.POLICY))
    said = [told.partition(":")[0] for told in one.said]
    assert said == [
        "Стан", "Вулиця заявника", "Квартира заявника", "Строк", "Результат", "Хто завершив",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "by", "told"),
    [
        ("set-topic water", "moroz@rada.example", "визначити тему Водопостачання"),
        ("set-executor zhek", "moroz@rada.example", "визначити виконавця КП «Житлова керуюча"),
        ("close", "halahan@example.org", "закрити"),
        ("", None, "–"),
    ],
)
def test_answers_are_told_by_names(answer: str, by: str | None, told: str) -> None:
    task = Task(
        TaskKind.ROUTE, opened_at=given.after(1), answered_at=given.after(2),
        answered_by=by, answer=answer,
    )  # fmt: skip
    file = replace(given.dossier(), changes=(), received=(), written=(), tasks=(task,))
    step = card(file, given.POLICY, given.NOW).steps[-1]
    assert step.said[0].startswith(f"Відповідь на питання «Визначте виконавця»: {told}")
    who = {"moroz@rada.example": "Мороз", "halahan@example.org": "заявник", None: "програма"}
    assert step.by.startswith(who[by])


def test_what_is_ended_on_its_day_took_no_day() -> None:
    assert made(closed_at=given.after(0.1)).days == "0"


def test_a_former_executor_is_called_by_both_names() -> None:
    heir = Executor(
        "vodokanal",
        "КП «Водоканал»",
        "d@v.example",
        former=(Former("v2", "КП «В-2»"), Former("v3")),
    )
    naming = Naming(replace(given.POLICY, executors={"vodokanal": heir}))
    told = [
        naming.executor(code).replace("\u00a0", " ") for code in ("v2", "v3", "vodokanal", "v4")
    ]
    assert told == [
        "КП «Водоканал» (раніше: КП «В-2»)", "КП «Водоканал» (раніше: v3)", "КП «Водоканал»", "v4",
    ]  # fmt: skip


def test_the_council_s_answers_are_told_with_what_proves_their_files() -> None:
    digest = "ab" * 32
    answers = (
        Answer(
            7, AnswerWay.E_MAIL, "moroz@rada.example", given.after(20), 75,
            (AnswerFile(1, "answer.pdf", 2048, digest),),
        ),
        Answer(7, AnswerWay.OUTSIDE, "moroz@rada.example", given.after(23), note="лист № 02-15/7"),
    )  # fmt: skip
    told = card(
        replace(given.dossier(), answers=answers, appeal=given.appeal(rating=4)),
        given.POLICY,
        given.NOW,
    )
    assert "Мороз" in told.answers[0]
    assert told.answers[0].endswith(f"answer.pdf, 2\u00a0КБ, SHA-256 {digest}")
    assert told.answers[1].endswith("лист № 02-15/7")
    assert told.rating == "4 – добре"


def test_a_signed_answer_is_the_card_s_answer() -> None:
    sent = Written(given.after(24), "answer", "halahan@example.org", "a", "sent", given.after(24.5))
    told = card(
        replace(given.dossier(), written=(*given.WRITTEN[:-1], sent)), given.POLICY, given.NOW
    )
    assert (told.answered, told.answered_to) == ("26.11.2026", "halahan@example.org")
