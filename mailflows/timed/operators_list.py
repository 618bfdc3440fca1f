"""Timed: the operators' list, everything that waits for a person, with ready answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mailflows.decision import Decision, Outgoing
from mailflows.desk.batch import closes_with_others
from mailflows.draft import Draft
from mailflows.policy import Operator, Policy
from mailflows.reasons import Code
from mailflows.vocabulary import Flow

SHOWN = 30  # questions of one list: a longer one nobody reads to its end
CALLS = 60  # people to telephone: a morning's work, each of them is named


def operators_list(
    figures: Mapping[str, Any], operator: Operator, moment: datetime, policy: Policy
) -> Decision:
    """One letter to an operator; `figures` are `tasks`, `calls`, `ledger`, `set_aside` and so on.

    `moment` (aware) is the hour of the settings that it belongs to.
    """
    draft = Draft(Flow.TIMED, policy)
    local = moment.astimezone(policy.timezone)
    draft.because(Code.FALLEN_DUE, date=local.date().isoformat())
    calls = tuple(figures.get("calls", ()))[:CALLS]
    asked = (*calls, *tuple(figures.get("tasks", ()))[: max(SHOWN - len(calls), SHOWN // 3)])
    silent = sum(closes_with_others(one.task) for one in asked)
    draft.send(
        Outgoing(
            "operators-list",
            operator.address,
            f"operators-list-{local:%Y%m%d%H%M}",
            party="b",
            questions=tuple(one.task.id for one in asked),
            values={
                **figures,
                "asked": asked,
                "silent": silent,
                "date": local.date(),
                "operator": operator,
            },
        )
    )
    return draft.decide(None)
