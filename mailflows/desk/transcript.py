"""What an operator reads of what his letter did: one answer to each letter."""

from __future__ import annotations

from collections.abc import Sequence

from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.desk.batch import Entry
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code, Reason
from mailflows.records import Task
from mailflows.vocabulary import Intent, TaskKind


def send_transcript(
    draft: Draft,
    facts: Facts,
    context: Context,
    done: tuple[Reason, ...],
    refused: Reason | None,
    possible: tuple[str, ...] = (),
    entries: Sequence[Entry] = (),
) -> None:
    """Tell the operator, at his registered address, what his letter did, or why not.

    `possible` are the commands that would work now; `entries` what became of several answers.
    """
    appeal, task = context.appeal, context.task
    if facts.person is None:
        return
    if refused and context.transcripts_last_hour >= context.policy.limits.transcripts_per_hour:
        _list_quietly(draft, facts, context, refused)
        return
    draft.send(
        Outgoing(
            "transcript",
            facts.person,
            f"transcript-{context.letter_id}",
            party="o" if appeal else "t" if task else "",
            appeal=appeal.id if appeal else None,
            task=task.id if task and not appeal else None,
            values={
                "command": facts.letter.subject,
                "done": done,
                "refused": refused,
                "entries": tuple(entries),
                "possible": possible,
            },
            in_reply_to=facts.letter.message_id,
            replied=True,
        )
    )


def _list_quietly(draft: Draft, facts: Facts, context: Context, refused: Reason) -> None:
    """So many answers an hour are a robot's or a forger's doing: his letter waits in the list."""
    draft.because(Code.ACKNOWLEDGEMENT_WITHHELD, why="limit")
    task = Task(
        TaskKind.READ_REPLY,
        appeal=context.appeal.id if context.appeal else None,
        reason=refused,
        options=(Intent.DONE.value,),
    )
    draft.ask(task, words=facts.text, sender=facts.person or "")
