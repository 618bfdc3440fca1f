"""Timed: the draft of a signed answer goes to the operator who asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from mailflows.acts.claiming import ANSWERING
from mailflows.decision import Decision, Outgoing
from mailflows.draft import Draft
from mailflows.letter import Attachment
from mailflows.policy import Operator, Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, Key, Task
from mailflows.rules.answering import is_answerable
from mailflows.vocabulary import Flow, Intent, TaskKind


def send_draft(
    appeal: Appeal,
    tasks: Sequence[Task],
    operator: Operator,
    policy: Policy,
    *,
    mark: str,
    text: str,
    signatory: str,
    lacks: Sequence[str] = (),
    file: Attachment | None = None,
    fault: str = "",
    reported_in: int | None = None,
) -> Decision:
    """The letter with the draft; an answer to it with the signed file is the answer.

    `tasks` are the appeal's open questions; `file` is the DOCX, or None with the `fault` why it
    could not be made: then the text alone goes. `reported_in` is the executor's letter whose files
    go along; `mark` tells one draft from the next.
    """
    draft = Draft(Flow.TIMED, policy, open_tasks=tuple(tasks))
    draft.because(Code.ANSWER_IN_WRITING, number=appeal.number)
    address = appeal.applicant.email
    draft.send(
        Outgoing(
            "answer-draft",
            operator.address,
            f"answer-draft-{mark}",
            party="t",
            appeal=appeal.id,
            task=_question(draft, appeal, tasks),
            values={
                "text": text,
                "signatory": signatory,
                "lacks": ", ".join(lacks),
                "fault": fault,
                "by_mail": address is not None and is_answerable(address, policy),
                "options": (Intent.ANSWERED.value, Intent.REWORK.value),
            },
            files=(file,) if file is not None else (),
            attach_letter=reported_in,
            urgent=appeal.emergency,
        )
    )
    return draft.decide(None)


def _question(draft: Draft, appeal: Appeal, tasks: Sequence[Task]) -> Key | None:
    """The open question for the answer, else a new one: its address tells what the reply is."""
    standing = [one for one in tasks if one.kind is TaskKind.ANSWER and one.answered_at is None]
    if standing:
        return standing[0].id
    reason = Reason(Code.ANSWER_OWED, {"why": "asked-in-writing" if appeal.written else ""})
    return draft.ask(
        Task(
            TaskKind.ANSWER, appeal=appeal.id, reason=reason, options=ANSWERING,
            due_at=appeal.due_at,
        )
    )  # fmt: skip
