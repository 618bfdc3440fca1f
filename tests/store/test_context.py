"""What is known of a letter: whom its ties lead to, who wrote before, what runs already."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflows.context import Context
from mailflows.decision import (
    Attach,
    ChangeAlert,
    ChangeAppeal,
    Decision,
    OpenTask,
    Outgoing,
    RaiseAlert,
    Register,
)
from mailflows.facts import Applicant, Matter, Place, Reply, Tie
from mailflows.letter import DeliveryReport, Mailbox
from mailflows.policy import Executor, Former
from mailflows.reasons import Code, Reason
from mailflows.records import Alert, New, Task
from mailflows.vocabulary import (
    AlertState,
    AppealState,
    Flow,
    Intent,
    Kind,
    Outcome,
    Regime,
    Role,
    TaskKind,
    TieKind,
)
from store import context, load, outbox
from store.work import StaleVersion
from tests.store import making

NOW = making.NOW


def about(*ties: Tie, uid: int = 50, matter: Matter | None = None, **changed: object) -> Context:
    """The context of a new letter with these ties."""
    matters = () if matter is None else (matter,)
    return making.known(making.claimed(uid), making.facts(uid, ties, matters, **changed))


def signed(party: str, value: object) -> Tie:
    return Tie(TieKind.SIGNED_ADDRESS, str(value), party)


def emergency(settlement: str | None = "Тестове", **changed: object) -> Matter:
    given = {
        "applicant": Applicant(email="other@example.org"),
        "kind": Kind.APPLICATION,
        "regime": Regime.APPEAL,
        "topic": "gas",
        "text": "газ",
        "place": Place(settlement),
        "emergency": Reason(Code.EMERGENCY_WORDS),
    }
    return Matter(**(given | changed))  # type: ignore[arg-type]


def test_nothing_known(store: str) -> None:
    context = about()
    assert (context.appeal, context.tied, context.referral, context.sent) == (
        None,
        False,
        None,
        None,
    )
    assert (context.now, context.received_at) == (NOW, NOW)
    assert context.last_change is None


@pytest.mark.parametrize("party", ["a", "o"])
def test_a_signed_address_leads_to_the_appeal(store: str, party: str) -> None:
    appeal_id, _ = making.register()
    context = about(signed(party, "0001-26"))
    assert context.appeal == load.appeal(appeal_id)
    assert context.tied
    assert context.referrals == load.referrals(appeal_id)


def test_the_surest_tie_is_followed_first(store: str) -> None:
    first, number = making.register(1)
    second, _ = making.register(2, applicant=Applicant(email="b@example.org"))
    (referral,) = load.referrals(second)
    ties = (Tie(TieKind.NUMBER, number), signed("r", referral.id))
    assert about(*ties).appeal == load.appeal(second)
    assert about(ties[0], uid=51).appeal == load.appeal(first)


def test_a_tie_that_leads_nowhere_gives_way_to_the_next(store: str) -> None:
    appeal_id, number = making.register()
    dead = (signed("r", 999), signed("t", 999), signed("a", "no"), signed("b", "no"),
            signed("r", 10**30), signed("l", "x"), Tie(TieKind.MESSAGE_ID, "<x@y>"))  # fmt: skip
    assert about(*dead, Tie(TieKind.NUMBER, number)).appeal == load.appeal(appeal_id)
    assert not about(*dead, uid=51).tied


@pytest.mark.parametrize("written", ["Ґ-0001/26", "0001/26", "1/2026", "0001-26"])
def test_a_number_that_we_know(store: str, written: str) -> None:
    appeal_id, _ = making.register()
    context = about(Tie(TieKind.NUMBER, written))
    assert (context.appeal, context.tied) == (load.appeal(appeal_id), True)


@pytest.mark.parametrize("written", ["Т-0001/26", "0002/26", "0001/25", "Ґ-0001/26x", ""])
def test_a_number_that_we_do_not_know(store: str, written: str) -> None:
    making.register()
    context = about(Tie(TieKind.NUMBER, written))
    assert (context.appeal, context.tied) == (None, False)


def test_the_number_of_a_command(store: str) -> None:
    appeal_id, number = making.register()
    context = about(reply=Reply(Intent.CLOSE, number=number))
    assert context.appeal == load.appeal(appeal_id)


def test_our_message_id_leads_to_the_sent_letter(store: str) -> None:
    appeal_id, _ = making.register()
    sent = outbox.of_appeal(appeal_id)[1]
    context = about(Tie(TieKind.MESSAGE_ID, sent.message_id))
    assert context.sent is not None
    assert (context.sent.outbox_id, context.sent.template, context.sent.party) == (
        sent.id, "referral", "r",
    )  # fmt: skip
    assert context.referral == load.referrals(appeal_id)[0]
    assert context.appeal == load.appeal(appeal_id)


def test_a_bounce_finds_its_letter(store: str) -> None:
    appeal_id, _ = making.register()
    sent = outbox.of_appeal(appeal_id)[1]
    random = sent.message_id[1:21]
    for tie in (signed("b", random), None):
        report = DeliveryReport(("water@example.test",), "5.1.1", True, "", sent.message_id)
        letter = replace(making.facts(60).letter, delivery_report=report)
        context = about(*(() if tie is None else (tie,)), uid=60 + bool(tie), letter=letter)
        assert context.sent is not None
        assert context.sent.outbox_id == sent.id
        assert context.referral is not None


def test_the_referral_is_the_executors_own(store: str) -> None:
    appeal_id, number = making.register()
    (referral,) = load.referrals(appeal_id)
    tie = Tie(TieKind.NUMBER, number)
    assert about(tie, executor="water", role=Role.EXECUTOR).referral == referral
    assert about(tie, uid=51, executor="gas", role=Role.EXECUTOR).referral is None
    forged = about(signed("r", referral.id), uid=52, executor="gas", role=Role.EXECUTOR)
    assert (forged.referral, forged.appeal) == (None, load.appeal(appeal_id))


def test_the_referral_of_a_former_executor_is_its_heirs(store: str) -> None:
    appeal_id, number = making.register()
    (referral,) = load.referrals(appeal_id)
    heir = Executor("aqua", "Аква", "a@aqua.example", former=(Former("water"),))
    policy = replace(making.POLICY, executors={"aqua": heir})
    letter = making.facts(53, (Tie(TieKind.NUMBER, number),), executor="aqua", role=Role.EXECUTOR)
    found = context.load(letter, making.claimed(53), policy, NOW)
    assert found.referral == referral


def test_a_task_leads_to_its_records(store: str) -> None:
    appeal_id, _ = making.register()
    (referral,) = load.referrals(appeal_id)
    ask = OpenTask(Task(TaskKind.CLOSE, appeal=appeal_id, referral=referral.id))
    making.commit(Decision(Flow.EXECUTOR_REPLY, Outcome.REPLY, (), (ask,)), making.claimed(2))
    (task,) = load.open_tasks(appeal_id)
    context = about(signed("t", task.id))
    assert (context.task, context.referral) == (task, referral)
    assert context.tasks == (task,)
    assert context.appeal == load.appeal(appeal_id)


def test_earlier_appeals_of_the_same_person(store: str) -> None:
    by_mail = [making.register(uid, now=NOW + timedelta(minutes=uid))[0] for uid in (1, 2)]
    phone = Applicant(phone="+380999999999")
    by_phone, _ = making.register(3, applicant=phone)
    mine = emergency(applicant=Applicant(email="Citizen@Example.org"))
    assert sorted(one.id for one in about(matter=mine).earlier) == by_mail
    known = emergency(applicant=replace(phone, email="new@example.org"))
    letter = replace(making.facts(51).letter, sender=None)
    assert [one.id for one in about(uid=51, matter=known, letter=letter).earlier] == [by_phone]
    assert about(uid=52, matter=known, letter=letter).earlier[0].text == making.appeal().text


def test_acknowledgements_are_counted_from_local_midnight(store: str) -> None:
    night = NOW.replace(hour=21, minute=30)  # 23:30 in Kyiv
    making.register(1, now=night)
    making.register(2, now=night + timedelta(hours=1))
    matter = emergency(applicant=making.APPLICANT)
    facts = making.facts(3, matters=[matter])
    letter = making.claimed(3)
    assert making.known(letter, facts, night).acknowledged_today == 2
    assert making.known(letter, facts, night + timedelta(hours=1)).acknowledged_today == 1


def test_every_answer_at_once_is_counted_for_the_applicant_of_the_appeal(store: str) -> None:
    _, number = making.register(1)
    facts = making.facts(2, ties=(Tie(TieKind.NUMBER, number),))
    stranger = replace(facts, letter=replace(facts.letter, sender=Mailbox("", "x@evil.example")))
    answer = Outgoing("status", making.APPLICANT.email or "", "status-2", party="a", appeal=1)
    status = Decision(Flow.FOLLOW_UP, Outcome.ATTACHED, (), outgoing=(answer,))
    making.commit(status, making.claimed(3))
    assert making.known(making.claimed(4), stranger).acknowledged_today == 2


def raising(**changed: object) -> Decision:
    given = {"topic": "gas", "settlement": "Тестове", "opened_at": NOW, "told": ("mayor@x",)}
    alert = Alert(**(given | changed))  # type: ignore[arg-type]
    return Decision(
        Flow.CITIZEN_MAIL,
        Outcome.REGISTERED,
        (),
        (
            Register(making.appeal(topic="gas"), "А"),
            RaiseAlert(alert),
            Attach(New(0), alert=New(0)),
        ),
        (Outgoing("alert", "mayor@x", "alert-mayor", "l", New(0), alert=New(0), urgent=True),),
    )


def test_the_running_alert(store: str) -> None:
    done = making.commit(raising(), making.claimed())
    here = about(matter=emergency())
    assert here.alert is not None
    assert (here.alert.topic, here.alert.told, here.alert.state) == (
        "gas", ("mayor@x",), AlertState.OPEN,
    )  # fmt: skip
    assert (here.alerts_last_hour, here.newest_alert_id) == (1, here.alert.id)
    assert about(uid=51, matter=emergency(None)).alert == here.alert
    assert about(uid=52, matter=emergency("Інше")).alert is None
    assert about(uid=53, matter=emergency(topic="water")).alert is None
    assert about(uid=54, matter=emergency(emergency=None)).alert is None
    late = making.known(making.claimed(55), making.facts(55, matters=[emergency()]),
                        NOW + timedelta(minutes=31))  # fmt: skip
    assert late.alert is None
    assert about(signed("l", here.alert.id), uid=56).appeal == load.appeal(done.appeals[0][0])
    assert about(signed("a", "0001-26"), uid=57).alert == here.alert


def test_an_alert_told_again_runs_on_and_a_closed_one_does_not(store: str) -> None:
    making.commit(raising(), making.claimed())
    alert = about(matter=emergency()).alert
    assert alert is not None
    told = ChangeAlert(alert.id, 1, {"last_told_at": NOW + timedelta(minutes=25), "appeals": 2})
    making.commit(Decision(Flow.CITIZEN_MAIL, Outcome.ATTACHED, (), (told,)), making.claimed(2))
    later = NOW + timedelta(minutes=50)
    letter, facts = making.claimed(3, now=later), making.facts(3, matters=[emergency()])
    running = making.known(letter, facts, later).alert
    assert running is not None
    assert (running.id, running.appeals) == (alert.id, 2)
    closed = ChangeAlert(alert.id, 2, {"state": AlertState.CLOSED})
    making.commit(
        Decision(Flow.OPERATOR_REPLY, Outcome.REPLY, (), (closed,)),
        making.claimed(4, now=later),
        now=later,
    )
    assert making.known(letter, facts, later).alert is None


def test_two_emergencies_decided_at_once_make_one_alert(store: str) -> None:
    first, second = making.claimed(1), making.claimed(2)
    facts = making.facts(2, matters=[emergency()])
    before = making.known(second, facts)
    making.commit(raising(), first)
    with pytest.raises(StaleVersion):
        making.commit(raising(), second, facts, seen=before)
    again = making.known(second, facts)
    assert again.alert is not None
    making.commit(raising(topic="water"), second, facts, seen=again)


def test_only_an_operator_sees_what_undo_would_take_back(store: str) -> None:
    appeal_id, _ = making.register()
    change = ChangeAppeal(appeal_id, 1, {"state": AppealState.IN_WORK})
    making.commit(Decision(Flow.EXECUTOR_REPLY, Outcome.REPLY, (), (change,)), making.claimed(2))
    tie = signed("o", "0001-26")
    assert about(tie, role=Role.OUTSIDER).last_change is None
    last = about(tie, uid=51, role=Role.OPERATOR).last_change
    assert last is not None
    assert last.changes == (ChangeAppeal(appeal_id, 2, {"state": AppealState.REGISTERED}),)


def test_hostile_facts_do_no_harm(store: str) -> None:
    odd = "\x00'\ud800%" * 5000
    matter = emergency(odd, applicant=Applicant(email=odd, phone=odd), topic=odd)
    context = about(signed("b", odd), Tie(TieKind.MESSAGE_ID, odd), Tie(TieKind.NUMBER, odd),
                    matter=matter, reply=Reply(Intent.UNDO, number=odd))  # fmt: skip
    assert not context.tied
