"""Ukrainian written in Latin letters, turned back."""

from __future__ import annotations

from mailflows.understanding.words.transliteration import to_cyrillic


def test_letters_that_only_fold_into_latin_ones_stay() -> None:
    assert to_cyrillic("na vul. Sad\u0131") == "на вул. Сад\u0131"  # a Turkish i without its dot
    assert to_cyrillic("\u017fadova") == "\u017fадова"  # a long s
