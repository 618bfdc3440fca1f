"""New records of a decision: appeals with their numbers, referrals, alerts, tasks, links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from mailflows.decision import Attach, Change, GiveAnswer, OpenTask, RaiseAlert, Refer, Register
from mailflows.records import Alert, Answer, Referral, Task
from mailflows.states import MACHINES, require
from store import rows
from store.changes import folded, history_value
from store.database import is_postgres
from store.models import (
    AlertRow,
    AnswerRow,
    AppealRow,
    CounterRow,
    LetterLinkRow,
    ReferralRow,
    Row,
    TaskRow,
)
from store.translate import (
    alert_values,
    answer_values,
    appeal_values,
    referral_values,
    task_values,
)
from store.work import StaleVersion, Work

Number = Callable[[str, int, int], str]
"""Makes the registration number of (first letter, sequence, full year)."""

T = TypeVar("T", bound=Change)

ALERTS_LOCK = 7_101_112  # PostgreSQL's advisory lock of those who raise an alert


def enter(work: Work, changes: Sequence[Change], number: Number, year: int) -> None:
    """Enter all new records; keys in them are resolved as they come to exist.

    The counter of the year is taken here, after everything that can turn out stale, because
    its row makes all other registrations wait until this transaction ends.
    """
    alerts = _of(changes, RaiseAlert)
    if alerts:
        _still_first(work)
    _register(work, _of(changes, Register), number, year)
    _refer(work, [change.referral for change in _of(changes, Refer)])
    _raise_alerts(work, [change.alert for change in alerts])
    _open_tasks(work, [change.task for change in _of(changes, OpenTask)])
    _attach(work, _of(changes, Attach))
    _give_answers(work, [change.answer for change in _of(changes, GiveAnswer)])


def _of(changes: Sequence[Change], kind: type[T]) -> list[T]:
    return [change for change in changes if isinstance(change, kind)]


def _plain(record: Any) -> dict[str, Any]:
    return {one.name: getattr(record, one.name) for one in fields(record)}


def _born(work: Work, model: type[Row], record: Any, appeal_id: int | None) -> None:
    """The first state of a record opens its history."""
    name = model._meta.table_name
    if name in MACHINES:
        require(name, None, record.state, work.mover)
    state = history_value(model, "state", record.state)
    work.remember(name, record.id, appeal_id, "state", None, state)
    work.note(f"{name}-entered", detail=record.state, appeal_id=appeal_id, record_id=record.id)


def _take(year: int, count: int) -> int:
    """Take `count` numbers of the year; gives the first of them."""
    cursor = rows.insert(
        CounterRow,
        [{"year": year, "last": count}],
        ' ON CONFLICT ("year") DO UPDATE SET "last" = "counter"."last" + EXCLUDED."last"'
        ' RETURNING "last"',
    )
    return int(cursor[0][0]) - count + 1


def _register(work: Work, changes: Sequence[Register], number: Number, year: int) -> None:
    if not changes:
        return
    first = _take(year, len(changes))
    values = []
    for offset, change in enumerate(changes):
        appeal = change.appeal
        appeal = replace(
            appeal,
            number=number(change.letter, first + offset, year),
            registered_at=appeal.registered_at or work.now,
            letter_id=appeal.letter_id or work.letter_id or 0,
            version=1,
        )
        work.appeals.append(appeal)
        numbered = {"number": appeal.number, "year": year, "sequence": first + offset}
        values.append(appeal_values(_plain(appeal)) | numbered)
    ids = rows.insert_ids(AppealRow, values)
    for index, (appeal_id, row) in enumerate(zip(ids, values, strict=True)):
        appeal = replace(work.appeals[index], id=appeal_id)
        work.appeals[index] = appeal
        work.texts.append(
            {"appeal_id": appeal_id, "text": appeal.text, "folded": folded(row, appeal.text)}
        )
        _born(work, AppealRow, appeal, appeal_id)


def _refer(work: Work, referrals: Sequence[Referral]) -> None:
    records = [replace(one, appeal=work.appeal_id(one.appeal) or 0, version=1) for one in referrals]
    values = [
        referral_values(_plain(one)) | {"appeal_id": one.appeal, "created_at": work.now}
        for one in records
    ]
    for record_id, record in zip(rows.insert_ids(ReferralRow, values), records, strict=True):
        referral = replace(record, id=record_id)
        work.referrals.append(referral)
        _born(work, ReferralRow, referral, work.appeal_id(referral.appeal))


def _still_first(work: Work) -> None:
    """Two letters of one emergency decided at once make one alert: the second decides again."""
    if work.newest_alert_id is None:
        return
    if is_postgres():
        rows.run("SELECT pg_advisory_xact_lock(?)", ALERTS_LOCK)
    newest = rows.run('SELECT coalesce(max("id"), 0) FROM "alert"').fetchone()[0]
    if newest > work.newest_alert_id:
        raise StaleVersion("an alert was raised meanwhile")


def _raise_alerts(work: Work, alerts: Sequence[Alert]) -> None:
    records = [replace(one, appeal=work.appeal_id(one.appeal) or 0, version=1) for one in alerts]
    values = [alert_values(_plain(one)) | {"appeal_id": one.appeal} for one in records]
    for record_id, record in zip(rows.insert_ids(AlertRow, values), records, strict=True):
        alert = replace(record, id=record_id)
        work.alerts.append(alert)
        _born(work, AlertRow, alert, work.appeal_id(alert.appeal))


def _open_tasks(work: Work, tasks: Sequence[Task]) -> None:
    records = [
        replace(
            one,
            appeal=work.appeal_id(one.appeal),
            referral=work.referral_id(one.referral),
            alert=work.alert_id(one.alert),
            letter_id=one.letter_id or work.letter_id,
            opened_at=one.opened_at or work.now,
            version=1,
        )
        for one in tasks
    ]
    values = [
        task_values(one)
        | {"appeal_id": one.appeal, "referral_id": one.referral, "alert_id": one.alert}
        for one in records
    ]
    for record_id, record in zip(rows.insert_ids(TaskRow, values), records, strict=True):
        task = replace(record, id=record_id)
        work.tasks.append(task)
        appeal_id = work.appeal_id(task.appeal)
        work.note("task-opened", detail=task.kind, appeal_id=appeal_id, record_id=task.id)


def _attach(work: Work, changes: Sequence[Attach]) -> None:
    values = [
        {
            "letter_id": work.letter_id,
            "appeal_id": work.appeal_id(change.appeal),
            "referral_id": work.referral_id(change.referral),
            "alert_id": work.alert_id(change.alert),
            "at": work.now,
        }
        for change in changes
    ]
    rows.insert(LetterLinkRow, values)
    for change in changes:
        work.note("attached", appeal_id=work.appeal_id(change.appeal))


def _give_answers(work: Work, answers: Sequence[Answer]) -> None:
    """The journal holds the hash of each file, so that the chain proves what was answered."""
    values = [
        answer_values(one) | {"appeal_id": work.appeal_id(one.appeal), "letter_id": one.letter_id}
        for one in answers
    ]
    for row_id, answer in zip(rows.insert_ids(AnswerRow, values), answers, strict=True):
        appeal_id = work.appeal_id(answer.appeal)
        work.note("answer-entered", detail=answer.way, appeal_id=appeal_id, record_id=row_id)
        for file in answer.files:
            detail = f"sha256:{file.digest}"
            work.note("answer-file", detail=detail, appeal_id=appeal_id, record_id=row_id)
