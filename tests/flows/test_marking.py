"""Signs proposed at the registration, set by one word; what was answered before goes along."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, OpenTask, Register
from mailflows.facts import Place, Tie
from mailflows.reasons import Code
from mailflows.records import Task
from mailflows.vocabulary import (
    AppealState,
    Intent,
    ReferralState,
    Sign,
    TaskKind,
    TieKind,
)
from mailflows.writing.reasons import because
from tests.flows.given import (
    APPLICANT,
    MOROZ,
    NOW,
    POLICY,
    WATER,
    appeal,
    at,
    codes,
    context,
    facts,
    matter,
    of,
    operator,
    referral,
    sent,
)

ANSWERED = appeal(
    id=3, number="К-0100/26", state=AppealState.CLOSED, result="9.1", result_by="operator:x",
    received_at=NOW - timedelta(days=40), closed_at=NOW - timedelta(days=20),
)  # fmt: skip
WORK = referral(
    appeal=3, id=2, state=ReferralState.CONFIRMED, reported_at=NOW - timedelta(days=21),
    report="Порив усунуто, заявницю Коваленко М. І. (067 111-22-33) повідомлено.",
)  # fmt: skip
KNOWN: dict[str, Any] = {"earlier": (ANSWERED,), "earlier_work": {3: (WORK,)}}


def question(decision: Any, kind: TaskKind = TaskKind.MARK) -> Task:
    [task] = [one.task for one in of(decision, OpenTask) if one.task.kind is kind]
    return task


def test_a_repeated_appeal_is_registered_referred_and_asked_about() -> None:
    decision = decide(facts(matters=(matter(),)), context(**KNOWN))
    made = of(decision, Register)[0].appeal
    assert (made.sign, made.sign_by, made.repeat_of) == (Sign.REPEATED, "rule", "К-0100/26")
    assert sent(decision, "referral")
    assert sent(decision, "acknowledgement")
    task = question(decision)
    assert task.reason is not None
    assert task.reason.facts["number"] == "К-0100/26"
    assert task.reason.facts["by"] == "КП «Водоканал»"
    assert task.reason.facts["answered_on"] == "2026-11-03"
    assert "Порив усунуто" in task.reason.facts["words"]
    assert "Коваленко" not in task.reason.facts["words"]
    told = because(task.reason, POLICY)
    assert told.startswith("Схоже, що звернення повторне: на попереднє вже відповіли.")
    assert "03.11.2026" in told
    assert task.options[:3] == (
        "set-mark repeated К-0100/26", "set-mark first", "not-consider repeated",
    )  # fmt: skip


def test_what_was_answered_before_goes_along_without_its_author() -> None:
    decision = decide(facts(matters=(matter(),)), context(**KNOWN))
    told = sent(decision, "referral")[0].values["earlier"]
    assert told["number"] == "К-0100/26"
    [work] = told["work"]
    assert "Порив усунуто" in work["words"]
    assert "Коваленко" not in work["words"]
    assert "111-22-33" not in work["words"]
    first = decide(facts(matters=(matter(),)), context())
    assert sent(first, "referral")[0].values["earlier"] is None


@pytest.mark.parametrize(
    ("known", "options"),
    [
        ({"state": AppealState.IN_WORK, "result": None}, ("set-mark frequent К-0100/26",)),
        ({"state": AppealState.IN_WORK, "result": None, "due_at": NOW - timedelta(days=1)},
         ("set-mark repeated К-0100/26",)),
    ],
)  # fmt: skip
def test_not_to_consider_is_offered_only_where_the_first_was_answered(
    known: dict[str, Any], options: tuple[str, ...]
) -> None:
    decision = decide(facts(matters=(matter(),)), context(earlier=(replace(ANSWERED, **known),)))
    task = question(decision)
    assert task.options[:1] == options
    assert "not-consider repeated" not in task.options


def test_a_letter_that_cites_its_own_number_is_repeated_when_an_operator_registers_it() -> None:
    cited = replace(ANSWERED, topic="heating", place=Place())
    form = facts(
        form=True, matters=(matter(),), ties=(Tie(TieKind.NUMBER, "К-0100/26"),), letter=None
    )
    decision = decide(form, context(appeal=cited, tied=True))
    assert of(decision, Register)[0].appeal.repeat_of == "К-0100/26"


def test_many_with_the_same_words() -> None:
    new = matter(wording="0123456789abcdef")
    decision = decide(facts(matters=(new,)), context(alike={"0123456789abcdef": 7}))
    made = of(decision, Register)[0].appeal
    assert (made.sign, made.repeat_of, made.wording) == (Sign.MASS, None, "0123456789abcdef")
    assert question(decision).options == ("set-mark mass", "set-mark first")


WORDS = "0123456789abcdef"


def of_campaign(number: int, **more: Any) -> Any:
    return appeal(id=number, number=f"К-0{number}/26", sign=Sign.MASS, sign_by="rule",
                  wording=WORDS, **more)  # fmt: skip


def test_a_campaign_is_one_question() -> None:
    known: dict[str, Any] = {"alike": {WORDS: 7}}
    later = decide(facts(matters=(matter(wording=WORDS),)),
                   context(campaign=(of_campaign(300),), **known))  # fmt: skip
    assert of(later, Register)[0].appeal.sign is Sign.MASS
    assert TaskKind.MARK not in [one.task.kind for one in of(later, OpenTask)]
    other = of_campaign(301, state=AppealState.CLOSED)  # its question went with it
    again = decide(facts(matters=(matter(wording=WORDS),)), context(campaign=(other,), **known))
    assert question(again)


@pytest.mark.parametrize("cause", ["mass", "first"])
def test_one_tap_is_for_the_whole_campaign(cause: str) -> None:
    others = (of_campaign(300), of_campaign(301), replace(of_campaign(302), sign_by="operator:x"))
    known = at(appeal=replace(of_campaign(5)), campaign=others)
    decision = decide(operator(Intent.SET_MARK, reply={"cause": cause}), known)
    changed = {one.id: one.fields["sign"] for one in of(decision, ChangeAppeal)}
    assert changed == {5: cause, 300: cause, 301: cause}
    told = next(one for one in decision.reasons if one.code is Code.MARK_SET)
    assert told.facts["others"] == "2"
    assert because(told, POLICY).endswith("Так само позначено інших звернень: 2.")


def test_copies_of_one_person_are_one_question() -> None:
    first = replace(ANSWERED, state=AppealState.IN_WORK, result=None)
    copy = replace(first, id=4, number="К-0104/26", sign=Sign.FREQUENT, sign_by="rule",
                   repeat_of=first.number)  # fmt: skip
    decision = decide(facts(matters=(matter(),)), context(earlier=(copy, first)))
    assert of(decision, Register)[0].appeal.sign is Sign.FREQUENT
    assert not [one for one in of(decision, OpenTask) if one.task.kind is TaskKind.MARK]
    newest = appeal(sign=Sign.FREQUENT, sign_by="rule", repeat_of=copy.number)
    reply = {"cause": "frequent", "earlier": first.number}
    known = at(appeal=newest, earlier=(copy, first))
    answered = decide(operator(Intent.SET_MARK, reply=reply), known)
    by = {one.id: one.fields["repeat_of"] for one in of(answered, ChangeAppeal)}
    assert by == {newest.id: first.number, 4: first.number}


def test_a_first_appeal_asks_nothing() -> None:
    decision = decide(facts(matters=(matter(),)), context())
    assert of(decision, Register)[0].appeal.sign is Sign.FIRST
    assert not [one for one in of(decision, OpenTask) if one.task.kind is TaskKind.MARK]


@pytest.mark.parametrize(
    ("reply", "fields"),
    [
        ({"cause": "repeated", "earlier": "К-0100/26"}, (Sign.REPEATED, "К-0100/26")),
        ({"cause": "repeated", "earlier": "100"}, (Sign.REPEATED, "К-0100/26")),
        ({"cause": "duplicate", "earlier": "0100"}, (Sign.DUPLICATE, "К-0100/26")),
        ({"cause": "frequent", "earlier": "К-0100/26"}, (Sign.FREQUENT, "К-0100/26")),
        ({"cause": "first"}, (Sign.FIRST, None)),
        ({"cause": "mass"}, (Sign.MASS, None)),
    ],
)
def test_one_word_sets_the_sign(reply: dict[str, Any], fields: tuple[Sign, str | None]) -> None:
    asked = Task(TaskKind.MARK, appeal=5, id=9, version=1)
    decision = decide(operator(Intent.SET_MARK, reply=reply), at(**KNOWN, tasks=(asked,)))
    changed = of(decision, ChangeAppeal)[0].fields
    assert (changed["sign"], changed["repeat_of"]) == fields
    assert changed["sign_by"] == f"operator:{MOROZ.address}"
    assert Code.MARK_SET in codes(decision)
    assert [one.id for one in of(decision, AnswerTask)] == [9]
    assert sent(decision, "transcript")[0].values["possible"] == ("undo 42",)


def test_who_works_on_it_learns_what_was_answered() -> None:
    reply = {"cause": "repeated", "earlier": "К-0100/26"}
    decision = decide(operator(Intent.SET_MARK, reply=reply), at(**KNOWN))
    [told] = sent(decision, "answer-to-executor")
    assert told.to == WATER.address
    assert told.values["earlier"]["number"] == "К-0100/26"


def test_who_asked_once_not_to_be_named_is_not_named_by_a_later_appeal() -> None:
    secret: dict[str, Any] = {**KNOWN, "earlier": (replace(ANSWERED, confidential=True),)}
    decision = decide(facts(matters=(matter(),)), context(**secret))
    assert sent(decision, "referral")[0].values["earlier"] is None
    reply = {"cause": "repeated", "earlier": "К-0100/26"}
    assert not sent(
        decide(operator(Intent.SET_MARK, reply=reply), at(**secret)), "answer-to-executor"
    )
    hidden = decide(facts(matters=(matter(confidential=True),)), context(**secret))
    assert sent(hidden, "referral")[0].values["earlier"] is not None


@pytest.mark.parametrize(("cause", "now"), [("collective", True), ("individual", False)])
def test_whose_it_is(cause: str, now: bool) -> None:
    known = at(appeal=appeal(collective=not now))
    decision = decide(operator(Intent.SET_MARK, reply={"cause": cause}), known)
    assert of(decision, ChangeAppeal)[0].fields == {"collective": now}


@pytest.mark.parametrize(
    ("reply", "known", "why"),
    [
        ({"cause": "repeated"}, {}, "earlier-unknown"),
        ({"cause": "repeated", "earlier": "К-0999/26"}, {}, "earlier-unknown"),
        ({"cause": "duplicate", "earlier": "К-0123/26"}, {}, "earlier-unknown"),  # itself
        ({"cause": "repeated", "earlier": "К-0100/26"}, {"received_at": NOW}, "earlier-later"),
        ({"cause": "individual"}, {}, "has-mark"),
        ({"cause": "dull"}, {}, "mark-unnamed"),
    ],
)
def test_a_sign_that_cannot_be_set(reply: dict[str, Any], known: dict[str, Any], why: str) -> None:
    earlier = (replace(ANSWERED, **known),)
    decision = decide(operator(Intent.SET_MARK, reply=reply), at(earlier=earlier))
    assert not of(decision, ChangeAppeal)
    assert decision.reasons[0].facts["why"] == why


@pytest.mark.parametrize(
    ("state", "result", "refused"),
    [(AppealState.CLOSED, "9.1", False), (AppealState.IN_WORK, None, True)],
)
def test_a_repeated_one_is_left_only_when_the_first_was_answered(
    state: AppealState, result: str | None, refused: bool
) -> None:
    first = replace(ANSWERED, state=state, result=result)
    again = appeal(sign=Sign.REPEATED, repeat_of="К-0100/26", applicant=APPLICANT)
    known = at(appeal=again, earlier=(first,))
    decision = decide(operator(Intent.NOT_CONSIDER, reply={"cause": "repeated"}), known)
    assert bool(sent(decision, "not-considered")) is not refused
    if refused:
        assert decision.reasons[0].facts["why"] == "earlier-undecided"
        assert "not-consider repeated" not in sent(decision, "transcript")[0].values["possible"]
