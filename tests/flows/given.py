"""A small city for the flows' tests: policy, letters, records, contexts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from mailflows.context import Context
from mailflows.decision import ChangeAlert, ChangeAppeal, ChangeReferral, Decision, Outgoing
from mailflows.facts import Applicant, Facts, Matter, Place, Reply, Tie
from mailflows.letter import Document, Letter, Mailbox
from mailflows.policy import Executor, Leader, Operator, Policy, Topic
from mailflows.reasons import Code, Reason
from mailflows.records import Alert, Appeal, Referral
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Channel,
    Intent,
    Kind,
    ReferralState,
    Regime,
    Role,
    TieKind,
)

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)  # Tuesday, 10:30 in Kyiv
WATER = Executor(
    "vodokanal", "КП «Водоканал»", "disp@voda.example", deputy_address="head@voda.example",
    phone="+380620000001", topics=("water",),
)  # fmt: skip
HEAT = Executor("teplo", "КП «Тепло»", "office@teplo.example", topics=("heating",))
DEPUTY = Leader(
    "deputy", "Гриценко Віктор", "заступник", "deputy@rada.example", phone="+380500000002",
    topics=("water", "heating", "gas"),
)  # fmt: skip
SOCIAL = Leader(
    "social", "Паламарчук Наталія", "заступник", "social@rada.example", topics=("social",)
)
MAYOR = Leader(
    "mayor", "Савченко Микола", "голова", "mayor@rada.example", also=("m@gmail.example",),
    phone="+380500000001", topics=("*",),
)  # fmt: skip
MOROZ = Operator("Мороз Ірина", "завідувач", "moroz@rada.example")
LYSENKO = Operator("Лисенко Олена", "спеціаліст", "lysenko@rada.example")
TOPICS = {
    "water": Topic("water", "Водопостачання", "090", 24, 72),
    "heating": Topic("heating", "Теплопостачання", "090", 12, 72),
    "gas": Topic("gas", "Газ", "090", 1, 72),
    "social": Topic("social", "Соціальне", "060", None, 240),
}
POLICY = Policy(
    organisation="Тестова міська рада",
    organisation_genitive="Тестової міської ради",
    centre="Контактний центр",
    phone="+380440000000",
    timezone=ZoneInfo("Europe/Kyiv"),
    settlements=("Тестове", "Українськ"),
    mailbox="contact@rada.example",
    mailboxes=("contact@rada.example", "forms@rada.example"),
    form_mailboxes=("forms@rada.example",),
    form_senders=("wordpress@rada.example",),
    authserv_ids=("mx.rada.example",),
    authenticity="require",
    executors={"vodokanal": WATER, "teplo": HEAT},
    leaders=(SOCIAL, DEPUTY, MAYOR),
    operators=(MOROZ, LYSENKO),
    topics=TOPICS,
)
APPLICANT = Applicant(
    name="Коваленко Марія Іванівна", settlement="Тестове", street="Шевченка", house="5",
    phone="+380671112233", email="maria@mail.example",
)  # fmt: skip
DANGER = Reason(Code.EMERGENCY_WORDS, {"words": "прорив"})


def letter(
    sender: str | None = "maria@mail.example", text: str = "Слова листа.", **more: Any
) -> Letter:
    """A plain letter."""
    known: dict[str, Any] = {
        "message_id": "<1@mail.example>", "return_path": sender, "reply_to": (),
        "recipients": ("contact@rada.example",), "subject": "Тема", "date": NOW,
        "references": (), "headers": {}, "body": text, "quoted": "", "signature": "",
        "forwarded": None, "attachments": (), "documents": (), "delivery_report": None,
        "digest": "d",
    }  # fmt: skip
    mailbox = Mailbox("", sender) if sender is not None else None
    return Letter(sender=mailbox, text=text, **(known | more))


def document(name: str = "a.pdf", text: str = "", fault: str | None = None) -> Document:
    """An attached file as read."""
    return Document(1, name, "application/pdf", 10, text=text, fault=fault)


def matter(**more: Any) -> Matter:
    """No water in Shevchenka street."""
    known: dict[str, Any] = {
        "applicant": APPLICANT, "kind": Kind.APPLICATION, "regime": Regime.APPEAL,
        "topic": "water", "text": "Немає води на вулиці Шевченка, 5.",
        "place": Place("Тестове", "Шевченка", "5"),
    }  # fmt: skip
    return Matter(**(known | more))


def facts(
    role: Role = Role.OUTSIDER,
    intent: Intent | None = None,
    sender: str | None = "maria@mail.example",
    text: str = "Слова листа.",
    **more: Any,
) -> Facts:
    """A letter of a proved address."""
    reply = Reply(intent, **more.pop("reply", {})) if intent is not None else None
    document_list = more.pop("documents", ())
    known: dict[str, Any] = {"authenticity": Authenticity.PROVED, "reply": reply}
    given = more.pop("letter", None) or letter(sender, text, documents=document_list)
    return Facts(letter=given, role=role, **(known | more))


def executor(intent: Intent | None, **more: Any) -> Facts:
    """The water company answers its referral."""
    known: dict[str, Any] = {
        "sender": WATER.address, "executor": "vodokanal",
        "ties": (Tie(TieKind.SIGNED_ADDRESS, "7", "r"),),
    }  # fmt: skip
    return facts(Role.EXECUTOR, intent, **(known | more))


def citizen(intent: Intent | None, **more: Any) -> Facts:
    """The applicant writes again."""
    known: dict[str, Any] = {"ties": (Tie(TieKind.SIGNED_ADDRESS, "0123-26", "a"),)}
    return facts(Role.OUTSIDER, intent, **(known | more))


def operator(intent: Intent | None, **more: Any) -> Facts:
    """An operator commands."""
    known: dict[str, Any] = {
        "sender": MOROZ.address, "person": MOROZ.address,
        "ties": (Tie(TieKind.SIGNED_ADDRESS, "0123-26", "o"),),
    }  # fmt: skip
    return facts(Role.OPERATOR, intent, **(known | more))


def leader(intent: Intent | None, **more: Any) -> Facts:
    """The deputy answers an alert."""
    known: dict[str, Any] = {
        "sender": DEPUTY.address, "person": "deputy",
        "ties": (Tie(TieKind.SIGNED_ADDRESS, "3", "l"),),
    }  # fmt: skip
    return facts(Role.LEADER, intent, **(known | more))


def appeal(**more: Any) -> Appeal:
    """The appeal K-0123/26."""
    known: dict[str, Any] = {
        "applicant": APPLICANT, "kind": Kind.APPLICATION, "regime": Regime.APPEAL,
        "topic": "water", "channel": Channel.E_MAIL, "received_at": NOW - timedelta(days=2),
        "due_at": NOW + timedelta(days=28), "text": "Немає води.",
        "place": Place("Тестове", "Шевченка", "5"), "state": AppealState.IN_WORK, "id": 5,
        "version": 4, "number": "К-0123/26", "letter_id": 11, "message_id": "<0@mail.example>",
    }  # fmt: skip
    return Appeal(**(known | more))


def referral(**more: Any) -> Referral:
    """Its referral to the water company."""
    known: dict[str, Any] = {
        "appeal": 5, "executor": "vodokanal", "due_at": NOW + timedelta(days=1),
        "state": ReferralState.SENT, "id": 7, "version": 2, "address": WATER.address,
    }  # fmt: skip
    found = Referral(**(known | more))
    if found.state in (ReferralState.CLAIMED, ReferralState.CONFIRMED) and found.claim is None:
        return replace(found, claim=Intent.DONE, claimed_at=NOW - timedelta(hours=3))
    return found


def alert(**more: Any) -> Alert:
    """A running alert about water."""
    known: dict[str, Any] = {
        "topic": "water", "settlement": "Тестове", "opened_at": NOW - timedelta(minutes=5),
        "id": 3, "version": 1, "appeal": 5, "told": (DEPUTY.address, MAYOR.address),
        "last_told_at": NOW - timedelta(minutes=5),
    }  # fmt: skip
    return Alert(**(known | more))


def context(policy: Policy = POLICY, **more: Any) -> Context:
    """What is known when the letter 42 is decided."""
    known: dict[str, Any] = {"now": NOW, "letter_id": 42, "received_at": NOW}
    return Context(policy=policy, **(known | more))


def at(
    state: AppealState = AppealState.IN_WORK,
    of_referral: ReferralState | None = ReferralState.SENT,
    **more: Any,
) -> Context:
    """A letter that is tied to the appeal with its one referral."""
    mine = referral(state=of_referral) if of_referral is not None else None
    known: dict[str, Any] = {
        "appeal": appeal(state=state), "tied": True, "referral": mine,
        "referrals": (mine,) if mine is not None else (),
    }  # fmt: skip
    return context(**(known | more))


Wanted = TypeVar("Wanted")


def of(decision: Decision, kind: type[Wanted]) -> list[Wanted]:
    """The changes of one kind."""
    return [one for one in decision.changes if isinstance(one, kind)]


def states(decision: Decision) -> dict[str, str]:
    """Which states are set: of the appeal, the referral, the alert."""
    names = {ChangeAppeal: "appeal", ChangeReferral: "referral", ChangeAlert: "alert"}
    return {
        names[type(one)]: str(one.fields["state"])
        for one in decision.changes
        if isinstance(one, ChangeAppeal | ChangeReferral | ChangeAlert) and "state" in one.fields
    }


def sent(decision: Decision, template: str | None = None) -> list[Outgoing]:
    """Letters to be sent, or those of one template."""
    return [one for one in decision.outgoing if template in (None, one.template)]


def mails(decision: Decision) -> list[tuple[str, str]]:
    """Templates and addresses."""
    return [(one.template, one.to) for one in decision.outgoing]


def codes(decision: Decision) -> list[Code]:
    """Why."""
    return [one.code for one in decision.reasons]
