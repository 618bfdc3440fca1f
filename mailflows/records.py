"""The records that a decision is made from and the record that it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mailflows.facts import Applicant, Place
from mailflows.policy import Policy
from mailflows.reasons import Reason
from mailflows.vocabulary import (
    AlertState,
    AppealState,
    Channel,
    Flow,
    Intent,
    Kind,
    Outcome,
    ReferralState,
    Regime,
    TaskKind,
)


@dataclass(frozen=True, slots=True)
class New:
    """Stands for the index-th record of its sort that this very decision creates."""

    index: int = 0


Key = int | New


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal as the store knows it; moments are aware UTC. `number` is "" before the commit."""

    applicant: Applicant
    kind: Kind
    regime: Regime
    topic: str | None
    channel: Channel
    received_at: datetime  # receipt by the mail server, not the poll: the law's clock starts here
    due_at: datetime  # the law's term
    text: str
    place: Place = Place()
    state: AppealState = AppealState.REGISTERED
    id: int = 0
    version: int = 0
    number: str = ""
    registered_at: datetime | None = None
    emergency: bool = False
    collective: bool = False
    anonymous: bool = False
    confidential: bool = False
    privileged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    repeat_of: str | None = None  # number of the earlier appeal
    letter_id: int = 0  # the letter it was made from
    message_id: str | None = None  # of that letter, for threading
    subject: str = ""
    result: str | None = None  # classifier 9.1-9.6
    result_by: str | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral of one appeal to one executor."""

    appeal: Key
    executor: str
    due_at: datetime
    state: ReferralState = ReferralState.QUEUED
    id: int = 0
    version: int = 0
    purpose: str = "lead"  # lead | together | information
    address: str = ""  # where it was sent
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    claimed_at: datetime | None = None
    claim: Intent | None = None  # done | explained
    asked_until: date | None = None
    returns: int = 0
    unserved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """An emergency that leaders were told of; one per topic and settlement in a window."""

    topic: str
    settlement: str | None
    opened_at: datetime
    state: AlertState = AlertState.OPEN
    id: int = 0
    version: int = 0
    appeal: Key = New(0)  # the first one
    appeals: int = 1
    told: tuple[str, ...] = ()  # addresses of those who were alerted
    last_told_at: datetime | None = None
    update_due_at: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A question to a person, or a thing that only a person can do."""

    kind: TaskKind
    appeal: Key | None = None
    referral: Key | None = None
    alert: Key | None = None
    id: int = 0
    version: int = 0
    letter_id: int | None = None
    reason: Reason | None = None
    options: tuple[str, ...] = ()  # intents and values that one tap can answer with
    urgent: bool = False
    opened_at: datetime | None = None
    due_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    answer: str | None = None


# What a decision changes -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Register:
    """Enter a new appeal; the store gives it the next number of the year, last of all."""

    appeal: Appeal
    letter: str = ""  # what the number begins with; made by rules.numbers


@dataclass(frozen=True, slots=True)
class Refer:
    """Enter a new referral."""

    referral: Referral


@dataclass(frozen=True, slots=True)
class RaiseAlert:
    """Enter a new alert."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Ask a person."""

    task: Task


@dataclass(frozen=True, slots=True)
class ChangeAppeal:
    """Set fields of an appeal that was read at `version`; another version rolls back."""

    id: int
    version: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeReferral:
    """Set fields of a referral that was read at `version`."""

    id: int
    version: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeAlert:
    """Set fields of an alert that was read at `version`."""

    id: int
    version: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """A person has answered."""

    id: int
    version: int
    answer: str
    by: str


@dataclass(frozen=True, slots=True)
class Attach:
    """Tie this letter to an appeal (or an appeal to a running alert)."""

    appeal: Key
    referral: Key | None = None
    alert: Key | None = None


@dataclass(frozen=True, slots=True)
class MarkUndelivered:
    """A letter of ours came back; `outbox_id` is known from the bounce's tie."""

    outbox_id: int
    status: str
    permanent: bool


Change = (
    Register | Refer | RaiseAlert | OpenTask | ChangeAppeal | ChangeReferral | ChangeAlert
    | AnswerTask | Attach | MarkUndelivered
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter to be sent: which template, to whom, with which facts.

    `purpose` with the record it speaks of is unique in the outbox, so that a decision repeated
    after a crash cannot send twice. `party` is whose signed reply address it carries:
    a = applicant of the appeal, r = the referral, l = a leader of the alert, o = operator of the
    appeal, t = the task; "" for none.
    """

    template: str
    to: str
    purpose: str
    party: str = ""
    appeal: Key | None = None
    referral: Key | None = None
    alert: Key | None = None
    task: Key | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    attach_letter: int | None = None  # the documents of this letter go along
    urgent: bool = False
    in_reply_to: str | None = None
    replied: bool = False  # Auto-Submitted: auto-replied instead of auto-generated
    related: tuple[Key, ...] = ()  # further appeals that the letter names by their numbers


@dataclass(frozen=True, slots=True)
class Request:
    """Something heavy that a job answers later."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with a letter, all or nothing."""

    flow: Flow
    outcome: Outcome | None  # None for timed flows, which have no letter
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    requests: tuple[Request, ...] = ()


# What a decision is made from --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter of ours that this one answers or bounces."""

    outbox_id: int
    template: str
    to: str
    party: str
    appeal_id: int | None
    referral_id: int | None
    alert_id: int | None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a letter is decided, with versions; `now` is aware UTC."""

    now: datetime
    policy: Policy
    letter_id: int
    received_at: datetime
    appeal: Appeal | None = None  # the appeal that the letter's ties lead to
    tied: bool = False  # by a signed address, one of our Message-IDs, or a number that is ours
    referral: Referral | None = None  # of this executor to that appeal
    referrals: tuple[Referral, ...] = ()  # all of that appeal
    tasks: tuple[Task, ...] = ()  # open ones of that appeal
    sent: SentLetter | None = None
    task: Task | None = None  # the task whose signed address was answered
    alert: Alert | None = None  # running: of that appeal, else of the same topic and settlement
    earlier: tuple[Appeal, ...] = ()  # of the same person, newest first
    duplicate_of: int | None = None  # letter id with the same Message-ID and digest
    acknowledged_today: int = 0  # acknowledgements to this address since local midnight
    alerts_last_hour: int = 0
    newest_alert_id: int = 0  # an alert beyond it was raised after this context was loaded
    last_change: Mapping[str, Any] = field(default_factory=dict)  # what `undo` would take back
