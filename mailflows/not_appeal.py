"""Advertising, lists, empty robots and our own letters: nobody asks, nobody is answered."""

from __future__ import annotations

from mailflows.acts.attaching import IS_IT_AN_APPEAL
from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Task
from mailflows.vocabulary import Flow, Outcome, Robot, Role, TaskKind

_CODES = {
    Robot.LIST: Code.MAILING_LIST,
    Robot.ADVERTISING: Code.ADVERTISING,
    Robot.EMPTY: Code.EMPTY_ROBOT,
}


def fits(facts: Facts, context: Context) -> bool:
    """Surely no appeal; in doubt it is one and goes the citizen's way."""
    return facts.role is Role.OURSELVES or facts.robot in _CODES


def handle(facts: Facts, context: Context) -> Decision:
    """Only the ledger remembers it; a stranger's words under our own address an operator reads."""
    draft = Draft.of(Flow.NOT_APPEAL, context)
    if facts.role is Role.OURSELVES:
        reason = draft.because(Code.OWN_LETTER)
        if facts.matters and not _came_back(facts):
            _ask(draft, facts, reason)
    elif facts.robot_because is not None:
        draft.reason(facts.robot_because)
    else:
        draft.because(_CODES.get(facts.robot or Robot.EMPTY, Code.EMPTY_ROBOT))
    return draft.decide(Outcome.NOT_APPEAL)


def _came_back(facts: Facts) -> bool:
    """Whether it is a letter of ours that somebody's forwarding returned: they all say so."""
    said = next(iter(facts.letter.header("auto-submitted")), "").strip().lower()
    return said.startswith("auto-")


def _ask(draft: Draft, facts: Facts, reason: Reason) -> None:
    """A form that nobody told us of, or a colleague at the common mailbox: is it an appeal?"""
    danger = any(one.emergency is not None for one in facts.matters)
    task = Task(TaskKind.REGISTER, reason=reason, options=IS_IT_AN_APPEAL, urgent=danger)
    draft.ask(task, words=facts.text)
