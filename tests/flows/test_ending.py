"""Ended without a decision: returned, not considered, withdrawn; taken back; completed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailflows.context import LastChange
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, ChangeReferral, OpenTask
from mailflows.reasons import Code
from mailflows.records import Task
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Ground,
    Intent,
    ReferralState,
    Sign,
    TaskKind,
)
from tests.flows.given import (
    APPLICANT,
    MOROZ,
    NOW,
    WATER,
    appeal,
    at,
    citizen,
    codes,
    mails,
    matter,
    of,
    operator,
    referral,
    sent,
    states,
)

MARIA = str(APPLICANT.email)
COMMANDS: list[tuple[Intent, dict[str, Any], str, str, str | None]] = [
    (Intent.GIVE_BACK, {"words": "немає адреси"}, "returned", "returned", "9.4"),
    (Intent.NOT_CONSIDER, {"cause": "repeated"}, "not-considered", "not-considered", "9.6"),
    (Intent.LET_WITHDRAW, {}, "withdrawn", "withdrawn", "9.3"),
]


@pytest.mark.parametrize(("intent", "reply", "state", "template", "result"), COMMANDS)
def test_one_word_ends_it_and_everybody_is_told(
    intent: Intent, reply: dict[str, Any], state: str, template: str, result: str | None
) -> None:
    tasks = (Task(TaskKind.ROUTE, appeal=5, id=9), Task(TaskKind.READ_REPLY, appeal=5, id=10))
    decision = decide(operator(intent, reply=reply), at(tasks=tasks))
    assert states(decision) == {"appeal": state, "referral": "recalled"}
    fields = of(decision, ChangeAppeal)[0].fields
    assert (fields["result"], fields["result_by"]) == (result, f"operator:{MOROZ.address}")
    assert fields["closed_at"] == NOW
    assert mails(decision) == [
        ("referral-recalled", WATER.address), (template, MARIA), ("transcript", MOROZ.address),
    ]  # fmt: skip
    assert sent(decision, "referral-recalled")[0].values["why"] == state
    assert [one.id for one in of(decision, AnswerTask)] == [9]  # a letter is still to be read
    assert sent(decision, "transcript")[0].values["possible"] == ("undo 42",)


@pytest.mark.parametrize(
    ("intent", "reply", "known", "why"),
    [
        (Intent.GIVE_BACK, {}, {}, "nothing-missing"),
        (Intent.NOT_CONSIDER, {}, {}, "ground-unnamed"),
        (Intent.NOT_CONSIDER, {"cause": "dull"}, {}, "ground-unnamed"),
        (Intent.GIVE_BACK, {"words": "адреси"}, {"state": AppealState.CLOSED}, "state"),
        (Intent.NOT_CONSIDER, {"cause": "repeated"}, {"state": AppealState.CLOSED}, "state"),
        (Intent.LET_WITHDRAW, {}, {"state": AppealState.WITHDRAWN}, "state"),
    ],
)
def test_what_cannot_be_ended(
    intent: Intent, reply: dict[str, Any], known: dict[str, Any], why: str
) -> None:
    decision = decide(operator(intent, reply=reply), at(**known))
    assert states(decision) == {}
    assert decision.reasons[0].facts["why"] == why
    assert [one.template for one in decision.outgoing] == ["transcript"]


def test_the_letter_names_what_is_missing_and_whose_decision_it_is() -> None:
    lacking = appeal(missing=("residence",))
    returned = decide(operator(Intent.GIVE_BACK), at(appeal=lacking))
    assert sent(returned, "returned")[0].values["missing"] == ("residence",)
    again = appeal(repeat_of="К-0100/26", sign=Sign.REPEATED)
    reply = {"cause": Ground.REPEATED.value, "leader": "mayor"}
    decision = decide(operator(Intent.NOT_CONSIDER, reply=reply), at(appeal=again))
    values = sent(decision, "not-considered")[0].values
    assert (values["leader"], values["earlier"]) == ("Савченко Микола", "К-0100/26")


@pytest.mark.parametrize(("phone", "asked"), [("+380671112233", [TaskKind.CALL_BACK]), (None, [])])
def test_who_has_no_mail_is_called(phone: str | None, asked: list[TaskKind]) -> None:
    silent = appeal(applicant=replace(APPLICANT, email=None, phone=phone))
    decision = decide(operator(Intent.LET_WITHDRAW), at(appeal=silent))
    assert states(decision)["appeal"] == "withdrawn"
    assert [one.task.kind for one in of(decision, OpenTask)] == asked


def test_a_wish_to_withdraw_offers_one_word() -> None:
    [task] = [one.task for one in of(decide(citizen(Intent.WITHDRAWN), at()), OpenTask)]
    assert task.options == ("let-withdraw", "done")


@pytest.mark.parametrize("intent", [Intent.ADDITION, Intent.UNCLEAR, Intent.CONFIRMED])
def test_his_answer_brings_a_returned_appeal_back(intent: Intent) -> None:
    old = appeal(
        state=AppealState.RETURNED, missing=("substance",), text="Прошу допомоги.",
        due_at=NOW - timedelta(days=3), result="9.4",
    )  # fmt: skip
    known = at(appeal=old, of_referral=None)
    decision = decide(citizen(intent, text="Немає води.", matters=(matter(),)), known)
    [change] = of(decision, ChangeAppeal)
    assert (change.fields["state"], change.fields["result"]) == ("registered", None)
    assert change.fields["text"] == "Прошу допомоги.\n\nНемає води."
    assert change.fields["missing"] == ()
    assert change.fields["due_at"] > NOW + timedelta(days=28)  # counted from what completes it
    assert mails(decision) == [("addition-taken", MARIA)]
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.options[0], task.options[-1]) == (
        TaskKind.ROUTE, "set-executor vodokanal", "give-back",
    )  # fmt: skip
    assert {Code.COMPLETED_BY_AUTHOR, Code.TERM_OF_LAW} <= set(codes(decision))


@pytest.mark.parametrize("state", [AppealState.NOT_CONSIDERED, AppealState.WITHDRAWN])
def test_a_word_after_the_end_is_shown_to_a_person(state: AppealState) -> None:
    decision = decide(citizen(Intent.ADDITION), at(state, None))
    assert states(decision) == {}
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.options[0] == "set-executor vodokanal"


def test_a_stranger_brings_nothing_back() -> None:
    known = at(AppealState.RETURNED, None)
    forged = citizen(Intent.ADDITION, authenticity=Authenticity.FAILED, ties=())
    assert states(decide(forged, known)) == {}


def test_an_operator_may_consider_it_after_all() -> None:
    ended = appeal(state=AppealState.NOT_CONSIDERED, result="9.6")
    known = at(appeal=ended, of_referral=None)
    decision = decide(operator(Intent.SET_EXECUTOR, reply={"executor": "vodokanal"}), known)
    [change] = of(decision, ChangeAppeal)
    assert change.fields == {
        "state": AppealState.IN_WORK, "result": None, "result_by": None, "closed_at": None,
    }  # fmt: skip


def undone(state: AppealState, restored: dict[str, Any], mine: ReferralState) -> dict[str, Any]:
    """The last change, and the records as it left them."""
    changes = (
        ChangeAppeal(5, 4, restored),
        ChangeReferral(7, 2, {"state": ReferralState.ACCEPTED}),
    )
    last = LastChange(changes, fields=("state",))
    recalled = referral(state=mine)
    return {
        "state": state, "last_change": last, "referral": recalled, "referrals": (recalled,),
    }  # fmt: skip


@pytest.mark.parametrize(
    "state", [AppealState.RETURNED, AppealState.NOT_CONSIDERED, AppealState.WITHDRAWN]
)
def test_undo_tells_those_who_have_read_the_letters(state: AppealState) -> None:
    known = at(**undone(state, {"state": AppealState.IN_WORK}, ReferralState.RECALLED))
    decision = decide(operator(Intent.UNDO), known)
    assert states(decision) == {"appeal": "in-work", "referral": "accepted"}
    assert mails(decision) == [
        ("corrected", MARIA), ("referral", WATER.address), ("transcript", MOROZ.address),
    ]  # fmt: skip


def test_undo_of_a_registered_one_asks_again_who_does_it() -> None:
    last = LastChange((ChangeAppeal(5, 4, {"state": AppealState.REGISTERED}),))
    known = at(AppealState.RETURNED, None, last_change=last)
    decision = decide(operator(Intent.UNDO), known)
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.ROUTE]


def test_undo_of_a_longer_term_tells_the_applicant_and_the_executor() -> None:
    mine = referral(state=ReferralState.ACCEPTED, due_at=NOW + timedelta(days=36))
    last = LastChange(
        (
            ChangeAppeal(5, 4, {"due_at": NOW + timedelta(days=28)}),
            ChangeReferral(7, 2, {"due_at": NOW + timedelta(days=1)}),
        )
    )
    known = at(last_change=last, referral=mine, referrals=(mine,))
    decision = decide(operator(Intent.UNDO), known)
    assert mails(decision) == [
        ("corrected", MARIA), ("extension-decided", WATER.address), ("transcript", MOROZ.address),
    ]  # fmt: skip
    assert sent(decision, "corrected")[0].values["what"] == "term"
