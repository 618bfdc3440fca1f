"""Documents that only a person can read: asked with the file, registered all the same, answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, OpenTask, Register
from mailflows.records import New, Task
from mailflows.supplement import supplement
from mailflows.vocabulary import Intent, Outcome, TaskKind
from tests.flows.given import (
    appeal,
    at,
    context,
    document,
    facts,
    matter,
    of,
    operator,
    sent,
)

READ = Task(TaskKind.READ_DOCUMENT, appeal=5, id=9)


@pytest.mark.parametrize(
    "fault", ["unknown-type", "encrypted", "archive", "no-ocr", "read-in-part"]
)
def test_the_appeal_is_registered_and_the_file_goes_to_the_operators(fault: str) -> None:
    given = facts(documents=(document("zayava.odt", fault=fault),), matters=(matter(),))
    decision = decide(given, context())
    assert decision.outcome is Outcome.REGISTERED
    assert len(of(decision, Register)) == 1
    [asked] = [one.task for one in of(decision, OpenTask)]
    assert (asked.kind, asked.appeal) == (TaskKind.READ_DOCUMENT, New(0))
    assert asked.reason is not None and asked.reason.facts == {"name": "zayava.odt"}
    letters = sent(decision, "task")
    assert letters
    assert all(one.attach_letter == context().letter_id for one in letters)
    assert not any(one.urgent for one in letters)


@pytest.mark.parametrize(
    ("type", "fault"),
    [
        ("application/pkcs7-signature", "signature"),
        ("image/png", "empty"),  # a logo
        ("image/jpeg", "unreadable-scan"),  # a pit in the road, beside a full letter
        ("video/mp4", "unknown-type"),
    ],
)
def test_what_holds_no_words_is_not_asked_about(type: str, fault: str) -> None:
    file = replace(document(fault=fault), type=type)
    decision = decide(facts(documents=(file,), matters=(matter(),)), context())
    assert not of(decision, OpenTask)
    assert not sent(decision, "task")


def test_it_is_asked_once_a_letter() -> None:
    known = context()
    asked = replace(READ, letter_id=known.letter_id)
    broken = facts(documents=(document(fault="broken"),), matters=(matter(),))
    assert supplement(broken, (appeal(),), context(tasks=(asked,))) is None


def test_what_the_operator_has_read_joins_the_appeal() -> None:
    bare = appeal(text="Дивіться файл.", missing=("name", "substance"))
    words = operator(None, text="Просить засипати яму.")
    decision = decide(words, at(appeal=bare, task=READ, tasks=(READ,)))
    [change] = of(decision, ChangeAppeal)
    assert change.fields["text"] == "Дивіться файл.\n\nПросить засипати яму."
    assert change.fields["missing"] == ("name",)
    assert [(one.id, one.answer) for one in of(decision, AnswerTask)] == [(9, "addition")]
    assert sent(decision, "transcript")[0].values["refused"] is None


@pytest.mark.parametrize("intent", [None, Intent.ADDITION])
def test_words_that_nobody_asked_for_change_nothing(intent: Intent | None) -> None:
    decision = decide(operator(intent, text="Просить засипати яму."), at())
    assert not of(decision, ChangeAppeal)
