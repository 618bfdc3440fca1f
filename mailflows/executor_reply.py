"""An executor answers a referral: his word changes its state when it is surely his."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mailflows.acts.attaching import (
    IS_IT_AN_APPEAL,
    SETTLED,
    attach,
    read_options,
    show,
    state_unchanged,
)
from mailflows.acts.claiming import claim
from mailflows.acts.declining import decline
from mailflows.acts.extension_request import ask_leader
from mailflows.acts.inquiring import inquiry_accepted, inquiry_answered
from mailflows.acts.mooting import end_waiting
from mailflows.acts.progress import report_interim
from mailflows.acts.referring import accept
from mailflows.acts.unserved import unserved
from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Referral, Task
from mailflows.rules.threads import signed_id
from mailflows.states import ANSWERED, UNDER_WAY
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Fault,
    Flow,
    Intent,
    Outcome,
    Purpose,
    Role,
    TaskKind,
)

Handler = Callable[[Draft, Facts, Context, Appeal, Referral], None]
_STILL_AWAY = (Intent.ABSENT, Intent.UNCLEAR)
_ROLES = (Role.EXECUTOR, Role.EXECUTOR_EMPLOYEE)
_CLOCKS = timedelta(minutes=5)  # that two machines may differ by


def fits(facts: Facts, context: Context) -> bool:
    """An executor's address; his employee only with a tie or with an executor's words."""
    if facts.role not in _ROLES or facts.form or facts.note:
        return False
    if context.tied or facts.ties:
        return True
    if facts.robot is not None or any(one.emergency for one in facts.matters):
        return False  # danger that no referral knows of goes the citizen's way, to the leaders
    says = facts.reply is not None and facts.reply.intent is not Intent.UNCLEAR
    return facts.role is Role.EXECUTOR or says


def handle(facts: Facts, context: Context) -> Decision:
    """Change the referral as the executor says, or show his letter to an operator."""
    draft = Draft.of(Flow.EXECUTOR_REPLY, context)
    intent = facts.reply.intent if facts.reply else Intent.UNCLEAR
    weakness = _weakness(facts, context)
    appeal, referral = context.appeal, context.referral
    if weakness is not None or appeal is None or referral is None:
        reason = weakness or Reason(Code.NOT_TIED)
        untied = appeal is None
        kind = TaskKind.REGISTER if untied and facts.matters else TaskKind.READ_REPLY
        options = IS_IT_AN_APPEAL if untied else read_options(facts, context)
        show(draft, facts, context, reason, kind, options)
    else:
        draft.because(Code.EXECUTOR_ADDRESS, executor=referral.executor)
        if intent not in _STILL_AWAY:
            end_waiting(draft, referral, intent.value, referral.executor)
        _handler(facts, referral, intent)(draft, facts, context, appeal, referral)
    draft.reasons.extend(facts.reply.because if facts.reply else ())
    return draft.decide(Outcome.REPLY)


def _handler(facts: Facts, referral: Referral, intent: Intent) -> Handler:
    """What is done at this word: whatever is no other word answers an inquiry."""
    if referral.purpose == Purpose.INFORMATION:
        return _ABOUT_INQUIRY.get(intent, inquiry_answered)
    if _is_formal(facts, referral):
        return _formal
    return _HANDLERS.get(intent, _unclear)


def _weakness(facts: Facts, context: Context) -> Reason | None:
    """Why the letter may not change anything, or None: proved, tied, and this very executor."""
    who = {"executor": facts.executor or ""}
    if not context.tied:
        employee = facts.role is Role.EXECUTOR_EMPLOYEE
        return Reason(Code.EXECUTOR_EMPLOYEE if employee else Code.NOT_TIED, who)
    signed = signed_id(facts.ties, "r")
    answers = signed is not None or (context.sent is not None and context.sent.party == "r")
    if facts.role is Role.EXECUTOR_EMPLOYEE and not answers:
        return Reason(Code.EXECUTOR_EMPLOYEE, who)  # a number is no proof that he was charged
    if facts.authenticity is not Authenticity.PROVED:
        return Reason(Code.NOT_AUTHENTIC, who | {"authenticity": facts.authenticity.value})
    referral = context.referral
    if referral is None or context.policy.present_code(referral.executor) != facts.executor:
        return Reason(Code.NOT_THIS_EXECUTOR, who)
    if signed is not None and signed != referral.id:
        return Reason(Code.NOT_THIS_EXECUTOR, who)
    return None


def _accepted(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    attach(draft, context)
    if not accept(draft, referral, context.now):
        state_unchanged(draft, Intent.ACCEPTED, referral.state)
    elif appeal.state is AppealState.REGISTERED:
        draft.change_appeal(appeal, state=AppealState.IN_WORK)


def _claimed(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    assert facts.reply is not None  # only a reply has an intent
    intent = facts.reply.intent
    if referral.state in UNDER_WAY and not _is_older(facts, referral):
        attach(draft, context)
        claim(draft, facts, context, appeal, referral, intent)
        return
    if referral.state in ANSWERED:
        attach(draft, context)
        state_unchanged(draft, intent, referral.state)
        return
    reason = Reason(Code.STATE_UNCHANGED, {"intent": intent.value, "state": referral.state.value})
    show(draft, facts, context, reason, options=read_options(facts, context))


def _is_older(facts: Facts, referral: Referral) -> bool:
    """Whether he wrote before the work was returned to him: no answer to that, late or replayed."""
    written, returned = facts.letter.date, referral.sent_at if referral.returns else None
    return bool(written and returned and written < returned - _CLOCKS)


def _is_formal(facts: Facts, referral: Referral) -> bool:
    """Whether he answers with words for the file alone, while an answer is owed."""
    said = facts.reply is not None and facts.reply.cause == Fault.FORMAL
    return said and referral.state in UNDER_WAY and not _is_older(facts, referral)


def _formal(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    """He has the work and says nothing of it: returned by one tap, never told as done by itself."""
    _accepted(draft, facts, context, appeal, referral)
    words = facts.reply.words if facts.reply else ""
    reason = Reason(Code.FORMAL_ANSWER, {"executor": referral.executor, "words": words})
    options = (f"{Intent.REWORK} {Fault.FORMAL}", Intent.TELL.value, Intent.DONE.value)
    _ask(draft, facts, appeal, referral, TaskKind.READ_REPLY, options, reason)


def _declined(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    if referral.state not in UNDER_WAY:
        _unclear(draft, facts, context, appeal, referral)
        return
    attach(draft, context)
    decline(draft, facts, context, appeal, referral)


def _extension(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    """More time is a leader's to give, and only to who still works on it."""
    attach(draft, context)
    if referral.state in UNDER_WAY:
        ask_leader(draft, facts, context, appeal, referral)
    else:
        state_unchanged(draft, Intent.EXTENSION, referral.state)


def _question(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    attach(draft, context)
    intent = facts.reply.intent if facts.reply else Intent.QUESTION
    reason = Reason(Code.ASKED_OPERATOR, {"intent": intent, "executor": referral.executor})
    _ask(draft, facts, appeal, referral, TaskKind.ANSWER_QUESTION, SETTLED, reason)


def _interim(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    """Control and term stand (Instruction 348); at most it shows that he has the work."""
    _accepted(draft, facts, context, appeal, referral)
    if referral.state in UNDER_WAY:
        report_interim(draft, facts, context, appeal, referral)


def _absent(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    attach(draft, context)
    if referral.state in UNDER_WAY:
        sender = facts.letter.sender.address if facts.letter.sender else ""
        unserved(draft, appeal, referral, context.referrals, context.now, "absent", sender)
    else:
        state_unchanged(draft, Intent.ABSENT, referral.state)


def _unclear(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, referral: Referral
) -> None:
    reason = Reason(Code.ASKED_OPERATOR, {"executor": referral.executor})
    show(draft, facts, context, reason, options=read_options(facts, context))


def _ask(
    draft: Draft,
    facts: Facts,
    appeal: Appeal,
    referral: Referral,
    kind: TaskKind,
    options: tuple[str, ...],
    reason: Reason,
    due_at: datetime | None = None,
) -> None:
    draft.reason(reason)
    draft.ask(
        Task(
            kind, appeal=appeal.id, referral=referral.id, reason=reason, options=options,
            urgent=appeal.emergency, due_at=due_at,
        ),
        words=facts.text,
        sender=facts.letter.sender.address if facts.letter.sender else "",
    )  # fmt: skip


_HANDLERS: dict[Intent, Handler] = {
    Intent.ACCEPTED: _accepted,
    Intent.DONE: _claimed,
    Intent.EXPLAINED: _claimed,
    Intent.DECLINED: _declined,
    Intent.EXTENSION: _extension,
    Intent.QUESTION: _question,
    Intent.INTERIM: _interim,
    Intent.ABSENT: _absent,
    Intent.UNCLEAR: _unclear,
}
_ABOUT_INQUIRY: dict[Intent, Handler] = {
    Intent.ACCEPTED: inquiry_accepted,
    Intent.EXTENSION: _question,
    Intent.QUESTION: _question,
    Intent.ABSENT: _absent,
}
