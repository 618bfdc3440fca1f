"""Claim, check, close: a claim puts the appeal in check, only a person's word closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mailflows.acts.mooting import end_work
from mailflows.acts.parts import tell_of_part
from mailflows.acts.referring import WORDS, counted, recall_inquiries
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code
from mailflows.records import Appeal, Referral, Task
from mailflows.rules.answering import is_answerable
from mailflows.rules.closing import needs_answer
from mailflows.rules.results import result_of
from mailflows.rules.teams import lead_of
from mailflows.states import ANSWERED, BEING_DONE
from mailflows.vocabulary import (
    AppealState,
    Intent,
    Kind,
    Purpose,
    ReferralState,
    Regime,
    TaskKind,
)

_FEW_WORDS = 12  # "see the attached file" and a signature; a real answer is longer
_MOOT = frozenset(TaskKind) - {TaskKind.READ_REPLY, TaskKind.READ_DOCUMENT, TaskKind.REGISTER}
"""What need not be asked any more when the appeal is closed; letters are still to be read."""
CALLED = (Intent.REACHED.value, Intent.NOT_REACHED.value, Intent.NOT_CONFIRMED.value)
"""What answers a call that asks an applicant whether the work was done."""
ANSWERING = (
    Intent.PREPARE_ANSWER.value, Intent.SEND_ANSWER.value, Intent.ANSWERED.value,
    Intent.REWORK.value,
)  # fmt: skip
"""What answers the question for the council's own answer."""


def claim(
    draft: Draft,
    facts: Facts,
    context: Context,
    appeal: Appeal,
    referral: Referral,
    intent: Intent,
) -> None:
    """Record a claim; when it was the last one awaited, the appeal goes into check.

    Who leads answers for the whole: the applicant reads his words, whoever was the last.
    """
    claimed: dict[str, Any] = {
        "state": ReferralState.CLAIMED,
        "claim": intent,
        "claimed_at": context.now,
        "accepted_at": referral.accepted_at or context.now,
        "unserved_at": None,
        "called_at": None,
        "report": words_of(facts),
        "reported_at": context.now,
        "report_letter_id": context.letter_id,
    }
    draft.change_referral(referral, **claimed)
    end_work(draft, referral, intent, referral.executor)
    mine = replace(referral, **claimed)
    everybody = [mine if one.id == mine.id else one for one in context.referrals]
    if referral.purpose == Purpose.INFORMATION or appeal.state not in BEING_DONE:
        draft.because(Code.CLAIM_RECORDED, claim=intent.value, executor=referral.executor)
    elif is_wholly_claimed(everybody):
        draft.because(Code.CLAIM_RECORDED, claim=intent.value, executor=referral.executor)
        on_paper = _points_to_documents(facts) and bool(facts.letter.documents)
        check_whole(draft, context, appeal, everybody, on_paper=on_paper)
    else:
        tell_of_part(draft, context, appeal, mine, everybody)
        if appeal.state is AppealState.REGISTERED:
            draft.change_appeal(appeal, state=AppealState.IN_WORK)


def check_whole(
    draft: Draft,
    context: Context,
    appeal: Appeal,
    referrals: Sequence[Referral],
    *,
    on_paper: bool = False,
) -> None:
    """Put the appeal into check when every executor has claimed, and tell its applicant.

    `on_paper`: the answer is the document that came with it.
    """
    lead = lead_of(counted(referrals))
    if appeal.state in BEING_DONE and lead is not None and is_wholly_claimed(referrals):
        draft.change_appeal(appeal, state=AppealState.IN_CHECK)
        _inform(draft, context, appeal, lead, on_paper)


def is_wholly_claimed(referrals: Sequence[Referral]) -> bool:
    """Whether there is work and every executor has claimed his part of it."""
    awaited = counted(referrals)
    return bool(awaited) and all(one.state in ANSWERED for one in awaited)


def close(
    draft: Draft,
    appeal: Appeal,
    referrals: Sequence[Referral],
    now: datetime,
    by: str,
    who: str,
    *,
    result: str = "",
    tell: bool = True,
) -> None:
    """Close an appeal; `by` is "applicant", "operator" or "silence", `who` a person's address.

    The `result` that no person names follows from the claims. `tell`: the applicant gets our
    letter about it, unless he has one already.
    """
    end_questions(draft, appeal, Intent.CLOSE.value, who or by)
    recall_inquiries(draft, appeal, referrals, now)
    awaited = counted(referrals)
    result = result or result_of(awaited)
    for referral in awaited:
        if referral.state is ReferralState.CLAIMED:
            draft.change_referral(
                referral,
                state=ReferralState.CONFIRMED,
                claim=referral.claim,
                claimed_at=referral.claimed_at,
            )
    draft.change_appeal(
        appeal,
        state=AppealState.CLOSED,
        result=result,
        result_by=f"{by}:{who}" if who else by,
        closed_at=now,
    )
    address = appeal.applicant.email
    if tell and address is not None and is_answerable(address, draft.policy):
        draft.send(
            Outgoing(
                "closed", address, f"closed-{draft.mark(now)}", party="a", appeal=appeal.id,
                values={"by": by, "result": result}, in_reply_to=appeal.message_id,
            )
        )  # fmt: skip


def end_questions(draft: Draft, appeal: Appeal, answer: str, by: str) -> None:
    """Answer the questions that need not be asked any more when the appeal has ended."""
    moot = [one for one in draft.open_tasks if one.kind in _MOOT and one.appeal == appeal.id]
    draft.answer(moot, answer, by)


def owe_answer(draft: Draft, appeal: Appeal, claim: Intent | None = None) -> None:
    """Ask the operators for the council's own answer, once."""
    why = "asked-in-writing" if appeal.written else "by-rule"
    said = {"why": why, "claim": claim.value if claim else ""}
    reason = draft.because(Code.ANSWER_OWED, **said)
    draft.ask(
        Task(
            TaskKind.ANSWER, appeal=appeal.id, reason=reason, options=ANSWERING,
            urgent=appeal.emergency, due_at=appeal.due_at,
        )
    )  # fmt: skip


def words_of(facts: Facts) -> str:
    """What the writer says; the words of his documents too when his own only point to them."""
    own = facts.text.strip()
    if not _points_to_documents(facts):
        return own[:WORDS]
    texts = (document.text.strip() for document in facts.letter.documents)
    return "\n\n".join(text for text in (own, *texts) if text)[:WORDS]


def _points_to_documents(facts: Facts) -> bool:
    """Whether the answer itself is on paper: documents came with no more than a few words."""
    return bool(facts.letter.documents) and len(facts.text.split()) < _FEW_WORDS


def _inform(draft: Draft, context: Context, appeal: Appeal, lead: Referral, on_paper: bool) -> None:
    """Tell the applicant what the executor reported, or put him on the call-back list.

    Where only a signed answer ends it, the operators are asked for that; what a complaint or a
    request gets in answer is not the executor's to tell.
    """
    policy = context.policy
    owed = needs_answer(appeal, policy)
    if owed:
        owe_answer(draft, appeal, lead.claim)
    if owed and (appeal.kind is Kind.COMPLAINT or appeal.regime is not Regime.APPEAL):
        return
    executor = policy.executor(lead.executor)
    address = appeal.applicant.email
    if address is None or not is_answerable(address, policy):
        if owed:
            return
        claim = lead.claim.value if lead.claim else ""
        reason = draft.because(Code.PERSON_DECIDES, why="no-address", claim=claim)
        draft.ask(
            Task(
                TaskKind.CALL_BACK, appeal=appeal.id, referral=lead.id, reason=reason,
                options=CALLED,
            )
        )  # fmt: skip
        return
    draft.send(
        Outgoing(
            "informed",
            address,
            f"informed-{context.letter_id}",
            party="a",
            appeal=appeal.id,
            referral=lead.id,
            values={
                "executor_name": executor.name if executor else "",
                "claim": lead.claim,
                "words": lead.report,
                "silent_days": 0 if owed else policy.closing.silent_working_days,
                "answer_follows": owed,
            },
            attach_letter=(
                lead.report_letter_id if on_paper or lead.claim is Intent.EXPLAINED else None
            ),
            in_reply_to=appeal.message_id,
        )
    )
