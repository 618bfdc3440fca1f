"""Who does the work, by a person's word: one executor, several with a lead, one more, one less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailflows.acts.claiming import check_whole
from mailflows.acts.mooting import end_checks
from mailflows.acts.referring import counted, recall, refer, tell_team
from mailflows.context import Context
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason, not_possible
from mailflows.records import Appeal, Referral, Task
from mailflows.rules.complaints import may_decide, not_to_its_subject
from mailflows.rules.routing import options_for
from mailflows.rules.teams import Team, team_of, team_of_topic
from mailflows.states import ENDED, LIVE, OPEN, UNDER_WAY
from mailflows.vocabulary import AppealState, Intent, Purpose, ReferralState, TaskKind

Refused = Reason | None
"""What a command gives back: nothing when it was done, else why it was not."""


def set_executor(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Refused:
    """Give the work to one executor; who had it and has not finished is recalled.

    What was returned, not considered or withdrawn is considered after all.
    """
    code = facts.reply.executor if facts.reply else None
    return assign(draft, context, appeal, Intent.SET_EXECUTOR, code, ())


def set_executors(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Refused:
    """Give the work to several, the named one leads; who has it already keeps his referral."""
    reply = facts.reply
    code, together = (reply.executor, reply.together) if reply else (None, ())
    return assign(draft, context, appeal, Intent.SET_EXECUTORS, code, together)


def add_executor(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Refused:
    """One more beside who leads; nobody is recalled. The first one of all leads."""
    reply = facts.reply
    more = tuple(code for code in (reply.executor, *reply.together) if code) if reply else ()
    working = [one for one in counted(context.referrals) if one.state in LIVE]
    team = team_of(working, context.policy)
    if team is None:
        lead, together = (more[0] if more else None), more[1:]
    else:
        lead, together = team.lead.code, (*(one.code for one in team.together), *more)
    if more and {lead, *together} == {context.policy.present_code(o.executor) for o in working}:
        return not_possible(Intent.ADD_EXECUTOR, "has-it", holder=more[0])
    return assign(draft, context, appeal, Intent.ADD_EXECUTOR, lead, together)


def recall_executor(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Refused:
    """Take the work or the inquiry back from one; the others go on, or a person names another."""
    code = facts.reply.executor if facts.reply else None
    here = context.policy.present_code
    his = [one for one in context.referrals if here(one.executor) == code]
    known = [one for one in his if one.state in (*UNDER_WAY, ReferralState.DECLINED)]
    if not known:
        return not_possible(Intent.RECALL_EXECUTOR, "not-his", holder=code or "")
    work = [one for one in known if one.purpose != Purpose.INFORMATION]
    mine = (work or known)[-1]
    left = [one for one in context.referrals if one.id != mine.id and one.state in LIVE]
    beside = counted(left)
    if mine.purpose == Purpose.LEAD and mine.state in UNDER_WAY and beside:
        return not_possible(Intent.RECALL_EXECUTOR, "leads", holder=code or "")
    if mine.state in UNDER_WAY:
        recall(draft, context, appeal, mine, "")
    else:
        draft.change_referral(mine, state=ReferralState.RECALLED)
    draft.because(Code.RECALLED, executor=mine.executor)
    if mine.purpose == Purpose.INFORMATION:
        return None
    if beside:
        tell_team(draft, context, appeal, left)
        check_whole(draft, context, appeal, left)
    elif appeal.state in OPEN:
        options = options_for(appeal, context.policy, without=code)
        draft.ask(Task(TaskKind.ROUTE, appeal=appeal.id, options=options, urgent=appeal.emergency))
    return None


def give_by_topic(draft: Draft, context: Context, appeal: Appeal) -> None:
    """Give the work to whom the settings name for its topic, unless he has it."""
    team = team_of_topic(appeal.topic, context.policy)
    if team is not None and not _has_it(context.referrals, team.lead.code, context):
        _give(draft, context, appeal, team)


def assign(
    draft: Draft,
    context: Context,
    appeal: Appeal,
    intent: Intent,
    lead: str | None,
    together: Sequence[str],
) -> Refused:
    """Give the work to these executors, the first one leads; None when done, else why not.

    Nobody gets a complaint about himself (393/96-VR art. 7 part 4).
    """
    codes = [context.policy.present_code(code) for code in (lead or "", *together)]
    executors = [context.policy.executors.get(code) for code in codes]
    known = [one for one in executors if one is not None]
    if len(known) < len(executors):
        unknown = next(code for code, one in zip(codes, executors, strict=True) if one is None)
        return not_possible(intent, "unknown", name=unknown)
    if appeal.state not in (*OPEN, *ENDED):
        return not_possible(intent, "state", state=appeal.state)
    about = replace(appeal, against=tuple(map(context.policy.present_code, appeal.against)))
    for code in codes:
        if not may_decide(about, code):
            return not_to_its_subject(about, code, context.policy)
    team = Team(known[0], tuple(dict.fromkeys(one for one in known[1:] if one != known[0])))
    working = [one for one in counted(context.referrals) if one.state in LIVE]
    if intent is Intent.SET_EXECUTOR and _has_it(working, team.lead.code, context):
        return not_possible(intent, "has-it", holder=team.lead.code)
    if team_of(working, context.policy) == team:
        return not_possible(intent, "has-it", holder=team.lead.code)
    _give(draft, context, appeal, team)
    return None


def _give(draft: Draft, context: Context, appeal: Appeal, team: Team) -> None:
    """Make it the work of this team; the appeal is in work again.

    Those of the team who have it keep it, those who are not of it and have not claimed are
    recalled.
    """
    here = context.policy.present_code
    kept: list[Referral] = []
    for referral in counted(context.referrals):
        if referral.state not in LIVE:
            continue
        if here(referral.executor) in team.codes:
            kept.append(referral)
        elif referral.state in UNDER_WAY:
            recall(draft, context, appeal, referral, "")
    end_checks(draft, appeal, Intent.SET_EXECUTOR, team.lead.code)
    have = {here(one.executor) for one in kept}
    for executor in (one for one in team.all if one.code not in have):
        refer(draft, context, appeal, appeal.id, executor, team)
        draft.because(Code.REFERRED_BY_TOPIC, topic=appeal.topic or "", executor=executor.code)
    tell_team(draft, context, appeal, kept, team)
    if appeal.state is not AppealState.IN_WORK:
        draft.change_appeal(appeal, state=AppealState.IN_WORK)
    if appeal.state in ENDED:
        draft.change_appeal(appeal, result=None, result_by=None, closed_at=None)


def _has_it(referrals: Sequence[Referral], code: str, context: Context) -> bool:
    working = (one for one in counted(referrals) if one.state in LIVE)
    return any(context.policy.present_code(one.executor) == code for one in working)
