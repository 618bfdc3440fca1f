"""What an executor's word changes, and when it changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailflows.acts.claiming import CALLED
from mailflows.context import SentLetter
from mailflows.decide import decide
from mailflows.decision import Attach, ChangeReferral, OpenTask
from mailflows.facts import Tie
from mailflows.reasons import Code
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Flow,
    Intent,
    Outcome,
    ReferralState,
    Role,
    TaskKind,
    TieKind,
)
from tests.flows.given import (
    HEAT,
    NOW,
    WATER,
    appeal,
    at,
    codes,
    context,
    document,
    executor,
    facts,
    letter,
    mails,
    of,
    referral,
    sent,
    states,
)

CHANGES: list[tuple[Intent, ReferralState, AppealState, dict[str, str], list[TaskKind]]] = [
    (Intent.ACCEPTED, ReferralState.SENT, AppealState.REGISTERED,
     {"referral": "accepted", "appeal": "in-work"}, []),
    (Intent.ACCEPTED, ReferralState.QUEUED, AppealState.IN_WORK, {"referral": "accepted"}, []),
    (Intent.ACCEPTED, ReferralState.RETURNED, AppealState.IN_WORK, {"referral": "accepted"}, []),
    (Intent.ACCEPTED, ReferralState.ACCEPTED, AppealState.IN_WORK, {}, []),
    (Intent.ACCEPTED, ReferralState.CLAIMED, AppealState.IN_CHECK, {}, []),
    (Intent.INTERIM, ReferralState.SENT, AppealState.IN_WORK, {"referral": "accepted"}, []),
    (Intent.INTERIM, ReferralState.ACCEPTED, AppealState.IN_WORK, {}, []),
    (Intent.DONE, ReferralState.SENT, AppealState.IN_WORK,
     {"referral": "claimed", "appeal": "in-check"}, []),
    (Intent.DONE, ReferralState.RETURNED, AppealState.IN_WORK,
     {"referral": "claimed", "appeal": "in-check"}, []),
    (Intent.EXPLAINED, ReferralState.ACCEPTED, AppealState.REGISTERED,
     {"referral": "claimed", "appeal": "in-check"}, []),
    (Intent.DONE, ReferralState.CLAIMED, AppealState.IN_CHECK, {}, []),
    (Intent.DONE, ReferralState.CONFIRMED, AppealState.CLOSED, {}, []),
    (Intent.DONE, ReferralState.DECLINED, AppealState.IN_WORK, {}, [TaskKind.READ_REPLY]),
    (Intent.DONE, ReferralState.RECALLED, AppealState.IN_WORK, {}, [TaskKind.READ_REPLY]),
    (Intent.DECLINED, ReferralState.SENT, AppealState.IN_WORK,
     {"referral": "declined"}, [TaskKind.REASSIGN]),
    (Intent.DECLINED, ReferralState.CLAIMED, AppealState.IN_CHECK, {}, [TaskKind.READ_REPLY]),
    (Intent.EXTENSION, ReferralState.ACCEPTED, AppealState.IN_WORK,
     {}, [TaskKind.DECIDE_EXTENSION]),
    (Intent.QUESTION, ReferralState.SENT, AppealState.IN_WORK, {}, [TaskKind.ANSWER_QUESTION]),
    (Intent.ABSENT, ReferralState.SENT, AppealState.IN_WORK, {}, []),
    (Intent.ABSENT, ReferralState.CLAIMED, AppealState.IN_CHECK, {}, []),
    (Intent.UNCLEAR, ReferralState.SENT, AppealState.IN_WORK, {}, [TaskKind.READ_REPLY]),
]  # fmt: skip


@pytest.mark.parametrize(("intent", "state", "appeal_state", "changed", "asked"), CHANGES)
def test_what_his_word_changes(
    intent: Intent,
    state: ReferralState,
    appeal_state: AppealState,
    changed: dict[str, str],
    asked: list[TaskKind],
) -> None:
    decision = decide(executor(intent), at(appeal_state, state))
    assert (decision.flow, decision.outcome) == (Flow.EXECUTOR_REPLY, Outcome.REPLY)
    assert states(decision) == changed
    assert [one.task.kind for one in of(decision, OpenTask)] == asked
    assert Attach(5, 7) in decision.changes


def test_a_claim_informs_the_applicant_with_the_executors_words() -> None:
    decision = decide(executor(Intent.DONE, text="Виконано, труби замінено."), at())
    [informed] = sent(decision)
    assert (informed.template, informed.to, informed.party) == (
        "informed", "maria@mail.example", "a",
    )  # fmt: skip
    assert informed.values["words"] == "Виконано, труби замінено."
    assert informed.values["executor_name"] == WATER.name
    assert informed.attach_letter is None
    assert of(decision, ChangeReferral)[0].fields["claimed_at"] == NOW


def test_an_answer_on_paper_is_passed_on_with_its_words() -> None:
    answer = executor(Intent.EXPLAINED, text="", documents=(document(text="Роз'яснюємо."),))
    [informed] = sent(decide(answer, at()))
    assert (informed.values["words"], informed.attach_letter) == ("Роз'яснюємо.", 42)


def test_words_that_only_point_to_a_document_travel_with_it() -> None:
    answer = executor(
        Intent.DONE, text="Див. вкладення", documents=(document(text="Роботи виконано."),)
    )
    [informed] = sent(decide(answer, at()))
    assert informed.values["words"] == "Див. вкладення\n\nРоботи виконано."
    assert informed.attach_letter == 42


def test_a_telephone_applicant_goes_onto_the_call_back_list() -> None:
    caller = appeal(applicant=appeal().applicant.__class__(name="Шевчук", phone="+380501112233"))
    decision = decide(executor(Intent.DONE), at(appeal=caller))
    assert states(decision)["appeal"] == "in-check"
    assert not sent(decision)
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.options) == (TaskKind.CALL_BACK, CALLED)


@pytest.mark.parametrize(
    ("other", "checked"),
    [
        ({"state": ReferralState.ACCEPTED}, False),
        ({"state": ReferralState.SENT, "purpose": "together"}, False),
        ({"state": ReferralState.CLAIMED}, True),
        ({"state": ReferralState.DECLINED}, True),
        ({"state": ReferralState.RECALLED}, True),
        ({"state": ReferralState.SENT, "purpose": "information"}, True),
    ],
)
def test_the_appeal_is_checked_when_everybody_has_claimed(
    other: dict[str, object], checked: bool
) -> None:
    mine, his = referral(), referral(id=8, executor="teplo", **other)
    decision = decide(executor(Intent.DONE), at(referral=mine, referrals=(mine, his)))
    assert states(decision)["referral"] == "claimed"
    assert (states(decision).get("appeal") == "in-check") is checked
    assert bool(sent(decision, "informed")) is checked


def test_a_referral_for_information_is_no_work() -> None:
    mine = referral(purpose="information")
    decision = decide(executor(Intent.DONE), at(referral=mine, referrals=(mine,)))
    assert "appeal" not in states(decision)


def test_declining_offers_whom_he_named_first_and_never_himself() -> None:
    decision = decide(executor(Intent.DECLINED, reply={"executor": "teplo"}), at())
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.options == ("set-executor teplo",)
    assert task.due_at is not None


def test_an_extension_is_asked_with_the_laws_limit() -> None:
    decision = decide(executor(Intent.EXTENSION, reply={"until": date(2027, 2, 1)}), at())
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.reason is not None
    assert task.reason.facts["until"] == "2027-02-01"
    assert task.reason.facts["limit"] == "2027-01-06"  # 45 days from 22 November
    assert of(decision, ChangeReferral)[0].fields == {"asked_until": date(2027, 2, 1)}


def test_absence_sends_the_referral_to_the_deputy_once() -> None:
    decision = decide(executor(Intent.ABSENT), at())
    assert mails(decision) == [("referral", "head@voda.example")]
    assert of(decision, ChangeReferral)[0].fields == {"unserved_at": NOW}
    marked = referral(unserved_at=NOW)
    again = decide(executor(Intent.ABSENT), at(referral=marked, referrals=(marked,)))
    assert not sent(again)


NUMBER = (Tie(TieKind.NUMBER, "К-0123/26"),)
WEAK = [
    ({"authenticity": Authenticity.FAILED}, {}, Code.NOT_AUTHENTIC),
    ({"authenticity": Authenticity.UNSTAMPED}, {}, Code.NOT_AUTHENTIC),
    ({"executor": "teplo", "sender": HEAT.address}, {"referral": None}, Code.NOT_THIS_EXECUTOR),
    ({"executor": "teplo", "sender": HEAT.address}, {}, Code.NOT_THIS_EXECUTOR),
    ({"ties": (Tie(TieKind.SIGNED_ADDRESS, "8", "r"),)}, {}, Code.NOT_THIS_EXECUTOR),
    ({"ties": ()}, {"tied": False, "appeal": None, "referral": None}, Code.NOT_TIED),
    ({"role": Role.EXECUTOR_EMPLOYEE, "ties": ()},
     {"tied": False, "appeal": None, "referral": None}, Code.EXECUTOR_EMPLOYEE),
]  # fmt: skip


@pytest.mark.parametrize("intent", [one for one in Intent if one is not Intent.UNCLEAR])
@pytest.mark.parametrize(("more", "known", "code"), WEAK)
def test_what_is_weaker_changes_nothing_and_is_shown(
    more: dict[str, object], known: dict[str, object], code: Code, intent: Intent
) -> None:
    role = more.get("role", Role.EXECUTOR)
    rest = {name: value for name, value in more.items() if name != "role"}
    given = facts(
        role, intent,
        **({"sender": WATER.address, "executor": "vodokanal", "ties": NUMBER} | rest),
    )  # fmt: skip
    decision = decide(given, at(**known))
    assert decision.flow is Flow.EXECUTOR_REPLY
    assert decision.reasons[0].code is code
    assert states(decision) == {}
    assert not sent(decision)
    assert len(of(decision, OpenTask)) == 1


def test_an_employee_with_a_tie_is_the_executor() -> None:
    given = executor(Intent.DONE, sender="master@voda.example")
    given = facts(
        Role.EXECUTOR_EMPLOYEE, Intent.DONE, sender="master@voda.example", executor="vodokanal",
        ties=given.ties,
    )  # fmt: skip
    assert states(decide(given, at())) == {"referral": "claimed", "appeal": "in-check"}


def test_an_employee_with_the_number_alone_is_read_by_a_person() -> None:
    given = facts(
        Role.EXECUTOR_EMPLOYEE, Intent.DONE, sender="master@voda.example", executor="vodokanal",
        ties=NUMBER,
    )  # fmt: skip
    decision = decide(given, at())
    assert codes(decision)[0] is Code.EXECUTOR_EMPLOYEE
    assert states(decision) == {}
    assert not sent(decision)
    ours = SentLetter(9, "referral", WATER.address, "r", 5, 7, None)
    answering = replace(given, ties=(Tie(TieKind.MESSAGE_ID, "<x>"),))
    assert states(decide(answering, at(sent=ours)))["referral"] == "claimed"


def test_an_outsider_with_the_number_is_never_the_executor() -> None:
    given = facts(Role.OUTSIDER, Intent.DONE, sender="evil@mail.example", ties=NUMBER)
    decision = decide(given, at())
    assert decision.flow is Flow.FOLLOW_UP
    assert codes(decision)[0] is Code.OUTSIDER_WITH_NUMBER
    assert states(decision) == {}
    assert not sent(decision)


def test_an_urgent_appeal_makes_his_unclear_answer_an_urgent_question() -> None:
    decision = decide(executor(Intent.UNCLEAR), at(appeal=appeal(emergency=True)))
    assert len(sent(decision, "task")) == 2


def test_a_known_number_of_another_appeal_without_referral_goes_to_a_person() -> None:
    decision = decide(executor(Intent.DONE, ties=NUMBER), at(of_referral=None))
    assert codes(decision)[0] is Code.NOT_THIS_EXECUTOR


def test_a_newsletter_of_the_executor_asks_nobody() -> None:
    from mailflows.vocabulary import Robot

    given = facts(Role.EXECUTOR, None, sender=WATER.address, executor="vodokanal", robot=Robot.LIST)
    assert decide(given, context()).flow is Flow.NOT_APPEAL


@pytest.mark.parametrize(("hours", "claimed"), [(-1, False), (1, True)])
def test_a_claim_from_before_the_rework_does_not_answer_it(hours: int, claimed: bool) -> None:
    returned = referral(state=ReferralState.SENT, returns=1, sent_at=NOW)
    said = letter(WATER.address, "Виконано.", date=NOW + timedelta(hours=hours))
    decision = decide(executor(Intent.DONE, letter=said), at(referral=returned))
    assert bool(states(decision)) is claimed
    assert bool(of(decision, OpenTask)) is not claimed
