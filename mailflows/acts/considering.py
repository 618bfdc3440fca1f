"""A leader considers an appeal himself: complaints and authors whom the law sends to the head."""

from __future__ import annotations

from dataclasses import replace

from mailflows.acts.assigning import assign
from mailflows.acts.claiming import ANSWERING
from mailflows.acts.earlier import of_repeated
from mailflows.acts.referring import WORDS, counted
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.policy import Leader, Policy
from mailflows.reasons import Code, Reason, not_possible
from mailflows.records import Appeal, Key, New, Task
from mailflows.rules.closing import needs_answer
from mailflows.rules.complaints import leader_above, may_decide, not_to_its_subject
from mailflows.rules.masking import masked_text
from mailflows.rules.routing import options_for
from mailflows.states import LIVE, OPEN
from mailflows.vocabulary import Intent, Kind, TaskKind

_OFFERED = 3  # executors on the buttons of a leader's letter


def head_for(privileged: tuple[str, ...], policy: Policy) -> Leader | None:
    """The mayor, when the author's category is one that the head considers himself."""
    return policy.mayor if policy.head_categories.intersection(privileged) else None


def consider(
    draft: Draft, context: Context, appeal: Appeal, key: Key, leader: Leader, why: Reason
) -> None:
    """Put the appeal before the leader, with its term; the operators see it until he decides."""
    executors = tuple(o for o in options_for(appeal, context.policy) if _charges(o))
    task = Task(
        TaskKind.DECIDE, appeal=key, reason=why, due_at=appeal.due_at,
        options=executors[:_OFFERED] or (Intent.PREPARE_ANSWER.value,),
    )  # fmt: skip
    asked = draft.ask(task)
    if asked is None:
        return
    draft.send(_letter(context, appeal, key, leader, why, executors[:_OFFERED], asked))


def set_leader(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Give the appeal to the leader whom the operator names, else to who stands above; or why not.

    Nobody complained of decides (393/96-VR art. 7).
    """
    named = facts.reply.leader if facts.reply else None
    if appeal.state not in OPEN:
        return not_possible(Intent.SET_LEADER, "state")
    leader = next((one for one in context.policy.leaders if one.code == named), None)
    leader = leader or (leader_above(appeal, context.policy) if named is None else None)
    if leader is None:
        return not_possible(Intent.SET_LEADER, "leader-unknown")
    if not may_decide(appeal, leader.code):
        return not_to_its_subject(appeal, leader.code, context.policy)
    if appeal.leader == leader.code and _question(context) is not None:
        return not_possible(Intent.SET_LEADER, "has-it")
    _withdraw_question(draft, context, facts.person or "")
    draft.change_appeal(appeal, leader=leader.code)
    why = draft.because(Code.LEADER_CONSIDERS, leader=leader.code, kind=appeal.kind.value)
    consider(draft, context, replace(appeal, leader=leader.code), appeal.id, leader, why)
    return None


def is_asked_to_decide(facts: Facts, context: Context) -> bool:
    """Whether this leader was asked to decide the appeal that his letter is tied to."""
    appeal = context.appeal
    if appeal is None or appeal.leader is None or facts.person != appeal.leader:
        return False
    return _question(context) is not None


def decide_himself(draft: Draft, facts: Facts, context: Context, intent: Intent) -> Reason | None:
    """Carry out what the leader decides; None when done or shown to the operators, else why not.

    Bodies that he charges get the work, unless the complaint is about one of them. His other words
    are a decision that the operators carry out: a commission, an answer.
    """
    appeal = context.appeal
    assert appeal is not None  # is_asked_to_decide() has seen it
    code = facts.reply.executor if facts.reply else None
    if appeal.state not in OPEN:
        return Reason(Code.NOT_POSSIBLE, {"intent": intent.value, "why": "state"})
    if intent is Intent.ACKNOWLEDGED:
        return None
    if intent is Intent.REFUSED:
        _ask_who(draft, facts, context, appeal)
        return None
    if intent is Intent.RESOLUTION and code in context.policy.executors:
        assert facts.reply is not None
        assert code is not None
        together = facts.reply.together
        refused = assign(draft, context, appeal, intent, code, together)
        if refused is not None and refused.facts.get("why") != "has-it":
            return refused
        told = ", ".join((code, *together))
        draft.because(Code.LEADER_CHARGED, leader=facts.person or "", executor=told)
    else:
        _ask_to_carry_out(draft, facts, context, appeal)
    _withdraw_question(draft, context, facts.person or "", intent.value)
    return None


def leaves_with_nobody(context: Context, task: Task) -> bool:
    """Whether "done" to this question would leave an open appeal with nobody.

    A leader decides it, or has decided and the operators carry it out; until somebody has the work
    or the appeal is ended the question is all that holds it.
    """
    decided = task.reason is not None and "decided" in task.reason.facts
    if task.kind is not TaskKind.DECIDE and not decided:
        return False
    working = any(one.state in LIVE for one in counted(context.referrals))
    return context.appeal is not None and context.appeal.state in OPEN and not working


def _letter(
    context: Context,
    appeal: Appeal,
    key: Key,
    leader: Leader,
    why: Reason,
    executors: tuple[str, ...],
    task: New,
) -> Outgoing:
    policy = context.policy
    names = [policy.executors[c].name for c in appeal.against if c in policy.executors]
    names += [one.name for one in policy.leaders if one.code in appeal.against]
    return Outgoing(
        "for-decision", leader.address, f"for-decision-{leader.code}", party="t", appeal=key,
        task=task, urgent=appeal.emergency,
        values={
            "reasons": (why,), "against": tuple(names), "options": executors,
            "earlier": of_repeated(context, appeal),
            "complaint": appeal.kind is Kind.COMPLAINT,
        },
        attach_letter=None if appeal.confidential else appeal.letter_id or None,
    )  # fmt: skip


def relieve(draft: Draft, context: Context, appeal: Appeal, by: str) -> None:
    """The leader need not consider it after all: tell him, and ask him no more."""
    _withdraw_question(draft, context, by, Intent.UNDO.value)
    leader = next((one for one in context.policy.leaders if one.code == appeal.leader), None)
    if leader is not None:
        draft.send(
            Outgoing(
                "for-decision-recalled", leader.address,
                f"for-decision-recalled-{draft.mark(context.now)}", appeal=appeal.id,
            )
        )  # fmt: skip


def _ask_who(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """He cannot: the operators find another leader."""
    why = draft.because(Code.PERSON_DECIDES, leader=facts.person or "", intent=Intent.REFUSED.value)
    draft.change_appeal(appeal, leader=None)
    _withdraw_question(draft, context, facts.person or "", Intent.REFUSED.value)
    options = options_for(appeal, context.policy)
    draft.ask(
        Task(TaskKind.ROUTE, appeal=appeal.id, reason=why, options=options, due_at=appeal.due_at),
        words=facts.text[:WORDS],
    )


def _ask_to_carry_out(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    why = draft.because(Code.PERSON_DECIDES, decided=facts.person or "")
    sender = facts.letter.sender.address if facts.letter.sender else ""
    owed = needs_answer(appeal, context.policy)
    ending = ANSWERING[:2] if owed else (Intent.CLOSE.value,)
    task = Task(
        TaskKind.READ_REPLY, appeal=appeal.id, reason=why, due_at=appeal.due_at,
        options=(*ending, *options_for(appeal, context.policy)[:2]),
    )  # fmt: skip
    hidden = appeal.confidential
    words = masked_text(facts.text, appeal.applicant) if hidden else facts.text
    draft.ask(task, words=words[:WORDS], sender=sender)


def _question(context: Context) -> Task | None:
    asked = (*context.tasks, *((context.task,) if context.task else ()))
    return next(
        (one for one in asked if one.kind is TaskKind.DECIDE and one.answered_at is None), None
    )


def _withdraw_question(draft: Draft, context: Context, by: str, answer: str = "set-leader") -> None:
    draft.answer([one for one in context.tasks if one.kind is TaskKind.DECIDE], answer, by)


def _charges(option: str) -> bool:
    return option.startswith(f"{Intent.SET_EXECUTOR} ")
