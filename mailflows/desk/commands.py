"""What operators command about an appeal; each gives None when done, else why it was not."""

from __future__ import annotations

from dataclasses import replace

from mailflows.acts import claiming
from mailflows.acts.assigning import give_by_topic
from mailflows.acts.extending import grant, in_charge, refuse
from mailflows.acts.progress import has_interim, tell_interim
from mailflows.acts.referring import counted, recall, send_back
from mailflows.context import Context
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason, not_possible
from mailflows.records import Appeal, Key, Referral, Task
from mailflows.rules.closing import is_answered, needs_answer
from mailflows.rules.complaints import may_decide, not_to_its_subject
from mailflows.rules.results import EXPLAINED, why_not
from mailflows.rules.routing import options_for, why_asked
from mailflows.states import ANSWERED, LIVE, OPEN, UNDER_WAY
from mailflows.vocabulary import AppealState, Fault, Intent, Kind, ReferralState, TaskKind


def set_topic(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Correct the topic; the topic's executor gets the referral unless a person must choose."""
    topic = facts.reply.topic if facts.reply else None
    if topic not in context.policy.topics:
        return not_possible(Intent.SET_TOPIC, "unknown", name=topic or "")
    if appeal.state not in OPEN:
        return not_possible(Intent.SET_TOPIC, "state", state=appeal.state)
    draft.change_appeal(appeal, topic=topic)
    why = why_asked(appeal.kind, appeal.regime, topic, context.policy)
    if why is not None:
        draft.reason(why)
    elif _names_who(facts):
        pass  # he says himself who gets it
    elif context.policy.executor_of(topic) is None:
        draft.because(Code.PERSON_DECIDES, topic=topic or "")
    else:
        give_by_topic(draft, context, replace(appeal, topic=topic))
    return None


def set_kind(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Correct the kind, and whom a complaint is about; whoever has a referral keeps it.

    Only who is complained of loses it: he may not decide about himself (393/96-VR art. 7).
    """
    kind = facts.reply.kind if facts.reply else None
    if kind is None:
        return not_possible(Intent.SET_KIND, "unknown")
    named = facts.reply.against if facts.reply else ()
    against = (named or appeal.against) if kind is Kind.COMPLAINT else ()
    draft.change_appeal(appeal, kind=kind)
    if against != appeal.against:
        draft.change_appeal(appeal, against=against)
    complaint = replace(appeal, kind=kind, against=against)
    if named and kind is Kind.COMPLAINT:
        draft.because(Code.COMPLAINED_OF, executor=", ".join(named))
    taken = [
        one
        for one in counted(context.referrals)
        if one.state in LIVE and not may_decide(complaint, one.executor)
    ]
    for referral in taken:
        recall(draft, context, appeal, referral, "", why="complaint")
    if taken and appeal.state in OPEN and not _names_who(facts):
        why = not_to_its_subject(complaint, taken[0].executor, context.policy)
        options = options_for(complaint, context.policy)
        draft.ask(Task(TaskKind.ROUTE, appeal=appeal.id, reason=why, options=options))
    return None


def _names_who(facts: Facts) -> bool:
    """Whether a further command of the letter says who does the work."""
    who = (Intent.SET_EXECUTOR, Intent.SET_EXECUTORS, Intent.SET_LEADER)
    return facts.reply is not None and any(one.intent in who for one in facts.reply.then)


def close(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Close on the operator's word: only what was claimed, or what nobody was asked to do.

    While an executor still owes an answer nothing is closed: he is recalled first. An answer that
    the operator was asked to read is one: his word makes it a claim.
    """
    if appeal.state not in OPEN:
        return not_possible(Intent.CLOSE, "state", state=appeal.state)
    read = read_by_person(context.task)
    referrals = [_claimed(one, context, read) for one in context.referrals]
    owing = [one for one in counted(referrals) if one.state in UNDER_WAY]
    if owing:
        return not_possible(Intent.CLOSE, "not-claimed", holder=owing[0].executor)
    if needs_answer(appeal, context.policy) and not is_answered(context.answers, referrals):
        return not_possible(Intent.CLOSE, "answer-needed")
    result = facts.reply.cause if facts.reply else ""
    why = result and why_not(result, AppealState.CLOSED, answered=bool(context.answers))
    if why:
        return not_possible(Intent.CLOSE, why)
    draft.because(Code.CLOSED_BY_OPERATOR, operator=facts.person or "", number=appeal.number)
    who = facts.person or ""
    claiming.close(draft, appeal, referrals, context.now, "operator", who, result=result)
    return None


def read_by_person(task: Task | None) -> Key | None:
    """The referral whose answer a person was asked to read, while the question is open."""
    if task is None or task.answered_at is not None:
        return None
    return task.referral if task.kind in (TaskKind.READ_REPLY, TaskKind.READ_DOCUMENT) else None


def _claimed(referral: Referral, context: Context, read: Key | None) -> Referral:
    """The referral as claimed on the operator's word, when it is the one that he has read."""
    if referral.id != read or referral.state not in UNDER_WAY:
        return referral
    return replace(referral, state=ReferralState.CLAIMED, claim=Intent.DONE, claimed_at=context.now)


def rework(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Send claimed work back with its fault and the operator's words; closed work opens again."""
    words = facts.reply.words if facts.reply else ""
    cause = facts.reply.cause if facts.reply else ""
    fault = cause if cause in list(Fault) else ""
    return _send_back(draft, context, appeal, words or facts.text, fault, Intent.REWORK)


def not_confirmed(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """He was telephoned and does not confirm the work: it goes back like any that he disputes."""
    fault, intent = Fault.DISPUTED, Intent.NOT_CONFIRMED
    return _send_back(draft, context, appeal, facts.text, fault, intent)


def _send_back(
    draft: Draft, context: Context, appeal: Appeal, words: str, fault: str, intent: Intent
) -> Reason | None:
    if appeal.state not in (*OPEN, AppealState.CLOSED):
        return not_possible(intent, "state", state=appeal.state)
    read = read_by_person(context.task)
    claimed = [
        one
        for one in counted(context.referrals)
        if one.state in ANSWERED or (one.id == read and one.state in UNDER_WAY)
    ]
    if context.task is not None and context.task.referral is not None:
        claimed = [one for one in claimed if one.id == context.task.referral] or claimed
    if not claimed:
        return not_possible(intent, "not-claimed")
    draft.because(Code.REWORK_ORDERED, executor=claimed[0].executor, fault=fault)
    send_back(draft, context, appeal, claimed, words, fault)
    return None


def tell(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """What an executor wrote and an operator has read is a claim: the applicant is told of it.

    An interim answer is none: it is passed on, the term stands.
    """
    read = read_by_person(context.task)
    if read is None and has_interim(context):
        return tell_interim(draft, context, appeal)
    referral = next((one for one in context.referrals if one.id == read), None)
    if referral is None or context.task is None:
        return not_possible(Intent.TELL, "not-asked")
    if appeal.state not in OPEN or referral.state not in UNDER_WAY:
        return not_possible(Intent.TELL, "state", state=referral.state)
    cause = facts.reply.cause if facts.reply else ""
    intent = Intent.EXPLAINED if cause == EXPLAINED else Intent.DONE
    if context.shown is not None:
        facts = replace(facts, letter=context.shown, matters=())
    about = replace(context, letter_id=context.task.letter_id or context.letter_id)
    draft.because(Code.TOLD_ON_WORD, executor=referral.executor)
    claiming.claim(draft, facts, about, appeal, referral, intent)
    return None


def prolong(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Give the executor more time: beyond the law's term only as the named leader decided."""
    reply = facts.reply
    leader = in_charge(context.policy, reply.leader if reply else None, appeal.topic)
    if isinstance(leader, Reason):
        return leader
    return grant(draft, context, appeal, reply.until if reply else None, leader)


def leave_term(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Refuse more time to the executor who asked."""
    return refuse(draft, context, appeal, facts.text)
