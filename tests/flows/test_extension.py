"""More time: an executor asks, the leader in charge decides, the applicant is told why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mailflows.context import Context
from mailflows.decide import decide
from mailflows.decision import (
    AnswerTask,
    ChangeAppeal,
    ChangeReferral,
    Decision,
    OpenTask,
)
from mailflows.reasons import Code, Reason
from mailflows.records import Task
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Intent,
    ReferralState,
    Regime,
    TaskKind,
)
from tests.flows.given import (
    APPLICANT,
    DEPUTY,
    MAYOR,
    MOROZ,
    NOW,
    SOCIAL,
    WATER,
    appeal,
    at,
    codes,
    executor,
    leader,
    mails,
    of,
    operator,
    sent,
    states,
)

LIMIT = date(2027, 1, 6)  # 45 days from 22 November
BEYOND = date(2026, 12, 30)  # the law's term ends on 22 December
WITHIN = date(2026, 12, 11)
LAST_OF_LAW = date(2026, 12, 22)
ASKED = Task(
    TaskKind.DECIDE_EXTENSION, appeal=5, referral=7, id=9, version=1,
    reason=Reason(Code.PERSON_DECIDES, {"because": "Чекаємо на труби."}),
)  # fmt: skip


def asking(until: date | None, **more: Any) -> Decision:
    """The executor asks for more time."""
    return decide(
        executor(Intent.EXTENSION, reply={"until": until}, text="Немає труб."), at(**more)
    )


def asked(**more: Any) -> Context:
    """The question is open, and this letter answers it."""
    return at(**({"task": ASKED, "tasks": (ASKED,)} | more))


def orders(intent: Intent = Intent.EXTEND, until: date | None = BEYOND, **more: Any) -> Decision:
    """The deputy decides."""
    known = more.pop("known", asked())
    return decide(leader(intent, reply={"until": until}, **more), known)


def due(decision: Decision, kind: type[ChangeAppeal] | type[ChangeReferral]) -> date | None:
    """The new last day of the appeal or the referral."""
    changed = [one.fields["due_at"] for one in of(decision, kind) if "due_at" in one.fields]
    return changed[0].astimezone(UTC).date() if changed else None


@pytest.mark.parametrize(
    ("until", "leaders", "operators"),
    [
        (BEYOND, ("extend 30.12.2026",), ("extend 30.12.2026 deputy", "extend 30.12.2026 mayor")),
        (
            date(2027, 2, 1),  # no further than the law
            ("extend 06.01.2027",),
            ("extend 06.01.2027 deputy", "extend 06.01.2027 mayor"),
        ),
        (WITHIN, ("extend 11.12.2026",), ("extend 11.12.2026",)),
        (
            None,
            ("extend 22.12.2026", "extend 06.01.2027"),
            ("extend 22.12.2026", "extend 06.01.2027 deputy", "extend 06.01.2027 mayor"),
        ),
    ],
)
def test_the_leader_in_charge_is_asked_with_ready_answers(
    until: date | None, leaders: tuple[str, ...], operators: tuple[str, ...]
) -> None:
    decision = asking(until)
    assert mails(decision) == [("extension-asked", DEPUTY.address)]
    [letter] = sent(decision)
    assert letter.values["options"] == (*leaders, "do-not-extend")
    assert letter.party == "t"
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.options) == (TaskKind.DECIDE_EXTENSION, (*operators, "do-not-extend"))
    assert states(decision) == {}
    assert due(decision, ChangeAppeal) is due(decision, ChangeReferral) is None


def test_the_applicants_data_do_not_reach_the_leader() -> None:
    told = decide(executor(Intent.EXTENSION, text=f"{APPLICANT.name} не пускає."), at())
    assert "Коваленко" not in str(sent(told, "extension-asked")[0].values)


def test_a_second_request_takes_the_place_of_the_first() -> None:
    decision = asking(BEYOND, tasks=(ASKED,))
    assert [(one.id, one.answer) for one in of(decision, AnswerTask)] == [(9, "extension")]
    assert len(of(decision, OpenTask)) == 1


def test_who_has_reported_needs_no_time() -> None:
    decision = asking(BEYOND, of_referral=ReferralState.CLAIMED, state=AppealState.IN_CHECK)
    assert not of(decision, OpenTask)
    assert Code.STATE_UNCHANGED in codes(decision)


def test_granted_beyond_the_term_changes_both_terms_and_tells_everybody() -> None:
    decision = orders()
    assert due(decision, ChangeAppeal) == due(decision, ChangeReferral) == BEYOND
    assert mails(decision) == [
        ("extended", str(APPLICANT.email)),
        ("extension-decided", WATER.address),
        ("transcript", DEPUTY.address),
    ]
    assert sent(decision, "extended")[0].values["because"] == "Чекаємо на труби."
    assert sent(decision, "extension-decided")[0].values["granted"] is True
    answers = [(one.id, one.answer, one.by) for one in of(decision, AnswerTask)]
    assert answers == [(9, "extend", "deputy")]
    assert {Code.TERM_EXTENDED, Code.EXTENSION_DECIDED} <= set(codes(decision))


def test_granted_within_the_term_changes_the_referral_alone() -> None:
    decision = orders(until=WITHIN)
    assert due(decision, ChangeAppeal) is None
    assert due(decision, ChangeReferral) == WITHIN
    assert [one for one, _ in mails(decision)] == ["extension-decided", "transcript"]


def test_a_bare_yes_grants_what_was_asked() -> None:
    known = at(task=ASKED, tasks=(ASKED,))
    assert known.referral is not None
    mine = replace(known.referral, asked_until=BEYOND)
    decision = orders(until=None, known=replace(known, referral=mine, referrals=(mine,)))
    assert due(decision, ChangeAppeal) == BEYOND


def test_refused_tells_the_executor_alone() -> None:
    decision = orders(Intent.DO_NOT_EXTEND, text="Люди без води.")
    assert states(decision) == {}
    assert mails(decision) == [
        ("extension-decided", WATER.address),
        ("transcript", DEPUTY.address),
    ]
    values = sent(decision, "extension-decided")[0].values
    assert (values["granted"], values["words"]) == (False, "Люди без води.")
    assert [one.answer for one in of(decision, AnswerTask)] == ["do-not-extend"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"until": date(2027, 1, 7)}, "extension-beyond"),
        ({"until": date(2026, 11, 24)}, "extension-shorter"),
        ({"person": "social", "sender": SOCIAL.address}, "leader-not-in-charge"),
        ({"known": asked(appeal=appeal(due_at=NOW - timedelta(hours=1)))}, "extension-late"),
        ({"known": asked(task=replace(ASKED, answered_at=NOW))}, "answered"),
        ({"known": asked(of_referral=ReferralState.RECALLED)}, "extension-nobody"),
        ({"known": asked(state=AppealState.WITHDRAWN)}, "state"),
        (
            {"known": asked(appeal=appeal(
                regime=Regime.ADMINISTRATIVE, due_at=datetime(2027, 1, 3, tzinfo=UTC)
            )), "until": date(2027, 1, 5)},
            "extension-once",
        ),
    ],
)  # fmt: skip
def test_what_the_law_does_not_let_is_refused_and_said(more: dict[str, Any], why: str) -> None:
    decision = orders(**more)
    assert decision.reasons[0].facts["why"] == why
    assert states(decision) == {}
    assert not of(decision, ChangeAppeal)
    assert not of(decision, ChangeReferral)
    assert not of(decision, AnswerTask)
    assert [one.template for one in decision.outgoing] == ["transcript"]


@pytest.mark.parametrize("intent", [Intent.EXTEND, Intent.DO_NOT_EXTEND])
@pytest.mark.parametrize(
    "doubt", [{"authenticity": Authenticity.FAILED}, {"authenticity": Authenticity.UNSTAMPED},
              {"weak_address": True}],
)  # fmt: skip
def test_only_an_authentic_leader_decides(intent: Intent, doubt: dict[str, Any]) -> None:
    decision = orders(intent, **doubt)
    assert not of(decision, ChangeAppeal)
    assert not of(decision, ChangeReferral)
    assert not sent(decision, "extension-decided")
    assert Code.NOT_AUTHENTIC in codes(decision)


def test_a_leader_whom_nobody_asked_orders_nothing_by_these_words() -> None:
    decision = orders(known=at())
    assert not of(decision, ChangeAppeal)
    assert {one.template for one in decision.outgoing} == {"leader-reply-noted"}


@pytest.mark.parametrize(
    ("reply", "beyond"),
    [
        ({"until": BEYOND, "leader": "deputy"}, True),
        ({"until": BEYOND, "leader": "mayor"}, True),
        ({"until": WITHIN}, False),
    ],
)
def test_an_operator_carries_a_paper_decision_out(reply: dict[str, Any], beyond: bool) -> None:
    decision = decide(operator(Intent.EXTEND, reply=reply), asked())
    assert due(decision, ChangeReferral) == reply["until"]
    assert due(decision, ChangeAppeal) == (reply["until"] if beyond else None)
    assert bool(sent(decision, "extended")) is beyond
    assert sent(decision, "transcript")[0].values["possible"] == ("undo 42",)
    assert [one.by for one in of(decision, AnswerTask)] == [MOROZ.address]


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ({"until": BEYOND}, "leader-unnamed"),
        ({"until": BEYOND, "leader": "social"}, "leader-not-in-charge"),
        ({"until": date(2027, 1, 7), "leader": "mayor"}, "extension-beyond"),
    ],
)
def test_an_operator_alone_does_not_lengthen_the_laws_term(reply: dict[str, Any], why: str) -> None:
    decision = decide(operator(Intent.EXTEND, reply=reply), asked())
    assert decision.reasons[0].facts["why"] == why
    assert [one.template for one in decision.outgoing] == ["transcript"]


def test_who_has_no_mail_is_told_by_telephone() -> None:
    silent = appeal(applicant=replace(APPLICANT, email=None))
    decision = orders(known=asked(appeal=silent))
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.options, task.due_at) == (
        TaskKind.CALL_BACK, ("done",), silent.due_at,
    )  # fmt: skip
    assert not sent(decision, "extended")


def test_without_leaders_the_operators_decide_alone() -> None:
    known = at()
    alone = replace(known, policy=replace(known.policy, leaders=()))
    decision = decide(executor(Intent.EXTENSION, reply={"until": WITHIN}), alone)
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.options == ("extend 11.12.2026", "do-not-extend")
    assert not decision.outgoing


def test_the_mayor_may_decide_on_any_topic() -> None:
    decision = orders(person="mayor", sender=MAYOR.address)
    assert due(decision, ChangeAppeal) == BEYOND
