"""A person's letter that nothing else explains: an appeal, and in doubt an appeal too."""

from __future__ import annotations

from mailflows.acts.attaching import IS_IT_AN_APPEAL, show
from mailflows.acts.registration import register
from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.vocabulary import Channel, Flow, Outcome, Role, TaskKind

_OFFICIALS = (Role.EXECUTOR, Role.EXECUTOR_EMPLOYEE)


def fits(facts: Facts, context: Context) -> bool:
    """Whatever is left."""
    return True


def handle(facts: Facts, context: Context) -> Decision:
    """Register every matter; an executor's employee may write as a citizen: the operator is asked.

    Danger does not wait for his answer.
    """
    draft = Draft.of(Flow.CITIZEN_MAIL, context)
    danger = any(one.emergency is not None for one in facts.matters)
    if facts.role in _OFFICIALS and not danger:
        reason = Reason(Code.EXECUTOR_EMPLOYEE, {"executor": facts.executor or ""})
        show(draft, facts, context, reason, TaskKind.REGISTER, IS_IT_AN_APPEAL)
        return draft.decide(Outcome.REPLY)
    return register_letter(facts, context)


def register_letter(facts: Facts, context: Context) -> Decision:
    """Register the letter as an appeal, also when an operator has answered that it is one."""
    draft = Draft.of(Flow.CITIZEN_MAIL, context)
    if not facts.matters:
        reason = Reason(Code.UNREADABLE)
        show(draft, facts, context, reason, TaskKind.REGISTER, IS_IT_AN_APPEAL)
        return draft.decide(Outcome.NOT_APPEAL)
    draft.because(Code.NEW_APPEAL)
    channel = facts.channel if facts.role is Role.OPERATOR else Channel.E_MAIL
    register(draft, facts, context, channel)
    return draft.decide(Outcome.REGISTERED)
