"""How the centre is doing, read off the store: what moves, what waits, what needs a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from store import ledger, letters, outbox, supplements

SEEN_WITHIN = timedelta(minutes=15)  # a mailbox not looked at for longer is not being read
SENT_WITHIN = timedelta(minutes=15)  # a letter due for longer is stuck


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One thing that was looked at."""

    name: str
    value: str
    good: bool


def look(now: datetime | None = None) -> list[StatusLine]:
    """All lines; asks the store only, so it works while the mail servers are down."""
    return list(_look(now or datetime.now(UTC)))


def _look(now: datetime) -> Iterator[StatusLine]:
    for line in ledger.balances():
        seen = max((state.noted_at for state in ledger.states(line.mailbox)), default=None)
        good = seen is not None and now - seen < SEEN_WITHIN
        yield StatusLine(f"mailbox {line.mailbox} last looked at", _ago(seen, now), good)
        text = f"{line.kept} kept, {line.unfiled} not yet filed, {line.gone} gone before"
        yield StatusLine(f"mailbox {line.mailbox}", text, True)
    yield StatusLine("letters waiting for a decision", str(letters.waiting()), True)
    aside = len(letters.aside())
    yield StatusLine("letters set aside", str(aside), aside == 0)
    yield StatusLine("documents still being read", str(supplements.waiting()), True)
    counts = outbox.counts()
    due = outbox.next_due()
    stuck = due is not None and now - due > SENT_WITHIN
    waiting = counts.get("queued", 0) + counts.get("booked", 0) + counts.get("maybe", 0)
    yield StatusLine("letters waiting to be sent", str(waiting), not stuck)
    if stuck:
        yield StatusLine("the oldest has been due", _ago(due, now), False)
    last = max((one.sent_at for one in outbox.listed("sent", 20) if one.sent_at), default=None)
    yield StatusLine("last letter sent", _ago(last, now), True)
    never = counts.get("never", 0)
    yield StatusLine("letters refused for good", str(never), True)


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    seconds = max(0, int((now - moment).total_seconds()))
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {name} ago"
    return f"{seconds} s ago"
