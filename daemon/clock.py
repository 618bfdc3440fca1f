"""The clock: made once by the wiring, handed to whoever needs to know the moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the moment; `shift` lets a test run the real program on another day."""

    shift: timedelta = timedelta()

    def now(self) -> datetime:
        """The moment, aware UTC."""
        return datetime.now(UTC) + self.shift
