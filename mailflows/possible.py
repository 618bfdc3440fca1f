"""What an operator can command about an appeal now: the answers that our letters offer him."""

from __future__ import annotations

from mailflows.claiming import ANSWERING
from mailflows.context import Context
from mailflows.marking import may_not_consider
from mailflows.records import Appeal
from mailflows.rules.closing import needs_answer
from mailflows.rules.results import corrections
from mailflows.rules.routing import options_for
from mailflows.states import BEING_DONE, OPEN
from mailflows.undoing import why_not_undone
from mailflows.vocabulary import AppealState, Ground, Intent, Kind, ReferralState

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
    claimed = any(one.state is ReferralState.CLAIMED for one in context.referrals)
    options: list[str] = []
    todo = options_for(appeal, context.policy)[:_OPTIONS] if appeal.state in BEING_DONE else ()
    if appeal.kind is Kind.COMPLAINT:  # who decides comes before what he decides
        options += todo
    if owed:
        options += ANSWERING[:3]
    elif appeal.state is AppealState.IN_CHECK:
        options.append(Intent.CLOSE)
    if claimed or appeal.state is AppealState.CLOSED:
        options.append(Intent.REWORK)
    if appeal.kind is not Kind.COMPLAINT:
        options += todo
    options += endings(context, appeal)
    options += corrections(appeal, answered=bool(context.answers))
    last = context.last_change
    if last is not None and why_not_undone(last, "", context) is None:
        options.append(f"{Intent.UNDO} {last.letter_id or ''}".strip())
    return tuple(map(str, options))
