"""Every letter: both parts are there and say the same, nothing is left undefined, taps answer."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

import templates
from mailflows.data import load
from mailflows.reasons import Code
from mailflows.rules.numbers import parse_numbers
from mailflows.rules.reply_address import verify
from mailflows.writing.one_tap import LONGEST
from mailflows.writing.reasons import because
from tests.templates import samples
from tests.templates.written import ALL, Page, Written


def plain(text: str) -> str:
    return " ".join(text.split())


def test_every_template_has_a_sample() -> None:
    assert {one.sample.outgoing.template for one in ALL} == set(templates.letters())


def test_both_parts_are_whole(written: Written) -> None:
    assert written.text.splitlines() == written.message.text.splitlines()
    for part in (written.text, written.html):
        assert "None" not in part
        assert "{{" not in part
        assert "{%" not in part
        assert "Undefined" not in part
    page = Page(written.html)
    assert page.errors == []
    assert written.message.subject
    assert "\n\n\n" not in written.text


def test_the_same_facts_in_both(written: Written) -> None:
    page, text = Page(written.html).text, plain(written.text)
    for pattern in (
        r"[А-ЯҐЄІЇ]{1,2}-\d{4}/\d\d",
        r"\d{1,2}:\d\d",
        r"\d\d?\s\w+\s20\d\d",
        r"0\d{2,4}\s\d{1,3}-\d\d-\d\d",
    ):
        assert sorted(set(re.findall(pattern, page))) == sorted(set(re.findall(pattern, text)))
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", written.html, re.DOTALL)
    assert heading is not None
    assert plain(unescape(heading[1])) == plain(written.text.splitlines()[0])


def test_headings_in_order(written: Written) -> None:
    levels = [
        int(name[1]) for name, _ in Page(written.html).elements if re.fullmatch("h[1-6]", name)
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_are_told_to_screen_readers(written: Written) -> None:
    elements = Page(written.html).elements
    assert ("html", {"lang": "uk", "dir": "ltr"}) in elements
    for name, attrs in elements:
        if name == "table" and attrs.get("role") != "presentation":
            assert attrs["class"].split()[0] in {"facts", "grid"}
        if name == "th":
            assert attrs["scope"] in {"row", "col"}
        assert name != "img"


def taps(written: Written) -> list[tuple[str, str]]:
    """Address and subject of every tap."""
    found = []
    for link in Page(written.html).links("mailto"):
        assert len(link) <= LONGEST
        parts = urlsplit(link)
        query = parse_qs(parts.query, strict_parsing=True)
        assert set(query) == {"subject"}
        found.append((unquote(parts.path), query["subject"][0]))
    return found


def test_taps_carry_a_signed_address_a_number_and_a_word(written: Written) -> None:
    policy, words = samples.policy(), load("one_tap")
    reply_to = written.parsed["Reply-To"].addresses[0].addr_spec
    for address, subject in taps(written):
        party, _ = verify(address, policy.mailbox, policy.secret) or ("", "")
        assert party in {"a", "r", "l", "o", "t", "b"}
        numbers = parse_numbers(subject, policy.number_format)
        word = subject.removeprefix(numbers[0]).strip() if numbers else subject
        leader = written.sample.outgoing.template == "for-decision"
        known = words[{"t": "l" if leader else "o", "b": "o"}.get(party, party)].values()
        assert any(word == one or word.startswith(f"{one} ") for one in known)
        text = plain(written.text)
        assert f"{word} –" in text or f"«{word}»" in text
        assert address == reply_to or address in written.text


@pytest.mark.parametrize(
    ("sample", "intents"),
    [
        (
            "referral",
            {"прийнято", "виконано", "роз'яснено", "не наше", "потрібен час", "потрібні дані"},
        ),
        ("informed", {"підтверджую", "не виконано"}),
        ("alert", {"прийнято", "не можу"}),
        ("task", {"виконавець vodokanal", "виконавець gas", "не реєструвати"}),
    ],
)
def test_answers_that_a_letter_must_offer(sample: str, intents: set[str]) -> None:
    written = next(one for one in ALL if one.sample.name == sample)
    number = written.sample.known.appeal.number if written.sample.known.appeal else ""
    assert {subject.removeprefix(number).strip() for _, subject in taps(written)} == intents


def test_acknowledgement_says_what_the_law_and_the_reader_need() -> None:
    text = plain(next(one for one in ALL if one.sample.name == "acknowledgement").text)
    for words in (
        "Шановна Маріє Тимофіївно!",
        "№ К-0123/26",
        "до 25 грудня 2026 року (п’ятниця)",
        "101",
        "102",
        "103",
        "104",
        "112",
        "КП «Водоканал»",
        "Персональні дані",
        "автоматичне повідомлення",
        "25 листопада 2026 року, 08:40",
    ):
        assert words in text, words


def test_acknowledgement_of_a_complaint_names_no_executor_and_tells_what_is_missing() -> None:
    text = plain(next(one for one in ALL if one.sample.name == "acknowledgement-complaint").text)
    assert "Водоканал" not in text
    assert "прізвище, ім’я та по батькові" in text
    assert "К-0125/26" in text
    assert "Перепрошуємо" in text
    assert text.split("№ К-0123/26", 1)[1].lstrip().startswith("Доброго дня!")


def test_nothing_that_a_stranger_wrote_is_sent_back_in_an_acknowledgement() -> None:
    """A forged From would make us deliver a stranger's text to his victim."""
    written = next(one for one in ALL if one.sample.name == "acknowledgement")
    assert samples.APPEAL.text.splitlines()[0] not in plain(written.text)
    assert "немає води" not in written.message.subject


def test_a_confidential_applicant_stays_unknown_to_the_executor() -> None:
    written = next(one for one in ALL if one.sample.name == "referral-confidential")
    for part in (written.text, written.html, written.message.subject):
        for secret in ("Олійник", "Марія", "123 4567", "oliinyk", "кв. 39"):
            assert secret not in part.replace("\u00a0", " ")


def test_an_alert_says_all_in_its_subject() -> None:
    subject = next(one for one in ALL if one.sample.name == "alert").message.subject
    assert subject.replace("\u00a0", " ") == (
        "АВАРІЯ: Сильний запах газу у під'їзді № 3, Селидове, вул. Миру, 18 [К-0125/26]"
    )


def test_every_reason_has_a_sentence() -> None:
    told: dict[str, Any] = tomllib.loads(
        (templates.UKRAINIAN / "reasons.toml").read_text(encoding="utf-8")
    )
    assert set(told) == {code.value for code in Code}
    for code, patterns in told.items():
        assert "{" not in patterns[-1], f"{code}: the last pattern must need no fact"


def test_reasons_are_told_with_their_facts() -> None:
    policy = samples.policy()
    told = because(
        samples.Reason(Code.REFERRED_BY_TOPIC, {"topic": "water", "executor": "vodokanal"}), policy
    )
    assert told == "Доручено виконавцеві: КП «Водоканал». Тема: «Водопостачання»."
    bare = because(samples.Reason(Code.TOPIC_WORDS, {}), policy)
    assert bare == "Тему визначено за словами листа."


def said(name: str) -> str:
    return plain(next(one for one in ALL if one.sample.name == name).text)


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        ("note-registered", ("Передано: Дільниця газопостачання", "Сповіщено керівників: Гриценко",
                             "Не вказано: місце проживання", "(адреса заявника)", "№ К-0125/26")),
        ("note-registered-unclear", ("ще нікому, визначте виконавця", "виконавець gas")),
        ("note-registered-two", ("Зареєстровано № К-0125/26, № К-0126/26",)),
        ("task-urgent", ("Аварія: зателефонуйте керівникам", "Савченко Микола Андрійович: 050")),
        ("task-two-questions", ("Аварія: визначте виконавця і зателефонуйте керівникам",
                                "Керівників сповіщено про аварію", "виконавець vodokanal")),
        ("task-read-reply", ("Від: dispatcher@vodokanal.example", "> Роботи тривають.",
                             "Виконавець: КП", "зроблено – більше не нагадувати")),
        ("operators-list", ("Зателефонуйте: доручення не прочитано", "vodokanal – КП «Водоканал»")),
        ("operators-list-empty", ("Рішень не потрібно",)),
        ("digest-quiet", ("Аварій і прострочень немає. 2 нові звернення.",)),
        ("alert", ("Телефон виконавця: 06237 7-01-04",)),
        ("alert-update", ("Виконавець: Дільниця газопостачання",
                          "вул. Шевченка, 4 (адреса заявника)")),
        ("informed-explained", ("Чи достатньо роз’яснення?",)),
    ],
)  # fmt: skip
def test_what_readers_must_find(sample: str, words: tuple[str, ...]) -> None:
    text = said(sample)
    assert [one for one in words if one not in text] == []


def test_the_law_month_of_an_emergency_has_no_hour_and_the_executors_term_has() -> None:
    text = said("task-two-questions")
    assert re.search(r"Строк розгляду: до \d+ \w+ \d{4}", text)
    written = next(one for one in ALL if one.sample.name == "referral-emergency")
    assert re.search(r"Строк: до \d\d:\d\d", plain(written.text))


def test_what_was_settled_is_named() -> None:
    reason = samples.Reason(Code.OPERATOR_COMMAND, {"intent": "done", "asked": "complete"})
    told = because(reason, samples.policy())
    assert told == "Більше не нагадуємо: «З’ясуйте, чого бракує у зверненні»."


def test_the_list_names_every_call_with_what_to_ask() -> None:
    one = next(one for one in ALL if one.sample.name == "operators-list-of-calls")
    text = one.message.text.replace("\u00a0", " ")
    for number in range(300, 345):
        assert f"К-0{number}/26" in text
    assert text.count("Запитайте: чи справді питання вирішено") == 45
    assert text.count("Дзвінків без відповіді: 2") == text.count("Насос замінено.") == 45
    assert "Показано не все" not in text
