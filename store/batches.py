"""What is known of each question of a list that an operator answers by its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mailflows.context import Context
from mailflows.facts import Facts
from mailflows.vocabulary import Intent, Role
from store import history, load, same_person


def listed(facts: Facts, context: Context) -> Mapping[int, Context]:
    """By the question's number, the context as if its own letter were answered; {} for others.

    The numbers are those of the list that the letter answers: a later list may have others.
    """
    reply, sent = facts.reply, context.sent
    if reply is None or sent is None or facts.role is not Role.OPERATOR:
        return {}
    if reply.intent not in (Intent.NUMBERED, Intent.CLOSE_SILENT):
        return {}
    wanted = {place for place, _ in reply.numbered}
    return {
        place: _about(task_id, facts, context)
        for place, task_id in enumerate(sent.questions, 1)
        if not wanted or place in wanted
    }


def _about(task_id: int, facts: Facts, context: Context) -> Context:
    task = load.task(task_id)
    referral_id = task.referral if task else None
    referral = load.referral(referral_id) if isinstance(referral_id, int) else None
    appeal_id = task.appeal if task else None
    appeal = load.appeal(appeal_id) if isinstance(appeal_id, int) else None
    return replace(
        context,
        task=task,
        referral=referral,
        appeal=appeal,
        referrals=load.referrals(appeal.id) if appeal else (),
        tasks=load.open_tasks(appeal.id) if appeal else (),
        answers=load.answers(appeal.id) if appeal else (),
        campaign=same_person.campaign(facts, appeal, context.now),
        alert=None,
        last_change=history.last_change(appeal.id) if appeal else None,
    )
