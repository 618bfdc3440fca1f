"""One matter as a whole, several in one letter, and how long it takes."""

from __future__ import annotations

import time

from mailflows.facts import Applicant, Matter, Place
from mailflows.policy import Policy
from mailflows.reasons import Code
from mailflows.understanding.matters.matter import read_matter, read_matters
from mailflows.understanding.matters.split import split_matters
from mailflows.vocabulary import Kind, Regime
from tests.accuracy.people_policy import people_policy

AUTHOR = Applicant(name="Коваль Ярослав Романович", street="Миру", house="5", email="y@u.example")


def _read(text: str, subject: str = "", policy: Policy | None = None) -> Matter:
    return read_matter(text, subject, AUTHOR, Place(), policy or people_policy())


def test_a_burst_main() -> None:
    matter = _read("Прорвало водогін на Лісній, вода заливає двори. Прошу терміново приїхати.")
    assert (matter.topic, matter.kind, matter.regime) == ("water", Kind.APPLICATION, Regime.APPEAL)
    assert matter.emergency is not None
    assert matter.missing == ()
    assert {reason.code for reason in matter.because} >= {Code.TOPIC_WORDS, Code.KIND_WORDS}


def test_alarm_words_without_danger_are_told() -> None:
    matter = _read("Вчора прорвало трубу, усе полагодили, дякую.")
    assert matter.emergency is None
    assert Code.NOT_EMERGENCY in {reason.code for reason in matter.because}


NUMBERED = (
    "Звертаюся з кількох питань:\n1. На вулиці Миру не горить жоден ліхтар від будинку 5.\n"
    "2. Маршрутка № 4 не дотримується графіка, останній рейс о 17 годині.\n"
    "3. Автобус на Цукурине взагалі не ходить у неділю."
)


def test_a_numbered_letter_of_two_topics() -> None:
    first, second = read_matters(NUMBERED, "", AUTHOR, Place(), people_policy())
    assert (first.topic, second.topic) == ("street-lighting", "transport")
    assert "Цукурине" in second.text
    assert first.applicant == second.applicant == AUTHOR


def test_the_dangerous_matter_comes_first() -> None:
    text = (
        "1) Прошу відремонтувати лавку та гойдалку на дитячому майданчику.\n"
        "2) У під'їзді № 2 сильно тхне газом, приїдьте негайно."
    )
    first, second = read_matters(text, "", AUTHOR, Place(), people_policy())
    assert first.topic == "gas"
    assert first.emergency is not None
    assert second.emergency is None


def test_other_lists_stay_whole() -> None:
    signers = "Просимо ремонт даху.\n1. Литвин Раїса, кв. 19\n2. Дяченко О. О., кв. 17"
    asked = "Прошу надати: 1) штатний розпис виконкому; 2) суму премій заступникам голови."
    one = "1. Ліфт не працює в першому під'їзді.\n2. У другому під'їзді ліфт зупиняється щодня."
    for text in (signers, asked, one, "Добрий день 1. 2. 3.", ""):
        assert split_matters(text) == (text,)


def test_a_letter_takes_a_moment() -> None:
    text = "Добрий день. У дворі третій день тече вода з колодязя, двір затоплює. " * 12
    _read(text, "вода")
    times = []
    for _ in range(30):
        started = time.perf_counter()
        _read(text, "вода")
        times.append(time.perf_counter() - started)
    assert sorted(times)[5] < 0.02


def test_a_megabyte_ends() -> None:
    started = time.perf_counter()
    _read("Прорвало трубу і люк відкритий, вода. " * 26_000)
    assert time.perf_counter() - started < 3
