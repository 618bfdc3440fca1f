"""Leaders' answers, bounces and vacation notices."""

from __future__ import annotations

from typing import Any

import pytest

from mailflows.context import SentLetter
from mailflows.decide import decide
from mailflows.decision import (
    AnswerTask,
    Attach,
    ChangeAlert,
    ChangeReferral,
    MarkUndelivered,
    OpenTask,
)
from mailflows.facts import Facts
from mailflows.letter import DeliveryReport
from mailflows.reasons import Code
from mailflows.records import Task
from mailflows.vocabulary import (
    AlertState,
    AppealState,
    Authenticity,
    Flow,
    Intent,
    Outcome,
    ReferralState,
    Robot,
    Role,
    TaskKind,
)
from tests.flows.given import (
    DEPUTY,
    HEAT,
    LYSENKO,
    MAYOR,
    MOROZ,
    NOW,
    SOCIAL,
    WATER,
    alert,
    appeal,
    at,
    citizen,
    codes,
    context,
    executor,
    facts,
    leader,
    letter,
    mails,
    of,
    sent,
    states,
)


@pytest.mark.parametrize("intent", [Intent.ACKNOWLEDGED, Intent.RESOLUTION])
def test_a_leader_acknowledges(intent: Intent) -> None:
    decision = decide(leader(intent), at(alert=alert()))
    assert (decision.flow, decision.outcome) == (Flow.LEADER_REPLY, Outcome.REPLY)
    assert of(decision, ChangeAlert)[0].fields == {
        "state": AlertState.ACKNOWLEDGED,
        "acknowledged_by": "deputy",
        "acknowledged_at": NOW,
    }
    noted = {one.to for one in sent(decision, "leader-reply-noted")}
    assert noted == ({MOROZ.address, LYSENKO.address} if intent is Intent.RESOLUTION else set())


@pytest.mark.parametrize("intent", [Intent.REFUSED, Intent.UNCLEAR])
def test_a_refusal_or_unclear_words_acknowledge_nothing(intent: Intent) -> None:
    decision = decide(leader(intent), at(alert=alert()))
    assert states(decision) == {}
    assert [one.to for one in sent(decision, "alert")] == [SOCIAL.address]  # not told before
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.urgent) == (TaskKind.CALL, True)


@pytest.mark.parametrize(
    "more",
    [
        {"weak_address": True},
        {"authenticity": Authenticity.FAILED},
        {"authenticity": Authenticity.UNSTAMPED},
    ],
)
@pytest.mark.parametrize("intent", [Intent.ACKNOWLEDGED, Intent.RESOLUTION, Intent.REFUSED])
def test_a_weak_address_decides_nothing(more: dict[str, object], intent: Intent) -> None:
    decision = decide(leader(intent, **more), at(alert=alert()))
    assert states(decision) == {}
    assert decision.reasons[0].code is Code.NOT_AUTHENTIC
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.READ_REPLY]
    assert len(sent(decision, "leader-reply-noted")) == 2


def test_a_second_acknowledgement_changes_nothing() -> None:
    decision = decide(leader(Intent.ACKNOWLEDGED), at(alert=alert(state=AlertState.ACKNOWLEDGED)))
    assert not of(decision, ChangeAlert)


def test_a_resolution_without_alert_is_noted() -> None:
    decision = decide(leader(Intent.RESOLUTION), at())
    assert states(decision) == {}
    assert len(sent(decision, "leader-reply-noted")) == 2


def test_a_leader_who_writes_of_nothing_of_ours_is_shown() -> None:
    decision = decide(leader(Intent.UNCLEAR, ties=()), context())
    assert decision.reasons[0].code is Code.NOT_TIED
    assert len(of(decision, OpenTask)) == 1


def bounce(permanent: bool = True) -> Facts:
    report = DeliveryReport(
        (WATER.address,), "5.1.1" if permanent else "4.4.1", permanent, "", None
    )
    return facts(
        robot=Robot.BOUNCE, letter=letter("mailer-daemon@x.example", delivery_report=report)
    )


def our(template: str, party: str, **more: int) -> SentLetter:
    known = {"appeal_id": 5, "referral_id": None, "alert_id": None} | more
    return SentLetter(outbox_id=77, template=template, to="x@y.example", party=party, **known)


def test_a_bounced_referral_is_not_served() -> None:
    decision = decide(bounce(), at(referral=None, sent=our("referral", "r", referral_id=7)))
    assert (decision.flow, decision.outcome) == (Flow.BOUNCE, Outcome.BOUNCE)
    assert MarkUndelivered(77, "5.1.1", True) in decision.changes
    assert Attach(5, 7) in decision.changes
    assert of(decision, ChangeReferral)[0].fields == {"unserved_at": NOW}
    assert mails(decision) == [("referral", "head@voda.example")]
    assert not of(decision, OpenTask)  # the deputy has his own hours


def test_a_delay_is_only_noted() -> None:
    decision = decide(bounce(False), at(sent=our("referral", "r", referral_id=7)))
    assert MarkUndelivered(77, "4.4.1", False) in decision.changes
    assert not of(decision, ChangeReferral)
    assert not decision.outgoing


def test_a_bounced_alert_is_telephoned_and_the_next_leader_told() -> None:
    sent_alert = our("alert", "l", alert_id=3)
    decision = decide(bounce(), at(alert=alert(), sent=sent_alert))
    assert [one.to for one in sent(decision, "alert")] == [SOCIAL.address]
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.options == ("call deputy", "call mayor", "done")


def test_a_citizens_bounce_is_only_noted() -> None:
    decision = decide(bounce(), at(sent=our("acknowledgement", "a")))
    assert not decision.outgoing
    assert not of(decision, OpenTask)


def test_a_bounce_of_nothing_of_ours_changes_nothing() -> None:
    decision = decide(bounce(), context())
    assert (decision.changes, decision.outgoing) == ((), ())


def test_a_bounced_claimed_referral_is_no_trouble() -> None:
    known = at(
        AppealState.IN_CHECK, ReferralState.CLAIMED, sent=our("referral", "r", referral_id=7)
    )
    assert not of(decide(bounce(), known), ChangeReferral)


def test_a_vacation_notice_of_an_executor_means_not_served() -> None:
    decision = decide(executor(Intent.ABSENT, robot=Robot.AUTO_REPLY), at())
    assert (decision.flow, decision.outcome) == (Flow.AUTO_REPLY, Outcome.AUTO_REPLY)
    assert of(decision, ChangeReferral)[0].fields == {"unserved_at": NOW}
    assert mails(decision) == [("referral", "head@voda.example")]


@pytest.mark.parametrize("intent", list(Intent))
def test_a_machine_accepts_claims_and_closes_nothing(intent: Intent) -> None:
    for of_referral in ReferralState:
        for state in AppealState:
            known = at(state, of_referral, alert=alert())
            for write in (executor, citizen, leader):
                decision = decide(write(intent, robot=Robot.AUTO_REPLY), known)
                assert states(decision) == {}
                assert not [one for one in decision.outgoing if one.to in {
                    WATER.address, DEPUTY.address, MAYOR.address, HEAT.address,
                    appeal().applicant.email,
                }]  # fmt: skip


def test_a_leaders_vacation_notice_acknowledges_nothing_and_is_telephoned() -> None:
    decision = decide(leader(None, robot=Robot.AUTO_REPLY), at(alert=alert()))
    assert not of(decision, ChangeAlert)
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.CALL]


def test_a_vacation_notice_of_nobody_we_know_is_only_counted() -> None:
    decision = decide(facts(robot=Robot.AUTO_REPLY), context())
    assert (decision.changes, decision.outgoing) == ((), ())
    assert codes(decision) == [Code.AUTO_REPLY_HEADER]


def test_a_bounce_goes_before_a_vacation_notice() -> None:
    given = facts(Role.EXECUTOR, Intent.DONE, robot=Robot.BOUNCE, executor="vodokanal")
    assert decide(given, at()).flow is Flow.BOUNCE


def test_an_acknowledgement_ends_the_calls_about_the_alert() -> None:
    tasks = (
        Task(TaskKind.CALL, appeal=5, alert=3, id=9),
        Task(TaskKind.CALL, appeal=5, referral=7, id=10),
    )
    decision = decide(leader(Intent.ACKNOWLEDGED), at(alert=alert(), tasks=tasks))
    assert [one.id for one in of(decision, AnswerTask)] == [9]


@pytest.mark.parametrize(
    ("known", "template"),
    [
        ({"alert": alert()}, "task"),  # his refusal: the question carries his words
        ({"alert": None}, "leader-reply-noted"),
    ],
)
def test_his_words_reach_each_operator_once(known: dict[str, Any], template: str) -> None:
    decision = decide(leader(Intent.REFUSED, text="Я у відрядженні."), at(**known))
    told = [one for one in sent(decision) if one.to in (MOROZ.address, LYSENKO.address)]
    assert [one.template for one in told] == [template, template]
    assert {one.values["words"] for one in told} == {"Я у відрядженні."}
