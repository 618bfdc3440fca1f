"""A merged or renamed executor: what it was given before is its heir's to answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflows.decide import decide
from mailflows.policy import Former
from mailflows.reasons import Code
from mailflows.vocabulary import AppealState, Intent, ReferralState
from tests.flows.given import (
    HEAT,
    POLICY,
    WATER,
    at,
    codes,
    executor,
    mails,
    operator,
    referral,
    states,
)

HEIR = replace(WATER, former=(Former("voda-2", "КП «Вода-2»"),), former_addresses=("v2@v.example",))
MERGED = replace(POLICY, executors={"vodokanal": HEIR, "teplo": HEAT})
OLD = referral(executor="voda-2", address="old@v2.example")


def test_the_heir_answers_what_was_given_to_the_former_one() -> None:
    decision = decide(executor(Intent.DONE), at(referral=OLD, referrals=(OLD,), policy=MERGED))
    assert states(decision) == {"referral": "claimed", "appeal": "in-check"}
    before = at(referral=OLD, referrals=(OLD,))
    assert codes(decide(executor(Intent.DONE), before))[0] is Code.NOT_THIS_EXECUTOR


@pytest.mark.parametrize("intent", [Intent.REWORK, Intent.GIVE_BACK])
def test_letters_about_it_go_to_the_heir(intent: Intent) -> None:
    claimed = replace(OLD, state=ReferralState.CLAIMED, claim=Intent.DONE)
    known = at(AppealState.IN_CHECK, referrals=(claimed,), policy=MERGED)
    decision = decide(operator(intent, reply={"words": "тече"}), known)
    assert WATER.address in [to for _, to in mails(decision)]
    assert "old@v2.example" not in [to for _, to in mails(decision)]


def test_the_heir_has_the_work_already() -> None:
    known = at(referrals=(OLD,), policy=MERGED)
    decision = decide(operator(Intent.SET_EXECUTOR, reply={"executor": "vodokanal"}), known)
    assert decision.reasons[0].facts["why"] == "has-it"


def test_both_names_are_known_where_the_settings_tell_them() -> None:
    assert MERGED.executor("voda-2") is HEIR
    assert MERGED.present_code("voda-2") == "vodokanal"
    assert MERGED.present_code("unheard-of") == "unheard-of"
