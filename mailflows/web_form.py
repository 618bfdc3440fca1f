"""A form of the council's site: always somebody's appeal, whoever the machine is that sends it."""

from __future__ import annotations

from mailflows.acts.attaching import IS_IT_AN_APPEAL, show
from mailflows.acts.registration import register
from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.vocabulary import Channel, Flow, Outcome, Robot, Role, TaskKind


def fits(facts: Facts, context: Context) -> bool:
    """A known form sender, the forms' own mailbox or a form's layout; not a form left empty."""
    return facts.form or (facts.role is Role.FORM and facts.robot is not Robot.EMPTY)


def handle(facts: Facts, context: Context) -> Decision:
    """Register what the fields say; a form without readable words is shown to an operator."""
    draft = Draft.of(Flow.WEB_FORM, context)
    code = Code.FORM_SENDER if facts.role is Role.FORM else Code.FORM_MAILBOX
    if not facts.matters:
        show(draft, facts, context, Reason(code), TaskKind.REGISTER, IS_IT_AN_APPEAL)
        return draft.decide(Outcome.NOT_APPEAL)
    draft.because(code)
    register(draft, facts, context, Channel.WEB_FORM)
    return draft.decide(Outcome.REGISTERED)
