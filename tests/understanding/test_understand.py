"""The facts of whole letters: what is read as what, and that nothing breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflows.reading import read
from mailflows.understanding import understand
from mailflows.vocabulary import Authenticity, Channel, Intent, Role
from tests.accuracy.people_policy import people_policy
from tests.understanding.written import written

POLICY = people_policy()
OPERATOR = "moroz@selydove-rada.example"
OURS = "<7eb32911883fb256fd60.0153-26@selydove-rada.example>"
NOTE = "Заявниця Коваль Ольга Петрівна, вул. Миру, 18, кв. 5, тел. 050 111 22 33: тече дах."


def test_an_executor_with_a_tie_is_read_as_a_reply_and_not_as_an_appeal() -> None:
    facts = understand(written("Виконано.", references=(OURS,), subject="Re: Доручення"), POLICY)
    assert (facts.role, facts.executor) == (Role.EXECUTOR, "vodokanal")
    assert facts.reply and facts.reply.intent is Intent.DONE
    assert facts.matters == ()
    assert facts.authenticity is Authenticity.UNSTAMPED


def test_an_employee_without_a_tie_may_be_a_citizen() -> None:
    letter = written(
        "Прошу полагодити дах, вул. Миру, 18.", sender="slesar@vodokanal.example",
        subject="Дах", is_reply=False,
    )  # fmt: skip
    facts = understand(letter, POLICY)
    assert facts.role is Role.EXECUTOR_EMPLOYEE
    assert facts.reply is None
    assert len(facts.matters) == 1


def test_an_applicant_with_a_tie_is_read_both_ways() -> None:
    letter = written("У під'їзді сильно пахне газом!", sender="a@ukr.net.example")
    facts = understand(letter, POLICY)
    assert facts.reply is not None
    assert facts.reply.number == "К-0123/26"
    assert facts.matters[0].emergency is not None


@pytest.mark.parametrize(
    ("text", "subject", "references", "note", "intent"),
    [
        ("Закрити.", "Re: К-0123/26", (OURS,), False, Intent.CLOSE),
        ("", "К-0123/26 закрити", (), False, Intent.CLOSE),
        ("", "не реєструвати", (), False, Intent.DO_NOT_REGISTER),
        (NOTE, "дзвінок", (), True, None),
        ("Прохання закрити люк на вул. Миру", "люк", (), True, None),
        (NOTE, "Re: старий лист", (OURS,), True, None),
        ("Дякую, побачила", "Re: К-0123/26", (OURS,), False, Intent.UNCLEAR),
        ("Передати Водоканалу", "Re: К-0123/26", (), False, Intent.SET_EXECUTOR),
    ],
)
def test_operators_command_or_note_down_calls(
    text: str, subject: str, references: tuple[str, ...], note: bool, intent: Intent | None
) -> None:
    letter = written(text, sender=OPERATOR, subject=subject, references=references)
    facts = understand(letter, POLICY)
    assert facts.note is note
    assert (facts.reply.intent if facts.reply else None) is intent
    assert facts.channel is (Channel.TELEPHONE if note else Channel.E_MAIL)


def test_a_form_is_never_its_own_applicant() -> None:
    letter = written(
        "щось незрозуміле", sender="wordpress@selydove-rada.example", subject="Форма",
        headers={"auto-submitted": ("auto-generated",)},
    )  # fmt: skip
    facts = understand(letter, POLICY)
    assert facts.form
    assert facts.robot is None
    assert facts.channel is Channel.WEB_FORM
    assert all(one.applicant.email is None for one in facts.matters)


def test_an_absent_executor_is_known_from_his_automatic_answer() -> None:
    letter = written("Я у відпустці.", headers={"auto-submitted": ("auto-replied",)})
    facts = understand(letter, POLICY)
    assert facts.reply and facts.reply.intent is Intent.ABSENT


def test_an_appeal_in_a_document_only() -> None:
    letter = written(
        "Заява у вкладенні.", sender="a@ukr.net.example", subject="Заява", is_reply=False,
        documents=("Прошу відремонтувати дорогу по вул. Миру, суцільні ями.",),
    )  # fmt: skip
    matter = understand(letter, POLICY).matters[0]
    assert matter.topic == "roads"
    assert "суцільні ями" in matter.text


def test_a_broken_reader_degrades_to_a_modest_reading() -> None:
    broken = replace(POLICY, number_format="{letter")  # a format that no reader can parse
    facts = understand(written("Виконано К-0123/26"), broken)
    assert facts.role is Role.EXECUTOR
    assert "fault-ties" in facts.extra
    assert facts.matters


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=600))
def test_never_raises(raw: bytes) -> None:
    letter = read(raw, datetime(2026, 11, 20, tzinfo=UTC), lambda _: None)
    assert understand(letter, POLICY).letter is letter


@settings(deadline=None, max_examples=60)
@given(
    st.text(max_size=300),
    st.sampled_from([OPERATOR, "mayor@selydove-rada.example", "dispatcher@vodokanal.example",
                     "x@vodokanal.example", "wordpress@selydove-rada.example", "a@b.example"]),
)  # fmt: skip
def test_never_faults_on_any_words(text: str, sender: str) -> None:
    facts = understand(written(text, sender=sender), POLICY)
    assert not facts.extra


@pytest.mark.parametrize("references", [(), (OURS,)])
@pytest.mark.parametrize(
    ("sender", "subject", "text", "intent"),
    [
        ("dispatcher@vodokanal.example", "Re: К-0153/26 виконано", "", Intent.DONE),
        (OPERATOR, "Fwd: К-0153/26 закрити", "", Intent.CLOSE),
        (OPERATOR, "Re: К-0153/26 закрити", "Я у відпустці.", Intent.CLOSE),
        ("a@ukr.net.example", "Re: К-0153/26 підтверджую", "", Intent.CONFIRMED),
    ],
)
def test_a_strangers_subject_that_is_answered_or_passed_on_orders_nothing(
    references: tuple[str, ...], sender: str, subject: str, text: str, intent: Intent
) -> None:
    letter = written(text, sender=sender, subject=subject, references=references)
    reply = understand(letter, POLICY).reply
    assert reply is not None
    assert (reply.intent is intent) is bool(references)
    assert reply.number == "К-0153/26"
