"""Sample inputs for every letter: a usual one, an extreme one, a hostile one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from mailflows.decision import Outgoing
from mailflows.facts import Applicant, Place, Scene
from mailflows.letter import Attachment
from mailflows.policy import Executor, Leader, Operator, Policy, Topic
from mailflows.reasons import Code, Reason
from mailflows.records import Alert, Appeal, Referral, Task
from mailflows.summary import DigestFigures, Item, Question
from mailflows.vocabulary import (
    AppealState,
    Channel,
    Fault,
    Ground,
    Intent,
    Kind,
    ReferralState,
    Regime,
    Sign,
    TaskKind,
)
from mailflows.writing import Known

NOW = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
RANDOM = "0123456789abcdef0123"


@dataclass(frozen=True)
class Sample:
    """One letter to be written: what goes in, and what its reader must find in it."""

    name: str
    outgoing: Outgoing
    known: Known
    attachments: tuple[Attachment, ...] = ()


def policy(**changes: Any) -> Policy:
    """A council with a few executors, leaders and operators."""
    made = Policy(
        organisation="Селидівська міська рада",
        organisation_genitive="Селидівської міської ради",
        centre="Контактний-центр",
        phone="+380623770101",
        timezone=ZoneInfo("Europe/Kyiv"),
        settlements=("Селидове", "Українськ"),
        mailbox="contact@selydove-rada.example",
        mailboxes=("contact@selydove-rada.example",),
        form_mailboxes=(),
        form_senders=(),
        authserv_ids=("mx.selydove-rada.example",),
        authenticity="require",
        executors={
            "gas": Executor(
                "gas",
                "Дільниця газопостачання",
                "gas@gas.example",
                phone="+380623770104",
                topics=("gas",),
            ),
            "vodokanal": Executor(
                "vodokanal",
                "КП «Водоканал»",
                "dispatcher@vodokanal.example",
                phone="+380623770201",
                topics=("water", "sewerage"),
            ),
        },
        leaders=(
            Leader(
                "mayor",
                "Савченко Микола Андрійович",
                "міський голова",
                "mayor@selydove-rada.example",
                phone="+380501110001",
                topics=("*",),
            ),
            Leader(
                "utilities",
                "Гриценко Віктор Олегович",
                "заступник міського голови",
                "deputy-utilities@selydove-rada.example",
                phone="+380501110002",
                topics=("gas", "water"),
            ),
        ),
        operators=(Operator("Мороз Ірина Василівна", "завідувач", "moroz@selydove-rada.example"),),
        topics={
            "gas": Topic("gas", "Газопостачання", "090", 1, 72),
            "water": Topic("water", "Водопостачання", "090", 24, 72),
            "health": Topic("health", "Охорона здоровʼя", "080", None, 240),
        },
        secret=b"a secret of the tests, long enough",
    )
    return replace(made, **changes)


APPEAL = Appeal(
    applicant=Applicant(
        name="Олійник Марія Тимофіївна",
        settlement="Селидове",
        street="Миру",
        house="18",
        flat="39",
        phone="+380501234567",
        email="oliinyk@ukr.net.example",
    ),
    kind=Kind.APPLICATION,
    regime=Regime.APPEAL,
    topic="water",
    channel=Channel.E_MAIL,
    received_at=datetime(2026, 11, 25, 6, 40, tzinfo=UTC),
    registered_at=datetime(2026, 11, 25, 6, 41, tzinfo=UTC),
    due_at=datetime(2026, 12, 25, 21, 59, tzinfo=UTC),
    text="Доброго дня! Третій день у будинку немає води.\n\nПросимо відновити подачу.",
    place=Place("Селидове", "Миру", "18"),
    state=AppealState.IN_WORK,
    id=123,
    number="К-0123/26",
    message_id="<letter-1@ukr.net.example>",
    subject="Fwd: Re: немає води третій день",
)
EMERGENCY = replace(
    APPEAL,
    topic="gas",
    emergency=True,
    number="К-0125/26",
    id=125,
    subject="запах газу",
    due_at=datetime(2026, 11, 25, 13, 30, tzinfo=UTC),
    text="Сильний запах газу у під'їзді № 3, люди задихаються!",
)
REFERRAL = Referral(
    appeal=123,
    executor="vodokanal",
    due_at=datetime(2026, 11, 28, 15, 0, tzinfo=UTC),
    state=ReferralState.SENT,
    id=77,
    address="dispatcher@vodokanal.example",
)
URGENT_REFERRAL = replace(
    REFERRAL, appeal=125, executor="gas", id=78, due_at=datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
)
ALERT = Alert(
    topic="gas",
    settlement="Селидове",
    opened_at=datetime(2026, 11, 25, 12, 0, tzinfo=UTC),
    id=9,
    appeal=125,
    appeals=4,
)
TASK = Task(
    kind=TaskKind.ROUTE,
    appeal=123,
    id=41,
    reason=Reason(Code.TOPIC_UNCLEAR, {}),
    options=("set-executor vodokanal", "set-executor gas", "do-not-register"),
    opened_at=NOW,
)
FILES = (
    Attachment(
        1, "Акт обстеження № 5 від 24.11.2026.pdf", "application/pdf", b"%PDF-1.4\n\x00\xff"
    ),
    Attachment(2, "photo.jpg", "image/jpeg", bytes(range(256)) * 40),
)


def _letter(
    template: str,
    to: str,
    party: str,
    values: Mapping[str, Any],
    known: Known,
    name: str = "",
    attachments: tuple[Attachment, ...] = (),
    **more: Any,
) -> Sample:
    outgoing = Outgoing(template, to, template, party=party, values=values, **more)
    return Sample(name or template, outgoing, known, attachments)


def samples() -> Iterator[Sample]:
    """Every letter, with what its flow usually gives."""
    citizen, executor = "oliinyk@ukr.net.example", "dispatcher@vodokanal.example"
    leader, operator = "mayor@selydove-rada.example", "moroz@selydove-rada.example"
    known = Known(appeal=APPEAL)
    work = Known(appeal=APPEAL, referral=REFERRAL)
    urgent = Known(appeal=EMERGENCY, referral=URGENT_REFERRAL)
    told = ("Гриценко Віктор Олегович", "Савченко Микола Андрійович")
    yield _letter(
        "acknowledgement",
        citizen,
        "a",
        {"late": False, "missing": (), "others": 0},
        known,
        replied=True,
        in_reply_to=APPEAL.message_id,
    )
    several = replace(
        APPEAL,
        kind=Kind.COMPLAINT,
        state=AppealState.REGISTERED,
        topic=None,
        missing=("name", "contact"),
        applicant=replace(APPEAL.applicant, name="Олійник М. Т."),
    )
    yield _letter(
        "acknowledgement",
        citizen,
        "a",
        {"late": True, "missing": ("name", "contact"), "others": 2},
        Known(appeal=several, related=(EMERGENCY, replace(APPEAL, number="КО-0126/26"))),
        name="acknowledgement-complaint",
    )
    yield _letter(
        "acknowledgement",
        citizen,
        "a",
        {},
        Known(appeal=EMERGENCY),
        name="acknowledgement-emergency",
    )
    yield _letter(
        "informed",
        citizen,
        "a",
        {
            "executor_name": "КП «Водоканал»",
            "claim": Intent.DONE,
            "silent_days": 5,
            "words": "Порив усунуто 25.11 о 16:40, воду подано.\n\nМайстер Гук",
        },
        work,
        attachments=FILES,
    )
    yield _letter(
        "informed",
        citizen,
        "a",
        {
            "executor_name": "КП «Водоканал»",
            "claim": Intent.EXPLAINED,
            "silent_days": 1,
            "words": "Роз'яснюємо: будинок обслуговує ОСББ.",
        },
        work,
        name="informed-explained",
    )
    closed = replace(APPEAL, state=AppealState.CLOSED, result="9.1", closed_at=NOW)
    yield _letter(
        "closed", citizen, "a", {"by": "applicant", "result": "9.1"}, Known(appeal=closed)
    )
    yield _letter(
        "answer", citizen, "a", {"result": "9.3"}, Known(appeal=closed), attachments=FILES
    )
    requested = replace(closed, regime=Regime.INFORMATION_REQUEST)
    yield _letter(
        "answer", citizen, "a", {"result": "9.2"}, Known(appeal=requested),
        name="answer-to-request", attachments=FILES,
    )  # fmt: skip
    yield _letter("rated", citizen, "a", {"rating": 2}, Known(appeal=closed), replied=True)
    owed = Task(TaskKind.ANSWER, appeal=123, id=51, opened_at=NOW)
    drafted = {
        "text": "На Ваше звернення повідомляємо.\n\nВоду подано.", "by_mail": True, "fault": "",
        "signatory": "Савченко Микола Андрійович, міський голова", "lacks": "",
        "options": ("answered", "rework"),
    }  # fmt: skip
    yield _letter(
        "answer-draft", operator, "t", drafted, Known(appeal=APPEAL, task=owed), attachments=FILES
    )
    yield _letter(
        "answer-draft",
        operator,
        "t",
        drafted | {"fault": "не встановлено пакети papers", "by_mail": False, "lacks": "адреси"},
        Known(appeal=APPEAL, task=owed),
        name="answer-draft-without-file",
    )
    yield _letter(
        "corrected", citizen, "a", {"what": "result", "result": "9.2"}, Known(appeal=closed),
        name="result-corrected",
    )  # fmt: skip
    yield _letter("reopened", citizen, "a", {}, work)
    yield _letter("addition-taken", citizen, "a", {}, known)
    rows = (
        {
            "executor_name": "КП «Водоканал»",
            "state": ReferralState.ACCEPTED,
            "due": REFERRAL.due_at,
        },
        {
            "executor_name": "Дільниця газопостачання",
            "state": ReferralState.DECLINED,
            "due": date(2026, 11, 30),
        },
    )
    yield _letter("status", citizen, "a", {"referrals": rows}, known)
    off = {
        "last": "2026-12-28", "act": "393/96 20", "term": "1-months", "from": "2026-11-26",
        "moved_from": "2026-12-26", "day_off": "weekend", "counted_by": "435-15 254",
    }  # fmt: skip
    yield _letter(
        "status", citizen, "a",
        {"referrals": rows, "terms": (Reason(Code.TERM_OF_LAW, off),)},
        Known(appeal=replace(APPEAL, due_at=datetime(2026, 12, 28, 21, 59, tzinfo=UTC))),
        name="status-moved-term",
    )  # fmt: skip
    yield _letter("withdrawal-taken", citizen, "a", {}, known)
    fields = {
        "emergency": False,
        "applicant": APPEAL.applicant,
        "place": APPEAL.place,
        "text": APPEAL.text,
        "due": REFERRAL.due_at,
        "kind": APPEAL.kind,
    }
    yield _letter("referral", executor, "r", fields, work, attachments=FILES)
    yield _letter(
        "referral",
        executor,
        "r",
        fields | {"emergency": True, "text": EMERGENCY.text, "due": URGENT_REFERRAL.due_at},
        urgent,
        name="referral-emergency",
        urgent=True,
    )
    lead = policy().executors["vodokanal"]
    beside = tuple(one for one in policy().executors.values() if one != lead)[:2]
    several = {"lead": lead, "together": beside}
    part = replace(REFERRAL, purpose="together")
    yield _letter("referral", executor, "r", fields | several, work, name="referral-lead")
    for name, values in (
        ("referral-together", {**fields, **several}),
        ("referral-again", {**fields, "declined_at": NOW}),
    ):
        yield _letter("referral", executor, "r", values, Known(APPEAL, part), name=name)
    due = {"due": REFERRAL.due_at}
    for name, mine, values in (
        ("referral-team", part, several),
        ("referral-team-lead", REFERRAL, several),
        ("referral-team-alone", REFERRAL, {"lead": lead, "together": ()}),
    ):
        known_now = Known(appeal=APPEAL, referral=mine)
        yield _letter("referral-team", executor, "r", values | due, known_now, name=name)
    said = {"executor_name": lead.name, "claim": Intent.DONE, "words": "Трубу замінено."}
    yield _letter("lead-claimed", executor, "r", said | due, Known(APPEAL, part))
    yield _letter("part-claimed", executor, "r", said | due, work, attachments=FILES)
    inquiry = replace(REFERRAL, purpose="information", question="Який тиск у мережі?")
    asked_for = fields | {"question": inquiry.question}
    about_it = Known(appeal=APPEAL, referral=inquiry)
    yield _letter("inquiry", executor, "r", asked_for, about_it)
    yield _letter(
        "inquiry", executor, "r", fields | {"question": ""},
        Known(appeal=EMERGENCY, referral=inquiry), name="inquiry-emergency", urgent=True,
    )  # fmt: skip
    yield _letter("referral-recalled", executor, "r", {}, about_it, name="inquiry-recalled")
    answer = {"executor_name": lead.name, "question": inquiry.question, "words": "2 атмосфери."}
    yield _letter("inquiry-answered", operator, "o", answer, about_it, attachments=FILES)
    yield _letter(
        "inquiry-answered", executor, "r", answer | due | {"declined": True, "words": ""}, work,
        name="inquiry-declined",
    )  # fmt: skip
    between = {"executor_name": lead.name, "words": "Чекаємо на насос до 10 грудня."}
    yield _letter("interim", citizen, "a", between | {"due": APPEAL.due_at}, known)
    secret = replace(APPEAL, confidential=True)
    yield _letter(
        "referral",
        executor,
        "r",
        fields | {"applicant": Applicant(), "text": "Третій день немає води. […]"},
        Known(appeal=secret, referral=REFERRAL),
        name="referral-confidential",
    )
    yield _letter(
        "rework",
        executor,
        "r",
        {"reason": "Води досі немає.", "returns": 2, "due": REFERRAL.due_at},
        work,
    )
    for fault in Fault:
        yield _letter(
            "rework",
            executor,
            "r",
            {"fault": fault, "returns": 3, "due": REFERRAL.due_at, "leader": told[0]},
            work,
            name=f"rework-{fault}",
        )
    yield _letter(
        "returned-again",
        "deputy-utilities@selydove-rada.example",
        "l",
        {
            "title": "Водопостачання",
            "executor_name": "КП «Водоканал»",
            "executor_phone": "+380623770201",
            "returns": 3,
            "due": REFERRAL.due_at,
            "fault": Fault.FORMAL,
            "reason": "Відповідь переказує звернення.",
        },
        work,
    )
    yield _letter(
        "referral-recalled", executor, "r", {"words": "Передано іншому виконавцеві."}, work
    )
    yield _letter(
        "referral-recalled", executor, "r", {"why": "withdrawn"}, work, name="recalled-withdrawn"
    )
    ended = replace(APPEAL, state=AppealState.RETURNED, missing=("name", "residence"))
    lacking = {"missing": ended.missing, "words": "не вказано під’їзд"}
    yield _letter("returned", citizen, "a", lacking, Known(appeal=ended))
    for ground in Ground:
        yield _letter(
            "not-considered",
            citizen,
            "a",
            {
                "ground": ground,
                "leader": "Савченко Микола Андрійович" if ground is Ground.REPEATED else "",
                "post": "міський голова",
                "earlier": "К-0100/26" if ground is Ground.REPEATED else "",
            },
            known,
            name=f"not-considered-{ground}",
        )
    yield _letter("withdrawn", citizen, "a", {}, known)
    yield _letter("corrected", citizen, "a", {"what": "considered", "due": APPEAL.due_at}, known)
    yield _letter(
        "corrected", citizen, "a", {"what": "term", "due": APPEAL.due_at}, known, name="term-again"
    )
    yield _letter(
        "extension-decided",
        executor,
        "r",
        {"granted": False, "undone": True, "due": REFERRAL.due_at},
        work,
        name="extension-undone",
    )
    yield _letter("answer-to-executor", executor, "r", {"words": "Під'їзд третій, код 18В."}, work)
    asked = Task(
        kind=TaskKind.DECIDE_EXTENSION, appeal=123, referral=77, id=43, opened_at=NOW,
        options=("extend 05.01.2027 utilities", "do-not-extend"),
    )  # fmt: skip
    yield _letter(
        "extension-asked",
        "deputy-utilities@selydove-rada.example",
        "t",
        {
            "title": "Водопостачання",
            "executor_name": "КП «Водоканал»",
            "executor_due": REFERRAL.due_at,
            "words": "Чекаємо на труби, просимо продовжити до 5 січня.",
            "told_until": date(2027, 1, 5),
            "by_appeals_law": True,
            "options": ("extend 05.01.2027", "do-not-extend"),
        },
        Known(appeal=APPEAL, task=asked),
    )
    yield _letter(
        "extension-asked",
        "deputy-utilities@selydove-rada.example",
        "t",
        {
            "title": "Водопостачання",
            "executor_name": "КП «Водоканал»",
            "executor_due": REFERRAL.due_at,
            "words": "",
            "told_until": None,
            "options": ("extend 10.12.2026", "do-not-extend"),
        },
        Known(appeal=APPEAL, task=asked),
        name="extension-asked-within-the-term",
    )
    before = {
        "number": "К-0100/26", "received_at": datetime(2026, 10, 5, 8, 0, tzinfo=UTC),
        "state": "closed", "result": "9.1", "closed_at": datetime(2026, 10, 20, 8, 0, tzinfo=UTC),
        "work": (
            {
                "executor_name": "КП «Водоканал»", "state": "confirmed", "claim": "done",
                "at": datetime(2026, 10, 19, 8, 0, tzinfo=UTC), "words": "Порив усунуто.",
                "returns": 1,
            },
        ),
    }  # fmt: skip
    again = replace(APPEAL, sign=Sign.REPEATED, repeat_of="К-0100/26", kind=Kind.COMPLAINT,
                    against=("vodokanal",), leader="utilities")  # fmt: skip
    yield _letter(
        "for-decision", "deputy-utilities@selydove-rada.example", "t",
        {
            "reasons": (Reason(Code.LEADER_CONSIDERS, {"leader": "utilities"}),),
            "against": ("КП «Водоканал»",), "options": ("set-executor gas",), "earlier": before,
            "complaint": True,
        },
        Known(appeal=again, task=replace(TASK, kind=TaskKind.DECIDE)), attachments=FILES,
    )  # fmt: skip
    yield _letter(
        "referral", executor, "r", {"earlier": before},
        Known(appeal=replace(again, kind=Kind.APPLICATION), referral=REFERRAL),
        name="referral-repeated",
    )  # fmt: skip
    yield _letter("for-decision-recalled", "deputy-utilities@selydove-rada.example", "", {}, known)
    yield _letter(
        "answer-to-executor", executor, "r", {"words": "", "earlier": before},
        Known(appeal=again, referral=REFERRAL), name="answer-to-executor-earlier",
    )  # fmt: skip
    longer = {
        "until": date(2027, 1, 5),
        "because": "Чекаємо на труби.",
        "by_appeals_law": True,
    }
    yield _letter("extended", citizen, "a", longer, known)
    yield _letter(
        "extended",
        citizen,
        "a",
        {"until": date(2027, 1, 5), "because": "", "by_appeals_law": False},
        known,
        name="extended-another-law",
    )
    granted = {"granted": True, "due": datetime(2027, 1, 5, 15, 0, tzinfo=UTC)}
    yield _letter("extension-decided", executor, "r", granted, work)
    yield _letter(
        "extension-decided",
        executor,
        "r",
        {"granted": False, "due": REFERRAL.due_at, "words": "Люди без води."},
        work,
        name="extension-refused",
    )
    alarm = {
        "headline": "Сильний запах газу у під'їзді № 3",
        "topic": "Газопостачання",
        "place": EMERGENCY.place,
        "since": EMERGENCY.received_at,
        "masked_from": "О***",
        "executor_name": "Дільниця газопостачання",
        "executor_phone": "+380623770104",
        "told": told,
        "more": 3,
        "text": "Сильний запах газу у під'їзді № 3.",
    }
    yield _letter("alert", leader, "l", alarm, Known(appeal=EMERGENCY, alert=ALERT), urgent=True)
    yield _letter(
        "alert-update",
        leader,
        "l",
        {
            "added": 7,
            "appeals": 11,
            "places": (Scene(EMERGENCY.place), Scene(Place("Селидове", "Шевченка", "4"), True)),
            "executor_name": "Дільниця газопостачання",
            "executor_phone": "+380623770104",
        },
        Known(appeal=EMERGENCY, alert=ALERT),
        urgent=True,
    )
    task = {
        "kind": TaskKind.ROUTE,
        "words": APPEAL.text,
        "reasons": (TASK.reason,),
        "options": TASK.options,
    }
    yield _letter("task", operator, "t", task, Known(appeal=APPEAL, task=TASK))
    yield _letter(
        "task",
        operator,
        "t",
        task | {"kind": TaskKind.CALL, "options": ("call mayor", "call utilities", "done")},
        Known(
            appeal=EMERGENCY,
            alert=ALERT,
            task=replace(
                TASK,
                kind=TaskKind.CALL,
                alert=ALERT.id,
                urgent=True,
                options=("call mayor", "call utilities", "done"),
            ),
        ),
        name="task-urgent",
        urgent=True,
    )
    yield _letter(
        "task",
        operator,
        "t",
        task
        | {
            "also": (TaskKind.CALL,),
            "reasons": (TASK.reason, Reason(Code.ALERT_RAISED, {"topic": "gas"})),
            "options": (*TASK.options, "call mayor"),
        },
        Known(appeal=EMERGENCY, alert=ALERT, task=replace(TASK, urgent=True)),
        name="task-two-questions",
        urgent=True,
    )
    yield _letter(
        "task",
        operator,
        "t",
        {"words": "Роботи тривають.", "sender": executor, "options": ("done", "rework")},
        Known(
            appeal=APPEAL,
            referral=REFERRAL,
            task=replace(TASK, kind=TaskKind.READ_REPLY, options=("done", "rework")),
        ),
        name="task-read-reply",
    )
    disputed = Reason(
        Code.DECLINED_AGAIN, {"executor": "gas", "path": "vodokanal 2026-11-24, gas 2026-11-25"}
    )
    again = ("set-executor vodokanal", "set-executor gas")
    steps = ((lead.name, NOW, "Не наше, це газ."), ("Дільниця газопостачання", NOW, "Не наше."))
    back = replace(TASK, kind=TaskKind.REASSIGN, urgent=True, options=again, reason=disputed)
    yield _letter(
        "task",
        operator,
        "t",
        {"words": "Не наше.", "sender": executor, "options": again, "path": steps,
         "reasons": (disputed,)},
        Known(appeal=APPEAL, referral=REFERRAL, task=back),
        name="task-declined-again",
        urgent=True,
    )  # fmt: skip
    silent = Reason(Code.NOT_SERVED, {"executor": "vodokanal", "why": "silent", "attempts": "2"})
    call = ("call vodokanal", "reached", "not-reached")
    unread = replace(TASK, kind=TaskKind.CALL, options=call, reason=silent)
    yield _letter(
        "task",
        operator,
        "t",
        {"options": call, "reasons": (silent,)},
        Known(appeal=EMERGENCY, referral=URGENT_REFERRAL, task=unread),
        name="task-call-executor",
        urgent=True,
    )
    caller = {
        "executor_name": "Дільниця газопостачання",
        "executor_phone": "+380623770104",
        "due": URGENT_REFERRAL.due_at,
        "alerted": told,
        "missing": ("residence",),
    }
    nobody = {"executor_name": "", "executor_phone": "", "due": None, "alerted": (), "missing": ()}
    noted = replace(EMERGENCY, channel=Channel.TELEPHONE, place=Place())
    yield _letter(
        "note-registered", operator, "o", {"callers": (caller,), "options": ()}, Known(appeal=noted)
    )
    yield _letter(
        "note-registered",
        operator,
        "o",
        {"callers": (nobody,), "options": ("set-executor gas",)},
        Known(appeal=replace(APPEAL, topic=None)),
        name="note-registered-unclear",
    )
    yield _letter(
        "note-registered",
        operator,
        "o",
        {"callers": (caller, nobody), "options": ()},
        Known(appeal=noted, related=(replace(APPEAL, number="К-0126/26"),)),
        name="note-registered-two",
    )
    yield _letter(
        "undeliverable",
        operator,
        "o",
        {"recipient": executor, "status": "5.2.2 mailbox full"},
        work,
    )
    yield _letter(
        "set-aside",
        operator,
        "o",
        {
            "error": "UnicodeDecodeError in reading",
            "letter_id": 501,
            "mailbox": "contact@selydove-rada.example",
            "received_at": NOW,
        },
        Known(),
    )
    yield _letter(
        "too-large",
        operator,
        "o",
        {
            "size": 41_300_000,
            "subject": "Фото ям на всіх вулицях",
            "received_at": NOW,
            "sender": citizen,
            "mailbox": "contact@selydove-rada.example",
        },
        Known(),
    )
    yield _letter(
        "alarm",
        operator,
        "",
        {
            "what": "mailbox contact@selydove-rada.example",
            "since": NOW,
            "error": "535 authentication failed",
        },
        Known(),
    )
    yield _letter(
        "transcript",
        operator,
        "o",
        {
            "command": "виконавець gas",
            "done": (Code.REFERRED_BY_TOPIC, "Доручення надіслано."),
            "possible": ("undo", "close"),
        },
        known,
    )
    yield _letter(
        "transcript",
        operator,
        "o",
        {
            "command": "закрити",
            "refused": Code.NOT_POSSIBLE,
            "done": (),
            "possible": ("rework", "set-executor gas"),
        },
        known,
        name="transcript-refused",
    )
    yield _letter(
        "leader-reply-noted",
        operator,
        "o",
        {
            "leader": "Савченко Микола Андрійович",
            "words": "Гриценку: розібратися до 28.11",
            "intent": Intent.RESOLUTION,
        },
        Known(appeal=EMERGENCY, alert=ALERT),
    )

    yield _letter("digest", leader, "l", {"figures": figures(), "date": NOW.date()}, Known())
    yield _letter(
        "digest",
        leader,
        "l",
        {"figures": DigestFigures(day=NOW.date(), received=2), "date": NOW.date()},
        Known(),
        name="digest-quiet",
    )
    yield _letter("operators-list", operator, "o", waiting(), Known())
    silent = Reason(Code.FALLEN_DUE, {"number": "К-0123/26", "silent_days": "5"})
    checks = [
        Question(Task(TaskKind.CLOSE, 123, 77, id=100 + one, reason=silent, options=("close",)),
                 replace(APPEAL, number=f"К-0{200 + one}/26"), REFERRAL)
        for one in range(3)
    ]  # fmt: skip
    call = Reason(Code.PERSON_DECIDES, {"why": "no-address", "claim": "done", "attempts": "2"})
    calls = [
        Question(Task(TaskKind.CALL_BACK, 123, 77, id=300 + one, reason=call,
                      options=("reached", "not-reached", "not-confirmed")),
                 replace(APPEAL, number=f"К-0{300 + one}/26"), REFERRAL, "Насос замінено.")
        for one in range(45)
    ]  # fmt: skip
    yield _letter(
        "operators-list", operator, "b",
        {"tasks": checks, "calls": calls, "asked": (*calls, *checks), "silent": 3}, Known(),
        name="operators-list-of-calls",
    )  # fmt: skip
    yield _letter(
        "operators-list",
        operator,
        "o",
        {"tasks": (), "calls": ()},
        Known(),
        name="operators-list-empty",
    )


def figures() -> DigestFigures:
    """A busy day of one leader."""
    water = Item(
        "К-0101/26",
        "water",
        Place("Селидове", "Шевченка", "4"),
        "vodokanal",
        datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
    )
    gas = Item(
        "К-0125/26",
        "gas",
        Place("Селидове", "Миру", "18"),
        "gas",
        datetime(2026, 11, 25, 13, 30, tzinfo=UTC),
        emergency=True,
    )
    late_gas = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    return DigestFigures(
        day=date(2026, 11, 25),
        seal="3f9a-12bc-77de-0a41-99c0",
        received=12,
        closed=9,
        in_work=34,
        in_check=5,
        overdue=(
            water,
            replace(water, number="К-0102/26", place=Place("Українськ")),
            replace(gas, number="К-0103/26", emergency=False, due_at=late_gas),
            replace(water, number="К-0099/26", executor=None),
        ),
        due_today=(replace(water, number="К-0110/26", due_at=NOW),),
        emergencies=(gas,),
        unserved=(replace(gas, number="К-0111/26", emergency=False),),
        claims=(water,),
        disputed=(replace(water, number="К-0112/26"),),
        considered=(replace(water, number="К-0113/26", executor=None),),
        signs={"first": 9, "repeated": 2, "collective": 1},
        alerts_open=1,
        waiting=2,
        set_aside=1,
        ledger={"registered": 300, "reply": 120},
    )


def waiting() -> dict[str, Any]:
    """What waits for the operators, as the store counts it."""
    claim = Reason(Code.PERSON_DECIDES, {"why": "no-address", "claim": "done"})
    many = tuple(f"set-executor {code}" for code in ("vodokanal", "gas", "a", "b", "c"))
    register = replace(
        TASK,
        id=43,
        kind=TaskKind.REGISTER,
        appeal=None,
        options=("register", "do-not-register"),
        reason=Reason(Code.DOUBTFUL_APPEAL, {}),
    )
    call_back = replace(
        TASK, id=42, kind=TaskKind.CALL_BACK, options=("close", "rework"), reason=claim
    )
    call = replace(
        TASK,
        id=44,
        kind=TaskKind.CALL,
        options=("call gas", "call mayor"),
        reason=Reason(Code.NOT_SERVED, {"why": "bounced"}),
    )
    return {
        "tasks": (
            Question(replace(TASK, options=many), APPEAL),
            Question(register, words="Дякую за роботу!"),
        ),
        "calls": (
            Question(call_back, replace(EMERGENCY, emergency=False), REFERRAL, "Воду подано."),
            Question(call, EMERGENCY, URGENT_REFERRAL),
        ),
        "more": 3,
        "set_aside": (
            SimpleNamespace(
                id=501,
                mailbox="contact@selydove-rada.example",
                received_at=NOW,
                error="UnicodeDecodeError",
            ),
        ),
        "undelivered": (
            SimpleNamespace(
                recipient="dispatcher@vodokanal.example",
                created_at=NOW,
                subject="[К-0123/26] Доручення: вода",
                error="552 mailbox full",
                reply=None,
            ),
        ),
        "ledger": (
            SimpleNamespace(
                mailbox="contact@selydove-rada.example",
                kept=300,
                waiting=2,
                unfiled=0,
                by_outcome={"registered": 120, "reply": 90},
            ),
        ),
        "waiting": 2,
        "date": date(2026, 11, 25),
    }
