"""The draft of a signed answer: addressee, legal frame, what executors reported, who signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailflows.dossier import Dossier
from mailflows.papers.naming import Naming, clean, prose, table
from mailflows.policy import Leader, Operator, Policy
from mailflows.records import Appeal
from mailflows.vocabulary import Kind, Regime
from mailflows.writing import typography
from mailflows.writing.greeting import dative, greeting
from mailflows.writing.places import place

LONGEST = 20_000  # characters of what one executor reported


@dataclass(frozen=True, slots=True)
class Report:
    """What an executor reported: his code, when, and his words, "" when they lie in a file."""

    executor: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """Everything of the draft, ready to print; "" where nothing is known.

    A council's own DOCX layout speaks of these names: `{{ number }}`, `{%p for one in told %}`.
    """

    organisation: str
    centre: str
    phone: str
    number: str
    received: str
    addressee: str
    address: str
    email: str
    greeting: str
    opening: str
    told: tuple[str, ...]  # what was reported, a paragraph each
    right: str  # how to contest it
    signatory: str  # the post of who signs
    signed: str  # his name
    prepared_by: str
    printed: str
    lacks: tuple[str, ...]  # what a person must still find out; not for the paper

    @property
    def text(self) -> str:
        """The words of the answer alone."""
        return "\n\n".join((self.greeting, self.opening, *self.told, self.right))


def answer_draft(
    dossier: Dossier, reports: Sequence[Report], operator: Operator, policy: Policy, now: datetime
) -> AnswerDraft:
    """The draft for an appeal as it stands, prepared by `operator` at `now` (aware)."""
    one, naming = dossier.appeal, Naming(policy)
    who, said = one.applicant, table("answer")
    told = tuple(_told(reports, naming)) or (str(said["nothing"]),)
    head = _signs(one, policy)
    by_mail = who.email or ""
    lacks = [] if reports else [str(said["lacks_report"])]
    lacks += [str(said["lacks_address"])] if not (by_mail or who.street) else []
    return AnswerDraft(
        organisation=clean(policy.organisation),
        centre=clean(f"{policy.centre} {policy.organisation_genitive}"),
        phone=clean(typography.phone(policy.phone)[0]),
        number=clean(one.number),
        received=naming.day(one.received_at),
        addressee=clean(dative(who.name) if who.name else ""),
        address=clean(place(who)),
        email=clean(by_mail),
        greeting=greeting(who.name),
        opening=_opening(one, naming),
        told=told,
        right=str(said[_right(one.regime)]),
        signatory=_capital(clean(head.post)) if head else str(said["signatory"]),
        signed=_signature(head.name) if head else "",
        prepared_by=clean(operator.name),
        printed=naming.moment(now),
        lacks=tuple(lacks),
    )


def _opening(appeal: Appeal, naming: Naming) -> str:
    said = table("answer")
    ordinary = appeal.regime is Regime.APPEAL
    name = "complaint" if ordinary and appeal.kind is Kind.COMPLAINT else str(appeal.regime)
    told = str(said[name]).format(
        received=naming.day(appeal.received_at),
        number=clean(appeal.number),
        topic=naming.topic(appeal.topic) or clean(appeal.subject),
    )
    return typography.joined(told)


def _right(regime: Regime) -> str:
    if regime is Regime.APPEAL:
        return "right"
    return f"right_{regime}" if regime is Regime.INFORMATION_REQUEST else "right_other"


def _told(reports: Sequence[Report], naming: Naming) -> Iterator[str]:
    said = table("answer")
    for one in reports:
        facts = {"executor": naming.executor(one.executor), "day": naming.day(one.at)}
        if one.words.strip():
            yield str(said["report"]).format(**facts)
            yield from prose(one.words, LONGEST)
        else:
            yield str(said["report_in_file"]).format(**facts)


def _signs(appeal: Appeal, policy: Policy) -> Leader | None:
    """The head of the body signs (393/96-VR art. 15), or the leader who considers the appeal."""
    own = next((one for one in policy.leaders if one.code == appeal.leader), None)
    return own or policy.mayor


def _signature(name: str) -> str:
    """The given name and the surname in capitals, as documents are signed (DSTU 4163:2020)."""
    surname, _, rest = clean(name).partition(" ")
    given = rest.partition(" ")[0]
    return f"{given} {surname.upper()}".strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
