"""Things that a job is asked to answer: a report, a notice to the operators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store import rows
from store.load import rows as read
from store.models import RequestRow


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits; `kind` is "too-large", "set-aside" or what a flow asked for."""

    id: int
    kind: str
    parameters: Mapping[str, Any]
    letter_id: int | None
    opened_at: datetime


def ask(kind: str, parameters: Mapping[str, Any], letter_id: int | None, now: datetime) -> None:
    """Put a request, inside the caller's transaction."""
    values = {
        "kind": kind,
        "parameters": dict(parameters),
        "letter_id": letter_id,
        "opened_at": now,
    }
    rows.insert(RequestRow, [values])


def waiting(limit: int = 100) -> tuple[Asked, ...]:
    """Requests that nobody has answered, oldest first."""
    found = read(RequestRow, '"done_at" IS NULL ORDER BY "id" LIMIT ?', limit)
    return tuple(
        Asked(row["id"], row["kind"], row["parameters"], row["letter_id"], row["opened_at"])
        for row in found
    )


def finish(request_id: int, now: datetime) -> bool:
    """A request is answered, inside the caller's transaction; False when it was before."""
    return bool(
        RequestRow.update(done_at=now)
        .where(RequestRow.id == request_id, RequestRow.done_at.is_null())
        .execute()
    )
