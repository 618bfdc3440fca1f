"""What an applicant writes after a claim or an end: a dispute, a rating, what was lacking."""

from __future__ import annotations

from dataclasses import replace

from mailflows.acts.attaching import attach, read_options, show, state_unchanged
from mailflows.acts.referring import counted, send_back
from mailflows.acts.replying import answer_at_once, is_believed
from mailflows.context import Context
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Task
from mailflows.rules.routing import options_for
from mailflows.rules.terms import law_due
from mailflows.states import ANSWERED, OPEN
from mailflows.supplement import fill_gaps
from mailflows.vocabulary import AppealState, Authenticity, Fault, Intent, TaskKind

_LOW = 2  # ratings from here down offer the dispute
_MOOT = (
    TaskKind.CLOSE, TaskKind.CALL_BACK, TaskKind.ANSWER, TaskKind.SEND_ANSWER, TaskKind.SEND_PAPER,
)  # fmt: skip
"""Questions about the ending of what is in work again."""


def reopen(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """What is claimed or closed is not done, as he says: the work goes back, he is told.

    An answer that was given stays in the register as it is.
    """
    attach(draft, context)
    reason = draft.because(Code.REOPENED, number=appeal.number)
    appeal = _with_term(draft, context, appeal)
    moot = [one for one in context.tasks if one.kind in _MOOT and one.appeal == appeal.id]
    draft.answer(moot, Intent.DISPUTED.value, "applicant")
    claimed = [one for one in counted(context.referrals) if one.state in ANSWERED]
    send_back(draft, context, appeal, claimed, facts.text, Fault.DISPUTED)
    if not claimed:
        options = options_for(appeal, context.policy)
        task = Task(TaskKind.ROUTE, appeal=appeal.id, reason=reason, options=options)
        draft.ask(task, words=facts.text)
    answer_at_once(draft, facts, context, appeal, "reopened")


def _with_term(draft: Draft, context: Context, appeal: Appeal) -> Appeal:
    """The appeal with the term that it has now.

    While it was not ended its term runs on. Once the council has answered, or the term is over,
    the applicant's letter is what is to be answered: the law's term begins with its receipt.
    """
    runs = appeal.due_at > context.now and not context.answers
    if appeal.state is not AppealState.CLOSED or runs:
        return appeal
    due = law_due(appeal.regime, context.received_at, appeal.emergency, context.policy)
    draft.because(Code.TERM_ANEW)
    draft.reason(due.why)
    draft.change_appeal(appeal, due_at=due.at)
    return replace(appeal, due_at=due.at)


def note_rating(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """Keep his rating of a closed appeal; the last one counts, and nothing else follows from it."""
    rating = facts.reply.rating if facts.reply else None
    if rating is None or appeal.state is not AppealState.CLOSED:
        return
    if not is_believed(facts, context, appeal):
        return
    draft.because(Code.RATED, rating=str(rating))
    if rating != appeal.rating:
        draft.change_appeal(appeal, rating=rating)


def rated(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """A rating alone: a low one is answered with the way to dispute; while work runs it is none."""
    rating = facts.reply.rating if facts.reply else None
    if appeal.state in OPEN or rating is None:
        reason = Reason(Code.ASKED_OPERATOR, {"number": appeal.number})
        show(draft, facts, context, reason, options=read_options(facts, context))
        return
    attach(draft, context)
    if appeal.state is not AppealState.CLOSED:
        state_unchanged(draft, Intent.RATED, appeal.state)
    elif rating <= _LOW and is_believed(facts, context, appeal):
        answer_at_once(draft, facts, context, appeal, "rated", rating=rating)


def complete(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """His answer to what was returned or not considered: a person sees whether it is enough now.

    The law's term of what was returned begins with the receipt of what completes it.
    """
    believed = facts.authenticity is Authenticity.PROVED
    options = (*options_for(appeal, context.policy)[:3], Intent.DONE.value)
    state = {"state": appeal.state.value, "intent": Intent.ADDITION.value}
    if not believed or appeal.state is not AppealState.RETURNED:
        code = Code.STATE_UNCHANGED if believed else Code.NOT_AUTHENTIC
        show(draft, facts, context, Reason(code, state), options=options)
        return
    attach(draft, context)
    reason = draft.because(Code.COMPLETED_BY_AUTHOR, number=appeal.number)
    if facts.matters:
        fill_gaps(draft, appeal, facts.matters[0])
    if "substance" in appeal.missing and facts.text.strip():
        draft.change_appeal(appeal, text=f"{appeal.text.strip()}\n\n{facts.text.strip()}".strip())
    due = law_due(appeal.regime, context.received_at, appeal.emergency, context.policy)
    draft.reason(due.why)
    draft.change_appeal(
        appeal, state=AppealState.REGISTERED, due_at=due.at, result=None, result_by=None,
        closed_at=None,
    )  # fmt: skip
    task = Task(
        TaskKind.ROUTE, appeal=appeal.id, reason=reason, urgent=appeal.emergency,
        options=(*options_for(appeal, context.policy)[:3], Intent.GIVE_BACK.value),
    )  # fmt: skip
    draft.ask(task, words=facts.text)
    answer_at_once(draft, facts, context, appeal, "addition-taken")
