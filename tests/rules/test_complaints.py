"""Whom a complaint is about and who may decide it (393/96-VR art. 7 part 4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailflows.policy import Policy
from mailflows.rules.complaints import complained_of, leader_above, may_decide
from mailflows.rules.routing import options_for
from mailflows.vocabulary import Kind, ReferralState
from tests.flows.given import POLICY, WATER, appeal, matter, referral

OWN_HEAD = replace(
    POLICY, executors=POLICY.executors | {"vodokanal": replace(WATER, leader="social")}
)


@pytest.mark.parametrize(
    ("asked", "worked", "against"),
    [
        ({"kind": Kind.COMPLAINT, "against": ("teplo",)}, ReferralState.CONFIRMED, ("teplo",)),
        ({"kind": Kind.COMPLAINT}, ReferralState.CONFIRMED, ("vodokanal",)),
        ({"kind": Kind.COMPLAINT}, ReferralState.SENT, ("vodokanal",)),
        ({"kind": Kind.COMPLAINT}, ReferralState.DECLINED, ()),
        ({"kind": Kind.COMPLAINT}, ReferralState.RECALLED, ()),
        ({"against": ("teplo",)}, ReferralState.CONFIRMED, ()),  # an application
    ],
)
def test_named_in_the_words_else_who_had_the_earlier_one(
    asked: dict[str, Any], worked: ReferralState, against: tuple[str, ...]
) -> None:
    assert complained_of(matter(**asked), [referral(state=worked)]) == against


@pytest.mark.parametrize(
    ("policy", "against", "topic", "above"),
    [
        (POLICY, ("vodokanal",), "water", "deputy"),
        (POLICY, ("vodokanal",), None, "deputy"),
        (POLICY, ("vodokanal",), "social", "deputy"),  # above the body, not of the topic
        (OWN_HEAD, ("vodokanal",), "water", "social"),
        (POLICY, ("deputy",), "water", "mayor"),
        (POLICY, ("deputy", "vodokanal"), "water", "mayor"),
        (POLICY, ("mayor",), "water", None),
        (POLICY, (), "water", "deputy"),
        (POLICY, (), None, "mayor"),
    ],
)
def test_the_leader_above(
    policy: Policy, against: tuple[str, ...], topic: str | None, above: str | None
) -> None:
    found = leader_above(appeal(kind=Kind.COMPLAINT, against=against, topic=topic), policy)
    assert (found.code if found else None) == above


def test_never_to_those_complained_of() -> None:
    complaint = appeal(kind=Kind.COMPLAINT, against=("vodokanal",))
    assert not may_decide(complaint, "vodokanal")
    assert may_decide(complaint, "teplo")
    assert may_decide(appeal(), "vodokanal")
    assert options_for(complaint, POLICY) == (
        "set-leader deputy",
        "ask-information vodokanal",
        "set-executor teplo",
    )
    unknown = appeal(kind=Kind.COMPLAINT)  # probably about the topic's own executor
    assert options_for(unknown, POLICY) == (
        "set-leader deputy",
        "ask-information vodokanal",
        "set-executor teplo",
    )
    about_deputy = appeal(kind=Kind.COMPLAINT, against=("deputy", "teplo"))
    assert options_for(about_deputy, POLICY) == ("set-leader mayor", "ask-information teplo")
    assert options_for(appeal(), POLICY) == ("set-executor vodokanal", "set-executor teplo")
