"""Timed: the daily digest, one letter to each leader about his own area."""

from __future__ import annotations

from datetime import date

from mailflows.decision import Decision, Outgoing
from mailflows.draft import Draft
from mailflows.policy import Leader, Policy
from mailflows.reasons import Code
from mailflows.vocabulary import Flow


def digest(figures: object, leader: Leader, day: date, policy: Policy) -> Decision:
    """The letter about one day; `figures` are counted by the store for the leader's topics.

    It goes out on a quiet day too: silence would look like a breakdown.
    """
    draft = Draft(Flow.TIMED, policy)
    draft.because(Code.FALLEN_DUE, date=day.isoformat(), leader=leader.code)
    draft.send(
        Outgoing(
            "digest",
            leader.address,
            f"digest-{day.isoformat()}",
            party="l",
            values={"figures": figures, "date": day, "leader": leader},
        )
    )
    return draft.decide(None)
