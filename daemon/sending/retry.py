"""What becomes of a letter of ours that was not taken: a pure rule from attempt and failure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
AFTER_UNKNOWN = timedelta(minutes=10)
REST_FIRST = timedelta(seconds=1)
REST_LONGEST = timedelta(seconds=60)
GIVE_UP_AFTER = timedelta(days=4, hours=12)  # since it was written (RFC 5321 4.5.4.1)
MOST_DOUBTFUL = 5  # tries that may have been delivered: so many copies a reader may have got


class Stage(StrEnum):
    """How far a letter had come when it failed."""

    CONNECT = "connect"  # no connection, wrong certificate, bad greeting
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"


SERVER_WIDE = frozenset({Stage.CONNECT, Stage.LOGIN, Stage.SENDER})


@dataclass(frozen=True, slots=True)
class Failure:
    """One attempt that failed; `code` is the server's three digits, None when it said nothing."""

    stage: Stage
    code: int | None
    said: str  # the server's words or the class of the error


@dataclass(frozen=True, slots=True)
class Later:
    """Try again after a while."""

    after: timedelta
    alarm: bool = False  # an administrator has to mend something: tell at once
    pause: bool = False  # the fault is the server's: leave the other letters alone for a while
    maybe_sent: bool = False  # the server may have taken it


@dataclass(frozen=True, slots=True)
class Never:
    """Give this letter up and tell an operator."""


def judge(
    failure: Failure, attempt: int, *, urgent: bool, age: timedelta, doubtful: int = 0
) -> Later | Never:
    """Decide on a failed attempt (`attempt` counts from 1) of a letter written `age` ago.

    RFC 5321 4.2.1: 4yz is transient, 5yz permanent, but only a refused recipient or refused
    data speak of the letter; a refused login, greeting or sender speaks of our settings. A letter
    is given up by its age, not by its attempts: a server that was down for an hour has used up
    many. `doubtful` are earlier attempts that may have been delivered all the same.
    """
    code = failure.code
    if failure.stage in SERVER_WIDE:
        alarm = code is not None and code >= 500
        return Later(_rest(attempt), alarm=alarm, pause=True)
    if code is None and failure.stage is Stage.DATA:
        if doubtful >= MOST_DOUBTFUL:
            return Never()
        after = timedelta() if urgent and attempt <= 2 else AFTER_UNKNOWN
        return Later(after, pause=True, maybe_sent=True)
    if age > GIVE_UP_AFTER or (code is not None and code >= 500):
        return Never()
    if code is None or code == 421:
        return Later(_backoff(attempt, urgent=urgent), pause=True)
    return Later(_backoff(attempt, urgent=urgent))


def _backoff(attempt: int, *, urgent: bool) -> timedelta:
    """1, 2, 4 ... 60 minutes; an emergency waits a quarter of it."""
    wait = min(FIRST * (1 << min(attempt - 1, 10)), LONGEST)
    return wait / 4 if urgent else wait


def _rest(failures: int) -> timedelta:
    """1, 2, 4 ... 60 seconds: a server that is down is asked often, by one letter at a time."""
    return min(REST_FIRST * (1 << min(max(failures - 1, 0), 10)), REST_LONGEST)


def rest(failures: int) -> float:
    """Seconds that a connection rests after its n-th failure in a row."""
    return _rest(failures).total_seconds()
