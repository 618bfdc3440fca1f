"""Several commands about one appeal in one letter: one decision, one transcript."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailflows.decide import decide
from mailflows.decision import ChangeAppeal, ChangeReferral, Decision, OpenTask, Refer
from mailflows.facts import Reply
from mailflows.vocabulary import Authenticity, Intent, Kind, TaskKind
from tests.flows.given import appeal, at, of, operator, sent

TO_HEAT = Reply(Intent.SET_EXECUTOR, executor="teplo")
TO_WATER = Reply(Intent.SET_EXECUTOR, executor="vodokanal")


def said(intent: Intent, *then: Reply, **reply: Any) -> Decision:
    return decide(operator(intent, reply={**reply, "then": then}), at(appeal=appeal(topic="gas")))


def fields(decision: Decision) -> dict[str, Any]:
    return {key: value for one in of(decision, ChangeAppeal) for key, value in one.fields.items()}


def entries(decision: Decision) -> list[tuple[str, str]]:
    [letter] = sent(decision, "transcript")
    return [
        (one.said, one.refused.facts["why"] if one.refused else "")
        for one in letter.values["entries"]
    ]


def test_the_named_executor_gets_it_and_nobody_else_for_a_moment() -> None:
    decision = said(Intent.SET_TOPIC, TO_HEAT, topic="water")
    assert fields(decision)["topic"] == "water"
    assert [one.referral.executor for one in of(decision, Refer)] == ["teplo"]
    assert entries(decision) == [("set-topic", ""), ("set-executor", "")]
    assert sent(decision, "transcript")[0].values["possible"] == ("undo 42",)


def test_who_has_it_keeps_it() -> None:
    decision = said(Intent.SET_TOPIC, TO_WATER, topic="heating")
    assert fields(decision) == {"topic": "heating"}
    assert not of(decision, Refer)
    assert entries(decision) == [("set-topic", ""), ("set-executor", "has-it")]


def test_a_complaint_and_who_gets_it_asks_nobody_and_recalls_once() -> None:
    decision = said(Intent.SET_KIND, TO_HEAT, kind=Kind.COMPLAINT, against=("vodokanal",))
    assert [one.referral.executor for one in of(decision, Refer)] == ["teplo"]
    assert [one.fields["state"] for one in of(decision, ChangeReferral)] == ["recalled"]
    assert len(sent(decision, "referral-recalled")) == 1
    assert not of(decision, OpenTask)


def test_what_cannot_be_done_is_told_and_somebody_is_asked() -> None:
    decision = said(Intent.SET_KIND, TO_WATER, kind=Kind.COMPLAINT, against=("vodokanal",))
    assert fields(decision)["kind"] == Kind.COMPLAINT
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.ROUTE]
    [done, refused] = sent(decision, "transcript")[0].values["entries"]
    assert (done.refused, refused.done) == (None, ())
    assert refused.refused is not None


def test_nothing_is_done_for_who_is_not_proved() -> None:
    letter = operator(Intent.SET_TOPIC, reply={"topic": "water", "then": (TO_HEAT,)})
    weak = replace(letter, authenticity=Authenticity.FAILED)
    assert not of(decide(weak, at()), ChangeAppeal)
