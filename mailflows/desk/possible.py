"""What an operator can command about an appeal now: the answers that our letters offer him."""

from __future__ import annotations

from mailflows.acts.claiming import ANSWERING
from mailflows.acts.marking import may_not_consider
from mailflows.acts.referring import counted
from mailflows.context import Context
from mailflows.desk.undoing import why_not_undone
from mailflows.records import Appeal
from mailflows.rules.closing import needs_answer
from mailflows.rules.results import corrections
from mailflows.rules.routing import options_for
from mailflows.states import ANSWERED, BEING_DONE, LIVE, OPEN
from mailflows.vocabulary import AppealState, Ground, Intent, Kind, TaskKind

_OPTIONS = 4  # executors that a transcript offers


def endings(context: Context, appeal: Appeal) -> tuple[str, ...]:
    """How the appeal can be ended undecided, by what is known of it and of the earlier one."""
    if appeal.state not in OPEN:
        return ()
    repeated = appeal.repeat_of is not None and may_not_consider(context, appeal)
    known = (
        (bool(appeal.missing), Intent.GIVE_BACK.value),
        (appeal.anonymous, f"{Intent.NOT_CONSIDER} {Ground.ANONYMOUS}"),
        (repeated, f"{Intent.NOT_CONSIDER} {Ground.REPEATED}"),
    )
    return tuple(option for holds, option in known if holds)


def possible(context: Context) -> tuple[str, ...]:
    """What an operator can command about this appeal now."""
    appeal, task = context.appeal, context.task
    if appeal is None:
        return task.options if task else ()
    owed = appeal.state in OPEN and needs_answer(appeal, context.policy)
    work = counted(context.referrals)
    claimed = appeal.state in (*OPEN, AppealState.CLOSED)
    claimed = claimed and any(one.state in ANSWERED for one in work)
    having = {context.policy.present_code(one.executor) for one in work if one.state in LIVE}
    options: list[str] = []
    has_it = {f"{Intent.SET_EXECUTOR} {code}" for code in having}
    if any(one.kind is TaskKind.DECIDE for one in context.tasks):
        has_it.add(f"{Intent.SET_LEADER} {appeal.leader}")
    others = [one for one in options_for(appeal, context.policy) if one not in has_it]
    todo = others[:_OPTIONS] if appeal.state in BEING_DONE else []
    if appeal.kind is Kind.COMPLAINT:  # who decides comes before what he decides
        options += todo
    if owed:
        options += ANSWERING[:3]
    elif appeal.state is AppealState.IN_CHECK:
        options.append(Intent.CLOSE)
    if claimed:
        options.append(Intent.REWORK)
    if appeal.kind is not Kind.COMPLAINT:
        options += todo
    options += endings(context, appeal)
    options += corrections(appeal, answered=bool(context.answers))
    last = context.last_change
    if last is not None and why_not_undone(last, "", context) is None:
        options.append(f"{Intent.UNDO} {last.letter_id or ''}".strip())
    return tuple(map(str, options))
