"""Earlier appeals of the same person, and how many people wrote the same words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mailflows.context import Context
from mailflows.decision import ChangeAppeal, Decision
from mailflows.facts import Applicant, Matter, Reply, Tie
from mailflows.records import Appeal
from mailflows.vocabulary import Flow, Intent, Kind, Outcome, Regime, Role, Sign, TieKind
from store import history, load
from tests.store import making
from tests.store.making import NOW

WORDING = "0123456789abcdef"


def known(uid: int, applicant: Applicant, wording: str = "", **changed: Any) -> Context:
    """What is known when somebody writes."""
    matter = Matter(applicant, Kind.APPLICATION, Regime.APPEAL, "water", "x", wording=wording)
    letter = making.replace(making.facts(uid).letter, sender=None)
    about = making.facts(uid, matters=[matter], **({"letter": letter} | changed))
    return making.known(making.claimed(uid), about)


def commanded(uid: int, number: str, earlier: str | None) -> Context:
    """What is known when an operator names an earlier appeal."""
    reply = Reply(Intent.SET_MARK, cause="repeated", earlier=earlier)
    ties = (Tie(TieKind.NUMBER, number),)
    about = making.facts(uid, ties, role=Role.OPERATOR, reply=reply, person="op@rada.test")
    return making.known(making.claimed(uid), about)


def test_by_mail_telephone_or_name_each_once_the_newest_first(store: str) -> None:
    first, _ = making.register(1)
    second, _ = making.register(2, received_at=NOW + timedelta(hours=1))
    other, _ = making.register(3, applicant=Applicant(name="Бондар Олег", email="b@example.org"))
    for number, who in enumerate(
        (
            Applicant(email="CITIZEN@example.org"),
            Applicant(phone="+380501112233"),
            Applicant(name="Ґалаґан Їжакевич Є'ва"),
            making.APPLICANT,
        )
    ):
        found = known(10 + number, who).earlier
        assert [one.id for one in found] == [second, first]
    assert [one.id for one in known(20, Applicant(email="b@example.org")).earlier] == [other]
    assert known(21, Applicant(name="Ґалаґан")).earlier == ()


def test_with_the_work_of_each(store: str) -> None:
    first, _ = making.register(1)
    seen = known(2, making.APPLICANT)
    assert seen.earlier_work == {first: load.referrals(first)}


def test_an_operator_names_it_by_number_or_by_its_digits(store: str) -> None:
    other = Applicant(name="Бондар Олег", email="b@example.org")
    earlier, number = making.register(1, applicant=other)
    _, second = making.register(2)
    for uid, named in ((3, number), (4, "1"), (5, "0001")):
        assert [one.id for one in commanded(uid, second, named).earlier] == [earlier]
    assert commanded(6, second, "999").earlier == ()
    assert commanded(7, second, None).earlier == ()


def test_the_same_words_of_other_people_of_late(store: str) -> None:
    for uid in range(1, 4):
        email = f"{uid}@example.org"
        making.register(uid, applicant=Applicant(email=email), wording=WORDING)
    making.register(4, applicant=Applicant(email="1@example.org"), wording=WORDING)
    old = NOW - timedelta(days=60)
    making.register(5, applicant=Applicant(email="5@example.org"), wording=WORDING, received_at=old)
    making.register(6, applicant=Applicant(email="6@example.org"))
    assert known(7, Applicant(email="7@example.org"), WORDING).alike == {WORDING: 3}
    assert known(8, Applicant(email="1@example.org"), WORDING).alike == {WORDING: 2}  # himself not
    assert known(9, Applicant(email="9@example.org")).alike == {}


def test_a_campaign_as_a_new_letter_and_as_an_operator_see_it(store: str) -> None:
    marked = {"wording": WORDING, "sign": Sign.MASS, "sign_by": "rule"}
    made = [
        making.register(uid, applicant=Applicant(email=f"{uid}@example.org"), **marked)
        for uid in range(1, 4)
    ]
    (_, number), *others = made
    confirmed = {**marked, "sign_by": "operator:x"}
    making.register(4, applicant=Applicant(email="4@example.org"), **confirmed)
    assert len(known(7, Applicant(email="7@example.org"), WORDING).campaign) == 1
    assert known(8, Applicant(email="8@example.org")).campaign == ()
    seen = {one.id for one in commanded(9, number, None).campaign if one.sign_by == "rule"}
    assert seen == {one for one, _ in others}


def test_marks_are_kept_with_who_set_them_and_their_history(store: str) -> None:
    appeal_id, _ = making.register(
        1, sign=Sign.REPEATED, sign_by="rule", repeat_of="Ґ-0009/26", against=("water", "mayor"),
        leader="mayor", wording=WORDING,
    )  # fmt: skip
    made = load.appeal(appeal_id)
    assert made is not None
    assert (made.sign, made.sign_by, made.against, made.leader, made.wording) == (
        Sign.REPEATED, "rule", ("water", "mayor"), "mayor", WORDING,
    )  # fmt: skip
    change = ChangeAppeal(
        appeal_id, 1, {"sign": Sign.FIRST, "sign_by": "operator:x", "repeat_of": None}
    )
    decision = Decision(Flow.OPERATOR_REPLY, Outcome.REPLY, (), (change,))
    making.commit(decision, making.claimed(2))
    told = {one.field: (one.old, one.new) for one in history.of_appeal(appeal_id)}
    assert told["sign"] == ("repeated", "first")
    assert told["sign_by"] == ("rule", "operator:x")
    plain, _ = making.register(3)
    again = load.appeal(plain)
    assert isinstance(again, Appeal)
    assert (again.sign, again.sign_by, again.against, again.leader, again.wording) == (
        Sign.FIRST, "", (), None, "",
    )  # fmt: skip
