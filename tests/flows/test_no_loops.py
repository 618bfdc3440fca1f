"""Robots that do not say what they are: whoever answers our answers is not answered for ever."""

from __future__ import annotations

from mailflows.decide import decide
from mailflows.decision import OpenTask
from mailflows.vocabulary import Intent, Kind, TaskKind
from tests.flows.given import MOROZ, at, mails, of, operator, sent


def test_a_robot_at_an_operators_address_waits_in_the_list_at_last() -> None:
    decision = decide(operator(Intent.UNCLEAR), at(transcripts_last_hour=30))
    assert not sent(decision)
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.READ_REPLY]


def test_what_was_done_is_told_however_often() -> None:
    known = at(transcripts_last_hour=30)
    decision = decide(operator(Intent.SET_KIND, reply={"kind": Kind.COMPLAINT}), known)
    assert mails(decision) == [("transcript", MOROZ.address)]
