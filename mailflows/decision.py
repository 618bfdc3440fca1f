"""What is to be done with a letter: changed records, letters to send, reasons; all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mailflows.letter import Attachment
from mailflows.reasons import Reason
from mailflows.records import Alert, Answer, Appeal, Key, Referral, Task
from mailflows.vocabulary import (
    Flow,
    Outcome,
)


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
class GiveAnswer:
    """Enter the council's own answer, with the hashes of its files."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class MarkUndelivered:
    """A letter of ours came back; `outbox_id` is known from the bounce's tie."""

    outbox_id: int
    status: str
    permanent: bool


Change = (
    Register | Refer | RaiseAlert | OpenTask | ChangeAppeal | ChangeReferral | ChangeAlert
    | AnswerTask | Attach | GiveAnswer | MarkUndelivered
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
    parts: tuple[int, ...] = ()  # only these of them; () = all
    files: tuple[Attachment, ...] = field(default=(), repr=False)  # made by ourselves
    urgent: bool = False
    in_reply_to: str | None = None
    questions: tuple[int, ...] = ()  # tasks that a list shows, numbered from 1
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
