"""A leader answers an alert or writes a resolution: acknowledged, or shown to the operators."""

from __future__ import annotations

from mailflows.acts.alert import call_leaders, tell_next
from mailflows.acts.attaching import attach, show
from mailflows.acts.considering import decide_himself, is_asked_to_decide
from mailflows.acts.extending import grant, in_charge, refuse
from mailflows.acts.referring import WORDS
from mailflows.context import Context
from mailflows.decision import Decision, Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.policy import Leader
from mailflows.reasons import Code, Reason
from mailflows.records import Alert, Appeal
from mailflows.states import OPEN
from mailflows.vocabulary import AlertState, Authenticity, Flow, Intent, Outcome, Role, TaskKind

_SEEN = (Intent.ACKNOWLEDGED, Intent.RESOLUTION)
_ABOUT_TERM = (Intent.EXTEND, Intent.DO_NOT_EXTEND)


def fits(facts: Facts, context: Context) -> bool:
    """A leader's address; advertising that forges it is none unless it is tied to us."""
    if facts.role is not Role.LEADER:
        return False
    return facts.robot is None or context.tied


def handle(facts: Facts, context: Context) -> Decision:
    """Acknowledge the alert when it is surely he; what he says goes to the operators as it is."""
    draft = Draft.of(Flow.LEADER_REPLY, context)
    intent = facts.reply.intent if facts.reply else Intent.UNCLEAR
    alert = context.alert
    weakness = _weakness(facts, context)
    if weakness is None and intent in _ABOUT_TERM and _is_asked(context):
        _decide_term(draft, facts, context, intent)
        draft.reasons.extend(facts.reply.because if facts.reply else ())
        return draft.decide(Outcome.REPLY)
    if weakness is None and alert is None and is_asked_to_decide(facts, context):
        return _decided(draft, facts, context, intent)
    if intent in _ABOUT_TERM:  # nobody asked him: an order like another
        intent = Intent.RESOLUTION
    if weakness is not None:
        show(draft, facts, context, weakness)
    else:
        draft.because(Code.LEADER_ADDRESS, leader=facts.person or "", intent=intent.value)
        attach(draft, context)
        if alert is not None and intent in _SEEN:
            _acknowledge(draft, facts, context, alert)
        elif alert is not None:
            _not_acknowledged(draft, facts, context, alert, intent)
    seen = weakness is None and alert is not None and intent is Intent.ACKNOWLEDGED
    if not seen and not draft.asks_at_once:  # a question carries his words to the operators too
        _note(draft, facts, context, intent)
    draft.reasons.extend(facts.reply.because if facts.reply else ())
    return draft.decide(Outcome.REPLY)


def _decided(draft: Draft, facts: Facts, context: Context, intent: Intent) -> Decision:
    """What he decides about an appeal that he considers himself; he and the operators learn it."""
    appeal = context.appeal
    assert appeal is not None  # is_asked_to_decide() has seen it
    refused = decide_himself(draft, facts, context, intent)
    said = Reason(Code.LEADER_ADDRESS, {"leader": facts.person or "", "intent": intent.value})
    draft.reasons.insert(0, refused or said)
    attach(draft, context)
    if refused is not None or intent is Intent.RESOLUTION:
        _transcript(draft, facts, context, appeal, refused)
    if refused is None:
        _note(draft, facts, context, intent)
    draft.reasons.extend(facts.reply.because if facts.reply else ())
    return draft.decide(Outcome.REPLY)


def _weakness(facts: Facts, context: Context) -> Reason | None:
    """Why his letter changes nothing: not proved, a further address, not tied."""
    who = {"leader": facts.person or ""}
    if facts.authenticity is not Authenticity.PROVED:
        return Reason(Code.NOT_AUTHENTIC, who | {"authenticity": facts.authenticity.value})
    if facts.weak_address:
        return Reason(Code.NOT_AUTHENTIC, who | {"authenticity": "further-address"})
    if not context.tied:
        return Reason(Code.NOT_TIED, who)
    return None


def _is_asked(context: Context) -> bool:
    """Whether he was asked about an executor's term: by this letter, or still about this appeal."""
    asked = (*context.tasks, *((context.task,) if context.task else ()))
    return context.appeal is not None and any(
        one.kind is TaskKind.DECIDE_EXTENSION for one in asked
    )


def _decide_term(draft: Draft, facts: Facts, context: Context, intent: Intent) -> None:
    """Carry his decision out and tell him what was done, or why the law does not let it."""
    appeal = context.appeal
    assert appeal is not None  # _is_asked() has seen it
    leader = in_charge(context.policy, facts.person, appeal.topic)
    refused: Reason | None = leader if isinstance(leader, Reason) else None
    if context.task is not None and context.task.answered_at is not None:
        refused = Reason(Code.NOT_POSSIBLE, {"why": "answered"})
    if refused is None and isinstance(leader, Leader):
        until = facts.reply.until if facts.reply else None
        refused = (
            grant(draft, context, appeal, until, leader)
            if intent is Intent.EXTEND
            else refuse(draft, context, appeal, facts.text)
        )
    said = Reason(Code.LEADER_ADDRESS, {"leader": facts.person or "", "intent": intent.value})
    draft.reasons.insert(0, refused or said)
    attach(draft, context)
    if refused is None:
        asked = (*context.tasks, *((context.task,) if context.task else ()))
        tasks = [one for one in asked if one.kind is TaskKind.DECIDE_EXTENSION]
        draft.answer(tasks, intent.value, facts.person or "")
    _transcript(draft, facts, context, appeal, refused)


def _transcript(
    draft: Draft, facts: Facts, context: Context, appeal: Appeal, refused: Reason | None
) -> None:
    """What his decision did, without the author's data (he reads no more than an alert tells)."""
    leader = next((one for one in context.policy.leaders if one.code == facts.person), None)
    if leader is None:
        return
    topic = context.policy.topics.get(appeal.topic or "")
    draft.send(
        Outgoing(
            "transcript", leader.address, f"transcript-{context.letter_id}",
            party="t" if context.task else "", appeal=appeal.id,
            task=context.task.id if context.task else None,
            values={
                "title": topic.name if topic else "",
                "command": facts.letter.subject,
                "done": () if refused else tuple(draft.reasons),
                "refused": refused,
                "possible": (),
            },
            in_reply_to=facts.letter.message_id,
            replied=True,
        )
    )  # fmt: skip


def _acknowledge(draft: Draft, facts: Facts, context: Context, alert: Alert) -> None:
    if alert.state is not AlertState.OPEN:
        draft.because(Code.STATE_UNCHANGED, state=alert.state.value)
        return
    draft.change_alert(
        alert,
        state=AlertState.ACKNOWLEDGED,
        acknowledged_by=facts.person,
        acknowledged_at=context.now,
    )
    calls = [one for one in context.tasks if one.alert == alert.id and one.kind is TaskKind.CALL]
    draft.answer(calls, Intent.ACKNOWLEDGED, facts.person or "")


def _not_acknowledged(
    draft: Draft, facts: Facts, context: Context, alert: Alert, intent: Intent
) -> None:
    """A refusal or unclear words: whoever was not told is told, and the operators telephone."""
    if alert.state is not AlertState.OPEN:
        return
    reason = draft.because(Code.PERSON_DECIDES, leader=facts.person or "", intent=intent.value)
    tell_next(draft, context, alert)
    appeal = context.appeal
    topic = appeal.topic if appeal else None
    call_leaders(
        draft,
        alert.id,
        appeal.id if appeal else None,
        context.policy,
        topic,
        reason,
        words=facts.text[:WORDS],
        sender=facts.letter.sender.address if facts.letter.sender else "",
    )


def _note(draft: Draft, facts: Facts, context: Context, intent: Intent) -> None:
    """Every operator gets the leader's words; a person carries a resolution out."""
    for number, operator in enumerate(context.policy.operators):
        draft.send(
            Outgoing(
                "leader-reply-noted",
                operator.address,
                f"leader-reply-{context.letter_id}-{number}",
                party="o" if context.appeal else "",
                appeal=context.appeal.id if context.appeal else None,
                alert=context.alert.id if context.alert else None,
                values={
                    "leader": _name(facts, context),
                    "words": facts.text[:WORDS],
                    "intent": intent,
                    "options": _charging(facts, context, intent),
                },
                urgent=context.alert is not None,
            )
        )


def _charging(facts: Facts, context: Context, intent: Intent) -> tuple[str, ...]:
    """What carries his resolution out by one tap, when he names bodies and the appeal is open."""
    reply, appeal = facts.reply, context.appeal
    if intent is not Intent.RESOLUTION or reply is None or reply.executor is None:
        return ()
    if appeal is None or appeal.state not in OPEN:
        return ()
    if reply.together:
        return (f"{Intent.SET_EXECUTORS} {' '.join((reply.executor, *reply.together))}",)
    return (f"{Intent.SET_EXECUTOR} {reply.executor}", f"{Intent.ADD_EXECUTOR} {reply.executor}")


def _name(facts: Facts, context: Context) -> str:
    leaders = context.policy.leaders
    return next((one.name for one in leaders if one.code == facts.person), facts.person or "")
