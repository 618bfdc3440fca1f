"""The result of an ended appeal, corrected by an operator's word."""

from __future__ import annotations

from mailflows.acts.telling import tell_applicant
from mailflows.context import Context
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal
from mailflows.rules.results import why_not
from mailflows.vocabulary import Intent


def set_result(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Correct the result; the applicant, who was told another one, is told."""
    result = facts.reply.cause if facts.reply else ""
    why = why_not(result, appeal.state, answered=bool(context.answers))
    if why:
        return Reason(Code.NOT_POSSIBLE, {"intent": Intent.SET_RESULT.value, "why": why})
    draft.because(Code.RESULT_SET, result=result)
    if result != appeal.result:
        draft.change_appeal(appeal, result=result, result_by=f"operator:{facts.person or ''}")
        by_telephone = Reason(Code.PERSON_DECIDES, {"result": result})
        values = {"what": "result", "result": result}
        tell_applicant(draft, appeal, context.now, "corrected", values, by_telephone)
    return None
