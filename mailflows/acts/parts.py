"""Parts of common work: the lead hears of each part, the others are asked when he has done his."""

from __future__ import annotations

from collections.abc import Sequence

from mailflows.acts.referring import WORDS, address_of, counted
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.reasons import Code
from mailflows.records import Appeal, Referral
from mailflows.rules.masking import masked_text
from mailflows.rules.teams import lead_of
from mailflows.states import UNDER_WAY


def tell_of_part(
    draft: Draft, context: Context, appeal: Appeal, mine: Referral, referrals: Sequence[Referral]
) -> None:
    """Somebody has claimed his part while others still work.

    When the lead has reported for all, each of the others is asked whether his own part is done:
    nobody's work counts as done on another one's word. A part is told to the lead, who gathers.
    """
    policy = context.policy
    working = counted(referrals)
    owing = [one for one in working if one.state in UNDER_WAY]
    lead = lead_of(working)
    others = ", ".join(dict.fromkeys(policy.present_code(one.executor) for one in owing))
    claim = mine.claim.value if mine.claim else ""
    draft.because(Code.PART_CLAIMED, executor=mine.executor, claim=claim, others=others)
    leads = lead is not None and lead.id == mine.id
    readers = owing if leads else [one for one in owing if lead is not None and one.id == lead.id]
    executor = policy.executor(mine.executor)
    hidden = appeal.confidential
    words = masked_text(mine.report, appeal.applicant) if hidden else mine.report
    for one in readers:
        draft.send(
            Outgoing(
                "lead-claimed" if leads else "part-claimed", address_of(one, policy),
                f"part-claimed-{context.letter_id}", party="r", appeal=appeal.id,
                referral=one.id, urgent=appeal.emergency,
                values={
                    "executor_name": executor.name if executor else mine.executor,
                    "claim": mine.claim, "words": words[:WORDS], "due": one.due_at,
                },
                attach_letter=None if hidden else mine.report_letter_id,
            )
        )  # fmt: skip
