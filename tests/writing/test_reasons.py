"""Reasons as sentences: bodies and states by their names, never by their codes."""

from __future__ import annotations

import pytest

from mailflows.reasons import not_possible
from mailflows.vocabulary import AppealState, Intent, Sign
from mailflows.writing.reasons import because
from tests.flows.given import POLICY, WATER


@pytest.mark.parametrize(
    ("intent", "why", "about", "told"),
    [
        (Intent.CLOSE, "not-claimed", {"holder": WATER.code}, WATER.name),
        (Intent.ADD_EXECUTOR, "has-it", {"holder": WATER.code}, WATER.name),
        (Intent.SET_TOPIC, "unknown", {"name": "водограй"}, "водограй"),
        (Intent.REWORK, "state", {"state": AppealState.WITHDRAWN}, "відкликано заявником"),
        (Intent.SET_MARK, "has-mark", {"sign": Sign.REPEATED}, "повторне"),
    ],
)  # fmt: skip
def test_why_a_command_is_refused(
    intent: Intent, why: str, about: dict[str, str], told: str
) -> None:
    sentence = because(not_possible(intent, why, **about), POLICY).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert sentence.endswith(f" ({told}).")
    assert not any(code in sentence for code in (why, *filter(str.isascii, about.values())) if code)
