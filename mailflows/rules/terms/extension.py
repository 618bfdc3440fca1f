"""Extending the law's term: how far, by whom, and until when the applicant is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mailflows.policy import Leader, Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal
from mailflows.rules.terms.counting import Due, cap_of, end_of, local_day, settled, told
from mailflows.rules.terms.law import law_due, longest
from mailflows.rules.workdays import add_working_days, why_off
from mailflows.vocabulary import Regime


@dataclass(frozen=True, slots=True)
class Extension:
    """A longer term, and the last moment (aware UTC) at which the applicant's notice may go out."""

    due: Due
    notice_by: datetime


def extension_limit(received_at: datetime, policy: Policy, regime: Regime = Regime.APPEAL) -> Due:
    """The last day that an extension may reach; a cap, so a day off does not move it."""
    term = longest(regime, policy.terms)
    last = cap_of(term, received_at, policy)
    off = why_off(last, policy.working_time)
    facts = {"from": local_day(received_at, policy).isoformat()} | ({"day_off": off} if off else {})
    return told(term, last, facts, policy)


def extend(
    appeal: Appeal, until: date | None, leader: Leader, now: datetime, policy: Policy
) -> Extension | Reason:
    """The term that `leader` sets (393/96-VR art. 20: the head or his deputy), or why he cannot.

    `until` is his last day, None = as far as the law lets; a day off is moved within the limit.
    He is late when the applicant cannot be told in time any more, and in an administrative case a
    term is extended once (2073-IX art. 34). The notice itself is the caller's to send.
    """
    limit = cap_of(longest(appeal.regime, policy.terms), appeal.received_at, policy)
    present = local_day(appeal.due_at, policy)
    day, notice_by = until or limit, _notice_by(appeal, policy)
    last, moves = settled(day, present, policy, limit)
    refused = None
    if now > notice_by:
        refused = "extension-late"
    elif appeal.regime is Regime.ADMINISTRATIVE and _is_extended(appeal, policy):
        refused = "extension-once"
    elif day > limit:
        refused = "extension-beyond"
    elif last <= present:
        refused = "extension-shorter"
    if refused is not None:
        facts = {"why": refused, "leader": leader.code, "limit": limit.isoformat()}
        return Reason(Code.NOT_POSSIBLE, facts)
    facts = {
        "leader": leader.code,
        "from": local_day(appeal.received_at, policy).isoformat(),
        "until": day.isoformat(),
        "limit": limit.isoformat(),
    }
    term = longest(appeal.regime, policy.terms)
    return Extension(told(term, last, facts | moves, policy, Code.TERM_EXTENDED), notice_by)


def _notice_by(appeal: Appeal, policy: Policy) -> datetime:
    """Before the present term runs out; three working days before it by 2073-IX art. 34."""
    if appeal.regime is not Regime.ADMINISTRATIVE:
        return appeal.due_at
    days = policy.terms.administrative_notice_working_days
    last = local_day(appeal.due_at, policy)
    return end_of(add_working_days(last, -days, policy.working_time), policy)


def _is_extended(appeal: Appeal, policy: Policy) -> bool:
    ordinary = law_due(appeal.regime, appeal.received_at, appeal.emergency, policy)
    return appeal.due_at > ordinary.at
