"""An applicant writes about his appeal again: confirms, disputes, adds, asks, withdraws, thanks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mailflows.acts.after_closing import complete, note_rating, rated, reopen
from mailflows.acts.alert import Emergency, raise_for, words_of
from mailflows.acts.attaching import IS_IT_AN_APPEAL, attach, read_options, show, state_unchanged
from mailflows.acts.claiming import close, is_wholly_claimed, owe_answer
from mailflows.acts.referring import WORDS, address_of, counted
from mailflows.acts.replying import (
    answer_at_once,
    holds_his_letter,
    is_applicant,
    is_believed,
    is_surely_he,
)
from mailflows.context import Context
from mailflows.decision import Decision, Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal
from mailflows.rules.closing import applicant_closes, needs_answer
from mailflows.rules.masking import masked_text
from mailflows.rules.terms.law import law_due
from mailflows.states import BEING_DONE, ENDED, LIVE, OPEN, UNDER_WAY
from mailflows.supplement import fill_gaps
from mailflows.vocabulary import (
    AppealState,
    Flow,
    Intent,
    Outcome,
    ReferralState,
    Robot,
    Role,
    TaskKind,
)

_NOT_PEOPLE = (Role.OURSELVES, Role.FORM, Role.OPERATOR, Role.LEADER)
_MACHINES = (Robot.BOUNCE, Robot.AUTO_REPLY)


def fits(facts: Facts, context: Context) -> bool:
    """A person's letter that is tied to an appeal of ours."""
    if facts.role in _NOT_PEOPLE or facts.robot in _MACHINES or facts.form or facts.note:
        return False
    return context.tied and context.appeal is not None


def handle(facts: Facts, context: Context) -> Decision:
    """Do what the applicant asks, as far as it is surely he and a machine may do it."""
    draft = Draft.of(Flow.FOLLOW_UP, context)
    appeal = context.appeal
    assert appeal is not None  # fits() has seen it
    intent = facts.reply.intent if facts.reply else Intent.UNCLEAR
    if not is_applicant(facts, appeal) and not holds_his_letter(facts, context):
        reason = Reason(Code.OUTSIDER_WITH_NUMBER, {"number": appeal.number})
        options = (*IS_IT_AN_APPEAL, *read_options(facts, context))
        kind = TaskKind.REGISTER if facts.matters else TaskKind.READ_REPLY
        show(draft, facts, context, reason, kind, tuple(dict.fromkeys(options)))
    else:
        draft.because(Code.KNOWN_NUMBER, number=appeal.number, intent=intent.value)
        appeal = _wishing(draft, facts, context, appeal)
        note_rating(draft, facts, context, appeal)
        handler = _after_end(intent) if appeal.state in ENDED else _HANDLERS.get(intent, _unclear)
        handler(draft, facts, context, appeal)
    _alert(draft, facts, context, appeal)
    draft.reasons.extend(facts.reply.because if facts.reply else ())
    return draft.decide(Outcome.ATTACHED)


def _wishing(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Appeal:
    """The appeal with what its author asks for later: not to be named (art. 10), a written answer.

    Such a wish is only ever added.
    """
    if not is_believed(facts, context, appeal):
        return appeal
    wishes: dict[str, Any] = {
        name: True
        for name in ("confidential", "written")
        if any(getattr(one, name) for one in facts.matters) and not getattr(appeal, name)
    }
    if wishes:
        draft.change_appeal(appeal, **wishes)
    return replace(appeal, **wishes)


def _confirmed(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """His word closes what is in check, where nothing but a person's word or answer may.

    Before everything is claimed it closes nothing: an operator looks.
    """
    state = {"intent": Intent.CONFIRMED.value, "state": appeal.state.value}
    if appeal.state is AppealState.CLOSED:
        attach(draft, context)
        state_unchanged(draft, Intent.CONFIRMED, appeal.state)
    elif appeal.state is not AppealState.IN_CHECK or not is_wholly_claimed(context.referrals):
        show(draft, facts, context, Reason(Code.STATE_UNCHANGED, state))
    elif not is_surely_he(facts, appeal):
        why = Reason(Code.NOT_AUTHENTIC, {"authenticity": facts.authenticity.value})
        show(draft, facts, context, why, TaskKind.CLOSE, read_options(facts, context))
    elif needs_answer(appeal, context.policy):
        attach(draft, context)
        owe_answer(draft, appeal, Intent.CONFIRMED)
    elif not applicant_closes(appeal, context.policy):
        why = Reason(Code.PERSON_DECIDES, {"kind": appeal.kind.value})
        show(draft, facts, context, why, TaskKind.CLOSE, read_options(facts, context))
    else:
        attach(draft, context)
        draft.because(Code.CONFIRMED_BY_APPLICANT, number=appeal.number)
        who = appeal.applicant.email or ""
        close(draft, appeal, context.referrals, context.now, "applicant", who)


def _disputed(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """He says it is not done: the work goes back; his word may be weaker than for closing."""
    believed = is_believed(facts, context, appeal)
    if appeal.state in BEING_DONE:
        state_unchanged(draft, Intent.DISPUTED, appeal.state)
        _addition(draft, facts, context, appeal)
    elif appeal.state not in (AppealState.IN_CHECK, AppealState.CLOSED) or not believed:
        code = Code.STATE_UNCHANGED if believed else Code.NOT_AUTHENTIC
        facts_of = {"intent": Intent.DISPUTED.value, "state": appeal.state.value}
        show(draft, facts, context, Reason(code, facts_of), options=read_options(facts, context))
    else:
        reopen(draft, facts, context, appeal)


def _addition(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """What he adds goes to everybody who still works on it, if it may be his at all."""
    if not is_believed(facts, context, appeal):
        why = Reason(Code.NOT_AUTHENTIC, {"authenticity": facts.authenticity.value})
        show(draft, facts, context, why, options=read_options(facts, context))
        return
    attach(draft, context)
    policy, hidden = context.policy, appeal.confidential
    words = masked_text(facts.text, appeal.applicant) if hidden else facts.text
    for referral in context.referrals:
        if referral.state in UNDER_WAY or referral.state is ReferralState.CLAIMED:
            draft.send(
                Outgoing(
                    "answer-to-executor", address_of(referral, policy),
                    f"addition-{context.letter_id}", party="r", appeal=appeal.id,
                    referral=referral.id, values={"words": words[:WORDS]},
                    attach_letter=None if hidden else context.letter_id,
                    urgent=appeal.emergency,
                )
            )  # fmt: skip
    if is_surely_he(facts, appeal) and facts.matters:
        fill_gaps(draft, appeal, facts.matters[0])
    if facts.reply is not None and facts.reply.intent is Intent.ADDITION:
        answer_at_once(draft, facts, context, appeal, "addition-taken")


def _status(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """He is told how it stands, at the address that the appeal knows and nowhere else."""
    attach(draft, context)
    referrals = [
        {"executor_name": executor.name, "state": one.state, "due": one.due_at}
        for one in counted(context.referrals)
        if (executor := context.policy.executor(one.executor)) is not None
        and (one.state in LIVE or one.state is ReferralState.CONFIRMED)
    ]
    terms = _how_counted(context, appeal) if appeal.state in OPEN else ()
    answer_at_once(draft, facts, context, appeal, "status", referrals=referrals, terms=terms)


def _how_counted(context: Context, appeal: Appeal) -> tuple[Reason, ...]:
    """How the law's term came about; nothing where its count has changed since."""
    due = law_due(appeal.regime, appeal.received_at, appeal.emergency, context.policy)
    if due.at == appeal.due_at:
        return (due.why,)
    return (Reason(Code.TERM_EXTENDED),) if due.at < appeal.due_at else ()


def _withdrawn(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """Ending an appeal that its author takes back is a person's decision."""
    if appeal.state not in OPEN:
        attach(draft, context)
        state_unchanged(draft, Intent.WITHDRAWN, appeal.state)
        return
    reason = Reason(Code.PERSON_DECIDES, {"intent": Intent.WITHDRAWN.value})
    options = (Intent.LET_WITHDRAW.value, Intent.DONE.value)
    show(draft, facts, context, reason, options=options)
    answer_at_once(draft, facts, context, appeal, "withdrawal-taken")


def _after_end(intent: Intent) -> Handler:
    """Questions, thanks and withdrawals change nothing; any other word may be what was lacking."""
    same = (Intent.STATUS, Intent.THANKS, Intent.WITHDRAWN, Intent.RATED)
    return _HANDLERS[intent] if intent in same else complete


def _thanks(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    attach(draft, context)
    state_unchanged(draft, Intent.THANKS, appeal.state)


def _unclear(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    reason = Reason(Code.ASKED_OPERATOR, {"number": appeal.number})
    show(draft, facts, context, reason, options=read_options(facts, context))


def _alert(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """New danger in a further letter is danger all the same, whoever writes."""
    danger = next((one for one in facts.matters if one.emergency is not None), None)
    if danger is None or danger.emergency is None or appeal.emergency:
        return
    draft.reason(danger.emergency)
    draft.change_appeal(appeal, emergency=True)
    told = replace(appeal, emergency=True, topic=appeal.topic or danger.topic, text=facts.text)
    raise_for(draft, context, [Emergency(appeal.id, told, words_of(danger.emergency))])


Handler = Callable[[Draft, Facts, Context, Appeal], None]
_HANDLERS: dict[Intent, Handler] = {
    Intent.CONFIRMED: _confirmed,
    Intent.DISPUTED: _disputed,
    Intent.ADDITION: _addition,
    Intent.STATUS: _status,
    Intent.WITHDRAWN: _withdrawn,
    Intent.THANKS: _thanks,
    Intent.RATED: rated,
}
