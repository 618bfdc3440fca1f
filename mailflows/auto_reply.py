"""A machine answered for a person: nothing is acknowledged, but an absent executor is noticed."""

from __future__ import annotations

from mailflows.acts.alert import call_leaders
from mailflows.acts.attaching import attach
from mailflows.acts.unserved import unserved
from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code
from mailflows.states import UNDER_WAY
from mailflows.vocabulary import AlertState, Flow, Intent, Outcome, Robot, Role

_EXECUTORS = (Role.EXECUTOR, Role.EXECUTOR_EMPLOYEE)


def fits(facts: Facts, context: Context) -> bool:
    """A vacation notice or a receipt made by a machine."""
    return facts.robot is Robot.AUTO_REPLY


def handle(facts: Facts, context: Context) -> Decision:
    """Attach it; an executor who is away is not served, a leader who is away is telephoned."""
    draft = Draft.of(Flow.AUTO_REPLY, context)
    if facts.robot_because is not None:
        draft.reason(facts.robot_because)
    else:
        draft.because(Code.AUTO_REPLY_HEADER)
    attach(draft, context)
    appeal, referral, alert = context.appeal, context.referral, context.alert
    away = facts.reply is None or facts.reply.intent in (Intent.ABSENT, Intent.UNCLEAR)
    if not away or not context.tied or appeal is None:
        return draft.decide(Outcome.AUTO_REPLY)
    if facts.role in _EXECUTORS and referral is not None and referral.state in UNDER_WAY:
        if referral.accepted_at is None:
            sender = facts.letter.sender.address if facts.letter.sender else ""
            unserved(draft, appeal, referral, context.referrals, context.now, "absent", sender)
    elif facts.role is Role.LEADER and alert is not None and alert.state is AlertState.OPEN:
        reason = draft.because(Code.NOT_SERVED, why="absent", leader=facts.person or "")
        call_leaders(draft, alert.id, appeal.id, context.policy, appeal.topic, reason)
    return draft.decide(Outcome.AUTO_REPLY)
