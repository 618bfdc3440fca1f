"""What is known when a letter is decided, read from the store with versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailflows.decision import ChangeAppeal, ChangeReferral
from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.records import Alert, Answer, Appeal, Referral, Task
from mailflows.vocabulary import Flow


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
    questions: tuple[int, ...] = ()  # tasks that it showed, numbered from 1


@dataclass(frozen=True, slots=True)
class LastChange:
    """What the last commit changed of an appeal and its referrals.

    `changes` set the old values again, at the present versions; `entered` are referrals that it
    made. `by` is the flow or the job, `who` a person as the journal names him, `said` the command
    that he gave; `letter_id` is his letter, `sent` what was written to others then.
    """

    changes: tuple[ChangeAppeal | ChangeReferral, ...] = ()
    entered: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    at: datetime | None = None
    by: str = Flow.OPERATOR_REPLY
    who: str = ""
    said: str = ""
    letter_id: int | None = None
    sent: tuple[SentLetter, ...] = ()


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
    shown: Letter | None = None  # the letter that the answered task asks about
    answers: tuple[Answer, ...] = ()  # of the council to that appeal
    alert: Alert | None = None  # running: of that appeal, else of the same topic and settlement
    earlier: tuple[Appeal, ...] = ()  # of the same person, newest first
    earlier_work: Mapping[int, tuple[Referral, ...]] = field(default_factory=dict)  # theirs, by id
    alike: Mapping[str, int] = field(default_factory=dict)  # wording → other authors of late
    campaign: tuple[Appeal, ...] = ()  # of the same wording of late, marked as of many; for
    # an operator all of them, else one is enough to know that it was asked about
    duplicate_of: int | None = None  # letter id with the same Message-ID and digest
    acknowledged_today: int = 0  # answers at once to this applicant since local midnight
    alerts_last_hour: int = 0
    transcripts_last_hour: int = 0  # to the operator who writes
    newest_alert_id: int = 0  # an alert beyond it was raised after this context was loaded
    listed: Mapping[int, Context] = field(default_factory=dict)  # by number: what a list asked
    last_change: LastChange | None = None  # what `undo` would take back; operators alone see it
