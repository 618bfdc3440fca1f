"""One long appeal as the store would give it, and how hostile words are put into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mailflows.dossier import Change, Dossier, Received, Registered, Written
from mailflows.facts import Applicant, Place
from mailflows.policy import Executor, Leader, Operator, Topic
from mailflows.records import Appeal, Referral, Task
from mailflows.vocabulary import (
    AppealState,
    Channel,
    Intent,
    Kind,
    ReferralState,
    Regime,
    Sign,
    TaskKind,
)
from tests.store.making import POLICY as SMALL

RECEIVED = datetime(2026, 11, 2, 6, 14, tzinfo=UTC)
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
POLICY = replace(
    SMALL,
    organisation="Селидівська міська рада",
    organisation_genitive="Селидівської міської ради",
    centre="Контактний-центр",
    executors={
        "vodokanal": Executor("vodokanal", "КП «Водоканал»", "dispatcher@vodokanal.example"),
        "zhek": Executor("zhek", "КП «Житлова керуюча компанія № 1»", "zhek@rada.example"),
    },
    operators=(
        Operator("Мороз Ірина Василівна", "завідувач сектору", "moroz@rada.example", "head"),
    ),
    leaders=(
        Leader("mayor", "Савченко Микола Андрійович", "міський голова", "mayor@rada.example"),
    ),
    topics={"water": Topic("water", "Водопостачання", "090", 24, 72)},
)
APPLICANT = Applicant(
    name="Ґалаґан-Їжакевич Єва Олександрівна",
    settlement="Селидове",
    street="вул. Героїв Праці",
    house="15-А",
    flat="47",
    phone="+380501112233",
    email="halahan@example.org",
)
TEXT = (
    "Доброго дня! Третій тиждень у нашому будинку немає холодної води вище четвертого поверху. "
    "Диспетчер відповідає, що тиск у нормі, а сантехнік приходив двічі й нічого не зробив.\n\n"
    "Прошу перевірити тиск у мережі, усунути витік у підвалі та провести перерахунок за листопад. "
    "Прошу не називати мого прізвища сусідам."
)


def after(days: float) -> datetime:
    """So many days after the letter came."""
    return RECEIVED + timedelta(days=days)


def appeal(**changed: Any) -> Appeal:
    """A repeated, confidential appeal about water that was disputed and is closed now."""
    given: dict[str, Any] = {
        "applicant": APPLICANT,
        "kind": Kind.APPLICATION,
        "regime": Regime.APPEAL,
        "topic": "water",
        "channel": Channel.E_MAIL,
        "received_at": RECEIVED,
        "registered_at": after(0.01),
        "due_at": after(45),
        "text": TEXT,
        "place": Place("Селидове", "вул. Героїв Праці", "15-А"),
        "state": AppealState.CLOSED,
        "id": 7,
        "number": "Ґ-0123/26",
        "letter_id": 70,
        "subject": "Немає води",
        "confidential": True,
        "privileged": ("7.6", "7.13"),
        "repeat_of": "Ґ-0088/26",
        "sign": Sign.REPEATED,
        "result": "9.1",
        "result_by": "operator:moroz@rada.example",
        "closed_at": after(24),
    }
    return Appeal(**(given | changed))


REFERRALS = (
    Referral(
        7, "vodokanal", after(20), ReferralState.CONFIRMED, id=11,
        address="dispatcher@vodokanal.example", sent_at=after(0.02), accepted_at=after(0.2),
        claimed_at=after(22), claim=Intent.DONE, returns=1,
    ),
    Referral(
        7, "zhek", after(10), ReferralState.CLAIMED, id=12, purpose="together",
        address="zhek@rada.example", sent_at=after(1), claimed_at=after(8), claim=Intent.DONE,
    ),
)  # fmt: skip
HEAD, WATER, CITIZEN = "operator:head", "executor:vodokanal", "outsider"
CHANGES = (
    (0.01, CITIZEN, "appeal", 7, "state", None, "registered"),
    (0.01, CITIZEN, "referral", 11, "state", None, "queued"),
    (0.02, "sending", "referral", 11, "state", "queued", "sent"),
    (0.02, "sending", "referral", 11, "sent_at", None, after(0.02)),
    (0.2, WATER, "referral", 11, "state", "sent", "accepted"),
    (0.2, WATER, "appeal", 7, "state", "registered", "in-work"),
    (1, HEAD, "appeal", 7, "topic", None, "water"),
    (1, HEAD, "referral", 12, "state", None, "queued"),
    (5, f"{WATER},unstamped", "referral", 11, "asked_until", None, after(20).date()),
    (6, HEAD, "referral", 11, "due_at", after(3), after(20)),
    (6, HEAD, "appeal", 7, "due_at", after(30), after(45)),
    (9, WATER, "referral", 11, "state", "accepted", "claimed"),
    (9, WATER, "appeal", 7, "state", "in-work", "in-check"),
    (11, CITIZEN, "appeal", 7, "state", "in-check", "in-work"),
    (11, CITIZEN, "referral", 11, "state", "claimed", "returned"),
    (11, CITIZEN, "referral", 11, "returns", 0, 1),
    (12, "unserved", "referral", 12, "unserved_at", None, after(12)),
    (22, WATER, "referral", 11, "state", "returned", "claimed"),
    (24, HEAD, "appeal", 7, "state", "in-check", "closed"),
    (24, HEAD, "appeal", 7, "result", None, "9.1"),
    (24, HEAD, "appeal", 7, "closed_at", None, after(24)),
)
RECEIVED_LETTERS = (
    Received(70, RECEIVED, CITIZEN),
    Received(71, after(0.19), WATER, "accepted"),
    Received(72, after(5), f"{WATER},unstamped", "extension"),
    Received(73, after(9), WATER, "done"),
    Received(74, after(11), CITIZEN, "disputed"),
)
WRITTEN = (
    Written(after(0.01), "acknowledgement", "halahan@example.org", "a", "sent", after(0.02)),
    Written(after(0.01), "referral", "dispatcher@vodokanal.example", "r", "sent", after(0.02)),
    Written(after(1), "referral", "zhek@rada.example", "r", "sent", after(1), after(1.1), "5.1.1"),
    Written(after(11), "rework", "dispatcher@vodokanal.example", "r", "sent", after(11)),
    Written(after(24), "closed", "halahan@example.org", "a", "sent", after(24.01)),
)
TASKS = (
    Task(
        TaskKind.DECIDE_EXTENSION, appeal=7, referral=11, id=3, opened_at=after(5),
        answered_at=after(6), answered_by="moroz@rada.example", answer="extension",
    ),
)  # fmt: skip


def dossier(**changed: Any) -> Dossier:
    """The whole file; `changed` are fields of the appeal."""
    changes = tuple(Change(after(days), *rest) for days, *rest in CHANGES)
    return Dossier(appeal(**changed), REFERRALS, TASKS, RECEIVED_LETTERS, WRITTEN, changes)


def registered(sequence: int = 1, **changed: Any) -> Registered:
    """A line of the register; ten appeals a day."""
    at = RECEIVED + timedelta(days=sequence // 10)
    given = {"number": f"Ґ-{sequence:04d}/26", "received_at": at, "registered_at": at}
    return Registered(appeal(**(given | changed)), ("vodokanal", "zhek"))
