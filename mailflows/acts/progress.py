"""An interim answer keeps control; the applicant hears of it if an operator wants."""

# Instruction 348: an interim answer does not take an appeal off control; its term stands.

from __future__ import annotations

from mailflows.acts.claiming import words_of
from mailflows.acts.referring import WORDS, counted
from mailflows.acts.telling import tell_applicant
from mailflows.context import Context
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Referral, Task
from mailflows.rules.teams import lead_of
from mailflows.rules.terms.counting import local_day
from mailflows.states import UNDER_WAY
from mailflows.vocabulary import Intent, TaskKind


def report_interim(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    """Keep what he reports; one that names a day or brings documents is offered to be passed on."""
    draft.change_referral(
        referral, report=words_of(facts), reported_at=context.now,
        report_letter_id=context.letter_id,
    )  # fmt: skip
    due = local_day(referral.due_at, context.policy).isoformat()
    reason = draft.because(Code.INTERIM_KEPT, executor=referral.executor, due=due)
    says_more = (facts.reply is not None and facts.reply.until) or facts.letter.documents
    if says_more and not any(one.kind is TaskKind.INTERIM for one in context.tasks):
        options = (Intent.TELL.value, Intent.DONE.value)
        draft.ask(
            Task(
                TaskKind.INTERIM, appeal=appeal.id, referral=referral.id, reason=reason,
                options=options,
            )
        )  # fmt: skip


def has_interim(context: Context) -> bool:
    """Whether an operator was asked about an interim answer, or one came and work goes on."""
    asked = context.task is not None and context.task.kind is TaskKind.INTERIM
    return asked or bool(_reported(context))


def tell_interim(draft: Draft, context: Context, appeal: Appeal) -> Reason | None:
    """Pass on what the executor reported between; None when done, else why there is nothing.

    The applicant reads that the term stands.
    """
    reported = _reported(context)
    told = context.task.referral if context.task else None
    lead = lead_of([one for one in reported if one.id == told] or reported)
    if lead is None:
        return Reason(Code.NOT_POSSIBLE, {"intent": Intent.TELL.value, "why": "nothing-reported"})
    executor = context.policy.executor(lead.executor)
    draft.because(Code.INTERIM_KEPT, executor=lead.executor)
    values = {
        "executor_name": executor.name if executor else "",
        "words": lead.report[:WORDS],
        "due": appeal.due_at,
    }
    by_telephone = Reason(Code.INTERIM_KEPT, {"executor": lead.executor})
    tell_applicant(draft, appeal, context.now, "interim", values, by_telephone)
    return None


def _reported(context: Context) -> list[Referral]:
    """Work under way of which its executor has told something."""
    working = [one for one in counted(context.referrals) if one.state in UNDER_WAY]
    return [one for one in working if one.report]
