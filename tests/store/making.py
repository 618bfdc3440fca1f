"""Records for the store's tests: a small city, letters, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mailflows.context import Context
from mailflows.decision import Decision, Outgoing, Refer, Register
from mailflows.facts import Applicant, Facts, Matter, Tie
from mailflows.letter import Letter, Mailbox
from mailflows.policy import Executor, Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, New, Referral
from mailflows.vocabulary import Authenticity, Channel, Flow, Kind, Outcome, Regime, Role
from store import commit as store_commit
from store import context, letters
from store.letters import Arrival, Claimed

__all__ = ["replace"]

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
LEASE = timedelta(minutes=5)
POLICY = Policy(
    organisation="Тестова міська рада",
    organisation_genitive="Тестової міської ради",
    centre="Контактний центр",
    phone="+380440000000",
    timezone=ZoneInfo("Europe/Kyiv"),
    settlements=("Тестове",),
    mailbox="contact@rada.test",
    mailboxes=("contact@rada.test",),
    form_mailboxes=(),
    form_senders=(),
    authserv_ids=("mx.rada.test",),
    authenticity="require",
    executors={"water": Executor("water", "Водоканал", "water@example.test", topics=("water",))},
    leaders=(),
    operators=(),
    topics={},
)


def number(letter: str, sequence: int, year: int) -> str:
    """The default number."""
    return f"{letter}-{sequence:04d}/{year % 100:02d}"


@dataclass(frozen=True)
class Rendered:
    """What writing would make."""

    message_id: str
    envelope_from: str
    recipient: str
    data: bytes
    subject: str
    text: str = ""
    reader: str = ""
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def render(outgoing: Outgoing, resolved: Any, random: str) -> Rendered:
    """A letter of a few bytes that names its number."""
    number_ = resolved.appeal.number if resolved.appeal else ""
    return Rendered(
        message_id=f"<{random}.x@rada.test>",
        envelope_from=f"contact+b-{random}@rada.test",
        recipient=outgoing.to,
        data=f"Subject: {outgoing.template}\r\n\r\n{number_}\r\n".encode(),
        subject=f"{outgoing.template} {number_}",
        reader="executor:water" if outgoing.party == "r" else "applicant",
        told={number_: ("name", "text")} if number_ else {},
    )


def arrival(uid: int, raw: bytes = b"Subject: x\r\n\r\nx\r\n", **changed: Any) -> Arrival:
    """A message of the contact mailbox."""
    given = {"mailbox": "contact", "uidvalidity": 7, "received_at": NOW, "urgent": False}
    return Arrival(uid=uid, raw=raw, **(given | changed))


def claimed(uid: int = 1, worker: str = "w1", now: datetime = NOW, **changed: Any) -> Claimed:
    """A kept and claimed letter; nothing else may be waiting."""
    letters.keep([arrival(uid, **changed)])
    found = letters.claim(worker, now, LEASE)
    assert found is not None
    return found


APPLICANT = Applicant(
    name="Ґалаґан Їжакевич Є'ва",
    settlement="Тестове",
    street="вул. Садова",
    house="5",
    phone="+380501112233",
    email="citizen@example.org",
)


def appeal(**changed: Any) -> Appeal:
    """An appeal about water."""
    given: dict[str, Any] = {
        "applicant": APPLICANT,
        "kind": Kind.APPLICATION,
        "regime": Regime.APPEAL,
        "topic": "water",
        "channel": Channel.E_MAIL,
        "received_at": NOW,
        "due_at": NOW + timedelta(days=30),
        "text": "Немає води в ПІД'ЇЗДІ",
        "subject": "Вода",
    }
    return Appeal(**(given | changed))


def facts(
    uid: int = 1, ties: Iterable[Tie] = (), matters: Iterable[Matter] = (), **changed: Any
) -> Facts:
    """Facts of a letter whose Message-ID and digest follow from `uid`."""
    letter = Letter(
        message_id=f"<{uid}@example.org>",
        sender=Mailbox("", "citizen@example.org"),
        return_path="citizen@example.org",
        reply_to=(),
        recipients=("contact@rada.test",),
        subject="",
        date=NOW,
        references=(),
        headers={},
        body="",
        text="",
        quoted="",
        signature="",
        forwarded=None,
        attachments=(),
        documents=(),
        delivery_report=None,
        digest=f"digest-{uid}",
    )
    given: dict[str, Any] = {
        "letter": letter,
        "role": Role.OUTSIDER,
        "authenticity": Authenticity.PROVED,
        "ties": tuple(ties),
        "matters": tuple(matters),
    }
    return Facts(**(given | changed))


def registering(count: int = 1, **changed: Any) -> Decision:
    """Register appeals, refer the first to the water works, acknowledge it."""
    return Decision(
        flow=Flow.CITIZEN_MAIL,
        outcome=Outcome.REGISTERED,
        reasons=(Reason(Code.NEW_APPEAL),),
        changes=(
            *(Register(appeal(**changed), "Ґ") for _ in range(count)),
            Refer(Referral(New(0), "water", NOW + timedelta(days=3))),
        ),
        outgoing=(
            Outgoing("acknowledgement", "citizen@example.org", "acknowledgement", "a", New(0)),
            Outgoing("referral", "water@example.test", "referral", "r", referral=New(0)),
        ),
    )


def known(letter: Claimed, about: Facts, now: datetime = NOW) -> Context:
    """The context as the pipeline loads it."""
    return context.load(about, letter, POLICY, now)


def commit(
    decision: Decision,
    letter: Claimed,
    about: Facts | None = None,
    worker: str = "w1",
    now: datetime = NOW,
    seen: Context | None = None,
    **changed: Any,
) -> store_commit.Committed:
    """Commit as the pipeline does."""
    about = about or facts(letter.id)
    options: dict[str, Any] = {"render": render, "number": number} | changed
    return store_commit.commit(
        decision,
        options.pop("render"),
        letter,
        worker,
        now,
        facts=about,
        context=seen or known(letter, about, now),
        **options,
    )


def register(uid: int = 1, now: datetime = NOW, **changed: Any) -> tuple[int, str]:
    """Id and number of a new appeal."""
    done = commit(registering(**changed), claimed(uid, now=now), now=now)
    return done.appeals[0]
