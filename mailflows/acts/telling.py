"""Telling an applicant what an official has decided: by letter, else by telephone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.reasons import Reason
from mailflows.records import Appeal, Task
from mailflows.rules.answering import is_answerable
from mailflows.vocabulary import Intent, TaskKind


def tell_applicant(
    draft: Draft,
    appeal: Appeal,
    now: datetime,
    template: str,
    values: Mapping[str, Any],
    by_telephone: Reason,
    due_at: datetime | None = None,
) -> None:
    """Send the letter; who has no address is called, `by_telephone` says what to tell him.

    `due_at` is the moment until which the law wants him told. An author who left neither address
    nor telephone is told nothing.
    """
    address = appeal.applicant.email
    if address is not None and is_answerable(address, draft.policy):
        draft.send(
            Outgoing(
                template, address, f"{template}-{draft.mark(now)}", party="a", appeal=appeal.id,
                values=values, in_reply_to=appeal.message_id,
            )
        )  # fmt: skip
    elif appeal.applicant.phone is not None:
        draft.ask(
            Task(
                TaskKind.CALL_BACK, appeal=appeal.id, reason=by_telephone, due_at=due_at,
                options=(Intent.DONE.value,),
            )
        )  # fmt: skip
