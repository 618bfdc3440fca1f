"""An operator commands: each command is carried out or honestly refused, and answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailflows.acts.assigning import add_executor, recall_executor, set_executor, set_executors
from mailflows.acts.attaching import IS_IT_AN_APPEAL, attach
from mailflows.acts.calling_back import not_reached, reached, unreachable
from mailflows.acts.considering import leaves_with_nobody, set_leader
from mailflows.acts.ending import give_back, let_withdraw, not_consider
from mailflows.acts.inquiring import ask_information
from mailflows.acts.marking import set_mark
from mailflows.acts.results import set_result
from mailflows.acts.signed_answer import answered, brings_answer, prepare, send, sent_on_paper
from mailflows.acts.unread import add_words, is_answer
from mailflows.acts.unserved import call_to, told_by_telephone
from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.desk.batch import MANY, carry_out_many
from mailflows.desk.commands import (
    close,
    leave_term,
    not_confirmed,
    prolong,
    rework,
    set_kind,
    set_topic,
    tell,
)
from mailflows.desk.compound import carry_out_several
from mailflows.desk.possible import possible
from mailflows.desk.transcript import send_transcript
from mailflows.desk.undoing import undo
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Task
from mailflows.rules.results import corrections
from mailflows.vocabulary import (
    Authenticity,
    Flow,
    Intent,
    Outcome,
    Role,
    TaskKind,
)

Refused = Reason | None
"""What a command gives back: nothing when it was done, else why it was not."""

_ABOUT_LETTER = (Intent.REGISTER, Intent.DO_NOT_REGISTER)
_DECISIONS = (
    TaskKind.ROUTE, TaskKind.REASSIGN, TaskKind.REGISTER, TaskKind.CLOSE, TaskKind.DECIDE_EXTENSION,
    TaskKind.ANSWER,
)  # fmt: skip
"""Questions that only a command settles: "done" would leave the appeal without a decision."""


def fits(facts: Facts, context: Context) -> bool:
    """An operator's own letter about something of ours; his telephone notes are no commands."""
    if facts.role is not Role.OPERATOR or facts.note or facts.form:
        return False
    commands = facts.reply is not None and facts.reply.intent is not Intent.UNCLEAR
    return commands or context.tied


def handle(facts: Facts, context: Context) -> Decision:
    """Carry the command out and tell the operator what was done, or why not and what he can do."""
    draft = Draft.of(Flow.OPERATOR_REPLY, context)
    intent = facts.reply.intent if facts.reply else Intent.UNCLEAR
    if intent in MANY:
        return _handle_many(draft, facts, context)
    if facts.reply is not None and facts.reply.then and not _weakness(facts, context):
        return _handle_several(facts, context)
    if intent is Intent.UNCLEAR and is_answer(facts, context.task):
        intent = Intent.ADDITION
    elif brings_answer(facts, context):
        intent = Intent.SEND_ANSWER
    refused = _weakness(facts, context) or _obey(draft, facts, context, intent)
    if refused is not None:
        draft.reasons.insert(0, refused)
    attach(draft, context)
    done = () if refused else tuple(draft.reasons)
    draft.reasons.extend(facts.reply.because if facts.reply else ())
    following = possible(context) if refused else _next(draft, context, intent)
    send_transcript(draft, facts, context, done, refused, following)
    return draft.decide(Outcome.REPLY)


def _handle_many(draft: Draft, facts: Facts, context: Context) -> Decision:
    """Carry out what he answers to questions of his list, and tell him of all of it at once."""
    weak = _weakness(facts, context)
    entries = [] if weak else carry_out_many(draft, facts, context, _obey_one)
    if weak is None and not entries:
        weak = Reason(Code.NOT_POSSIBLE, {"why": "not-listed"})
    if weak is not None:
        draft.reasons.insert(0, weak)
    draft.reasons.extend(facts.reply.because if facts.reply else ())
    send_transcript(draft, facts, context, (), weak, entries=entries)
    return draft.decide(Outcome.REPLY)


def _handle_several(facts: Facts, context: Context) -> Decision:
    """Carry out the commands of one letter in their order, and tell him of each."""
    draft, entries = carry_out_several(facts, context, _obey_one)
    attach(draft, context)
    draft.reasons.extend(facts.reply.because if facts.reply else ())
    some = any(one.refused is None for one in entries)
    following = (f"{Intent.UNDO} {context.letter_id}",) if some else possible(context)
    send_transcript(draft, facts, context, (), None, following, entries)
    return draft.decide(Outcome.REPLY)


def _obey_one(draft: Draft, facts: Facts, context: Context) -> Refused:
    return _obey(draft, facts, context, facts.reply.intent if facts.reply else Intent.UNCLEAR)


def _obey(draft: Draft, facts: Facts, context: Context, intent: Intent) -> Refused:
    """Carry one command out and answer the question; why not, when it cannot be done."""
    at = len(draft.reasons)
    refused = _carry_out(draft, facts, context, intent)
    if refused is None:
        asked = context.task.kind.value if intent is Intent.DONE and context.task else ""
        said = {"intent": intent.value, "asked": asked}
        draft.reasons.insert(at, Reason(Code.OPERATOR_COMMAND, said))
        _answer_task(draft, facts, context, intent)
    return refused


def _weakness(facts: Facts, context: Context) -> Refused:
    if facts.authenticity is not Authenticity.PROVED:
        return Reason(Code.NOT_AUTHENTIC, {"authenticity": facts.authenticity.value})
    return None if context.tied else Reason(Code.NOT_TIED)


def _carry_out(draft: Draft, facts: Facts, context: Context, intent: Intent) -> Refused:
    if intent in _ABOUT_LETTER:
        return _about_letter(draft, context, intent)
    if intent is Intent.DONE:
        return _settled(draft, facts, context)
    command = _BY_INTENT.get(intent)
    if command is None:
        return Reason(Code.INTENT_NONE)
    if context.appeal is None:
        return Reason(Code.NOT_TIED)
    return command.carry_out(draft, facts, context, context.appeal)


def _add_words(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Refused:
    """The words of a document that he was asked to read."""
    if not is_answer(facts, context.task):
        return Reason(Code.INTENT_NONE)
    add_words(draft, facts, appeal)
    return None


@dataclass(frozen=True, slots=True)
class Command:
    """What one word of an operator does to an appeal.

    `carry_out` gives None when it was done, else why not. `settles` are the appeal's open
    questions that it answers besides the one that was asked; who does the work is settled only
    when somebody has got it. `undoable`: the transcript offers to take it back.
    """

    intent: Intent
    carry_out: Callable[[Draft, Facts, Context, Appeal], Refused]
    settles: tuple[TaskKind, ...] = ()
    undoable: bool = True


COMMANDS = (
    Command(Intent.SET_TOPIC, set_topic, (TaskKind.ROUTE, TaskKind.REASSIGN)),
    Command(Intent.SET_KIND, set_kind),
    Command(Intent.SET_EXECUTOR, set_executor, (TaskKind.ROUTE, TaskKind.REASSIGN)),
    Command(Intent.SET_LEADER, set_leader, (TaskKind.ROUTE, TaskKind.REASSIGN)),
    Command(Intent.SET_MARK, set_mark, (TaskKind.MARK,)),
    Command(Intent.SET_EXECUTORS, set_executors, (TaskKind.ROUTE, TaskKind.REASSIGN)),
    Command(Intent.ADD_EXECUTOR, add_executor, (TaskKind.ROUTE, TaskKind.REASSIGN)),
    Command(Intent.RECALL_EXECUTOR, recall_executor),
    Command(Intent.ASK_INFORMATION, ask_information),
    Command(Intent.CLOSE, close),
    Command(Intent.REWORK, rework, (TaskKind.CLOSE, TaskKind.CALL_BACK)),
    Command(Intent.REACHED, reached, (TaskKind.CLOSE, TaskKind.CALL_BACK)),
    Command(Intent.NOT_REACHED, not_reached, undoable=False),
    Command(Intent.NOT_CONFIRMED, not_confirmed, (TaskKind.CLOSE, TaskKind.CALL_BACK)),
    Command(Intent.GIVE_BACK, give_back),
    Command(Intent.NOT_CONSIDER, not_consider),
    Command(Intent.LET_WITHDRAW, let_withdraw),
    Command(Intent.EXTEND, prolong, (TaskKind.DECIDE_EXTENSION,)),
    Command(Intent.DO_NOT_EXTEND, leave_term, (TaskKind.DECIDE_EXTENSION,)),
    Command(Intent.ADDITION, _add_words),
    Command(Intent.UNREACHABLE, unreachable),
    Command(Intent.TELL, tell),
    Command(Intent.PREPARE_ANSWER, prepare, undoable=False),
    Command(Intent.SEND_ANSWER, send, (TaskKind.ANSWER, TaskKind.SEND_ANSWER)),
    Command(Intent.ANSWERED, answered),
    Command(Intent.SET_RESULT, set_result),
    Command(Intent.UNDO, undo, undoable=False),
)
_ANSWERS = (Intent.PREPARE_ANSWER, Intent.SEND_ANSWER)
_BY_INTENT = {one.intent: one for one in COMMANDS}


def _about_letter(draft: Draft, context: Context, intent: Intent) -> Refused:
    """Whether a letter that he was asked about is an appeal; a job takes the letter up again."""
    task = context.task
    asked = task is not None and task.letter_id is not None
    if task is None or not asked or not set(IS_IT_AN_APPEAL) & set(task.options):
        return Reason(Code.NOT_POSSIBLE, {"intent": intent.value, "why": "not-asked"})
    if task.answered_at is not None:
        return Reason(Code.NOT_POSSIBLE, {"intent": intent.value, "why": "answered"})
    if intent is Intent.REGISTER:
        draft.request("register", {"letter_id": task.letter_id, "task_id": task.id})
    return None


def _settled(draft: Draft, facts: Facts, context: Context) -> Refused:
    """What he was asked to do by telephone or on paper is done; decisions need their own word."""
    if context.task is None or context.task.answered_at is not None:
        why = "not-asked" if context.task is None else "answered"
    elif context.task.kind in _DECISIONS or leaves_with_nobody(context, context.task):
        why = "decision"
    else:
        if context.task.kind is TaskKind.SEND_PAPER:
            sent_on_paper(draft, facts, context, context.task)
        call = call_to(context)
        if call is not None and context.appeal is not None:
            told_by_telephone(draft, facts, context, context.appeal, call[1])
        return None
    return Reason(Code.NOT_POSSIBLE, {"why": why})


def _answer_task(draft: Draft, facts: Facts, context: Context, intent: Intent) -> None:
    """The task that he answered, and those that his command makes needless."""
    if intent in _ANSWERS and not draft.has_answered:
        if context.task is not None and context.task.kind is TaskKind.SEND_ANSWER:
            draft.answer([context.task], intent.value, facts.person or "")
        return  # the answer is still owed
    command = _BY_INTENT.get(intent)
    needless = set(command.settles if command else ())
    appeal = context.appeal
    given = appeal is not None and draft.referral_of(appeal.id) is not None
    if not given and intent is not Intent.SET_LEADER:
        needless -= {TaskKind.ROUTE, TaskKind.REASSIGN}
    if call_to(context) is not None and intent in (Intent.REACHED, Intent.NOT_REACHED):
        needless.clear()  # an executor was telephoned, not the applicant
    tasks = {one.id: one for one in context.tasks if one.kind in needless}
    if intent is Intent.DONE and context.task is not None:
        tasks |= {one.id: one for one in context.tasks if _is_same_work(one, context.task)}
    asked = context.task
    if asked is not None and asked.answered_at is None:
        offered = {option.partition(" ")[0] for option in asked.options}
        offered.discard(Intent.ASK_INFORMATION)  # who decides is still to be said
        decided = asked.kind in needless or intent in (*_ABOUT_LETTER, Intent.DONE, *offered)
        held = asked.kind in (*_DECISIONS, TaskKind.DECIDE)
        if decided or not (held or (not given and leaves_with_nobody(context, asked))):
            tasks[asked.id] = asked
    draft.answer(tasks.values(), intent.value, facts.person or "")


def _is_same_work(one: Task, answered: Task) -> bool:
    """Whether two questions are one thing to do: who telephones the leaders does it once."""
    return one.kind is answered.kind and one.alert == answered.alert and one.alert is not None


def _next(draft: Draft, context: Context, intent: Intent) -> tuple[str, ...]:
    """Undo, when the command changed an appeal, and other results when it ended it."""
    command = _BY_INTENT.get(intent)
    undoable = command is not None and command.undoable
    undo = (f"{Intent.UNDO} {context.letter_id}",) if undoable else ()
    if context.appeal is None:
        return undo
    after = draft.appeal_after(context.appeal)
    ended = after.result is not None and context.appeal.result is None
    answers = bool(context.answers) or draft.has_answered
    return (*undo, *corrections(after, answered=answers)) if ended else undo
