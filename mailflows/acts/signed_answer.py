"""The council's own answer: asked for, brought by an operator as signed files, sent as it came."""

from __future__ import annotations

import re

from mailflows.acts.claiming import close
from mailflows.acts.referring import counted, recall
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.letter import Letter
from mailflows.reasons import Code, Reason, not_possible
from mailflows.records import Answer, AnswerFile, Appeal, Task
from mailflows.rules.answer_files import Found, find_answers
from mailflows.rules.answering import is_answerable
from mailflows.rules.closing import is_answered
from mailflows.rules.numbers import parse_numbers
from mailflows.rules.results import POSSIBLE, result_of
from mailflows.states import OPEN, UNDER_WAY
from mailflows.vocabulary import AnswerWay, AppealState, Intent, TaskKind

_RESULTS = POSSIBLE[AppealState.CLOSED]
_BESIDE_IT = (Intent.DONE, Intent.SET_RESULT)
_NOT_THE_ANSWER = (Intent.DONE.value,)


def prepare(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Have the draft of an answer written; a job sends it to the operator who asks."""
    if appeal.state not in (*OPEN, AppealState.CLOSED):
        return not_possible(Intent.PREPARE_ANSWER, "state")
    draft.request("answer-draft", {"number": appeal.number, "operator": facts.person or ""})
    draft.because(Code.ANSWER_IN_WRITING, number=appeal.number)
    return None


def brings_answer(facts: Facts, context: Context) -> bool:
    """Whether a letter without a command may bring the answer: a file that can be one.

    What an operator was asked to read, he answers with words. Asked for the answer, he may say
    beside the file that it is done, or what its result is.
    """
    task, intent = context.task, facts.reply.intent if facts.reply else Intent.UNCLEAR
    if intent in _BESIDE_IT:
        return _was_asked(context) and bool(_found(facts.letter, context).groups)
    if intent is not Intent.UNCLEAR:
        return False
    if context.appeal is None or (task is not None and task.kind is TaskKind.READ_DOCUMENT):
        return False
    return bool(_found(facts.letter, context).groups) or _was_asked(context)


def send(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Send the signed answer and close; what is not sure is asked by one tap before.

    The files go out byte for byte; who sent them, when and their hashes are kept for ever.
    """
    if appeal.state not in (*OPEN, AppealState.CLOSED):
        return not_possible(Intent.SEND_ANSWER, "state")
    chosen = _chosen(facts, context)
    letter = context.shown if chosen and context.shown else facts.letter
    found = _found(letter, context)
    if found.fault:
        return not_possible(Intent.SEND_ANSWER, found.fault, name=found.name)
    result = facts.reply.cause if facts.reply else ""
    if result and result not in _RESULTS:
        return not_possible(Intent.SEND_ANSWER, "result-of-state")
    letter_id = context.task.letter_id if chosen and context.task else context.letter_id
    groups = [group for group in found.groups if not chosen or group[0].part in chosen]
    why = "several-files" if chosen and not groups else _doubt(facts, context, found, chosen)
    if why:
        _confirm(draft, appeal, found, letter_id, why)
        return None
    files = tuple(file for group in groups for file in group)
    _give(draft, facts, context, appeal, files, letter_id or context.letter_id, result)
    return None


def answered(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """The answer was given past this program, as the operator tells with its date and number."""
    if appeal.state not in OPEN:
        return not_possible(Intent.ANSWERED, "state")
    owing = [one for one in counted(context.referrals) if one.state in UNDER_WAY]
    if owing:
        return not_possible(Intent.ANSWERED, "not-claimed", holder=owing[0].executor)
    note = " ".join(facts.reply.words.split()) if facts.reply else ""
    if not any(char.isdigit() for char in note):
        return not_possible(Intent.ANSWERED, "answer-unnumbered")
    who = facts.person or ""
    draft.give_answer(
        Answer(appeal.id, AnswerWay.OUTSIDE, who, context.now, context.letter_id, note=note)
    )
    draft.because(Code.ANSWERED_OUTSIDE, note=note[:200])
    close(draft, appeal, context.referrals, context.now, "operator", who, tell=False)
    return None


def sent_on_paper(draft: Draft, facts: Facts, context: Context, task: Task) -> None:
    """The operator has sent the signed answer by post: now the applicant is answered."""
    appeal = context.appeal
    if appeal is None or appeal.state not in OPEN:
        return
    result = task.reason.facts.get("result", "") if task.reason else ""
    draft.because(Code.CLOSED_BY_OPERATOR, operator=facts.person or "", number=appeal.number)
    _close(draft, facts, context, appeal, result)


def _found(letter: Letter, context: Context) -> Found:
    return find_answers(letter.attachments, letter.documents, context.policy.closing.largest_answer)


def _was_asked(context: Context) -> bool:
    """Whether he answers the question for an answer, so that a wrong file is to be refused."""
    task = context.task
    return task is not None and task.kind is TaskKind.ANSWER and task.answered_at is None


def _chosen(facts: Facts, context: Context) -> frozenset[int]:
    """The files that he confirms by one tap, by their places in the letter asked about."""
    task = context.task
    asked = task is not None and task.kind is TaskKind.SEND_ANSWER and task.answered_at is None
    if not asked or facts.reply is None or _found(facts.letter, context).groups:
        return frozenset()  # his own file is meant, not one of the letter asked about
    return frozenset(map(int, re.findall(r"(?<!\d)\d{1,3}(?!\d)", facts.reply.words)))


def _doubt(facts: Facts, context: Context, found: Found, chosen: frozenset[int]) -> str:
    """Why a person must confirm before it goes out; "" when it is sure."""
    if chosen:
        return ""
    if len(found.groups) > 1:
        return "several-files"
    intent = facts.reply.intent if facts.reply else Intent.UNCLEAR
    plainly = intent is Intent.SEND_ANSWER or (intent in _BESIDE_IT and _was_asked(context))
    if not plainly and (facts.text.strip() or not _was_asked(context)):
        because = facts.reply.because if facts.reply else ()
        held = any(one.code is Code.INTENT_TWO for one in because)
        return "words-doubt" if held else "no-command"
    if not plainly and facts.letter.forwarded is not None:
        return "file-forwarded"  # an executor's, as likely as not
    return _doubt_of_matter(facts, context)


def _doubt_of_matter(facts: Facts, context: Context) -> str:
    """Why it may be no answer to this appeal now, however plainly he says that it is one."""
    if is_answered(context.answers, context.referrals) or _goes_by_post(context):
        return "answered-already"
    if _names_another(facts.letter, context):
        return "file-of-another"
    owing = any(one.state in UNDER_WAY for one in counted(context.referrals))
    return "executor-owes" if owing else ""


def _goes_by_post(context: Context) -> bool:
    """Whether an answer lies with the clerk to be posted."""
    return any(one.kind is TaskKind.SEND_PAPER for one in context.tasks)


def _names_another(letter: Letter, context: Context) -> bool:
    """Whether the file names numbers of ours and none of them is this appeal's."""
    shape = context.policy.number_format
    texts = (text for one in letter.documents for text in (one.name, one.text))
    named = {number for text in texts for number in parse_numbers(text, shape)}
    mine = context.appeal.number if context.appeal else ""
    return bool(named) and mine not in named


def _confirm(draft: Draft, appeal: Appeal, found: Found, letter_id: int | None, why: str) -> None:
    """Ask which file goes out; the question waits for no list, the head has signed."""
    named = "; ".join(f"{group[0].part} \u2013 {group[0].name}" for group in found.groups)
    reason = draft.because(Code.ANSWER_UNCERTAIN, why=why, files=named)
    single = [f"{Intent.SEND_ANSWER} {group[0].part}" for group in found.groups]
    every = " ".join(str(group[0].part) for group in found.groups)
    options = [*single, f"{Intent.SEND_ANSWER} {every}"] if len(single) > 1 else single
    task = Task(
        TaskKind.SEND_ANSWER, appeal=appeal.id, reason=reason, letter_id=letter_id,
        options=(*options, *_NOT_THE_ANSWER),
    )  # fmt: skip
    draft.ask(task, files=True)


def _give(
    draft: Draft,
    facts: Facts,
    context: Context,
    appeal: Appeal,
    files: tuple[AnswerFile, ...],
    letter_id: int,
    result: str,
) -> None:
    """Enter the answer and send it: by mail, or by the operator's hand where there is no e-mail."""
    address, who = appeal.applicant.email, facts.person or ""
    by_mail = address is not None and is_answerable(address, context.policy)
    way = AnswerWay.E_MAIL if by_mail else AnswerWay.PAPER
    draft.give_answer(Answer(appeal.id, way, who, context.now, letter_id, files))
    names = ", ".join(one.name for one in files)
    result = result or appeal.result or result_of(counted(context.referrals))
    if not by_mail or address is None:
        reason = draft.because(Code.ANSWER_ON_PAPER, files=names, result=result)
        task = Task(
            TaskKind.SEND_PAPER, appeal=appeal.id, reason=reason, letter_id=letter_id,
            options=_NOT_THE_ANSWER, due_at=appeal.due_at,
        )  # fmt: skip
        draft.ask(task, files=True)
        return
    draft.because(Code.ANSWER_SENT, files=names)
    draft.send(
        Outgoing(
            "answer", address, f"answer-{draft.mark(context.now)}", party="a", appeal=appeal.id,
            values={"result": result}, attach_letter=letter_id,
            parts=tuple(one.part for one in files), in_reply_to=appeal.message_id,
        )
    )  # fmt: skip
    if appeal.state in OPEN:
        _close(draft, facts, context, appeal, result)
    elif result != appeal.result:
        draft.change_appeal(appeal, result=result, result_by=f"operator:{who}")


def _close(draft: Draft, facts: Facts, context: Context, appeal: Appeal, result: str) -> None:
    """The answer ends it: who still works is recalled, who has claimed is confirmed."""
    kept = []
    for one in context.referrals:
        if one.state in UNDER_WAY:
            recall(draft, context, appeal, one, "", why="answered")
        else:
            kept.append(one)
    who = facts.person or ""
    close(
        draft, appeal, kept, context.now, "operator", who, result=result, tell=False
    )  # fmt: skip
    draft.because(Code.RESULT_SET, result=result)
