"""A bell that wakes a sleeping loop of the same process, so that nobody waits for a poll."""

from __future__ import annotations

import threading


class Bell:
    """Rung by whoever made work, waited for by the one loop that does it; rings are not counted."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def ring(self) -> None:
        """There may be work."""
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Sleep until rung or until `seconds` have passed; whether it was rung."""
        rung = self._event.wait(seconds)
        self._event.clear()
        return rung
