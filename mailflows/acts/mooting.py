"""Questions that need not be asked any more because somebody has answered them by what he did."""

from __future__ import annotations

from mailflows.draft import Draft
from mailflows.records import Appeal, Referral, Task
from mailflows.vocabulary import Intent, TaskKind

_OF_SEEING = (TaskKind.CALL,)
_OF_WORK = (
    *_OF_SEEING, TaskKind.DECIDE_EXTENSION, TaskKind.ANSWER_QUESTION, TaskKind.INTERIM,
)  # fmt: skip


def end_checks(draft: Draft, appeal: Appeal, answer: str, by: str) -> None:
    """The work goes on: nobody is asked whether it is done."""
    asked = [one for one in draft.open_tasks if one.appeal == appeal.id and _is_check(one)]
    draft.answer(asked, answer, by)


def end_waiting(draft: Draft, referral: Referral, answer: str, by: str) -> None:
    """The executor has seen the referral: nobody need telephone him about it."""
    _end(draft, referral, _OF_SEEING, answer, by)


def end_work(draft: Draft, referral: Referral, answer: str, by: str) -> None:
    """The executor owes nothing any more: neither a call nor more time for him is asked about."""
    _end(draft, referral, _OF_WORK, answer, by)


def _end(
    draft: Draft, referral: Referral, kinds: tuple[TaskKind, ...], answer: str, by: str
) -> None:
    """Alerts' calls name no referral: leaders are telephoned all the same."""
    asked = [one for one in draft.open_tasks if one.referral == referral.id and one.kind in kinds]
    draft.answer(asked, answer, by)


def _is_check(task: Task) -> bool:
    """Whether it asks if claimed work is done; who is only to be told something is still told."""
    if task.kind is TaskKind.CALL_BACK:
        return Intent.REACHED in task.options
    return task.kind in (TaskKind.CLOSE, TaskKind.SEND_PAPER)  # posted later, it would close
