"""How the centre is doing, read off the store: what moves, what waits, what needs a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from store import aside, ledger, letters, outbox, supplements

SEEN_WITHIN = timedelta(minutes=15)  # a mailbox not looked at for longer is not being read
SENT_WITHIN = timedelta(minutes=15)  # a letter due for longer is stuck
TAKEN_WITHIN = timedelta(minutes=30)  # tries in vain for longer: the server refuses us
DECIDED_WITHIN = timedelta(minutes=15)  # a letter that waits for longer: nobody decides


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One thing that was looked at."""

    name: str
    value: str
    good: bool


def look(mailboxes: Collection[str], now: datetime | None = None) -> list[StatusLine]:
    """All lines; asks the store only, so it works while the mail servers are down.

    `mailboxes` are to be read: one of them that was never looked at is not being read.
    """
    return list(_look(mailboxes, now or datetime.now(UTC)))


def _look(mailboxes: Collection[str], now: datetime) -> Iterator[StatusLine]:
    known = {line.mailbox: line for line in ledger.balances()}
    for name in sorted({*mailboxes} - {*known}):
        yield StatusLine(f"mailbox {name} last looked at", "never", False)
    for line in known.values():
        seen = max((state.noted_at for state in ledger.states(line.mailbox)), default=None)
        dropped = line.mailbox not in mailboxes  # from the settings: rightly not read any more
        good = dropped or (seen is not None and now - seen < SEEN_WITHIN)
        yield StatusLine(f"mailbox {line.mailbox} last looked at", _ago(seen, now), good)
        text = f"{line.kept} kept, {line.unfiled} not yet filed, {line.gone} gone before"
        yield StatusLine(f"mailbox {line.mailbox}", text, True)
    stalled = ledger.stalled(now, DECIDED_WITHIN)
    since = f", the oldest came {_ago(stalled, now)}" if stalled else ""
    yield StatusLine("letters waiting for a decision", f"{letters.waiting()}{since}", not stalled)
    broken = aside.count()
    yield StatusLine("letters set aside", str(broken), broken == 0)
    yield StatusLine("documents still being read", str(supplements.waiting()), True)
    yield from _sending(now)


def _sending(now: datetime) -> Iterator[StatusLine]:
    counts = outbox.counts()
    due, tried = outbox.next_due(), outbox.tried_since()
    stuck = due is not None and now - due > SENT_WITHIN
    vain = tried is not None and now - tried > TAKEN_WITHIN
    waiting = counts.get("queued", 0) + counts.get("booked", 0) + counts.get("maybe", 0)
    yield StatusLine("letters waiting to be sent", str(waiting), not stuck and not vain)
    if stuck:
        yield StatusLine("the oldest has been due", _ago(due, now), False)
    if vain:
        yield StatusLine("nothing was taken from us since", _ago(tried, now), False)
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
