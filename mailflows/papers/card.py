"""The registration card: what the Instruction's form has fields for, every field ready to print."""

# Fields of form 0203005 (Instruction 348 on appeals): correspondent and residence, kind, category,
# sign, form of receipt, content with its index, resolution, executor, term, course, result, answer,
# removal from control.

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import templates
from mailflows.dossier import Change, Dossier
from mailflows.papers.course import Step, course, first_term
from mailflows.papers.naming import Naming, clean, common, prose, table, word
from mailflows.policy import Policy
from mailflows.records import Answer, Appeal, Referral
from mailflows.states import OPEN
from mailflows.vocabulary import Intent, Sign, TaskKind
from mailflows.writing import dates, typography
from mailflows.writing.places import place

GIST = 300  # characters of the short content
TEXT = 20_000  # characters of the applicant's words that are printed
LISTED = 100  # referrals and changes of terms; the course holds all of them
STEPS = 1_500  # lines of the course that are printed: some forty pages
_ANSWERS = {"answer", "closed", "returned", "not-considered", "withdrawn"}  # letters that end it


@dataclass(frozen=True, slots=True)
class Order:
    """A referral as the card tells it: the resolution, the executor and his term."""

    executor: str
    purpose: str
    given: str
    given_by: str
    due: str
    first_due: str  # "" when the term was never changed
    address: str
    state: str
    reported: str
    returns: int


@dataclass(frozen=True, slots=True)
class Extension:
    """A change of a term: whose, from when to when, by whom."""

    at: str
    by: str
    whose: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything on the card, ready to print; "" where nothing is known.

    A council's own DOCX layout speaks of these names: `{{ number }}`, `{% for one in steps %}`.
    """

    organisation: str
    centre: str
    number: str
    received: str
    registered: str
    marks: tuple[str, ...]  # confidential, emergency, the sign, who considers it himself
    applicant: str
    address: str
    phone: str
    email: str
    category: str
    channel: str
    kind: str
    regime: str
    sign: str
    subject: str  # single, collective, anonymous
    topic: str
    classifier: str
    gist: str
    place: str
    missing: str
    orders: tuple[Order, ...]
    due: str
    extensions: tuple[Extension, ...]
    steps: tuple[Step, ...]
    omitted: str  # a sentence when not all steps are printed
    state: str
    result: str
    closed: str
    closed_by: str
    days: str  # how long it took
    answered: str  # when the answer went to the applicant
    answered_to: str
    answers: tuple[str, ...]  # the council's own, with the hashes of their files
    rating: str  # the applicant's mark, in words
    control: str  # whether it is under control, in words
    under_control: bool
    text: tuple[str, ...]  # the applicant's words, a paragraph each
    printed: str


def card(dossier: Dossier, policy: Policy, now: datetime) -> Card:
    """The card of an appeal as it stands; `now` (aware) is printed on it."""
    one = dossier.appeal
    naming = Naming(policy, one.applicant.email)
    steps = course(dossier, naming)
    omitted = word("more").format(shown=STEPS, all=len(steps)) if len(steps) > STEPS else ""
    answered, answered_to = _answer(dossier, naming)
    return Card(
        organisation=policy.organisation,
        centre=f"{policy.centre} {policy.organisation_genitive}",
        number=clean(one.number),
        received=naming.moment(one.received_at),
        registered=naming.moment(one.registered_at),
        marks=marks(one, naming),
        applicant=clean(one.applicant.name or word("none")),
        address=clean(place(one.applicant)),
        phone=clean(typography.phone(one.applicant.phone)[0]) if one.applicant.phone else "",
        email=clean(one.applicant.email or ""),
        category=naming.categories(one.privileged),
        channel=str(common("channel").get(one.channel, one.channel)),
        kind=str(common("kind").get(one.kind, one.kind)),
        regime=str(common("regime").get(one.regime, one.regime)),
        sign=sign(one),
        subject=subject(one),
        topic=naming.topic(one.topic) or str(templates.words()["topic_unclear"]),
        classifier=naming.classifier(one.topic),
        gist=gist(one),
        place=clean(place(one.place)),
        missing=naming.value("appeal", "missing", one.missing) if one.missing else "",
        orders=tuple(_order(referral, dossier, naming) for referral in dossier.referrals[:LISTED]),
        due=naming.day(one.due_at),
        extensions=tuple(islice(_extensions(dossier, naming), LISTED)),
        steps=steps[:STEPS],
        omitted=omitted,
        state=str(common("appeal_state").get(one.state, one.state)),
        result=naming.value("appeal", "result", one.result) if one.result else "",
        closed=naming.day(one.closed_at),
        closed_by=naming.who(one.result_by),
        days="" if one.closed_at is None else str(days_taken(one, naming)),
        answered=answered,
        answered_to=answered_to,
        answers=tuple(_own_answer(given, naming) for given in dossier.answers),
        rating=str(common("rating").get(str(one.rating), "")),
        control=str(table("control")["on" if one.state in OPEN else "off"]),
        under_control=one.state in OPEN,
        text=prose(one.text, TEXT),
        printed=naming.moment(now),
    )


def marks(appeal: Appeal, naming: Naming) -> tuple[str, ...]:
    """What is stamped on the card: the author's wish not to be named comes first."""
    wanted = (
        ("confidential", appeal.confidential),
        ("emergency", appeal.emergency),
    )
    found = [word(name) for name, holds in wanted if holds]
    if appeal.sign is not Sign.FIRST:
        found.append(str(table("sign")[appeal.sign]))
    if appeal.leader is not None:
        found.append(word("considered").format(leader=naming.leader(appeal.leader)))
    return tuple(found)


def sign(appeal: Appeal) -> str:
    """First, repeated, ... (classifier, group 2), with the number of the appeal before.

    While only the program proposes it, that is said.
    """
    said = table("sign")
    told = str(said[appeal.sign])
    if appeal.repeat_of:
        told = str(said["earlier"]).format(sign=told, number=clean(appeal.repeat_of))
    return str(said["proposed"]).format(sign=told) if appeal.sign_by == "rule" else told


def subject(appeal: Appeal) -> str:
    """Single, collective or anonymous (classifier, group 5)."""
    if appeal.anonymous:
        return str(table("subject")["anonymous"])
    return str(table("subject")["collective" if appeal.collective else "single"])


def gist(appeal: Appeal) -> str:
    """The beginning of the applicant's words in one line."""
    return clean(appeal.text or appeal.subject, GIST)


def days_taken(appeal: Appeal, naming: Naming) -> int | None:
    """Calendar days from the receipt to the end, the day of receipt not counted."""
    if appeal.closed_at is None:
        return None
    zone = naming.policy.timezone
    ended = dates.local_day(appeal.closed_at, zone)
    return (ended - dates.local_day(appeal.received_at, zone)).days


def _order(one: Referral, dossier: Dossier, naming: Naming) -> Order:
    born = next((c for c in dossier.changes if _is_birth(c, one.id)), None)
    first = first_term(dossier, one.id, one.due_at)
    return Order(
        executor=naming.executor(one.executor),
        purpose=str(common("purpose").get(one.purpose, one.purpose)),
        given=naming.moment(born.at if born else one.sent_at),
        given_by=naming.doer(born.by) if born else "",
        due=naming.moment(one.due_at),
        first_due=naming.moment(first) if first != one.due_at else "",
        address=clean(one.address),
        state=str(common("referral_state").get(one.state, one.state)),
        reported=naming.moment(one.claimed_at),
        returns=one.returns,
    )


def _is_birth(one: Change, referral_id: int) -> bool:
    mine = one.record == "referral" and one.record_id == referral_id
    return mine and one.field == "state" and one.old is None


def _extensions(dossier: Dossier, naming: Naming) -> Iterator[Extension]:
    """Changes of the law's term and of executors' terms, oldest first."""
    executors = {one.id: naming.executor(one.executor) for one in dossier.referrals}
    for one in dossier.changes:
        if one.field != "due_at" or one.record not in {"appeal", "referral"} or one.old is None:
            continue
        whose = executors.get(one.record_id, "") if one.record == "referral" else ""
        old, new = naming.moment(one.old), naming.moment(one.new)
        yield Extension(naming.moment(one.at), naming.doer(one.by), whose, old, new)


def _answer(dossier: Dossier, naming: Naming) -> tuple[str, str]:
    """When and whither the answer went: our letter about the result, else the clerk's call.

    While the appeal is open there is no answer: what went before was disputed or is no result.
    """
    if dossier.appeal.state in OPEN:
        return "", ""
    told = [one for one in dossier.written if one.template in _ANSWERS and one.party == "a"]
    sent = next((one for one in reversed(told) if one.sent_at is not None), None)
    if sent is not None:
        return naming.day(sent.sent_at), clean(sent.recipient)
    called = [t for t in dossier.tasks if t.kind is TaskKind.CALL_BACK and t.answered_at]
    calls = [t for t in called if t.answer != Intent.NOT_REACHED]
    phone = dossier.appeal.applicant.phone
    if calls and phone:
        return naming.day(calls[-1].answered_at), clean(typography.phone(phone)[0])
    return "", ""


def _own_answer(given: Answer, naming: Naming) -> str:
    """An answer of the council: when, how, by whom, and what proves each file."""
    pattern, files = str(table("answer_given")[given.way]), table("answer_given")["file"]
    told = pattern.format(at=naming.moment(given.given_at), by=naming.who(given.given_by))
    proved = [
        str(files).format(name=clean(one.name), size=typography.size(one.size), digest=one.digest)
        for one in given.files
    ]
    return "; ".join([told, *proved, *([clean(given.note)] if given.note else [])])
