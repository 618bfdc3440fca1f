"""Every intent of every writer in every state: nothing raises, nothing closes that was not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given as tried
from hypothesis import settings
from hypothesis import strategies as st

from mailflows.context import Context, SentLetter
from mailflows.decide import decide
from mailflows.decision import ChangeAlert, ChangeAppeal, ChangeReferral, Decision
from mailflows.facts import Facts, Reply, Tie
from mailflows.rules.results import POSSIBLE
from mailflows.states import OPEN, UNDER_WAY
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Channel,
    Intent,
    Kind,
    ReferralState,
    Robot,
    Role,
    TieKind,
)
from tests.flows.given import (
    DANGER,
    DEPUTY,
    HEAT,
    MAYOR,
    MOROZ,
    POLICY,
    WATER,
    alert,
    appeal,
    at,
    citizen,
    context,
    executor,
    leader,
    matter,
    of,
    operator,
    referral,
    states,
)

WRITERS = (executor, citizen, operator, leader)
OURS = {POLICY.mailbox, *POLICY.mailboxes, *POLICY.form_senders}


def is_sound(decision: Decision, known: Context) -> None:
    """What holds of every decision."""
    assert decision.reasons
    assert decision.outcome is not None
    assert all(one.to and one.to not in OURS for one in decision.outgoing)
    keys = [
        (type(one), one.id)
        for one in decision.changes
        if isinstance(one, ChangeAppeal | ChangeReferral | ChangeAlert)
    ]
    assert len(keys) == len(set(keys))  # no record twice: its version was read once
    purposes = [
        (one.purpose, one.to, one.task, one.referral, one.alert, one.appeal)
        for one in decision.outgoing
    ]
    assert len(purposes) == len(set(purposes))
    if states(decision).get("appeal") == "closed":
        recalled = {one.id for one in of(decision, ChangeReferral)}
        assert {one.id for one in known.referrals if one.state in UNDER_WAY} <= recalled
    for changed in of(decision, ChangeAppeal):
        has_its_result(changed.fields, known)


def has_its_result(fields: Mapping[str, Any], known: Context) -> None:
    """An appeal has ended exactly when its result, who decided it, and when are known."""
    assert known.appeal is not None
    state = fields.get("state", known.appeal.state)
    told = [fields[name] for name in ("result", "result_by", "closed_at") if name in fields]
    if "state" not in fields and not told:
        return
    if state in OPEN:
        assert not any(told)
        assert len(told) == 3 or known.appeal.state in OPEN
    else:
        assert all(told)
        assert fields["result"] in POSSIBLE[state]
        assert fields["result_by"].partition(":")[0] in {"applicant", "operator", "silence"}


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("intent", list(Intent))
def test_every_intent_in_every_state(write: Any, intent: Intent) -> None:
    for state, of_referral in product(AppealState, (*ReferralState, None)):
        known = at(state, of_referral, alert=alert())
        decision = decide(write(intent), known)
        is_sound(decision, known)
        if states(decision).get("appeal") == "closed":
            closing = (Intent.CLOSE, Intent.REACHED, Intent.UNREACHABLE)
            by_operator = [(operator, one) for one in closing]
            assert (write, intent) in ((citizen, Intent.CONFIRMED), *by_operator)
        if states(decision).get("appeal") == "in-check":
            assert (write, intent) in ((executor, Intent.DONE), (executor, Intent.EXPLAINED))


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("intent", list(Intent))
@pytest.mark.parametrize("kind", [TieKind.NUMBER, TieKind.MESSAGE_ID])
def test_a_forged_sender_changes_no_state(write: Any, intent: Intent, kind: TieKind) -> None:
    ours = SentLetter(9, "informed", "maria@mail.example", "a", 5, None, None)
    for state, of_referral in product(AppealState, (*ReferralState, None)):
        known = at(state, of_referral, alert=alert())
        known = replace(known, sent=ours if kind is TieKind.MESSAGE_ID else None)
        for doubt in (Authenticity.FAILED, Authenticity.UNSTAMPED):
            forged = write(intent, authenticity=doubt, ties=(Tie(kind, "К-0123/26"),))
            changed = states(decide(forged, known))
            disputes = write is citizen and intent is Intent.DISPUTED
            if disputes and kind is TieKind.MESSAGE_ID and changed:
                assert changed["appeal"] == "in-work"  # he holds a letter of ours: reopened
            else:
                assert changed == {}


ANY_FACTS = st.builds(
    lambda write, intent, role, doubt, robot, ties, form, note, weak, matters: Facts(
        letter=write(None).letter,
        role=role,
        authenticity=doubt,
        executor=write(None).executor,
        person=write(None).person,
        weak_address=weak,
        robot=robot,
        ties=ties,
        channel=Channel.TELEPHONE if note else Channel.E_MAIL,
        form=form,
        note=note,
        matters=matters,
        reply=Reply(intent) if intent else None,
    ),
    st.sampled_from(WRITERS),
    st.sampled_from([*Intent, None]),
    st.sampled_from(Role),
    st.sampled_from(Authenticity),
    st.sampled_from([*Robot, None]),
    st.sampled_from(
        [(), (Tie(TieKind.NUMBER, "К-0123/26"),), (Tie(TieKind.SIGNED_ADDRESS, "7", "r"),)]
    ),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.lists(
        st.builds(
            matter,
            kind=st.sampled_from(Kind),
            topic=st.sampled_from(["water", "gas", "unheard-of", None]),
            emergency=st.sampled_from([None, DANGER]),
            anonymous=st.booleans(),
            confidential=st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
)
ANY_CONTEXT = st.builds(
    lambda state, of_referral, tied, running, complete: (
        at(state, of_referral, tied=tied, alert=alert() if running else None)
        if complete
        else context(tied=tied, alert=alert() if running else None)
    ),
    st.sampled_from(AppealState),
    st.sampled_from([*ReferralState, None]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=600, deadline=None)
@tried(ANY_FACTS, ANY_CONTEXT)
def test_nothing_raises_whatever_the_facts(facts: Facts, known: Context) -> None:
    is_sound(decide(facts, known), known)
    assert decide(facts, known) == decide(facts, known)


def test_two_executors_and_contradicting_answers() -> None:
    mine = referral(state=ReferralState.CLAIMED)
    his = referral(id=8, executor="teplo", address=HEAT.address, state=ReferralState.ACCEPTED)
    known = at(AppealState.IN_WORK, referral=his, referrals=(mine, his))
    declined = decide(
        executor(
            Intent.DECLINED, executor="teplo", sender=HEAT.address, ties=(Tie(TieKind.NUMBER, "x"),)
        ),
        known,
    )
    assert states(declined) == {"referral": "declined"}
    assert [one.id for one in of(declined, ChangeReferral)] == [8]
    assert {WATER.address, DEPUTY.address, MAYOR.address, MOROZ.address}.isdisjoint(
        one.to for one in declined.outgoing
    )
    assert appeal().state is AppealState.IN_WORK
