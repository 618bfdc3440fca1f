"""What operators answer when they have telephoned an applicant or an executor."""

from __future__ import annotations

from dataclasses import replace

from mailflows.acts.claiming import CALLED
from mailflows.acts.unserved import call_again, call_to, told_by_telephone
from mailflows.context import Context
from mailflows.desk.commands import close
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Task
from mailflows.rules.terms.counting import end_of, local_day
from mailflows.rules.workdays import add_working_days
from mailflows.vocabulary import Intent, TaskKind


def reached(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """He was told and confirms: what was claimed is closed; who was only to be told is told.

    An executor who was telephoned has his referral now.
    """
    if (call := call_to(context)) is not None:
        told_by_telephone(draft, facts, context, appeal, call[1])
        draft.answer([call[0]], Intent.REACHED.value, facts.person or "")
        return None
    task = _call(context)
    if task is not None and Intent.REACHED not in task.options and Intent.CLOSE not in task.options:
        return None
    return close(draft, facts, context, appeal)


def not_reached(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Nobody answered: the call is asked for again by the end of the next working day."""
    if (call := call_to(context)) is not None:
        call_again(draft, facts, context, appeal, *call)
        return None
    task = _call(context)
    if task is None:
        return Reason(Code.NOT_POSSIBLE, {"intent": Intent.NOT_REACHED.value, "why": "not-asked"})
    policy, known = context.policy, task.reason.facts if task.reason else {}
    attempts = int(known.get("attempts", "0")) + 1
    reason = Reason(Code.PERSON_DECIDES, {**known, "attempts": str(attempts)})
    day = add_working_days(local_day(context.now, policy), 1, policy.working_time)
    options = task.options
    if attempts >= policy.closing.call_attempts and Intent.REACHED in options:
        options = (*CALLED, Intent.UNREACHABLE.value, Intent.PREPARE_ANSWER.value)
    draft.answer([task], Intent.NOT_REACHED.value, facts.person or "")
    draft.ask(
        replace(
            task, id=0, version=0, reason=reason, options=options, due_at=end_of(day, policy),
            opened_at=None,
        )
    )  # fmt: skip
    draft.because(Code.CALL_AGAIN, attempts=str(attempts))
    return None


def unreachable(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """He cannot be reached: after the calls of the settings what was claimed is closed so.

    Before that it is one more call that nobody answered.
    """
    task = _call(context)
    attempts = int(task.reason.facts.get("attempts", "0")) if task and task.reason else 0
    if task is None or attempts < context.policy.closing.call_attempts:
        return not_reached(draft, facts, context, appeal)
    note = " ".join(facts.reply.words.split())[:200] if facts.reply else ""
    refused = close(draft, facts, context, appeal)
    if refused is None:
        draft.because(Code.UNREACHABLE, attempts=str(attempts), note=note)
    return refused


def _call(context: Context) -> Task | None:
    """The open question that he answers: the one of the letter, else the appeal's only call."""
    asked = [one for one in context.tasks if one.kind is TaskKind.CALL_BACK]
    task = context.task
    if task is not None and task.kind is TaskKind.CALL_BACK:
        return task if task.answered_at is None else None
    return asked[0] if len(asked) == 1 else None
