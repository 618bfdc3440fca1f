"""What timed flows are given: records that have fallen due, as the store found them."""

from __future__ import annotations

from dataclasses import dataclass

from mailflows.records import Alert, Appeal


@dataclass(frozen=True, slots=True)
class DueAlert:
    """An alert whose update is due: the appeals that leaders have not heard of, oldest first."""

    alert: Alert
    appeals: tuple[Appeal, ...]
    more: int = 0  # further alerts that the hourly cap held back, told of by this letter
