"""What understanding makes of a letter: who, where, what, and what a reply wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mailflows.letter import Letter
from mailflows.reasons import Reason
from mailflows.vocabulary import Authenticity, Channel, Intent, Kind, Regime, Robot, Role, TieKind


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks, as far as the letter tells; what it does not give is None, never invented."""

    name: str | None = None  # Surname Name Patronymic, nominative
    settlement: str | None = None
    street: str | None = None
    house: str | None = None
    flat: str | None = None
    phone: str | None = None  # E.164
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the trouble is; the applicant's home is not copied here."""

    settlement: str | None = None
    street: str | None = None
    house: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A place to go to; `home`: nobody named it, it is where the applicant lives."""

    place: Place
    home: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of one applicant: what becomes one appeal."""

    applicant: Applicant
    kind: Kind
    regime: Regime
    topic: str | None  # None = unclear
    text: str
    place: Place = Place()
    emergency: Reason | None = None  # the reason is always told; None = no emergency
    collective: bool = False
    anonymous: bool = False
    confidential: bool = False
    written: bool = False  # asks for a written, signed answer
    privileged: tuple[str, ...] = ()  # classifier codes 7.x
    missing: tuple[str, ...] = ()  # name, residence, substance, contact (art. 5)
    wording: str = ""  # see mailflows.rules.wording
    against: tuple[str, ...] = ()  # codes of those whom a complaint names
    contested: date | None = None  # the day of the decision that a complaint contests
    because: tuple[Reason, ...] = ()  # why this topic, this kind


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply wants and what led to that reading."""

    intent: Intent
    number: str | None = None
    until: date | None = None
    executor: str | None = None  # code of the executor proposed or named; of several the lead
    together: tuple[str, ...] = ()  # operator: codes of those who work beside the lead
    topic: str | None = None  # operator: set-topic
    kind: Kind | None = None  # operator: set-kind
    because: tuple[Reason, ...] = ()
    words: str = ""  # operator: the reason of a rework in his own words
    cause: str = ""  # operator: a value of the closed list; executor: a fault of his answer
    numbered: tuple[tuple[int, Reply], ...] = ()  # operator: answers by the numbers of his list
    leader: str | None = None  # operator: code of the leader whose decision he carries out
    rating: int | None = None  # applicant: his mark, 1-5
    earlier: str | None = None  # operator: the earlier appeal that he names, as he wrote it
    against: tuple[str, ...] = ()  # operator: whom the complaint is about, by code
    then: tuple[Reply, ...] = ()  # operator: further commands of the same letter, in their order


@dataclass(frozen=True, slots=True)
class Tie:
    """A thread that leads from this letter to one of ours.

    SIGNED_ADDRESS: the signature was checked; `party` says what `value` is: a = sequence and year
    "0123-26" for the applicant, o = the same for the operator, r = id of the referral, l = id of
    the alert, t = id of the task, b = the random part of our Message-ID (a bounce came back).
    MESSAGE_ID: the whole id of a letter of ours. NUMBER: a registration number as we write it.
    """

    kind: TieKind
    value: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that can be known of a letter without asking the store."""

    letter: Letter
    role: Role
    authenticity: Authenticity
    executor: str | None = None  # code, for executors and their employees
    person: str | None = None  # leader's code or operator's address
    weak_address: bool = False  # a leader's further address
    robot: Robot | None = None
    robot_because: Reason | None = None
    ties: tuple[Tie, ...] = ()
    channel: Channel = Channel.E_MAIL
    form: bool = False  # a web-form layout was recognised or the sender is the form
    note: bool = False  # an operator's telephone note was recognised
    matters: tuple[Matter, ...] = ()
    reply: Reply | None = None
    extra: Mapping[str, str] = field(default_factory=dict)  # facts for sentences

    @property
    def text(self) -> str:
        """The new words; for a note the words of the first caller's matter."""
        if self.matters and (self.note or self.form):
            return self.matters[0].text
        return self.letter.text
