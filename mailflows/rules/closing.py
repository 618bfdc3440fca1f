"""Who may close an appeal: its applicant, his silence, an operator, or only a signed answer."""

from __future__ import annotations

from collections.abc import Sequence

from mailflows.policy import Policy
from mailflows.records import Answer, Appeal, Referral
from mailflows.vocabulary import AnswerWay, Kind, TaskKind

MARKS = ("collective", "confidential", "written")
"""Marks of an appeal that the settings can name beside kinds, laws, channels and topics."""

UNSETTLED = (
    TaskKind.READ_REPLY, TaskKind.READ_DOCUMENT, TaskKind.REGISTER, TaskKind.REASSIGN,
    TaskKind.ROUTE,
)  # fmt: skip
"""Questions that tell that it may not be done: letters not read yet, a part that nobody has."""


def needs_answer(appeal: Appeal, policy: Policy) -> bool:
    """Whether only an answer of the council's own ends it (393/96-VR art. 15, 18, 20).

    The settings name its kind, law, channel, topic or a mark: "written", that he asked for it.
    """
    return not _codes(appeal).isdisjoint(policy.closing.signed_answer)


def is_answered(answers: Sequence[Answer], referrals: Sequence[Referral]) -> bool:
    """Whether the council has answered after the last claim: work that was disputed is not."""
    claims = [one.claimed_at for one in referrals if one.claimed_at is not None]
    last = max(claims, default=None)
    given = [one for one in answers if one.way is not AnswerWay.PAPER]
    return any(last is None or one.given_at >= last for one in given)


def applicant_closes(appeal: Appeal, policy: Policy) -> bool:
    """Whether the applicant's own confirmation closes it; a complaint is closed by a person."""
    if appeal.kind is Kind.COMPLAINT or needs_answer(appeal, policy):
        return False
    return _codes(appeal).isdisjoint(policy.closing.by_operator)


def silence_closes(appeal: Appeal, policy: Policy) -> bool:
    """Whether silence alone closes it: only topics of the settings, and never what is delicate."""
    delicate = appeal.collective or appeal.confidential
    return (
        appeal.topic in policy.closing.by_silence
        and applicant_closes(appeal, policy)
        and not delicate
    )


def _codes(appeal: Appeal) -> frozenset[str]:
    marks = {name for name in MARKS if getattr(appeal, name)}
    return frozenset({appeal.kind, appeal.regime, appeal.channel, appeal.topic or "", *marks})
