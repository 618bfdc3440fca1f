"""Robots that do not say what they are: whoever answers our answers is not answered for ever."""

from __future__ import annotations

from mailflows.decide import decide
from mailflows.decision import OpenTask
from mailflows.vocabulary import Intent, Kind, Outcome, Role, TaskKind
from tests.flows.given import (
    DANGER,
    MOROZ,
    at,
    context,
    facts,
    letter,
    mails,
    matter,
    of,
    operator,
    sent,
)


def test_a_robot_at_an_operators_address_waits_in_the_list_at_last() -> None:
    decision = decide(operator(Intent.UNCLEAR), at(transcripts_last_hour=30))
    assert not sent(decision)
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.READ_REPLY]


def test_what_was_done_is_told_however_often() -> None:
    known = at(transcripts_last_hour=30)
    decision = decide(operator(Intent.SET_KIND, reply={"kind": Kind.COMPLAINT}), known)
    assert mails(decision) == [("transcript", MOROZ.address)]


def test_our_own_letter_that_came_back_is_left_alone() -> None:
    ours = letter(headers={"auto-submitted": ("auto-generated",)})
    decision = decide(facts(Role.OURSELVES, letter=ours, matters=(matter(),)), context())
    assert (decision.outcome, decision.changes, decision.outgoing) == (Outcome.NOT_APPEAL, (), ())


def test_strange_words_under_our_own_address_are_shown_and_answered_to_nobody() -> None:
    decision = decide(facts(Role.OURSELVES, matters=(matter(),)), context())
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.REGISTER]
    assert not sent(decision)
    danger = decide(facts(Role.OURSELVES, matters=(matter(emergency=DANGER),)), context())
    assert {one.template for one in danger.outgoing} == {"task"}
