"""Several executors with one lead: who is told what, whose word counts, who answers for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailflows.context import Context, LastChange
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeReferral, Decision, OpenTask, Refer
from mailflows.policy import Executor
from mailflows.reasons import Code
from mailflows.records import Task
from mailflows.timed.reminders import silent
from mailflows.vocabulary import AppealState, Intent, Kind, ReferralState, TaskKind
from tests.flows.given import (
    HEAT,
    MAYOR,
    NOW,
    POLICY,
    WATER,
    appeal,
    at,
    codes,
    executor,
    facts,
    leader,
    mails,
    matter,
    of,
    operator,
    referral,
    sent,
    states,
)
from tests.flows.given import context as fresh

ROADS = Executor("roads", "КП «Дороги»", "office@roads.example", phone="+380620000009")
WATER_TOGETHER = {**POLICY.topics, "water": replace(POLICY.topics["water"], together=("roads",))}
CITY = replace(POLICY, executors={**POLICY.executors, "roads": ROADS}, topics=WATER_TOGETHER)
LEAD = referral()
PART = referral(id=8, executor="roads", address=ROADS.address, purpose="together", version=1)


def known(*referrals: Any, of_executor: Any = None, **more: Any) -> Context:
    """The appeal with these referrals; the letter is about the first, or `of_executor`'s."""
    about = of_executor or (referrals[0] if referrals else None)
    return at(referral=about, referrals=referrals, policy=CITY, **more)


def by_roads(intent: Intent, **more: Any) -> Any:
    return executor(intent, sender=ROADS.address, executor="roads", ties=(), **more)


def command(intent: Intent, lead: str, *together: str, words: str = "") -> Any:
    return operator(intent, reply={"executor": lead, "together": together, "words": words})


def given(decision: Decision) -> list[tuple[str, str]]:
    return [(one.referral.executor, one.referral.purpose) for one in of(decision, Refer)]


def test_a_topics_team_gets_the_work_and_reads_who_leads() -> None:
    decision = decide(facts(matters=(matter(),)), fresh(CITY))
    assert given(decision) == [("vodokanal", "lead"), ("roads", "together")]
    letters = sent(decision, "referral")
    assert [one.to for one in letters] == [WATER.address, ROADS.address]
    assert {(one.values["lead"], one.values["together"]) for one in letters} == {(WATER, (ROADS,))}


def test_one_more_joins_and_nobody_is_recalled() -> None:
    decision = decide(command(Intent.ADD_EXECUTOR, "teplo"), known(LEAD, PART))
    assert given(decision) == [("teplo", "together")]
    assert states(decision) == {}
    assert mails(decision)[:3] == [
        ("referral", HEAT.address), ("referral-team", WATER.address),
        ("referral-team", ROADS.address),
    ]  # fmt: skip
    assert sent(decision, "referral-team")[0].values["together"] == (ROADS, HEAT)


@pytest.mark.parametrize(
    ("lead", "together", "entered", "recalled", "purposes"),
    [
        ("vodokanal", ("roads", "teplo"), [("teplo", "together")], [], {}),
        ("roads", ("vodokanal",), [], [], {7: "together", 8: "lead"}),
        ("vodokanal", ("teplo",), [("teplo", "together")], [8], {}),
        ("teplo", (), [("teplo", "lead")], [7, 8], {}),
    ],
)
def test_naming_a_team_keeps_who_has_it(
    lead: str,
    together: tuple[str, ...],
    entered: list[tuple[str, str]],
    recalled: list[int],
    purposes: dict[int, str],
) -> None:
    decision = decide(command(Intent.SET_EXECUTORS, lead, *together), known(LEAD, PART))
    assert given(decision) == entered
    changes = of(decision, ChangeReferral)
    assert [o.id for o in changes if o.fields.get("state") == "recalled"] == recalled
    assert {o.id: o.fields["purpose"] for o in changes if "purpose" in o.fields} == purposes


@pytest.mark.parametrize(
    ("intent", "lead", "together", "why"),
    [
        (Intent.SET_EXECUTORS, "vodokanal", ("roads",), "has-it"),
        (Intent.ADD_EXECUTOR, "roads", (), "has-it"),
        (Intent.SET_EXECUTORS, "vodokanal", ("unheard-of",), "unknown"),
        (Intent.RECALL_EXECUTOR, "teplo", (), "not-his"),
        (Intent.RECALL_EXECUTOR, "vodokanal", (), "leads"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    intent: Intent, lead: str, together: tuple[str, ...], why: str
) -> None:
    decision = decide(command(intent, lead, *together), known(LEAD, PART))
    assert decision.reasons[0].facts["why"] == why
    assert [template for template, _ in mails(decision)] == ["transcript"]


def test_nobody_gets_a_complaint_about_himself() -> None:
    complaint = appeal(kind=Kind.COMPLAINT, against=("roads",))
    decision = decide(command(Intent.ADD_EXECUTOR, "roads"), known(LEAD, appeal=complaint))
    assert decision.reasons[0].code is Code.NOT_TO_ITS_SUBJECT
    assert not given(decision)


def test_the_lead_has_done_his_and_the_others_are_asked() -> None:
    decision = decide(executor(Intent.DONE, text="Виконано всіма."), known(LEAD, PART))
    assert states(decision) == {"referral": "claimed"}  # nobody's work is done on another's word
    [asked] = sent(decision)
    assert (asked.template, asked.to, asked.referral) == ("lead-claimed", ROADS.address, 8)
    assert asked.values["words"] == "Виконано всіма."
    assert Code.PART_CLAIMED in codes(decision)


def test_a_part_is_told_to_the_lead_who_gathers() -> None:
    decision = decide(by_roads(Intent.DONE, text="Яму засипано."), known(LEAD, PART,
                      of_executor=PART))  # fmt: skip
    assert states(decision) == {"referral": "claimed"}
    [told] = sent(decision)
    assert (told.template, told.to, told.referral) == ("part-claimed", WATER.address, 7)


def test_the_last_part_puts_it_into_check_with_the_leads_words() -> None:
    lead = replace(LEAD, state=ReferralState.CLAIMED, claim=Intent.DONE, claimed_at=NOW,
                   report="Воду подано, яму засипано.", report_letter_id=40)  # fmt: skip
    decision = decide(by_roads(Intent.DONE, text="Засипано."), known(lead, PART, of_executor=PART))
    assert states(decision)["appeal"] == "in-check"
    [informed] = sent(decision)
    assert (informed.template, informed.values["words"]) == ("informed", lead.report)
    assert informed.values["executor_name"] == WATER.name


def test_a_confidential_authors_home_does_not_travel_between_executors() -> None:
    secret = appeal(confidential=True)
    words = "Коваленко Марія Іванівна підтвердила."
    decision = decide(executor(Intent.DONE, text=words), known(LEAD, PART, appeal=secret))
    [asked] = sent(decision, "lead-claimed")
    assert "Коваленко" not in asked.values["words"]
    assert asked.attach_letter is None


def test_without_the_last_one_who_owes_it_is_checked() -> None:
    lead = replace(LEAD, state=ReferralState.CLAIMED, claim=Intent.DONE, report="Воду подано.")
    decision = decide(command(Intent.RECALL_EXECUTOR, "roads"), known(lead, PART))
    assert states(decision) == {"appeal": "in-check", "referral": "recalled"}
    assert [template for template, _ in mails(decision)] == [
        "referral-recalled", "informed", "transcript",
    ]  # fmt: skip


def test_recalling_the_only_one_asks_who_does_it() -> None:
    decision = decide(command(Intent.RECALL_EXECUTOR, "vodokanal"), known(LEAD))
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.ROUTE]


def test_undo_recalls_who_joined_and_tells_the_others() -> None:
    joined = replace(PART, id=9, executor="teplo", address=HEAT.address)
    last = LastChange(entered=(9,))
    decision = decide(operator(Intent.UNDO), known(LEAD, PART, joined, last_change=last))
    assert ("referral-recalled", HEAT.address) in mails(decision)
    teams = sent(decision, "referral-team")
    assert [(one.to, one.values["together"]) for one in teams] == [
        (WATER.address, (ROADS,)), (ROADS.address, (ROADS,)),
    ]  # fmt: skip


def test_one_who_declines_a_part_is_replaced_beside_the_lead() -> None:
    decision = decide(by_roads(Intent.DECLINED, text="Не наше."), known(LEAD, PART,
                      of_executor=PART))  # fmt: skip
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.options == ("add-executor teplo", "recall-executor roads")
    asked = replace(task, id=3, referral=8)
    declined = replace(PART, state=ReferralState.DECLINED)
    answer = command(Intent.RECALL_EXECUTOR, "roads")
    settled = decide(answer, known(LEAD, declined, tasks=(asked,), task=asked))
    assert states(settled) == {"referral": "recalled"}
    assert AnswerTask(3, 0, "recall-executor", "moroz@rada.example") in settled.changes


def test_the_leads_refusal_keeps_the_others_at_work() -> None:
    decision = decide(executor(Intent.DECLINED, text="Не наше."), known(LEAD, PART))
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.options == ("set-executors teplo roads",)


def test_a_resolution_charges_several() -> None:
    order = leader(
        Intent.RESOLUTION, sender=MAYOR.address, person="mayor", ties=(),
        reply={"executor": "vodokanal", "together": ("teplo",)},
    )  # fmt: skip
    asked = Task(TaskKind.DECIDE, appeal=5, id=4)
    decision = decide(order, known(PART, appeal=appeal(leader="mayor"), tasks=(asked,)))
    assert given(decision) == [("vodokanal", "lead"), ("teplo", "together")]
    assert states(decision) == {"referral": "recalled"}


@pytest.mark.parametrize(
    ("lead", "together", "options"),
    [
        ("vodokanal", ("teplo",), ("set-executors vodokanal teplo",)),
        ("teplo", (), ("set-executor teplo", "add-executor teplo")),
        (None, (), ()),
    ],
)
def test_a_leaders_words_are_carried_out_by_one_tap(
    lead: str | None, together: tuple[str, ...], options: tuple[str, ...]
) -> None:
    said = leader(Intent.RESOLUTION, reply={"executor": lead, "together": together})
    noted = sent(decide(said, known(LEAD)), "leader-reply-noted")
    assert {one.values["options"] for one in noted} == {options}


def test_a_complaint_that_was_declined_goes_above_and_never_to_its_subject() -> None:
    complaint = appeal(kind=Kind.COMPLAINT, against=("teplo",))
    decision = decide(executor(Intent.DECLINED, text="Не наше."), known(LEAD, appeal=complaint))
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.options == ("set-leader deputy", "set-executor roads")


def test_one_question_an_appeal_from_the_last_part_on() -> None:
    before, lately = NOW - timedelta(days=9), NOW - timedelta(days=1)
    lead = replace(LEAD, state=ReferralState.CLAIMED, claim=Intent.DONE, claimed_at=before)
    part = replace(PART, state=ReferralState.CLAIMED, claim=Intent.DONE, claimed_at=before)
    checked = appeal(state=AppealState.IN_CHECK)
    assert silent(checked, part, (lead, part), CITY, NOW) is None
    asked = silent(checked, lead, (lead, part), CITY, NOW)
    assert asked is not None
    assert [one.task.kind for one in of(asked, OpenTask)] == [TaskKind.CLOSE]
    last = replace(part, claimed_at=lately)  # the applicant heard of it a day ago
    assert silent(checked, lead, (lead, last), CITY, NOW) is None
