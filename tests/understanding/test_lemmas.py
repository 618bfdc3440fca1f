"""Forms of words."""

from __future__ import annotations

import pytest

from mailflows.understanding.words.lemmas import inflect, parses, plain


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "`", "′"])
def test_any_apostrophe_is_known(apostrophe: str) -> None:
    assert any(form.normal == "під'їзд" for form in parses(f"Під{apostrophe}їзду"))


def test_all_dictionary_forms_are_given() -> None:
    assert "вода" in {form.normal for form in parses("води")}


def test_grammemes_tell_a_patronymic() -> None:
    assert any("Patr" in form.tags for form in parses("Петрівни"))


def test_nonsense_and_endless_words_do_no_harm() -> None:
    assert parses("") == ()
    assert parses("а" * 100_000) == ()
    assert parses("\U00017000") == ()


def test_inflection() -> None:
    assert inflect("садовій", "садовий", "nomn", "femn") == "садова"
    assert inflect("садовій", "нема", "nomn") is None


def test_plain_keeps_the_length() -> None:
    assert len(plain("П’ЯТЬ")) == 5
