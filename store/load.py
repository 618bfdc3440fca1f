"""Records by id and by key: the few indexed reads that everything else is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import peewee

from mailflows.records import Alert, Answer, Appeal, Referral, Task
from store.database import database, execute
from store.fields import Day, Moment, Octets, Record, cleaned
from store.models import AlertRow, AnswerRow, AppealRow, AppealTextRow, ReferralRow, Row, TaskRow
from store.translate import Columns, alert_of, answer_of, appeal_of, referral_of, task_of

T = TypeVar("T")
NEVER = "1 = 0"  # the condition that a column is one of no values


@lru_cache(maxsize=512)
def _select_sql(model: type[Row], where: str, mark: str) -> str:
    columns = ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)
    return f'SELECT {columns} FROM "{model._meta.table_name}" WHERE {where}'.replace("?", mark)  # noqa: S608


@lru_cache(maxsize=64)
def _names(model: type[Row]) -> tuple[str, ...]:
    return tuple(field.column_name for field in model._meta.sorted_fields)


@lru_cache(maxsize=64)
def _readers(model: type[Row]) -> tuple[tuple[str, Any], ...]:
    """Columns whose values the drivers do not give as they are to be."""
    return tuple(
        (field.column_name, field.python_value)
        for field in model._meta.sorted_fields
        if isinstance(field, Moment | Day | Record | Octets | peewee.BooleanField)
    )


def rows(model: type[Row], where: str, *parameters: Any) -> list[dict[str, Any]]:
    """Rows by a constant condition with `?` marks, each as a mapping by column name."""
    if where.startswith(NEVER):
        return []
    cursor = execute(_select_sql(model, where, database().param), cleaned(parameters))
    names, readers = _names(model), _readers(model)
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in found:
        for name, read in readers:
            row[name] = read(row[name])
    return found


def among(column: str, values: Sequence[Any]) -> str:
    """A condition that the column is one of the values; none is never true."""
    return f'"{column}" IN ({", ".join("?" * len(values))})' if values else NEVER


def texts(appeal_ids: Sequence[int]) -> dict[int, str]:
    """Words of appeals by id."""
    found = rows(AppealTextRow, among("appeal_id", appeal_ids), *appeal_ids)
    return {row["appeal_id"]: row["text"] for row in found}


def with_texts(found: Iterable[Columns]) -> tuple[Appeal, ...]:
    """Records of appeal rows, their words read by one query."""
    kept = list(found)
    words = texts([row["id"] for row in kept])
    return tuple(appeal_of(row, words.get(row["id"], "")) for row in kept)


def appeals(where: str, *parameters: Any) -> tuple[Appeal, ...]:
    """Appeals by a constant condition."""
    return with_texts(rows(AppealRow, where, *parameters))


def appeal(appeal_id: int) -> Appeal | None:
    """An appeal by id."""
    return next(iter(appeals('"id" = ?', appeal_id)), None)


def appeal_numbered(number: str) -> Appeal | None:
    """An appeal by its registration number as we write it."""
    return next(iter(appeals('"number" = ?', number)), None)


def appeal_sequenced(year: int, sequence: int) -> Appeal | None:
    """An appeal by year and sequence, which one common counter makes unique."""
    return next(iter(appeals('"year" = ? AND "sequence" = ?', year, sequence)), None)


def referrals(appeal_id: int) -> tuple[Referral, ...]:
    """All referrals of an appeal, oldest first."""
    return referrals_of([appeal_id])[appeal_id]


def referrals_of(appeal_ids: Sequence[int]) -> dict[int, tuple[Referral, ...]]:
    """All referrals of each appeal, oldest first."""
    found = rows(ReferralRow, f'{among("appeal_id", appeal_ids)} ORDER BY "id"', *appeal_ids)
    return _by_appeal(appeal_ids, found, referral_of)


def referral(referral_id: int) -> Referral | None:
    """A referral by id."""
    return next(map(referral_of, rows(ReferralRow, '"id" = ?', referral_id)), None)


def alert(alert_id: int) -> Alert | None:
    """An alert by id."""
    return next(map(alert_of, rows(AlertRow, '"id" = ?', alert_id)), None)


def task(task_id: int) -> Task | None:
    """A task by id."""
    return next(map(task_of, rows(TaskRow, '"id" = ?', task_id)), None)


def open_tasks(appeal_id: int) -> tuple[Task, ...]:
    """Unanswered tasks of an appeal, oldest first."""
    return open_tasks_of([appeal_id])[appeal_id]


def open_tasks_of(appeal_ids: Sequence[int]) -> dict[int, tuple[Task, ...]]:
    """Unanswered tasks of each appeal, oldest first."""
    where = f'{among("appeal_id", appeal_ids)} AND "answered_at" IS NULL ORDER BY "id"'
    return _by_appeal(appeal_ids, rows(TaskRow, where, *appeal_ids), task_of)


def _by_appeal(
    appeal_ids: Sequence[int], found: Iterable[Columns], make: Callable[[Columns], T]
) -> dict[int, tuple[T, ...]]:
    """Records of the rows by their appeal; one without any has none."""
    made: dict[int, list[T]] = {appeal_id: [] for appeal_id in appeal_ids}
    for row in found:
        made[row["appeal_id"]].append(make(row))
    return {appeal_id: tuple(records) for appeal_id, records in made.items()}


def answers(appeal_id: int) -> tuple[Answer, ...]:
    """The council's own answers to an appeal, oldest first."""
    found = rows(AnswerRow, '"appeal_id" = ? ORDER BY "id"', appeal_id)
    return tuple(map(answer_of, found))
