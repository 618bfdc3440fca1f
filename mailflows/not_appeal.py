"""Advertising, lists, empty robots and our own letters: nobody asks, nobody is answered."""

from __future__ import annotations

from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code
from mailflows.vocabulary import Flow, Outcome, Robot, Role

_CODES = {
    Robot.LIST: Code.MAILING_LIST,
    Robot.ADVERTISING: Code.ADVERTISING,
    Robot.EMPTY: Code.EMPTY_ROBOT,
}


def fits(facts: Facts, context: Context) -> bool:
    """Surely no appeal; in doubt it is one and goes the citizen's way."""
    return facts.role is Role.OURSELVES or facts.robot in _CODES


def handle(facts: Facts, context: Context) -> Decision:
    """Only the ledger remembers it."""
    draft = Draft.of(Flow.NOT_APPEAL, context)
    if facts.role is Role.OURSELVES:
        draft.because(Code.OWN_LETTER)
    elif facts.robot_because is not None:
        draft.reason(facts.robot_because)
    else:
        draft.because(_CODES.get(facts.robot or Robot.EMPTY, Code.EMPTY_ROBOT))
    return draft.decide(Outcome.NOT_APPEAL)
