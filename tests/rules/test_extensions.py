"""Extending the law's term: how far, by whom, until when the applicant is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.facts import Applicant
from mailflows.policy import Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal
from mailflows.rules.terms import Extension, extend, law_due
from mailflows.rules.workdays import is_working_day
from mailflows.vocabulary import Channel, Kind, Regime
from mailflows.writing.reasons import because
from tests.rules.terms import BEFORE, KEPT, KYIV, MAYOR, OFFICE, PEACE, WAR, moment, words

A, Q, D, P = (
    Regime.APPEAL, Regime.INFORMATION_REQUEST, Regime.DEPUTY_APPEAL, Regime.ADMINISTRATIVE,
)  # fmt: skip


def appeal(regime: Regime, received: datetime, policy: Policy = WAR) -> Appeal:
    return Appeal(
        applicant=Applicant(), kind=Kind.APPLICATION, regime=regime, topic=None,
        channel=Channel.E_MAIL, received_at=received, text="",
        due_at=law_due(regime, received, False, policy).at,
    )  # fmt: skip


# regime, receipt, now, the leader's day ("" = as far as the law lets), policy; last day, words
GIVEN: list[tuple[Regime, str, str, str, Policy, str, str]] = [
    (
        A, "2026-11-24 10:30", "2026-12-20 09:00", "2027-01-05", WAR, "2027-01-05",
        "до 05.01.2027; гранично: 45 днів від 24.11.2026 → 08.01.2027 (ЦК ст. 253)",
    ),
    (
        A, "2026-11-24 10:30", "2026-12-20 09:00", "", WAR, "2027-01-08",
        "до 08.01.2027; гранично: 45 днів від 24.11.2026 → 08.01.2027 (ЦК ст. 253)",
    ),
    (
        A, "2026-11-24 10:30", "2026-12-24 23:59", "2026-12-30", WAR, "2026-12-30",
        "до 30.12.2026; гранично: 45 днів від 24.11.2026 → 08.01.2027 (ЦК ст. 253)",
    ),
    # a day off moves within the limit, and back where the limit ends
    (
        A, "2026-11-24 10:30", "2026-12-20 09:00", "2027-01-02", WAR, "2027-01-04",
        "до 02.01.2027, субота → 04.01.2027; гранично: 45 днів від 24.11.2026 → 08.01.2027 "
        "(ЦК ст. 254)",
    ),
    (
        A, "2026-11-25 10:30", "2026-12-20 09:00", "", WAR, "2027-01-08",
        "до 09.01.2027, субота → 08.01.2027; гранично: 45 днів від 25.11.2026 → 09.01.2027 "
        "(ЦК ст. 254)",
    ),
    (
        A, "2026-11-17 10:30", "2026-12-10 09:00", "", PEACE, "2026-12-31",
        "до 01.01.2027, Новий рік → 31.12.2026; гранично: 45 днів від 17.11.2026 → 01.01.2027 "
        "(ЦК ст. 254)",
    ),
    (
        A, "2026-11-25 10:30", "2026-12-20 09:00", "", KEPT, "2027-01-09",
        "до 09.01.2027, субота, без перенесення; гранично: 45 днів від 25.11.2026 → 09.01.2027 "
        "(ЦК ст. 254)",
    ),
    (
        Q, "2026-11-24 10:30", "2026-11-30 09:00", "", WAR, "2026-12-22",
        "до 22.12; гранично: 20 робочих днів від 24.11 → 22.12 (ЦК ст. 253)",
    ),
    (
        D, "2026-11-24 10:30", "2026-12-01 09:00", "", WAR, "2026-12-24",
        "до 24.12; гранично: один місяць від 24.11 → 24.12 (ЦК ст. 254)",
    ),
    (
        P, "2026-11-24 10:30", "2026-12-21 09:00", "", WAR, "2027-01-08",
        "до 08.01.2027; гранично: 45 днів від 24.11.2026 → 08.01.2027 (Закон № 2073-IX ст. 33)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("regime", "received", "now", "until", "policy", "last", "told"), GIVEN)
def test_a_leader_extends(
    regime: Regime, received: str, now: str, until: str, policy: Policy, last: str, told: str
) -> None:
    day = date.fromisoformat(until) if until else None
    got = extend(appeal(regime, moment(received), policy), day, MAYOR, moment(now), policy)
    assert isinstance(got, Extension)
    assert got.due.at.astimezone(KYIV).strftime("%Y-%m-%d %H:%M:%S") == f"{last} 23:59:59"
    assert words(got.due.why) == told
    assert got.due.why.facts["leader"] == "mayor"


@pytest.mark.parametrize(
    ("regime", "now", "until", "why"),
    [
        (A, "2026-12-20 09:00", "2027-01-09", "extension-beyond"),  # the 46th day
        (A, "2026-12-20 09:00", "2026-12-24", "extension-shorter"),
        (A, "2026-12-20 09:00", "2026-12-01", "extension-shorter"),
        (A, "2026-12-25 00:00", "2027-01-05", "extension-late"),
        (Q, "2026-12-02 09:00", "", "extension-late"),
        (Q, "2026-11-30 09:00", "2026-12-23", "extension-beyond"),
        (D, "2026-12-05 09:00", "", "extension-late"),
        (P, "2026-12-22 00:00", "", "extension-late"),  # three working days before the 24th
    ],
)
def test_what_the_law_does_not_let(regime: Regime, now: str, until: str, why: str) -> None:
    day = date.fromisoformat(until) if until else None
    got = extend(appeal(regime, moment("2026-11-24 10:30")), day, MAYOR, moment(now), WAR)
    assert isinstance(got, Reason)
    assert (got.code, got.facts["why"]) == (Code.NOT_POSSIBLE, why)
    assert because(got, WAR).startswith("Строк не продовжено (за законом не далі ніж до ")


def test_an_administrative_case_is_extended_once_an_appeal_within_its_days() -> None:
    now, later = moment("2026-12-18 09:00"), moment("2026-12-30 23:59")
    case = replace(appeal(P, moment("2026-11-24 10:30")), due_at=later)
    refused = extend(case, None, MAYOR, now, WAR)
    assert isinstance(refused, Reason)
    assert refused.facts["why"] == "extension-once"
    again = extend(replace(case, regime=A), None, MAYOR, now, WAR)
    assert isinstance(again, Extension)


@pytest.mark.parametrize(
    ("regime", "notice"),
    [
        (A, "2026-12-24 23:59:59"),
        (Q, "2026-12-01 23:59:59"),
        (D, "2026-12-04 23:59:59"),
        (P, "2026-12-21 23:59:59"),
    ],
)
def test_until_when_the_applicant_is_told(regime: Regime, notice: str) -> None:
    now = moment("2026-11-25 09:00")
    got = extend(appeal(regime, moment("2026-11-24 10:30")), None, MAYOR, now, WAR)
    assert isinstance(got, Extension)
    assert got.notice_by == moment(notice)


def test_the_sentence_names_the_leader_and_the_law() -> None:
    now = moment("2026-12-20 09:00")
    got = extend(appeal(A, moment("2026-11-24 10:30")), date(2027, 1, 5), MAYOR, now, WAR)
    assert isinstance(got, Extension)
    assert because(got.due.why, WAR).replace("\u00a0", " ") == (
        "Строк продовжено до 05.01.2027 (Савченко Микола Андрійович; стаття 20 Закону «Про "
        "звернення громадян»): до 05.01.2027; гранично: 45 днів від 24.11.2026 → 08.01.2027 "
        "(ЦК ст. 253)."
    )


MOMENTS = st.datetimes(
    min_value=datetime(2021, 1, 1),  # noqa: DTZ001 (the strategy adds the zone)
    max_value=datetime(2035, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
POLICIES = st.sampled_from([WAR, PEACE, KEPT, BEFORE, OFFICE])


@given(MOMENTS, st.sampled_from(Regime), POLICIES, st.integers(0, 60), st.integers(-5, 60))
def test_longer_than_before_and_never_beyond_45_days(
    received: datetime, regime: Regime, policy: Policy, passed: int, asked: int
) -> None:
    one, now = appeal(regime, received, policy), received + timedelta(days=passed)
    first = received.astimezone(KYIV).date()
    got = extend(one, first + timedelta(days=asked), MAYOR, now, policy)
    if isinstance(got, Reason):
        assert because(got, policy)
        return
    last = got.due.at.astimezone(KYIV).date()
    assert got.due.at > one.due_at
    assert now <= got.notice_by <= one.due_at
    assert (last - first).days <= 45
    assert words(got.due.why)
    if policy.terms.last_day != "same-day":
        assert is_working_day(last, policy.working_time)
