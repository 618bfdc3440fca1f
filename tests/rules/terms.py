"""What the tests of terms share: calendars, moments by Kyiv's clock, the words of a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailflows.policy import Leader, Policy, Terms, Topic, WorkingTime
from mailflows.reasons import Reason
from mailflows.writing.dates import counting

KYIV = ZoneInfo("Europe/Kyiv")
MAYOR = Leader("mayor", "Савченко Микола Андрійович", "міський голова", "m@r.example")
WAR = Policy(
    organisation="", organisation_genitive="", centre="", phone="", timezone=KYIV, settlements=(),
    mailbox="c@r.example", mailboxes=(), form_mailboxes=(), form_senders=(), authserv_ids=(),
    authenticity="require", executors={}, leaders=(MAYOR,), operators=(),
    topics={
        "water": Topic("water", "Вода", "090", 24, 72),
        "gas": Topic("gas", "Газ", "090", 1, 72),
        "social": Topic("social", "Соціальне", "060", None, 240),
    },
)  # fmt: skip
IN_PEACE = WorkingTime(martial_law_from=None)
PEACE = replace(WAR, working_time=IN_PEACE)
ENDED = replace(WAR, working_time=WorkingTime(martial_law_until=date(2026, 8, 1)))
ENDED_ON_THE_HOLIDAY = replace(WAR, working_time=WorkingTime(martial_law_until=date(2026, 3, 8)))
LATER = replace(WAR, working_time=WorkingTime(martial_law_from=date(2026, 8, 24)))
KEPT = replace(WAR, terms=Terms(last_day="same-day"))
BEFORE = replace(WAR, terms=Terms(last_day="previous-working-day"))
PEACE_BEFORE = replace(BEFORE, working_time=IN_PEACE)
OFFICE = replace(WAR, terms=Terms(count_from="working-time"))
OWN = replace(
    WAR,
    working_time=WorkingTime(
        extra_days_off=frozenset({date(2026, 12, 24)}),
        extra_working_days=frozenset({date(2026, 12, 26)}),
    ),
)
CLOSED = replace(
    WAR,
    working_time=WorkingTime(
        extra_days_off=frozenset(date(2026, 12, 25) + timedelta(days=n) for n in range(27))
    ),
)
TWO_MONTHS = replace(WAR, terms=Terms(general_months=2))


def moment(text: str) -> datetime:
    """A moment by the clock of Kyiv, or by UTC with a Z behind it."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    return datetime.fromisoformat(text).replace(tzinfo=KYIV)


def words(why: Reason) -> str:
    """How a term is explained, with plain blanks."""
    return counting(why).replace("\u00a0", " ")
