"""What an applicant's further letter does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailflows.context import SentLetter
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, ChangeReferral, OpenTask, RaiseAlert
from mailflows.facts import Tie
from mailflows.policy import Closing
from mailflows.reasons import Code
from mailflows.records import Task
from mailflows.rules.terms.law import law_due
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Flow,
    Intent,
    Kind,
    Outcome,
    ReferralState,
    Regime,
    Robot,
    TaskKind,
    TieKind,
)
from tests.flows.given import (
    APPLICANT,
    DANGER,
    NOW,
    POLICY,
    WATER,
    appeal,
    at,
    citizen,
    codes,
    mails,
    matter,
    of,
    referral,
    sent,
    states,
)

IN_CHECK = (AppealState.IN_CHECK, ReferralState.CLAIMED)
NUMBER = (Tie(TieKind.NUMBER, "К-0123/26"),)


TO_EXECUTOR = SentLetter(9, "referral", WATER.address, "r", 5, 7, None)
MESSAGE = Tie(TieKind.MESSAGE_ID, "<x@rada.example>")


@pytest.mark.parametrize(
    ("ties", "answered"),
    [
        ((Tie(TieKind.SIGNED_ADDRESS, "7", "r"),), None),  # an executor's second mailbox
        ((Tie(TieKind.SIGNED_ADDRESS, "0123-26", "o"),), None),  # an operator's button, forwarded
        ((Tie(TieKind.SIGNED_ADDRESS, "9", "t"),), None),
        ((MESSAGE,), TO_EXECUTOR),
        ((MESSAGE, *NUMBER), None),  # an overheard number and an invented Message-ID
    ],
)
@pytest.mark.parametrize(
    ("intent", "more"),
    [(Intent.DISPUTED, {}), (Intent.RATED, {"rating": 5}), (Intent.ADDITION, {})],
)
@pytest.mark.parametrize("state", [AppealState.IN_CHECK, AppealState.CLOSED])
def test_who_holds_a_letter_to_another_is_not_the_applicant(
    ties: tuple[Tie, ...],
    answered: SentLetter | None,
    intent: Intent,
    more: dict[str, int],
    state: AppealState,
) -> None:
    known = at(state, ReferralState.CLAIMED, sent=answered)
    facts = citizen(intent, sender="stranger@mail.example", ties=ties, reply=more)
    decision = decide(facts, known)
    assert codes(decision)[0] is Code.OUTSIDER_WITH_NUMBER
    assert not of(decision, ChangeAppeal)
    assert not of(decision, ChangeReferral)
    assert not sent(decision)


@pytest.mark.parametrize(("claim", "result"), [(Intent.DONE, "9.1"), (Intent.EXPLAINED, "9.3")])
def test_his_confirmation_closes_what_is_in_check(claim: Intent, result: str) -> None:
    claimed = referral(state=ReferralState.CLAIMED, claim=claim, claimed_at=NOW)
    open_task = Task(TaskKind.CLOSE, appeal=5, id=9, version=1)
    known = at(*IN_CHECK, referral=claimed, referrals=(claimed,), tasks=(open_task,))
    decision = decide(citizen(Intent.CONFIRMED), known)
    assert (decision.flow, decision.outcome) == (Flow.FOLLOW_UP, Outcome.ATTACHED)
    assert states(decision) == {"appeal": "closed", "referral": "confirmed"}
    fields = of(decision, ChangeAppeal)[0].fields
    assert (fields["result"], fields["closed_at"]) == (result, NOW)
    assert fields["result_by"] == "applicant:maria@mail.example"
    assert mails(decision) == [("closed", "maria@mail.example")]
    assert [one.id for one in of(decision, AnswerTask)] == [9]


NOT_CLOSING = [
    (AppealState.REGISTERED, ReferralState.SENT),
    (AppealState.IN_WORK, ReferralState.SENT),
    (AppealState.IN_WORK, ReferralState.ACCEPTED),
    (AppealState.IN_WORK, ReferralState.CLAIMED),
    (AppealState.IN_CHECK, ReferralState.ACCEPTED),
    (AppealState.IN_CHECK, ReferralState.RETURNED),
    (AppealState.IN_CHECK, None),
    (AppealState.CLOSED, ReferralState.CONFIRMED),
    (AppealState.WITHDRAWN, ReferralState.SENT),
]


@pytest.mark.parametrize(("state", "of_referral"), NOT_CLOSING)
def test_a_confirmation_of_what_was_not_claimed_closes_nothing(
    state: AppealState, of_referral: ReferralState | None
) -> None:
    decision = decide(citizen(Intent.CONFIRMED), at(state, of_referral))
    assert states(decision) == {}
    assert Code.STATE_UNCHANGED in codes(decision)


@pytest.mark.parametrize(
    "more",
    [
        {"authenticity": Authenticity.FAILED},
        {"authenticity": Authenticity.UNSTAMPED},
        {"sender": "other@mail.example"},
    ],
)
def test_a_confirmation_that_is_not_surely_his_goes_to_a_person(more: dict[str, object]) -> None:
    decision = decide(citizen(Intent.CONFIRMED, **more), at(*IN_CHECK))
    assert states(decision) == {}
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.CLOSE]


@pytest.mark.parametrize(
    ("signed", "asked"), [({"complaint"}, TaskKind.ANSWER), (set(), TaskKind.CLOSE)]
)
def test_a_complaint_is_closed_by_a_person(signed: set[str], asked: TaskKind) -> None:
    policy = replace(POLICY, closing=Closing(signed_answer=frozenset(signed)))
    complaint = appeal(state=AppealState.IN_CHECK, kind=Kind.COMPLAINT)
    decision = decide(citizen(Intent.CONFIRMED), at(*IN_CHECK, appeal=complaint, policy=policy))
    assert states(decision) == {}
    assert [one.task.kind for one in of(decision, OpenTask)] == [asked]


@pytest.mark.parametrize(
    ("state", "of_referral"),
    [IN_CHECK, (AppealState.CLOSED, ReferralState.CONFIRMED)],
)
def test_a_dispute_sends_the_work_back_with_his_words(
    state: AppealState, of_referral: ReferralState
) -> None:
    decision = decide(citizen(Intent.DISPUTED, text="Води досі немає!"), at(state, of_referral))
    assert states(decision) == {"appeal": "in-work", "referral": "returned"}
    assert of(decision, ChangeReferral)[0].fields["returns"] == 1
    [rework] = sent(decision, "rework")
    assert (rework.to, rework.values["reason"]) == (WATER.address, "Води досі немає!")
    assert NOW < rework.values["due"] <= appeal().due_at
    assert len(sent(decision, "reopened")) == 1
    assert of(decision, ChangeAppeal)[0].fields["closed_at"] is None


def test_a_dispute_may_be_less_sure_but_not_by_a_number_alone() -> None:
    unproved = {"authenticity": Authenticity.UNSTAMPED}
    held = decide(citizen(Intent.DISPUTED, **unproved), at(*IN_CHECK))
    assert states(held)["appeal"] == "in-work"
    overheard = decide(citizen(Intent.DISPUTED, ties=NUMBER, **unproved), at(*IN_CHECK))
    assert states(overheard) == {}
    assert len(of(overheard, OpenTask)) == 1


def test_a_dispute_of_what_nobody_did_asks_who_does_it() -> None:
    decision = decide(citizen(Intent.DISPUTED), at(AppealState.CLOSED, None))
    assert states(decision) == {"appeal": "in-work"}
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.ROUTE]


def test_a_dispute_before_any_claim_is_forwarded() -> None:
    decision = decide(citizen(Intent.DISPUTED), at())
    assert states(decision) == {}
    assert mails(decision) == [("answer-to-executor", WATER.address)]


def test_an_addition_goes_to_the_executor_and_is_thanked_for() -> None:
    decision = decide(citizen(Intent.ADDITION, text="Ще й у дворі."), at())
    assert mails(decision) == [
        ("answer-to-executor", WATER.address),
        ("addition-taken", "maria@mail.example"),
    ]
    assert sent(decision)[0].attach_letter == 42
    assert states(decision) == {}


@pytest.mark.parametrize("intent", [Intent.ADDITION, Intent.DISPUTED])
def test_an_addition_under_a_forged_name_goes_to_an_operator_alone(intent: Intent) -> None:
    forged = citizen(intent, ties=NUMBER, authenticity=Authenticity.FAILED)
    decision = decide(forged, at())
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.READ_REPLY]
    assert not sent(decision)
    assert Code.NOT_AUTHENTIC in codes(decision)


def test_an_addition_fills_gaps_and_overwrites_nothing() -> None:
    gap = appeal(
        applicant=replace(APPLICANT, name=None, street="Шевченка"), missing=("name", "residence")
    )
    told = matter(applicant=replace(APPLICANT, street="Миру"))
    decision = decide(citizen(Intent.ADDITION, matters=(told,)), at(appeal=gap))
    [changed] = of(decision, ChangeAppeal)
    assert changed.fields["applicant"].name == APPLICANT.name
    assert changed.fields["applicant"].street == "Шевченка"
    assert changed.fields["missing"] == ()


def test_the_state_is_told_to_the_known_address_only() -> None:
    decision = decide(citizen(Intent.STATUS, sender="other@mail.example"), at())
    [status] = sent(decision)
    assert (status.template, status.to) == ("status", "maria@mail.example")
    assert status.values["referrals"][0]["executor_name"] == WATER.name


@pytest.mark.parametrize("more", [{"robot": Robot.LIST}, {"today": 5}])
def test_no_answer_to_robots_nor_too_often(more: dict[str, object]) -> None:
    today = int(str(more.pop("today", 0)))
    decision = decide(citizen(Intent.STATUS, **more), at(acknowledged_today=today))
    assert not sent(decision)
    assert Code.ACKNOWLEDGEMENT_WITHHELD in codes(decision)


def test_withdrawing_is_decided_by_a_person() -> None:
    decision = decide(citizen(Intent.WITHDRAWN), at())
    assert states(decision) == {}
    assert len(of(decision, OpenTask)) == 1
    assert mails(decision) == [("withdrawal-taken", "maria@mail.example")]


@pytest.mark.parametrize("state", list(AppealState))
def test_thanks_change_nothing_and_answer_nothing(state: AppealState) -> None:
    decision = decide(citizen(Intent.THANKS), at(state))
    assert states(decision) == {}
    assert not decision.outgoing
    assert not of(decision, OpenTask)


def test_an_outsider_with_the_number_is_asked_about() -> None:
    given = citizen(Intent.STATUS, sender="x@y.example", ties=NUMBER, matters=(matter(),))
    decision = decide(given, at())
    assert codes(decision)[0] is Code.OUTSIDER_WITH_NUMBER
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.kind is TaskKind.REGISTER
    assert task.options[:2] == ("register", "do-not-register")
    assert not decision.outgoing


def test_new_danger_in_an_old_thread_reaches_the_leaders() -> None:
    given = citizen(Intent.ADDITION, matters=(matter(emergency=DANGER),))
    decision = decide(given, at())
    assert len(of(decision, RaiseAlert)) == 1
    assert of(decision, ChangeAppeal)[0].fields["emergency"] is True


def test_a_confidential_authors_words_are_masked_for_the_executor() -> None:
    hidden = appeal(confidential=True)
    given = citizen(Intent.ADDITION, text="Коваленко Марія, 067 111 22 33: ще й у дворі.")
    [forwarded] = sent(decide(given, at(appeal=hidden)), "answer-to-executor")
    assert "Ковал" not in forwarded.values["words"]
    assert "111" not in forwarded.values["words"]
    assert forwarded.attach_letter is None


def test_an_author_may_ask_later_not_to_be_named() -> None:
    text = f"Прошу не називати мого прізвища: {APPLICANT.name}"
    asked = citizen(Intent.ADDITION, text=text, matters=(matter(confidential=True),))
    decision = decide(asked, at())
    [changed] = of(decision, ChangeAppeal)
    assert changed.fields["confidential"] is True
    [told] = sent(decision, "answer-to-executor")
    assert "Коваленко" not in told.values["words"]
    assert told.attach_letter is None


def test_a_forger_hides_nobody() -> None:
    given = citizen(
        Intent.ADDITION, ties=NUMBER, authenticity=Authenticity.FAILED,
        matters=(matter(confidential=True),),
    )  # fmt: skip
    assert not of(decide(given, at()), ChangeAppeal)


@pytest.mark.parametrize(
    ("received", "later", "code", "moved_from"),
    [
        (datetime(2026, 11, 24, 9, tzinfo=UTC), 0, Code.TERM_OF_LAW, None),
        (datetime(2026, 11, 26, 9, tzinfo=UTC), 0, Code.TERM_OF_LAW, "2026-12-26"),  # a Saturday
        (datetime(2026, 11, 24, 9, tzinfo=UTC), 10, Code.TERM_EXTENDED, None),
    ],
)
def test_how_it_stands_tells_how_the_term_was_counted(
    received: datetime, later: int, code: Code, moved_from: str | None
) -> None:
    due = law_due(Regime.APPEAL, received, False, POLICY).at + timedelta(days=later)
    known = at(appeal=appeal(received_at=received, due_at=due))
    [letter] = sent(decide(citizen(Intent.STATUS), known), "status")
    [why] = letter.values["terms"]
    assert (why.code, why.facts.get("moved_from")) == (code, moved_from)
