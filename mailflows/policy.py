"""What the flows know of the city: made from the settings once, the same for every letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mailflows.vocabulary import Kind, Regime

LastDay = Literal["next-working-day", "previous-working-day", "same-day"]
"""Where a term ends whose last day is a day off (Civil Code art. 254 part 5: the next)."""
CountFrom = Literal["receipt", "working-time"]
"""What a term is counted from: the receipt, or the working day on which it can be registered."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of appeals with its classifier code and terms in hours."""

    slug: str
    name: str
    classifier: str
    emergency_hours: int | None
    normal_hours: int
    together: tuple[str, ...] = ()  # codes of executors who work beside the topic's own
    instead: str | None = None  # code of who is offered first when the topic's own declines


@dataclass(frozen=True, slots=True)
class Former:
    """What an executor was before it was renamed or merged: its code of then, its name if told."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Executor:
    """A body that carries out referrals; `domains` are what `*@domain` stands for."""

    code: str
    name: str
    address: str
    also: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    deputy_address: str | None = None
    phone: str | None = None
    topics: tuple[str, ...] = ()
    leader: str | None = None  # code of the leader above, who decides complaints about it
    former: tuple[Former, ...] = ()  # its referrals under these codes are its own
    former_addresses: tuple[str, ...] = ()  # still answered from, nothing is sent there


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader with his area; a further address is a weaker proof, never enough to decide."""

    code: str
    name: str
    post: str
    address: str
    also: tuple[str, ...] = ()
    phone: str | None = None
    topics: tuple[str, ...] = ()  # ("*",) = all: the mayor

    def covers(self, topic: str) -> bool:
        """Whether the topic lies in this leader's area."""
        return "*" in self.topics or topic in self.topics


@dataclass(frozen=True, slots=True)
class Operator:
    """A worker of the contact centre."""

    name: str
    post: str
    address: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When the council works; martial law makes holidays working days (Law 2136-IX, art. 6)."""

    opens: time = time(8, 0)
    closes: time = time(17, 0)
    weekend: tuple[int, ...] = (5, 6)  # Monday is 0
    martial_law_from: date | None = date(2022, 2, 24)
    martial_law_until: date | None = None  # None = still in force
    extra_days_off: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of the law (393/96-VR, 2939-VI, 93-IV, 2073-IX) and of the executors."""

    general_months: int = 1
    extended_days: int = 45
    forward_days: int = 5
    return_days: int = 10
    information_working_days: int = 5
    information_urgent_hours: int = 48
    information_extended_working_days: int = 20
    deputy_days: int = 10
    deputy_extended_months: int = 1
    administrative_days: int = 30  # Law 2073-IX, art. 34
    administrative_extension_days: int = 15
    administrative_forward_working_days: int = 5  # art. 44
    administrative_return_working_days: int = 3  # art. 43
    administrative_notice_working_days: int = 3
    petition_working_days: int = 2  # 393/96-VR art. 23-1
    last_day: LastDay = "next-working-day"
    count_from: CountFrom = "receipt"
    control_before_day_off: bool = True
    emergency_hours: int = 24  # where the topic has none of its own
    rework_hours: int = 24
    inquiry_working_days: int = 3  # for the answer of a body that is asked for information


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps that keep one correspondent or one burst from flooding the others."""

    acknowledgements_per_address: int = 5  # a day
    undo_hours: int = 24  # how long an operator can take his command back
    transcripts_per_hour: int = 30  # to one operator; a robot at his address answers each of them
    alert_window: timedelta = timedelta(minutes=30)
    alert_update_every: timedelta = timedelta(minutes=10)
    alerts_per_hour: int = 20  # to one leader; the rest is counted in the next letter
    unserved_hours: int = 24  # a referral not accepted is "not served" after this
    mass_appeals: int = 5  # authors of the same words within a month, from which on they are many
    unserved_emergency_hours: int = 1  # the same in an emergency
    deputy_hours: int = 24  # the deputy has this long, then the operators telephone


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closes an appeal, and with what; codes are kinds, laws, channels, marks and topics."""

    silent_working_days: int = 5  # after a claim, before the operator is asked to close
    by_silence: frozenset[str] = frozenset()  # topics
    by_operator: frozenset[str] = frozenset()
    signed_answer: frozenset[str] = frozenset(
        {"written", Kind.COMPLAINT, Regime.INFORMATION_REQUEST, Regime.DEPUTY_APPEAL}
    )
    withdrawn_result: str = "9.3"
    call_attempts: int = 3
    largest_answer: int = 15_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything local, as the flows need it."""

    organisation: str  # nominative
    organisation_genitive: str  # as the name of the centre continues
    centre: str
    phone: str
    timezone: ZoneInfo
    settlements: tuple[str, ...]  # the first is the default one
    mailbox: str  # where everybody writes to; sub-addresses hang on it
    mailboxes: tuple[str, ...]  # all addresses of ours, forms included
    form_mailboxes: tuple[str, ...]
    form_senders: tuple[str, ...]
    authserv_ids: tuple[str, ...]
    authenticity: str  # require | when-present | off
    executors: Mapping[str, Executor]
    leaders: tuple[Leader, ...]
    operators: tuple[Operator, ...]
    topics: Mapping[str, Topic]
    number_format: str = "{letter}-{sequence:04d}/{year:02d}"
    sub_addressing: bool = True
    secret: bytes = field(default=b"", repr=False)  # signs reply addresses
    working_time: WorkingTime = WorkingTime()
    terms: Terms = Terms()
    limits: Limits = Limits()
    closing: Closing = Closing()
    emergency_lines: tuple[str, ...] = ("101", "102", "103", "104", "112")
    privacy_notice: str = ""
    unreferred_kinds: frozenset[Kind] = frozenset({Kind.COMPLAINT})
    head_categories: frozenset[str] = frozenset()  # authors whom the head considers himself
    streets: tuple[str, ...] = ()  # known streets, when the council gives a list
    renamed_streets: Mapping[str, str] = field(default_factory=dict)  # old name → new name

    def executor_of(self, topic: str | None) -> Executor | None:
        """The executor whose topics hold this one, or None."""
        if topic is None:
            return None
        return next((e for e in self.executors.values() if topic in e.topics), None)

    def executor(self, code: str) -> Executor | None:
        """The executor of a code, of a former code its heir; None when the settings know neither.

        The store keeps the code that was valid when the work was given.
        """
        found = self.executors.get(code)
        heirs = (e for e in self.executors.values() if any(f.code == code for f in e.former))
        return found or next(heirs, None)

    def present_code(self, code: str) -> str:
        """The code under which this executor answers today; one that is unknown stays itself."""
        found = self.executor(code)
        return found.code if found else code

    def leaders_of(self, topic: str | None) -> tuple[Leader, ...]:
        """Leaders of the area first, the mayor (all topics) after them."""
        covering = [one for one in self.leaders if topic is None or one.covers(topic)]
        return tuple(sorted(covering, key=lambda one: "*" in one.topics))

    @property
    def mayor(self) -> Leader | None:
        """The leader of everything, if the settings name one."""
        return next((one for one in self.leaders if "*" in one.topics), None)
