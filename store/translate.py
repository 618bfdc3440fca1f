"""Rows become records and records become rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailflows.facts import Applicant, Place
from mailflows.reasons import Code, Reason
from mailflows.records import Alert, Answer, AnswerFile, Appeal, Referral, Task
from mailflows.states import OPEN, UNDER_WAY
from mailflows.vocabulary import (
    AlertState,
    AnswerWay,
    AppealState,
    Channel,
    Intent,
    Kind,
    ReferralState,
    Regime,
    Sign,
    TaskKind,
)

APPLICANT = ("name", "settlement", "street", "house", "flat", "phone", "email")
PLACE = ("settlement", "street", "house")
_APOSTROPHES = "\u2019\u02bc`\u2018"

Columns = Mapping[str, Any]


def fold(text: str) -> str:
    """Text as it is compared in a search: no case (SQLite folds ASCII only), one apostrophe."""
    text = text.casefold()
    for mark in _APOSTROPHES:  # str.translate is ten times slower on a long text
        text = text.replace(mark, "'")
    return text


def reason_values(reason: Reason) -> dict[str, Any]:
    """A reason as it is kept in JSON."""
    return {"code": str(reason.code), "facts": dict(reason.facts)}


def reason_of(kept: Mapping[str, Any]) -> Reason:
    """A reason back from JSON."""
    return Reason(Code(kept["code"]), kept["facts"])


def appeal_values(fields: Columns) -> dict[str, Any]:
    """Columns of `appeal` from fields of the record; `text` and `number` are not among them."""
    values = {
        name: value
        for name, value in fields.items()
        if name not in {"applicant", "place", "text", "id", "version", "number"}
    }
    if "letter_id" in values:
        values["letter_id"] = values["letter_id"] or None
    if "wording" in values:
        values["wording"] = values["wording"] or None
    if "applicant" in fields:
        applicant = fields["applicant"]
        values |= {f"applicant_{name}": getattr(applicant, name) for name in APPLICANT}
        if applicant.email:
            values["applicant_email"] = applicant.email.lower()
    if "place" in fields:
        values |= {f"place_{name}": getattr(fields["place"], name) for name in PLACE}
    if "state" in fields:
        values["open"] = fields["state"] in OPEN
    return values


def referral_values(fields: Columns) -> dict[str, Any]:
    """Columns of `referral` from fields of the record; the appeal's key is not among them."""
    values = {k: v for k, v in fields.items() if k not in {"id", "version", "appeal"}}
    if "state" in fields:
        values["open"] = fields["state"] in UNDER_WAY
    return values


def alert_values(fields: Columns) -> dict[str, Any]:
    """Columns of `alert` from fields of the record; the appeal's key is not among them."""
    return {k: v for k, v in fields.items() if k not in {"id", "version", "appeal"}}


def task_values(task: Task) -> dict[str, Any]:
    """Columns of `task` from the record; keys of other records are not among them."""
    return {
        "kind": task.kind,
        "letter_id": task.letter_id,
        "reason": None if task.reason is None else reason_values(task.reason),
        "options": task.options,
        "urgent": task.urgent,
        "opened_at": task.opened_at,
        "due_at": task.due_at,
    }


def appeal_of(row: Columns, text: str) -> Appeal:
    """The record of a row of `appeal` (columns by name) and its words."""
    return Appeal(
        applicant=Applicant(**{name: row[f"applicant_{name}"] for name in APPLICANT}),
        kind=Kind(row["kind"]),
        regime=Regime(row["regime"]),
        topic=row["topic"],
        channel=Channel(row["channel"]),
        received_at=row["received_at"],
        due_at=row["due_at"],
        text=text,
        place=Place(**{name: row[f"place_{name}"] for name in PLACE}),
        state=AppealState(row["state"]),
        id=row["id"],
        version=row["version"],
        number=row["number"],
        registered_at=row["registered_at"],
        emergency=row["emergency"],
        collective=row["collective"],
        anonymous=row["anonymous"],
        confidential=row["confidential"],
        privileged=row["privileged"],
        missing=row["missing"],
        repeat_of=row["repeat_of"],
        sign=Sign(row["sign"] or (Sign.REPEATED if row["repeat_of"] else Sign.FIRST)),
        sign_by=row["sign_by"] or "",
        wording=row["wording"] or "",
        against=row["against"] or (),
        leader=row["leader"],
        letter_id=row["letter_id"] or 0,
        message_id=row["message_id"],
        subject=row["subject"],
        result=row["result"],
        result_by=row["result_by"],
        closed_at=row["closed_at"],
        written=row["written"],
        rating=row["rating"],
    )


def referral_of(row: Columns) -> Referral:
    """The record of a row of `referral`."""
    return Referral(
        appeal=row["appeal_id"],
        executor=row["executor"],
        due_at=row["due_at"],
        state=ReferralState(row["state"]),
        id=row["id"],
        version=row["version"],
        purpose=row["purpose"],
        address=row["address"],
        sent_at=row["sent_at"],
        accepted_at=row["accepted_at"],
        claimed_at=row["claimed_at"],
        claim=None if row["claim"] is None else Intent(row["claim"]),
        asked_until=row["asked_until"],
        returns=row["returns"],
        unserved_at=row["unserved_at"],
        question=row["question"] or "",
        report=row["report"] or "",
        reported_at=row["reported_at"],
        report_letter_id=row["report_letter_id"],
        asked_by=row["asked_by"],
        called_at=row["called_at"],
        served_by=row["served_by"],
    )


def alert_of(row: Columns) -> Alert:
    """The record of a row of `alert`."""
    return Alert(
        topic=row["topic"],
        settlement=row["settlement"],
        opened_at=row["opened_at"],
        state=AlertState(row["state"]),
        id=row["id"],
        version=row["version"],
        appeal=row["appeal_id"],
        appeals=row["appeals"],
        told=row["told"],
        last_told_at=row["last_told_at"],
        update_due_at=row["update_due_at"],
        acknowledged_by=row["acknowledged_by"],
        acknowledged_at=row["acknowledged_at"],
    )


def task_of(row: Columns) -> Task:
    """The record of a row of `task`."""
    return Task(
        kind=TaskKind(row["kind"]),
        appeal=row["appeal_id"],
        referral=row["referral_id"],
        alert=row["alert_id"],
        id=row["id"],
        version=row["version"],
        letter_id=row["letter_id"],
        reason=None if row["reason"] is None else reason_of(row["reason"]),
        options=row["options"],
        urgent=row["urgent"],
        opened_at=row["opened_at"],
        due_at=row["due_at"],
        answered_at=row["answered_at"],
        answered_by=row["answered_by"],
        answer=row["answer"],
    )


def answer_values(answer: Answer) -> dict[str, Any]:
    """Columns of `answer` from the record; keys of other records are not among them."""
    return {
        "way": answer.way,
        "given_by": answer.given_by,
        "given_at": answer.given_at,
        "files": [
            [one.part, one.name, one.size, one.digest, list(one.signers)] for one in answer.files
        ],
        "note": answer.note,
    }


def answer_of(row: Columns) -> Answer:
    """The record of a row of `answer`."""
    return Answer(
        appeal=row["appeal_id"],
        way=AnswerWay(row["way"]),
        given_by=row["given_by"],
        given_at=row["given_at"],
        letter_id=row["letter_id"],
        files=tuple(
            AnswerFile(part, name, size, digest, tuple(signers))
            for part, name, size, digest, signers in row["files"]
        ),
        note=row["note"],
        id=row["id"],
    )
