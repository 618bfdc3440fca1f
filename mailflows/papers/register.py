"""The printed register: one line an appeal, every cell ready to print, days and periods by name."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mailflows.dossier import Registered
from mailflows.facts import Applicant
from mailflows.papers import card
from mailflows.papers.naming import Naming, clean, common, table, word
from mailflows.rules.masking import masked_text
from mailflows.writing import dates, typography
from mailflows.writing.places import place

_PERIOD = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both included."""

    first: date
    last: date

    def title(self, naming: Naming) -> str:
        """The period by its name: a day, a month, a year, or from when to when."""
        said, first, last = table("period"), self.first, self.last
        zone = naming.policy.timezone
        if first == last:
            return str(said["day"].format(day=dates.day(first, zone)))
        if (first, last) == parse_period(f"{first:%Y}").days:
            return str(said["year"].format(year=first.year))
        if (first, last) == parse_period(f"{first:%Y-%m}").days:
            name = table("months")["names"][first.month - 1]
            return str(said["month"].format(month=name, year=first.year))
        return str(said["span"].format(first=naming.day(first), last=naming.day(last)))

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.first, self.last

    def bounds(self, naming: Naming) -> tuple[datetime, datetime]:
        """The moments the period begins at and ends before, in the city's time."""
        zone = naming.policy.timezone
        after = self.last + timedelta(days=1)
        return (
            datetime(self.first.year, self.first.month, self.first.day, tzinfo=zone),
            datetime(after.year, after.month, after.day, tzinfo=zone),
        )


def parse_period(text: str) -> Period:
    """«2026-11-25», «2026-11» or «2026» as whole days; ValueError for anything else."""
    found = _PERIOD.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(one) if one else 0 for one in found.groups())
        first, end = date(year, month or 1, day or 1), month or 12
        last = day or calendar.monthrange(year, end)[1]
        return Period(first, date(year, end, last))
    except ValueError:
        wanted = "like 2026-11-25, 2026-11 or 2026"
        raise ValueError(f"{text!r} is no day, month or year {wanted}") from None


@dataclass(frozen=True, slots=True)
class Line:
    """One appeal; moments are local and naive, as people read and workbooks keep them."""

    number: str
    received: datetime
    registered: datetime | None
    applicant: str
    address: str
    phone: str
    email: str
    channel: str
    kind: str
    sign: str
    subject: str
    category: str
    topic: str
    classifier: str
    gist: str
    place: str
    executors: str
    due: datetime
    state: str
    result: str
    closed: datetime | None
    days: int | None
    rating: int | None
    marks: str


def line(one: Registered, naming: Naming, *, whole: bool = False) -> Line:
    """An appeal as a line of the register.

    Who asked not to be named stands there without name, address and category, and his words without
    him; `whole` is for those who must know (393/96-VR art. 10).
    """
    appeal = one.appeal
    if appeal.confidential and not whole:
        appeal = replace(
            appeal, applicant=Applicant(name=word("confidential")), privileged=(),
            place=appeal.shown_place, text=masked_text(appeal.text, appeal.applicant), subject="",
        )  # fmt: skip
    who = appeal.applicant
    return Line(
        number=clean(appeal.number),
        received=_local(appeal.received_at, naming),
        registered=_local(appeal.registered_at, naming) if appeal.registered_at else None,
        applicant=clean(who.name or ""),
        address=clean(place(who)),
        phone=clean(typography.phone(who.phone)[0]) if who.phone else "",
        email=clean(who.email or ""),
        channel=str(common("channel").get(appeal.channel, appeal.channel)),
        kind=str(common("kind").get(appeal.kind, appeal.kind)),
        sign=card.sign(appeal),
        subject=card.subject(appeal),
        category=naming.categories(appeal.privileged),
        topic=naming.topic(appeal.topic),
        classifier=naming.classifier(appeal.topic),
        gist=card.gist(appeal),
        place=clean(place(appeal.place)),
        executors="; ".join(naming.executor(code) for code in one.executors),
        due=_local(appeal.due_at, naming),
        state=str(common("state").get(appeal.state, appeal.state)),
        result=naming.value("appeal", "result", appeal.result) if appeal.result else "",
        closed=_local(appeal.closed_at, naming) if appeal.closed_at else None,
        days=card.days_taken(appeal, naming),
        rating=appeal.rating,
        marks=", ".join(card.marks(appeal, naming)),
    )


def _local(when: datetime, naming: Naming) -> datetime:
    return when.astimezone(naming.policy.timezone).replace(tzinfo=None)
