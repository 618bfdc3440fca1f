"""Undo: an operator's last command only, while it is fresh and nobody has gone on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflows.context import LastChange
from mailflows.decide import decide
from mailflows.decision import ChangeAppeal, OpenTask
from mailflows.vocabulary import AppealState, Authenticity, Flow, Intent, ReferralState, TaskKind
from tests.flows.given import NOW, at, of, operator, sent, states

CLOSED = LastChange(
    (ChangeAppeal(5, 4, {"state": AppealState.IN_CHECK}),),
    at=NOW - timedelta(hours=3), who="operator:head", said="close", letter_id=57,
)  # fmt: skip


@pytest.mark.parametrize(
    ("last", "named", "why"),
    [
        (replace(CLOSED, by=Flow.EXECUTOR_REPLY, who="executor:vodokanal"), "", "changed-since"),
        (replace(CLOSED, by=Flow.FOLLOW_UP, who="outsider"), "57", "changed-since"),
        (replace(CLOSED, by="silent", who="silent"), "", "changed-since"),
        (CLOSED, "56", "changed-since"),  # an older transcript's button
        (replace(CLOSED, said="undo"), "", "undone-already"),
        (replace(CLOSED, at=NOW - timedelta(hours=25)), "57", "undo-too-late"),
        (None, "", "nothing"),
    ],
)
def test_what_is_too_late_is_refused_with_the_reason(
    last: LastChange | None, named: str, why: str
) -> None:
    known = at(AppealState.CLOSED, ReferralState.CONFIRMED, last_change=last)
    decision = decide(operator(Intent.UNDO, reply={"cause": named}), known)
    (transcript,) = sent(decision, "transcript")
    assert transcript.values["refused"].facts["why"] == why
    assert states(decision) == {}
    assert not any(option.startswith("undo") for option in transcript.values["possible"]) or named


@pytest.mark.parametrize("named", ["", "57"])
def test_the_last_command_is_taken_back(named: str) -> None:
    known = at(AppealState.CLOSED, ReferralState.CONFIRMED, last_change=CLOSED)
    decision = decide(operator(Intent.UNDO, reply={"cause": named}), known)
    assert states(decision) == {"appeal": "in-check"}
    assert sent(decision, "transcript")[0].values["refused"] is None


def test_nobody_has_the_work_then_a_person_is_asked() -> None:
    last = replace(CLOSED, changes=(), entered=(7,), said="set-executor")
    decision = decide(operator(Intent.UNDO), at(last_change=last))
    assert states(decision) == {"referral": "recalled"}
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.ROUTE]


@pytest.mark.parametrize("doubt", [Authenticity.FAILED, Authenticity.UNSTAMPED])
def test_a_forged_undo_changes_nothing(doubt: Authenticity) -> None:
    known = at(AppealState.CLOSED, ReferralState.CONFIRMED, last_change=CLOSED)
    assert states(decide(operator(Intent.UNDO, authenticity=doubt), known)) == {}
