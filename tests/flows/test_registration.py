"""What citizens ask becomes appeals: numbers, letters, referrals, alerts, questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflows.citizen_mail import register_letter
from mailflows.decide import decide
from mailflows.decision import Attach, ChangeAlert, OpenTask, RaiseAlert, Refer, Register
from mailflows.facts import Applicant, Place
from mailflows.reasons import Code
from mailflows.records import New
from mailflows.vocabulary import Channel, Flow, Kind, Outcome, Regime, Robot, Role, TaskKind
from tests.flows.given import (
    APPLICANT,
    DANGER,
    DEPUTY,
    LYSENKO,
    MAYOR,
    MOROZ,
    NOW,
    POLICY,
    WATER,
    alert,
    appeal,
    codes,
    context,
    facts,
    letter,
    mails,
    matter,
    of,
    sent,
)


def test_a_letter_is_registered_acknowledged_and_referred() -> None:
    decision = decide(facts(matters=(matter(),)), context())
    assert (decision.flow, decision.outcome) == (Flow.CITIZEN_MAIL, Outcome.REGISTERED)
    assert decision.reasons[0].code is Code.NEW_APPEAL
    [entered] = of(decision, Register)
    assert entered.letter == "К"
    assert entered.appeal.channel is Channel.E_MAIL
    assert entered.appeal.letter_id == 42
    [referred] = of(decision, Refer)
    assert (referred.referral.executor, referred.referral.appeal) == ("vodokanal", New(0))
    assert NOW < referred.referral.due_at <= entered.appeal.due_at
    assert mails(decision) == [
        ("referral", "disp@voda.example"),
        ("acknowledgement", "maria@mail.example"),
    ]
    assert sent(decision, "referral")[0].attach_letter == 42
    assert not of(decision, OpenTask)


def test_one_letter_acknowledges_all_matters_of_a_letter() -> None:
    two = (matter(), matter(topic="heating", text="Холодно."))
    decision = decide(facts(matters=two), context())
    assert len(of(decision, Register)) == 2
    [acknowledged] = sent(decision, "acknowledgement")
    assert (acknowledged.appeal, acknowledged.related) == (New(0), (New(1),))
    assert [one.referral.executor for one in of(decision, Refer)] == ["vodokanal", "teplo"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": Kind.COMPLAINT}, Code.COMPLAINT_NOT_REFERRED),
        ({"topic": None}, Code.TOPIC_UNCLEAR),
        ({"topic": "gas"}, Code.PERSON_DECIDES),  # nobody has this topic
        ({"regime": Regime.INFORMATION_REQUEST}, Code.REGIME_NOT_REFERRED),
        ({"regime": Regime.PETITION}, Code.REGIME_NOT_REFERRED),
        ({"regime": Regime.ADMINISTRATIVE}, Code.REGIME_NOT_REFERRED),
        ({"anonymous": True}, Code.PERSON_DECIDES),
        ({"missing": ("substance",)}, Code.DATA_MISSING),
    ],
)
def test_a_person_chooses_the_executor(more: dict[str, object], code: Code) -> None:
    decision = decide(facts(matters=(matter(**more),)), context())
    assert len(of(decision, Register)) == 1
    assert not of(decision, Refer)
    assert code in codes(decision)
    route = next(one.task for one in of(decision, OpenTask) if one.task.kind is TaskKind.ROUTE)
    complaint = more.get("kind") is Kind.COMPLAINT
    assert ("set-executor vodokanal" in route.options) is not complaint
    assert "set-executor teplo" in route.options
    assert not route.urgent


def test_a_complaint_in_an_emergency_alerts_and_asks_at_once_but_refers_to_nobody() -> None:
    decision = decide(facts(matters=(matter(kind=Kind.COMPLAINT, emergency=DANGER),)), context())
    assert not of(decision, Refer)
    assert len(of(decision, RaiseAlert)) == 1
    letters = sent(decision, "task")
    assert [one.to for one in letters] == [MOROZ.address, LYSENKO.address]  # one to each
    [route, call] = [one.task for one in of(decision, OpenTask)]
    assert (route.kind, call.kind) == (TaskKind.ROUTE, TaskKind.CALL)
    assert letters[0].task == New(0)
    assert letters[0].values["also"] == (TaskKind.CALL,)
    assert letters[0].values["reasons"] == (route.reason, call.reason)
    assert letters[0].values["options"] == (*route.options, "call deputy", "call mayor")


def test_missing_data_are_put_before_a_person_and_the_work_goes_on() -> None:
    decision = decide(facts(matters=(matter(missing=("residence",)),)), context())
    assert len(of(decision, Refer)) == 1
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.appeal) == (TaskKind.COMPLETE, New(0))
    assert sent(decision, "acknowledgement")[0].values["missing"] == ("residence",)


def test_an_emergency_reaches_the_leaders_of_the_area_and_the_mayor_at_once() -> None:
    decision = decide(facts(matters=(matter(emergency=DANGER),)), context())
    [raised] = of(decision, RaiseAlert)
    assert raised.alert.told == (DEPUTY.address, MAYOR.address)
    letters = sent(decision, "alert")
    assert [one.to for one in letters] == [DEPUTY.address, MAYOR.address]
    assert all(one.urgent and one.party == "l" for one in letters)
    values = letters[0].values
    assert values["executor_phone"] == "+380620000001"
    assert values["masked_from"] == "К***"
    assert "Коваленко" not in values["headline"]
    assert sent(decision, "referral")[0].urgent
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.urgent) == (TaskKind.CALL, True)
    assert task.options == ("call deputy", "call mayor", "done")


def test_an_anonymous_emergency_still_alerts_and_is_referred() -> None:
    unknown = matter(applicant=Applicant(), anonymous=True, emergency=DANGER)
    decision = decide(facts(matters=(unknown,)), context())
    assert of(decision, Register)[0].letter == "БП"
    assert len(of(decision, Refer)) == 1
    assert len(sent(decision, "alert")) == 2


def test_a_repeat_joins_the_running_alert_and_waits_for_its_update() -> None:
    decision = decide(facts(matters=(matter(emergency=DANGER),)), context(alert=alert()))
    assert not of(decision, RaiseAlert)
    assert not sent(decision, "alert")
    [changed] = of(decision, ChangeAlert)
    assert changed.fields == {"appeals": 2, "update_due_at": NOW + timedelta(minutes=5)}
    assert Attach(New(0), alert=3) in decision.changes
    assert len(sent(decision, "acknowledgement")) == 1  # nobody is merged away


def test_the_update_goes_at_once_when_leaders_have_not_been_told_for_long() -> None:
    running = alert(last_told_at=NOW - timedelta(minutes=11), opened_at=NOW - timedelta(minutes=20))
    decision = decide(facts(matters=(matter(emergency=DANGER),)), context(alert=running))
    assert [one.to for one in sent(decision, "alert-update")] == [DEPUTY.address, MAYOR.address]
    assert of(decision, ChangeAlert)[0].fields["last_told_at"] == NOW


@pytest.mark.parametrize(
    "other",
    [
        {"topic": "heating"},
        {"settlement": "Українськ"},
        {"opened_at": NOW - timedelta(minutes=31)},
    ],
)
def test_another_topic_place_or_time_is_another_alert(other: dict[str, object]) -> None:
    running = alert(appeal=99, **other)
    decision = decide(facts(matters=(matter(emergency=DANGER),)), context(alert=running))
    assert len(of(decision, RaiseAlert)) == 1


def test_an_unclear_topic_joins_nothing_and_reaches_every_leader() -> None:
    unclear = matter(topic=None, emergency=DANGER)
    decision = decide(facts(matters=(unclear,)), context(alert=alert(topic="", appeal=99)))
    assert len(sent(decision, "alert")) == 3


def test_three_dangers_of_one_letter_change_an_alert_once() -> None:
    three = tuple(matter(emergency=DANGER, text=str(n)) for n in range(3))
    joined = decide(facts(matters=three), context(alert=alert()))
    assert [one.fields["appeals"] for one in of(joined, ChangeAlert)] == [4]
    raised = decide(facts(matters=three), context())
    assert [one.alert.appeals for one in of(raised, RaiseAlert)] == [3]
    assert sent(raised, "alert")[0].values["more"] == 2


def test_the_hourly_cap_holds_letters_back_but_asks_for_a_call() -> None:
    decision = decide(facts(matters=(matter(emergency=DANGER),)), context(alerts_last_hour=20))
    [raised] = of(decision, RaiseAlert)
    assert raised.alert.told == ()
    assert raised.alert.update_due_at == NOW + timedelta(minutes=10)
    assert not sent(decision, "alert")
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.CALL]
    assert Code.ALERT_CAPPED in codes(decision)


@pytest.mark.parametrize(
    ("address", "today", "why"),
    [
        ("noreply@shop.example", 0, "robot"),
        ("contact@rada.example", 0, "robot"),
        ("contact+a-0001-26-abc@rada.example", 0, "robot"),
        ("maria@mail.example", 5, "limit"),
        (None, 0, "no-address"),
    ],
)
def test_no_acknowledgement(address: str | None, today: int, why: str) -> None:
    nobody = replace(APPLICANT, email=address)
    given = facts(sender=address, matters=(matter(applicant=nobody),))
    decision = decide(given, context(acknowledged_today=today))
    assert len(of(decision, Register)) == 1
    assert not sent(decision, "acknowledgement")
    withheld = [one for one in decision.reasons if one.code is Code.ACKNOWLEDGEMENT_WITHHELD]
    assert [one.facts["why"] for one in withheld] == [why]


def test_the_address_he_wrote_from_is_kept_for_his_further_letters() -> None:
    nameless = replace(APPLICANT, email=None)
    decision = decide(facts(matters=(matter(applicant=nameless),)), context())
    assert of(decision, Register)[0].appeal.applicant.email == "maria@mail.example"


def test_a_confidential_author_is_hidden_from_the_executor_and_the_leaders() -> None:
    hidden = matter(
        confidential=True,
        emergency=DANGER,
        text="Я, Коваленко Марія Іванівна, тел. 067 111-22-33, maria@mail.example: прорив труби.",
    )
    decision = decide(facts(matters=(hidden,)), context())
    referral = sent(decision, "referral")[0]
    assert referral.values["applicant"] == Applicant()
    assert referral.attach_letter is None
    for outgoing in (*sent(decision, "referral"), *sent(decision, "alert")):
        told = str(outgoing.values)
        for trace in ("Коваленк", "Марі", "Іванівн", "111-22-33", "maria@"):
            assert trace not in told
        assert "прорив труби" in told


def test_a_repeat_is_proposed_and_still_registered() -> None:
    earlier = (appeal(topic="heating"), appeal(number="К-0100/26"))
    decision = decide(facts(matters=(matter(),)), context(earlier=earlier))
    assert of(decision, Register)[0].appeal.repeat_of == "К-0100/26"
    assert Code.MARK_PROPOSED in codes(decision)
    other = matter(place=Place("Тестове", "Миру", "1"))
    decision = decide(facts(matters=(other,)), context(earlier=earlier))
    assert of(decision, Register)[0].appeal.repeat_of is None


def test_a_form_acknowledges_the_field_and_never_the_machine() -> None:
    given = facts(Role.FORM, sender="wordpress@rada.example", form=True, matters=(matter(),))
    decision = decide(given, context())
    assert (decision.flow, decision.outcome) == (Flow.WEB_FORM, Outcome.REGISTERED)
    assert [one.to for one in sent(decision, "acknowledgement")] == ["maria@mail.example"]
    nobody = matter(applicant=replace(APPLICANT, email=None))
    given = facts(Role.FORM, sender="wordpress@rada.example", form=True, matters=(nobody,))
    assert not sent(decide(given, context()), "acknowledgement")


def test_a_form_is_a_form_also_when_a_machine_says_that_it_sent_it() -> None:
    given = facts(Role.FORM, form=True, robot=Robot.AUTO_REPLY, matters=(matter(),))
    assert decide(given, context()).flow is Flow.WEB_FORM


def test_a_note_registers_each_caller_and_tells_the_operator() -> None:
    callers = tuple(
        matter(applicant=Applicant(name=name, phone="+380501112233"))
        for name in ("Петренко Іван", "Шевчук Олена")
    )
    given = facts(
        Role.OPERATOR, sender=MOROZ.address, person=MOROZ.address, note=True, matters=callers
    )
    decision = decide(given, context())
    assert (decision.flow, decision.outcome) == (Flow.PHONE_NOTE, Outcome.REGISTERED)
    assert [one.letter for one in of(decision, Register)] == ["П", "Ш"]
    assert {one.appeal.channel for one in of(decision, Register)} == {Channel.TELEPHONE}
    assert not sent(decision, "acknowledgement")
    [told] = sent(decision, "note-registered")
    assert (told.to, told.related, told.appeal) == (MOROZ.address, (New(1),), New(0))
    for caller, entered in zip(told.values["callers"], of(decision, Refer), strict=True):
        assert caller == {
            "executor_name": WATER.name, "executor_phone": WATER.phone,
            "due": entered.referral.due_at, "alerted": (), "missing": (),
        }  # fmt: skip
    assert told.values["options"] == ()


@pytest.mark.parametrize(
    ("more", "alerted", "options"),
    [
        ({"emergency": DANGER}, (DEPUTY.name, MAYOR.name), False),
        ({"topic": None}, (), True),
        ({"missing": ("residence",)}, (), False),
    ],
)
def test_the_answer_to_a_note_says_what_became_of_it(
    more: dict[str, object], alerted: tuple[str, ...], options: bool
) -> None:
    given = facts(
        Role.OPERATOR, sender=MOROZ.address, person=MOROZ.address, note=True,
        matters=(matter(**more),),
    )  # fmt: skip
    [told] = sent(decide(given, context()), "note-registered")
    [caller] = told.values["callers"]
    assert caller["alerted"] == alerted
    assert caller["missing"] == more.get("missing", ())
    assert bool(told.values["options"]) is options
    assert bool(caller["due"]) is not options


CAME_BACK = letter(headers={"auto-submitted": ("auto-generated",)})


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"robot": Robot.LIST}, Code.MAILING_LIST),
        ({"robot": Robot.ADVERTISING}, Code.ADVERTISING),
        ({"robot": Robot.EMPTY}, Code.EMPTY_ROBOT),
        ({"role": Role.OURSELVES, "letter": CAME_BACK}, Code.OWN_LETTER),
    ],
)
def test_no_appeal(more: dict[str, object], code: Code) -> None:
    decision = decide(facts(matters=(matter(emergency=DANGER),), **more), context())
    assert (decision.flow, decision.outcome) == (Flow.NOT_APPEAL, Outcome.NOT_APPEAL)
    assert codes(decision) == [code]
    assert (decision.changes, decision.outgoing) == ((), ())


def test_a_second_delivery_does_nothing() -> None:
    decision = decide(facts(matters=(matter(),)), context(duplicate_of=41))
    assert decision.outcome is Outcome.DUPLICATE_DELIVERY
    assert codes(decision) == [Code.SECOND_DELIVERY]
    assert (decision.changes, decision.outgoing) == ((), ())


def test_an_employee_may_be_a_citizen_and_the_operator_is_asked() -> None:
    given = facts(
        Role.EXECUTOR_EMPLOYEE, sender="x@voda.example", executor="vodokanal", matters=(matter(),)
    )
    decision = decide(given, context())
    assert not of(decision, Register)
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.options) == (TaskKind.REGISTER, ("register", "do-not-register"))
    danger = replace(given, matters=(matter(emergency=DANGER),))
    assert len(of(decide(danger, context()), RaiseAlert)) == 1


def test_a_late_acknowledgement_says_so() -> None:
    late = context(received_at=NOW - timedelta(days=2))
    decision = decide(facts(matters=(matter(),)), late)
    assert sent(decision, "acknowledgement")[0].values["late"] is True
    received = of(decision, Register)[0].appeal.received_at
    assert received == NOW - timedelta(days=2)  # the law's clock starts at the receipt


def test_a_letter_without_sender_and_words_is_shown_to_a_person() -> None:
    decision = decide(facts(letter=letter(None, "")), context())
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.REGISTER]


def test_a_city_without_leaders_and_operators_registers_all_the_same() -> None:
    bare = replace(POLICY, leaders=(), operators=(), executors={}, settlements=())
    decision = decide(facts(matters=(matter(emergency=DANGER),)), context(bare))
    assert len(of(decision, RaiseAlert)) == 1
    assert mails(decision) == [("acknowledgement", "maria@mail.example")]


def test_a_machines_letter_that_an_operator_calls_an_appeal_is_registered_unanswered() -> None:
    decision = register_letter(facts(robot=Robot.LIST, matters=(matter(),)), context())
    assert len(of(decision, Register)) == 1
    assert not sent(decision, "acknowledgement")
