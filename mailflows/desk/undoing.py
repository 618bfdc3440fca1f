"""Undo: an operator's last command is taken back, while it is fresh and nobody has gone on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailflows.acts.ending import former, tell_of_undo
from mailflows.acts.mooting import end_checks
from mailflows.acts.referring import recall, tell_team
from mailflows.acts.unserved import ask_to_call
from mailflows.context import Context, LastChange
from mailflows.decision import ChangeAppeal, ChangeReferral
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Referral, Task
from mailflows.rules.routing import options_for
from mailflows.rules.teams import team_of
from mailflows.states import BEING_DONE, LIVE
from mailflows.vocabulary import Flow, Intent, Purpose, TaskKind


def undo(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Set the former values again; letters that have gone cannot be fetched back, and it is said.

    Only what an operator commanded, within the hours of the settings, unless somebody has changed
    the record since: what others did has commands of its own. A referral that the command entered
    is recalled. A registration is never undone: the number stays.
    """
    last = context.last_change
    if last is None or not (last.changes or last.entered):
        return Reason(Code.NOT_POSSIBLE, {"intent": Intent.UNDO.value, "why": "nothing"})
    named = facts.reply.cause if facts.reply else ""
    refused = why_not_undone(last, named, context)
    if refused is not None:
        return refused
    for change in last.changes:
        if isinstance(change, ChangeAppeal):
            draft.change_appeal(appeal, **change.fields)
        else:
            referral = next((one for one in context.referrals if one.id == change.id), None)
            if referral is not None:
                draft.change_referral(referral, **change.fields)
                if "served_by" in change.fields:  # he was not told by telephone after all
                    silent = Reason(
                        Code.NOT_SERVED, {"why": "silent", "executor": referral.executor}
                    )
                    ask_to_call(draft, appeal, referral, silent)
    entered = [one for one in context.referrals if one.id in last.entered]
    for referral in entered:
        if referral.state in LIVE:
            recall(draft, context, appeal, referral, "")
    _tell_teams(draft, context, appeal, entered, last.changes)
    tell_of_undo(draft, context, appeal, last.changes)
    _ask_who(draft, context, appeal, last)
    draft.because(
        Code.UNDONE,
        command=last.said,
        fields=", ".join(last.fields),
        gone=", ".join(dict.fromkeys(one.template for one in last.sent)),
    )
    return None


def _tell_teams(
    draft: Draft,
    context: Context,
    appeal: Appeal,
    entered: list[Referral],
    changes: tuple[ChangeAppeal | ChangeReferral, ...],
) -> None:
    """Those who have heard of another team hear what holds again."""
    fields = {one.id: one.fields for one in changes if isinstance(one, ChangeReferral)}
    gone = [one.id for one in entered]
    before = [
        replace(one, **fields.get(one.id, {})) for one in context.referrals if one.id not in gone
    ]
    kept = [one for one in before if one.state in LIVE and "state" not in fields.get(one.id, {})]
    met = [one for one in entered if one.purpose != Purpose.INFORMATION]
    if kept and (met or any("purpose" in one for one in fields.values())):
        tell_team(draft, context, appeal, kept, team_of(before, context.policy))


def why_not_undone(last: LastChange, named: str, context: Context) -> Reason | None:
    """Why it is too late: somebody went on, it was undone already, or the hours have passed.

    `named` is the command that a link of a transcript takes back, by its letter; "" for the last.
    """
    if last.by != Flow.OPERATOR_REPLY:
        return _refusal("changed-since", last, context)
    if last.said == Intent.UNDO:
        return _refusal("undone-already", last, context)
    if named and named != str(last.letter_id):
        return _refusal("changed-since", last, context)
    hours = context.policy.limits.undo_hours
    if last.at is not None and context.now - last.at > timedelta(hours=hours):
        return Reason(Code.NOT_POSSIBLE, {"why": "undo-too-late", "hours": str(hours)})
    return None


def _ask_who(draft: Draft, context: Context, appeal: Appeal, last: LastChange) -> None:
    """Who does the work is asked again when nobody has it now."""
    restored = [one.fields for one in last.changes if isinstance(one, ChangeAppeal)]
    state = next((one["state"] for one in restored if "state" in one), appeal.state)
    leader = next((one["leader"] for one in restored if "leader" in one), appeal.leader)
    has_it = any(
        former(one, last.changes).state in LIVE
        for one in context.referrals
        if one.id not in last.entered
    )
    decides = leader is not None and any(one.kind is TaskKind.DECIDE for one in context.tasks)
    if state in BEING_DONE:
        end_checks(draft, appeal, Intent.UNDO, last.who)
    if state in BEING_DONE and not (has_it or decides):
        options = options_for(appeal, context.policy)
        draft.ask(Task(TaskKind.ROUTE, appeal=appeal.id, options=options, urgent=appeal.emergency))


def _refusal(why: str, last: LastChange, context: Context) -> Reason:
    """Why not, with who changed the record last and when."""
    role = last.who.partition(",")[0].partition(":")[0] or last.by
    facts = {"why": why, "changed_by": role}
    if last.at is not None:
        facts["changed_at"] = f"{last.at.astimezone(context.policy.timezone):%d.%m, %H:%M}"
    return Reason(Code.NOT_POSSIBLE, facts)
