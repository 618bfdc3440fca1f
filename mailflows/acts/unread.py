"""Documents that could not be read: an operator gets them, and his words join the appeal's."""

from __future__ import annotations

from mailflows.acts.attaching import SETTLED
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.letter import Document
from mailflows.reasons import Code
from mailflows.records import Appeal, Key, Task
from mailflows.vocabulary import TaskKind

_NAMED = 3  # files that the question names
_LOOKED_AT = ("image/", "video/", "audio/")  # beside a full letter they need no reader
_NOBODYS = frozenset({"signature", "empty"})  # faults of files in which there is nothing to read


def ask_to_read(draft: Draft, facts: Facts, about: Key, *, urgent: bool = False) -> None:
    """Send the operators what could not be read, once a letter; nothing when all was read."""
    names = [one.name for one in facts.letter.documents if _is_to_be_read(one, facts)]
    asked = any(
        one.kind is TaskKind.READ_DOCUMENT
        and (one.appeal, one.letter_id) == (about, draft.letter_id)
        for one in draft.open_tasks
    )
    if not names or asked:
        return
    more = ", ..." if len(names) > _NAMED else ""
    reason = draft.because(Code.UNREADABLE, name=", ".join(names[:_NAMED]) + more)
    task = Task(TaskKind.READ_DOCUMENT, appeal=about, reason=reason, options=SETTLED, urgent=urgent)
    draft.ask(task, words=facts.text, files=True)


def is_answer(facts: Facts, task: Task | None) -> bool:
    """Whether an operator's words are those of a document that he was asked to read."""
    asked = task is not None and task.kind is TaskKind.READ_DOCUMENT and task.referral is None
    return asked and task is not None and task.answered_at is None and bool(facts.text.strip())


def add_words(draft: Draft, facts: Facts, appeal: Appeal) -> None:
    """The appeal has the words that the operator read for it; its substance is known."""
    draft.because(Code.SUPPLEMENTED, number=appeal.number)
    draft.change_appeal(
        appeal,
        text="\n\n".join(one for one in (appeal.text.strip(), facts.text.strip()) if one),
        missing=tuple(gap for gap in appeal.missing if gap != "substance"),
    )


def _is_to_be_read(document: Document, facts: Facts) -> bool:
    """Whether a person must look into a file; a photograph beside a full letter shows no words."""
    if document.fault is None or document.fault in _NOBODYS:
        return False
    told = facts.matters and all("substance" not in one.missing for one in facts.matters)
    return not (document.type.startswith(_LOOKED_AT) and told and facts.reply is None)
