"""Changes of records that exist: guarded by their version, every field kept as history."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mailflows.decision import (
    AnswerTask,
    Change,
    ChangeAlert,
    ChangeAppeal,
    ChangeReferral,
    MarkUndelivered,
)
from mailflows.states import MACHINES, require
from store import load, rows
from store.models import AlertRow, AppealRow, AppealTextRow, OutboxRow, ReferralRow, Row, TaskRow
from store.translate import alert_values, appeal_values, fold, referral_values
from store.work import StaleVersion, Work

_Versioned = ChangeAppeal | ChangeReferral | ChangeAlert
_SEARCHED = (
    "number", "subject", "applicant_name", "applicant_settlement", "applicant_street",
    "applicant_house", "applicant_phone", "applicant_email",
    "place_settlement", "place_street", "place_house",
)  # fmt: skip


def apply(work: Work, changes: Iterable[Change]) -> None:
    """Make the changes of existing records; raises StaleVersion when one was read too early.

    Changes of the same record are made as one, and in a fixed order, so that two workers never
    wait for each other crosswise.
    """
    merged: dict[tuple[str, int, int], dict[str, Any]] = {}
    for change in changes:
        if isinstance(change, ChangeAppeal | ChangeReferral | ChangeAlert):
            merged.setdefault(_key(change), {}).update(change.fields)
    for (record, record_id, version), fields in sorted(merged.items(), key=lambda item: item[0]):
        _MAKERS[record](work, record_id, version, fields)
    for change in changes:
        if isinstance(change, AnswerTask):
            _answer(work, change)
        elif isinstance(change, MarkUndelivered):
            _undelivered(work, change)


def _key(change: _Versioned) -> tuple[str, int, int]:
    names = {ChangeAppeal: "appeal", ChangeReferral: "referral", ChangeAlert: "alert"}
    return names[type(change)], change.id, change.version


def folded(row: Mapping[str, Any], text: str) -> str:
    """All that people search an appeal by, folded, for `appeal_text.folded`."""
    return fold("\n".join([*(str(row.get(name) or "") for name in _SEARCHED), text]))


def history_value(model: type[Row], column: str, value: Any) -> str | None:
    """A column's value as history keeps it: JSON of what the database holds."""
    kept = model._meta.columns[column].db_value(value)
    return None if kept is None else json.dumps(kept, ensure_ascii=False)


def _alter(
    work: Work,
    model: type[Row],
    record_id: int,
    version: int,
    values: Mapping[str, Any],
    always: bool = False,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Change the columns that differ; gives the old row and what was changed, by column.

    Raises StaleVersion, and UnlistedMove for a state that may not follow the present one.
    """
    record = model._meta.table_name
    found = load.rows(model, '"id" = ?', record_id)
    if not found or found[0]["version"] != version:
        raise StaleVersion(f"{record} {record_id}")
    row = found[0]
    unknown = values.keys() - row.keys()
    if unknown:
        raise ValueError(f"{record} has no {sorted(unknown)}")
    columns = model._meta.columns
    changed = {
        name: value
        for name, value in values.items()
        if row[name] != columns[name].python_value(columns[name].db_value(value))
    }
    if "state" in changed and record in MACHINES:
        require(record, row["state"], changed["state"], work.mover)
    if (changed or always) and not rows.change(model, record_id, version, changed):
        raise StaleVersion(f"{record} {record_id}")
    appeal_id = record_id if model is AppealRow else row["appeal_id"]
    for name in changed.keys() - {"open"}:
        old = history_value(model, name, row[name])
        new = history_value(model, name, changed[name])
        work.remember(record, record_id, appeal_id, name, old, new)
    if changed:
        state = str(changed.get("state", ""))
        work.note(f"{record}-changed", detail=state, appeal_id=appeal_id, record_id=record_id)
    return row, changed


def _appeal(work: Work, record_id: int, version: int, fields: dict[str, Any]) -> None:
    values = appeal_values(fields)
    text = fields.get("text")
    row, changed = _alter(work, AppealRow, record_id, version, values, always=text is not None)
    if text is None and not changed.keys() & set(_SEARCHED):
        return
    old = load.texts([record_id])[record_id]
    words = old if text is None else str(text)
    if words != old:
        before, after = json.dumps(old, ensure_ascii=False), json.dumps(words, ensure_ascii=False)
        work.remember("appeal", record_id, record_id, "text", before, after)
        if not changed:
            work.note("appeal-changed", appeal_id=record_id, record_id=record_id)
    AppealTextRow.update(text=words, folded=folded({**row, **changed}, words)).where(
        AppealTextRow.appeal == record_id
    ).execute()


def _referral(work: Work, record_id: int, version: int, fields: dict[str, Any]) -> None:
    _alter(work, ReferralRow, record_id, version, referral_values(fields))


def _alert(work: Work, record_id: int, version: int, fields: dict[str, Any]) -> None:
    _alter(work, AlertRow, record_id, version, alert_values(fields))


_MAKERS = {"appeal": _appeal, "referral": _referral, "alert": _alert}


def _answer(work: Work, change: AnswerTask) -> None:
    values = {"answer": change.answer, "answered_by": change.by, "answered_at": work.now}
    found = load.rows(TaskRow, '"id" = ? AND "answered_at" IS NULL', change.id)
    if not found or not rows.change(TaskRow, change.id, change.version, values):
        raise StaleVersion(f"task {change.id}")
    work.note("task-answered", appeal_id=found[0]["appeal_id"], record_id=change.id)


def _undelivered(work: Work, change: MarkUndelivered) -> None:
    values: dict[str, Any] = {"returned_at": work.now, "returned_status": change.status}
    if change.permanent:
        values |= {"state": "never", "next_at": None, "error": change.status}
    OutboxRow.update(values).where(OutboxRow.id == change.outbox_id).execute()
    found = load.rows(OutboxRow, '"id" = ?', change.outbox_id)
    appeal_id = found[0]["appeal_id"] if found else None
    work.note("undelivered", appeal_id=appeal_id, record_id=change.outbox_id)
