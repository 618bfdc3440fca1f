"""A context as if the store knew whatever a letter cites: for explaining without a store."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailflows.context import Context
from mailflows.facts import Applicant, Facts
from mailflows.policy import Policy
from mailflows.records import Alert, Appeal, Referral
from mailflows.vocabulary import (
    AppealState,
    Channel,
    Intent,
    Kind,
    ReferralState,
    Regime,
    Role,
)

AGE = timedelta(days=3)  # of the imagined appeal
TERM = timedelta(days=30)
_ELSEWHERE = frozenset({"t"})  # parties of a tie that leads to a question, not to an appeal


def imagine(facts: Facts, policy: Policy, now: datetime) -> Context:
    """The context of a letter whose every tie leads to one imagined appeal of its writer.

    Toward an applicant the work has been claimed, so that he can confirm or dispute it; toward
    an executor his referral is on its way; toward a leader an alert is open.
    """
    blank = Context(now, policy, 0, now)
    if not any(tie.party not in _ELSEWHERE for tie in facts.ties):
        return blank
    claimed = facts.role is Role.OUTSIDER
    executor = facts.executor or next(iter(policy.executors), "")
    appeal = Appeal(
        applicant=Applicant(email=facts.letter.sender.address if facts.letter.sender else None),
        kind=Kind.APPLICATION,
        regime=Regime.APPEAL,
        topic=None,
        channel=Channel.E_MAIL,
        received_at=now - AGE,
        due_at=now + TERM,
        text="",
        state=AppealState.IN_CHECK if claimed else AppealState.IN_WORK,
        id=1,
        number=(facts.reply.number if facts.reply else None) or "?",
        registered_at=now - AGE,
    )
    referral = Referral(
        appeal=1,
        executor=executor,
        due_at=now + TERM,
        state=ReferralState.CLAIMED if claimed else ReferralState.SENT,
        id=_referral_id(facts),
        sent_at=now - AGE,
        claim=Intent.DONE if claimed else None,
    )
    alert = Alert("", None, now - AGE, id=1, appeal=1) if facts.role is Role.LEADER else None
    return Context(
        now, policy, 0, now,
        appeal=appeal, tied=True, referral=referral, referrals=(referral,), alert=alert,
    )  # fmt: skip


def _referral_id(facts: Facts) -> int:
    """The referral that a signed address names, so that it is the imagined one."""
    named = (tie.value for tie in facts.ties if tie.party == "r" and tie.value.isdigit())
    return int(next(named, "1"))
