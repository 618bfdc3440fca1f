"""Open questions to people, with the records that they are about."""

from __future__ import annotations

from collections.abc import Iterable

from mailflows.summary import Question
from mailflows.vocabulary import TaskKind
from store import load, rows
from store.models import ReferralRow, TaskRow
from store.translate import referral_of, task_of

CALLS = (TaskKind.CALL, TaskKind.CALL_BACK)


def open_questions(limit: int = 500) -> tuple[Question, ...]:
    """Unanswered tasks, urgent ones first, then the oldest."""
    found = load.rows(TaskRow, '"answered_at" IS NULL ORDER BY "urgent" DESC, "id" LIMIT ?', limit)
    tasks = [task_of(row) for row in found]
    appeals = _ids(row["appeal_id"] for row in found)
    referrals = _ids(row["referral_id"] for row in found)
    by_appeal = {one.id: one for one in load.appeals(load.among("id", appeals), *appeals)}
    by_referral = {
        row["id"]: referral_of(row)
        for row in load.rows(ReferralRow, load.among("id", referrals), *referrals)
    }
    return tuple(
        Question(task, by_appeal.get(row["appeal_id"]), by_referral.get(row["referral_id"]))
        for row, task in zip(found, tasks, strict=True)
    )


def _ids(values: Iterable[int | None]) -> list[int]:
    return sorted({one for one in values if one is not None})


def count_open() -> int:
    """How many questions are unanswered."""
    found = rows.run('SELECT count(*) FROM "task" WHERE "answered_at" IS NULL').fetchone()
    return int(found[0])
