"""A body is asked for information or documents: its answer is shown, nobody's work changes."""

# Statute of the centre III.4: the right to get from bodies of any ownership what the work needs.
# A complaint may not go to whom it complains of (393/96-VR art. 7 part 4), an inquiry may.

from __future__ import annotations

from dataclasses import replace

from mailflows.acts.attaching import attach, state_unchanged
from mailflows.acts.claiming import words_of
from mailflows.acts.mooting import end_work
from mailflows.acts.referring import WORDS, accept, address_of, counted, send_referral
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason, not_possible
from mailflows.records import Appeal, Referral
from mailflows.rules.masking import masked_text
from mailflows.rules.teams import lead_of
from mailflows.rules.terms import inquiry_due
from mailflows.states import LIVE, OPEN, UNDER_WAY
from mailflows.vocabulary import Intent, Purpose, ReferralState


def ask_information(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Send an inquiry with its own inner term; who does the work keeps it."""
    reply, policy = facts.reply, context.policy
    executor = policy.executor(reply.executor or "") if reply else None
    if reply is None or executor is None:
        name = (reply.executor if reply else None) or ""
        return not_possible(Intent.ASK_INFORMATION, "unknown", name=name)
    if appeal.state not in OPEN:
        return not_possible(Intent.ASK_INFORMATION, "state", state=appeal.state)
    asked = [one for one in context.referrals if one.purpose == Purpose.INFORMATION]
    waiting = (one for one in asked if one.state in UNDER_WAY)
    if any(policy.present_code(one.executor) == executor.code for one in waiting):
        return not_possible(Intent.ASK_INFORMATION, "asked-already", holder=executor.code)
    due = inquiry_due(appeal, context.now, policy)
    record = Referral(
        appeal=appeal.id, executor=executor.code, due_at=due.at, address=executor.address,
        purpose=Purpose.INFORMATION, question=reply.words[:WORDS], asked_by=facts.person,
    )  # fmt: skip
    draft.because(Code.INQUIRY_MADE, executor=executor.code)
    draft.reason(due.why)
    key = draft.refer(record)
    send_referral(draft, appeal, appeal.id, record, key, executor.address)
    return None


def inquiry_accepted(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, inquiry: Referral
) -> None:
    """They have it and will answer; the appeal is nobody's work by that."""
    attach(draft, context)
    if not accept(draft, inquiry, context.now):
        state_unchanged(draft, Intent.ACCEPTED, inquiry.state)


def inquiry_answered(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, inquiry: Referral
) -> None:
    """Keep the answer, show it to who asked and to who leads the work; nothing is claimed by it.

    A refusal to tell anything is shown in the same way.
    """
    attach(draft, context)
    declined = facts.reply is not None and facts.reply.intent is Intent.DECLINED
    report = words_of(facts)
    if inquiry.state in UNDER_WAY:
        draft.change_referral(
            inquiry, state=ReferralState.DECLINED if declined else ReferralState.ANSWERED,
            unserved_at=None, called_at=None,
        )  # fmt: skip
    draft.change_referral(
        inquiry, report=report, reported_at=context.now, report_letter_id=context.letter_id
    )
    end_work(draft, inquiry, ReferralState.ANSWERED, inquiry.executor)
    told = replace(inquiry, report=report)
    intent = Intent.DECLINED.value if declined else ""
    draft.because(Code.INQUIRY_ANSWERED, executor=inquiry.executor, intent=intent)
    askers = [one.address for one in context.policy.operators if one.address == inquiry.asked_by]
    for address in askers or [one.address for one in context.policy.operators]:
        _show(draft, facts, context, appeal, told, declined, address)
    work = [one for one in counted(context.referrals) if one.state in LIVE]
    lead = lead_of(work)
    if lead is not None and lead.state in UNDER_WAY:
        address = address_of(lead, context.policy)
        _show(draft, facts, context, appeal, told, declined, address, lead)


def _show(
    draft: Draft,
    facts: Facts,
    context: Context,
    appeal: Appeal,
    inquiry: Referral,
    declined: bool,
    address: str,
    lead: Referral | None = None,
) -> None:
    hidden = lead is not None and appeal.confidential
    executor = context.policy.executor(inquiry.executor)
    words = masked_text(inquiry.report, appeal.applicant) if hidden else inquiry.report
    question = masked_text(inquiry.question, appeal.applicant) if hidden else inquiry.question
    files = bool(facts.letter.documents or facts.letter.attachments) and not hidden
    draft.send(
        Outgoing(
            "inquiry-answered", address, f"inquiry-answered-{context.letter_id}",
            party="r" if lead else "o", appeal=appeal.id, referral=lead.id if lead else inquiry.id,
            urgent=appeal.emergency,
            values={
                "executor_name": executor.name if executor else inquiry.executor,
                "question": question[:WORDS], "words": words[:WORDS], "declined": declined,
                "due": lead.due_at if lead else None,
            },
            attach_letter=context.letter_id if files else None,
        )
    )  # fmt: skip
