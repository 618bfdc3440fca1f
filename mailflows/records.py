"""The records that the store keeps: appeals, referrals, alerts, questions to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mailflows.facts import Applicant, Place, Scene
from mailflows.reasons import Reason
from mailflows.vocabulary import (
    AlertState,
    AnswerWay,
    AppealState,
    Channel,
    Intent,
    Kind,
    Purpose,
    ReferralState,
    Regime,
    Sign,
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
    sign: Sign = Sign.FIRST
    sign_by: str = ""  # who set the sign: "rule" while it is proposed, "operator:..." then
    wording: str = ""  # tells letters written after one pattern; "" for short ones
    against: tuple[str, ...] = ()  # executors and leaders whom it complains of, by code
    leader: str | None = None  # the leader who considers it himself, by code
    letter_id: int = 0  # the letter it was made from
    message_id: str | None = None  # of that letter, for threading
    subject: str = ""
    result: str | None = None  # classifier 9.1-9.6
    result_by: str | None = None
    closed_at: datetime | None = None
    written: bool = False  # he asks for a written, signed answer (393/96-VR art. 18)
    rating: int | None = None  # his own, after the closing, 1-5

    @property
    def shown_place(self) -> Place:
        """The place of the trouble as others may know it.

        The own house of who asked not to be named tells who he is: of it the street is told, until
        there is danger. In a house of many flats he is one of many.
        """
        told, who = self.place, self.applicant
        own = (told.street, told.house) == (who.street, who.house) and bool(told.house)
        if self.confidential and own and not who.flat and not self.emergency:
            return Place(told.settlement, told.street)
        return told

    @property
    def scene(self) -> Scene:
        """Where responders must go: the appeal's place, else the applicant's street and house.

        Never the flat, and never the home of who asked not to be named (393/96-VR art. 10). A
        home in another settlement than the one that was named is no place of the trouble.
        """
        told, who = self.shown_place, self.applicant
        elsewhere = told.settlement and who.settlement and told.settlement != who.settlement
        if told.street or elsewhere or self.confidential or not (who.street and who.house):
            return Scene(told)
        return Scene(Place(who.settlement or told.settlement, who.street, who.house), home=True)


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral of one appeal to one executor."""

    appeal: Key
    executor: str
    due_at: datetime
    state: ReferralState = ReferralState.QUEUED
    id: int = 0
    version: int = 0
    purpose: str = Purpose.LEAD
    question: str = ""  # of an inquiry: what is asked
    address: str = ""  # where it was sent
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    claimed_at: datetime | None = None
    claim: Intent | None = None  # done | explained
    asked_until: date | None = None
    returns: int = 0
    unserved_at: datetime | None = None  # nobody has read it; his deputy's address was tried
    called_at: datetime | None = None  # the operators were asked to telephone
    served_by: str | None = None  # "telephone" when he was told so, None when he answered himself
    report: str = ""  # his own words when he last claimed, declined, answered or reported between
    reported_at: datetime | None = None
    report_letter_id: int | None = None  # the letter with them and their documents
    asked_by: str | None = None  # the person's address who wants the answer of an inquiry


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


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A signed file exactly as it goes to the applicant; `digest` is its SHA-256 in hex."""

    part: int  # its place among the letter's attachments
    name: str
    size: int
    digest: str
    signers: tuple[str, ...] = ()  # named by the certificates, never verified


@dataclass(frozen=True, slots=True)
class Answer:
    """The council's own answer to an appeal (393/96-VR art. 15): entered once, never changed."""

    appeal: Key
    way: AnswerWay
    given_by: str  # the operator's address
    given_at: datetime
    letter_id: int | None = None  # the operator's letter that brought the files
    files: tuple[AnswerFile, ...] = ()
    note: str = ""  # given outside: its date and number in the operator's words
    id: int = 0
