"""A refusal: who does it instead is a person's word; a second one shows the whole path."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mailflows.decide import decide
from mailflows.decision import ChangeReferral, OpenTask, Refer
from mailflows.policy import Executor
from mailflows.reasons import Code
from mailflows.records import Referral, Task
from mailflows.rules.terms.counting import local_day
from mailflows.vocabulary import Intent, ReferralState, TaskKind
from mailflows.writing.reasons import because
from tests.flows.given import (
    HEAT,
    LYSENKO,
    MOROZ,
    NOW,
    POLICY,
    WATER,
    at,
    codes,
    executor,
    mails,
    of,
    operator,
    referral,
    sent,
)

GAS = Executor("gas", "Газ", "office@gas.example", topics=("gas",))
CITY = replace(POLICY, executors={**POLICY.executors, "gas": GAS})
HIS = referral(
    id=8, executor="teplo", address=HEAT.address, state=ReferralState.DECLINED,
    report="Це справа водоканалу.", reported_at=NOW - timedelta(days=1),
)  # fmt: skip


def declined(
    named: str | None = None, before: tuple[Referral, ...] = (), policy: Any = CITY
) -> Any:
    mine = referral()
    word = executor(Intent.DECLINED, text="Не наша мережа.", reply={"executor": named})
    return decide(word, at(referral=mine, referrals=(*before, mine), policy=policy))


def asked(decision: Any) -> Task:
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.kind is TaskKind.REASSIGN
    return task


def test_nobody_gets_it_by_itself_and_five_days_run() -> None:
    decision = declined("teplo")
    assert not of(decision, Refer)
    assert not decision.outgoing  # not urgent: it stands in the list with its last day
    due = asked(decision).due_at
    assert due is not None
    assert local_day(due, POLICY) == date(2026, 11, 30)  # the fifth day is a Sunday
    fields = of(decision, ChangeReferral)[0].fields
    assert (fields["state"], fields["report"]) == ("declined", "Не наша мережа.")
    assert fields["reported_at"] == NOW


@pytest.mark.parametrize(
    ("named", "instead", "first"),
    [
        ("teplo", None, "teplo"),  # whom he proposes
        ("gas", "teplo", "gas"),
        (None, "gas", "gas"),  # whom the settings name for such a case
        (None, None, "teplo"),
        ("vodokanal", None, "teplo"),  # himself is nobody
    ],
)
def test_the_first_answer(named: str | None, instead: str | None, first: str) -> None:
    topics = {**POLICY.topics, "water": replace(POLICY.topics["water"], instead=instead)}
    options = asked(declined(named, policy=replace(CITY, topics=topics))).options
    assert options[0] == f"set-executor {first}"
    assert "set-executor vodokanal" not in options


def test_a_second_refusal_shows_the_path_at_once() -> None:
    decision = declined("gas", before=(HIS,))
    task = asked(decision)
    assert task.reason is not None
    assert task.reason.code is Code.DECLINED_AGAIN
    assert mails(decision) == [("task", MOROZ.address), ("task", LYSENKO.address)]
    path = sent(decision)[0].values["path"]
    assert path == (
        (HEAT.name, HIS.reported_at, "Це справа водоканалу."),
        (WATER.name, NOW, "Не наша мережа."),
    )
    told = because(task.reason, CITY)
    assert "КП «Тепло» (23.11.2026), КП «Водоканал» (24.11.2026)" in told.replace("\u00a0", " ")
    assert task.options == ("set-executor gas", "set-executor teplo")  # who declined comes last


def test_there_and_back_is_a_dispute_even_at_the_first_refusal_of_this_one() -> None:
    decision = declined("teplo", before=(HIS,))
    assert asked(decision).reason.code is Code.DECLINED_AGAIN  # type: ignore[union-attr]
    assert asked(decision).options[0] == "set-executor gas"  # not back by one tap


def test_who_declined_before_is_named_again_by_a_person_only_and_reads_so() -> None:
    command = operator(Intent.SET_EXECUTOR, reply={"executor": "teplo"})
    decision = decide(command, at(referral=None, referrals=(HIS, referral()), policy=CITY))
    assert [one.referral.executor for one in of(decision, Refer)] == ["teplo"]
    assert Code.DECLINED_BEFORE in codes(decision)
    [letter] = sent(decision, "referral")
    assert letter.values["declined_at"] == HIS.reported_at


def test_a_late_word_of_who_has_claimed_is_read_by_a_person() -> None:
    mine = referral(state=ReferralState.CLAIMED)
    decision = decide(executor(Intent.DECLINED), at(referral=mine, referrals=(mine,)))
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.READ_REPLY]
