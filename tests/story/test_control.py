"""Control does not let go, on real servers: rework, more time, undoing."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from mailflows.vocabulary import AppealState, ReferralState
from store import database, history, load, registry
from store.card import dossier
from tests.story.lab import Lab, taps_of, text_of
from tests.story.test_story import balanced, register_water, states

pytestmark = [pytest.mark.servers, pytest.mark.postgres, pytest.mark.timeout(240)]


def newest(lab: Lab, person: str, seen: list[EmailMessage]) -> list[EmailMessage]:
    """What came to a person since the letters seen."""
    return lab.inbox(person, len(seen) + 1)[len(seen) :]


def claim(lab: Lab, referral: EmailMessage, words: str = "Виконано, воду подано.") -> EmailMessage:
    """The executor says it is done; gives what the applicant is told of it."""
    before = lab.inbox("citizen", 1)
    lab.answer("vodokanal", referral, words)
    lab.work()
    return newest(lab, "citizen", before)[-1]


def test_the_third_return_goes_to_the_leader_and_no_clock_begins_again(lab: Lab) -> None:
    number, _, referral = register_water(lab)
    with database.session():
        card = registry.show(number)
        assert card
        law = card.appeal.due_at
    for returned in (1, 2, 3):
        informed = claim(lab, referral)
        assert states(lab, number) == (AppealState.IN_CHECK, [ReferralState.CLAIMED])
        told = lab.inbox("utilities", 0)
        ordered = lab.inbox("vodokanal", 1)
        lab.tap("citizen", informed, "не виконано")
        lab.work()
        assert states(lab, number) == (AppealState.IN_WORK, [ReferralState.SENT])
        [rework] = newest(lab, "vodokanal", ordered)
        assert number in str(rework["Subject"])
        if returned < 3:
            assert len(lab.inbox("utilities", 0)) == len(told), "two returns are not the leader's"
        else:
            [again] = newest(lab, "utilities", told)
            assert "КП «Водоканал»" in text_of(again)
            assert "Коваленко" not in text_of(again)
        referral = rework
    with database.session():
        [kept] = load.referrals(card.appeal.id)
        after = registry.show(number)
        assert after
    assert kept.returns == 3
    assert after.appeal.due_at == law
    assert kept.due_at <= law
    assert balanced(lab)


def test_more_time_is_asked_of_the_leader_and_told_with_the_reason(lab: Lab) -> None:
    number, _, referral = register_water(lab)
    with database.session():
        card = registry.show(number)
        assert card
    until = (card.appeal.due_at + timedelta(days=10)).date()
    before = lab.inbox("utilities", 0)
    lab.answer(
        "vodokanal", referral,
        f"Просимо продовжити строк до {until:%d.%m.%Y}: чекаємо на труби від постачальника.",
    )  # fmt: skip
    lab.work()
    assert states(lab, number)[0] in (AppealState.REGISTERED, AppealState.IN_WORK)
    [asked] = newest(lab, "utilities", before)
    assert "труби" in text_of(asked)
    assert len(lab.inbox("citizen", 1)) == 1, "nobody is told before the leader has decided"

    answers = [subject for _, subject in taps_of(asked)]
    granted = next(one for one in answers if f"{until:%d.%m.%Y}" in one)
    lab.tap("utilities", asked, granted)
    lab.work()
    told = text_of(lab.inbox("citizen", 2)[-1]).replace("\N{NO-BREAK SPACE}", " ")
    assert f"до {until.day} " in told
    assert "статті 20" in told
    with database.session():
        after = registry.show(number)
        assert after
        changed = [one for one in history.of_appeal(card.appeal.id) if one.field == "due_at"]
    assert after.appeal.due_at.date() >= until
    assert len(changed) >= 2, "the former term stays provable"
    assert balanced(lab)


def test_a_command_is_undone_for_a_day_and_what_went_is_not_called_back(lab: Lab) -> None:
    number, _, _ = register_water(lab)
    before = lab.inbox("operator", 0)
    lab.post(lab.write("operator", f"{number}", "не розглядати: анонімне"))
    lab.work()
    assert states(lab, number)[0] is AppealState.NOT_CONSIDERED
    [transcript] = newest(lab, "operator", before)

    lab.answer("operator", transcript, "скасувати")
    lab.work()
    assert states(lab, number)[0] is AppealState.REGISTERED
    undone = lab.inbox("operator", len(before) + 2)[-1]
    assert number in text_of(undone)
    with database.session():
        file = dossier(number)
        assert file
    assert [one.by for one in file.changes if one.field == "state"][-1] == "operator:head"

    lab.post(lab.write("operator", f"{number}", "закрити"))
    lab.work()
    assert states(lab, number)[0] is AppealState.REGISTERED, "nobody claimed that it is done"
    refused = lab.inbox("operator", len(before) + 3)[-1]
    assert "Водоканал" in text_of(refused)
    assert balanced(lab)
