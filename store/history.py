"""What the fields of appeals and referrals were, when, and who changed them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mailflows.context import LastChange, SentLetter
from mailflows.decision import ChangeAppeal, ChangeReferral
from store import load
from store.models import AlertRow, AppealRow, HistoryRow, JournalRow, OutboxRow, ReferralRow, Row
from store.translate import APPLICANT, PLACE

RATING = "rating"  # the applicant's mark is his own
SENDING = "sending"  # who makes a referral "sent"; never taken back by `undo`
_MODELS: Mapping[str, type[Row]] = {
    "appeal": AppealRow,
    "referral": ReferralRow,
    "alert": AlertRow,
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of one record: `old` is None for the first state of a new record."""

    record: str
    record_id: int
    field: str
    old: Any
    new: Any
    at: datetime
    by: str
    letter_id: int | None


def of_appeal(appeal_id: int) -> tuple[Changed, ...]:
    """All changes of an appeal, its referrals and alerts, oldest first."""
    found = load.rows(HistoryRow, '"appeal_id" = ? ORDER BY "id"', appeal_id)
    return tuple(map(_changed, found))


def _changed(row: Mapping[str, Any]) -> Changed:
    model, name = _MODELS[row["record"]], row["field"]
    return Changed(
        record=row["record"],
        record_id=row["record_id"],
        field=name,
        old=_value(model, name, row["old"]),
        new=_value(model, name, row["new"]),
        at=row["at"],
        by=row["by"],
        letter_id=row["letter_id"],
    )


def _value(model: type[Row], name: str, kept: str | None) -> Any:
    if kept is None:
        return None
    value = json.loads(kept)
    column = model._meta.columns.get(name)
    return value if column is None else column.python_value(value)


def last_change(appeal_id: int) -> LastChange | None:
    """The last commit that changed this appeal or its referrals; None when there is none.

    A registration is none: the number stays.
    """
    newest = load.rows(
        HistoryRow,
        '"appeal_id" = ? AND "record" <> ? AND "by" <> ? AND "field" <> ?'
        ' ORDER BY "id" DESC LIMIT 100',
        appeal_id,
        "alert",
        SENDING,
        RATING,
    )
    if not newest:
        return None
    last = newest[0]
    mark = (last["at"], last["letter_id"], last["by"])
    together = [row for row in newest if (row["at"], row["letter_id"], row["by"]) == mark]
    born = [row for row in together if row["field"] == "state" and row["old"] is None]
    if any(row["record"] == "appeal" for row in born):
        return None
    altered = [_changed(row) for row in together if row not in born]
    who, said = _said(last["letter_id"])
    return LastChange(
        changes=_reversed(appeal_id, altered),
        entered=tuple(sorted(row["record_id"] for row in born)),
        fields=tuple(sorted({one.field for one in altered})),
        at=last["at"],
        by=last["by"],
        who=who,
        said=said,
        letter_id=last["letter_id"],
        sent=_sent(last["letter_id"], appeal_id),
    )


def _said(letter_id: int | None) -> tuple[str, str]:
    """Whose letter it was and what it asked for, by the journal."""
    if letter_id is None:
        return "", ""
    where = '"letter_id" = ? AND "action" = ? ORDER BY "id" DESC LIMIT 1'
    found = load.rows(JournalRow, where, letter_id, "said")
    return (found[0]["by"], found[0]["detail"]) if found else ("", "")


def _sent(letter_id: int | None, appeal_id: int) -> tuple[SentLetter, ...]:
    """What was written about the appeal because of this letter, to others than who wrote it."""
    if letter_id is None:
        return ()
    where = '"letter_id" = ? AND "appeal_id" = ? AND "template" NOT IN (?, ?) ORDER BY "id"'
    found = load.rows(OutboxRow, where, letter_id, appeal_id, "transcript", "task")
    return tuple(sent_letter(row) for row in found)


def sent_letter(row: Mapping[str, Any]) -> SentLetter:
    """A letter of ours as the flows know it."""
    return SentLetter(
        outbox_id=row["id"],
        template=row["template"],
        to=row["recipient"],
        party=row["party"],
        appeal_id=row["appeal_id"],
        referral_id=row["referral_id"],
        alert_id=row["alert_id"],
        questions=tuple(row["questions"] or ()),
    )


def _reversed(
    appeal_id: int, altered: Sequence[Changed]
) -> tuple[ChangeAppeal | ChangeReferral, ...]:
    """Changes that set the old values; `altered` is newest first, so the oldest wins."""
    changes: list[ChangeAppeal | ChangeReferral] = []
    appeal = load.appeal(appeal_id)
    ours = {one.field: one.old for one in altered if one.record == "appeal"}
    if ours and appeal is not None:
        for whole, names in (("applicant", APPLICANT), ("place", PLACE)):
            parts = {
                name: ours.pop(f"{whole}_{name}") for name in names if f"{whole}_{name}" in ours
            }
            if parts:
                ours[whole] = replace(getattr(appeal, whole), **parts)
        changes.append(ChangeAppeal(appeal_id, appeal.version, ours))
    for record_id in sorted({one.record_id for one in altered if one.record == "referral"}):
        referral = load.referral(record_id)
        fields = {
            one.field: one.old
            for one in altered
            if one.record == "referral" and one.record_id == record_id
        }
        if referral is not None:
            changes.append(ChangeReferral(record_id, referral.version, fields))
    return tuple(changes)
