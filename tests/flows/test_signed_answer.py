"""The council's own answer: who needs one, what is taken for it, how it goes out and ends."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailflows.context import Context, SentLetter
from mailflows.decide import decide
from mailflows.decision import AnswerTask, ChangeAppeal, Decision, GiveAnswer, OpenTask
from mailflows.facts import Facts
from mailflows.letter import ASICE, PDF, Attachment, DeliveryReport, Document, Forwarded
from mailflows.policy import Closing
from mailflows.reasons import Code, Reason
from mailflows.records import Answer, AnswerFile, Task
from mailflows.vocabulary import (
    AnswerWay,
    AppealState,
    Authenticity,
    Channel,
    Intent,
    Kind,
    ReferralState,
    Regime,
    Robot,
    Role,
    TaskKind,
)
from tests.flows.given import (
    APPLICANT,
    HEAT,
    LYSENKO,
    MOROZ,
    NOW,
    POLICY,
    appeal,
    at,
    citizen,
    codes,
    executor,
    letter,
    mails,
    of,
    operator,
    referral,
    sent,
    states,
)
from tests.flows.given import (
    facts as written,
)

MARIA = str(APPLICANT.email)
SIGNED = b"%PDF-1.7\n\x00\xff signed\r\n"
PDF_FILE = Attachment(1, "answer.pdf", PDF, SIGNED)
LOGO = Attachment(2, "logo.png", "image/png", b"\x89PNG")
OWED = Task(TaskKind.ANSWER, appeal=5, id=9)
IN_CHECK = (AppealState.IN_CHECK, ReferralState.CLAIMED)


def brings(
    *files: Attachment, intent: Intent = Intent.UNCLEAR, text: str = "", **more: Any
) -> Facts:
    """An operator's letter with files."""
    given = letter(MOROZ.address, text, attachments=files, documents=more.pop("documents", ()))
    return operator(intent, letter=given, **more)


def owed(**more: Any) -> Context:
    """The question for an answer was asked about a claimed appeal, and is answered now."""
    known: dict[str, Any] = {"task": OWED, "tasks": (OWED,)}
    return at(*IN_CHECK, **(known | more))


def refusal(decision: Decision) -> Reason:
    [transcript] = sent(decision, "transcript")
    refused = transcript.values["refused"]
    assert isinstance(refused, Reason)
    return refused


@pytest.mark.parametrize(
    ("changed", "told", "asked"),
    [
        ({}, ["informed"], []),
        ({"written": True}, ["informed"], [TaskKind.ANSWER]),
        ({"kind": Kind.COMPLAINT}, [], [TaskKind.ANSWER]),
        ({"regime": Regime.INFORMATION_REQUEST}, [], [TaskKind.ANSWER]),
        ({"regime": Regime.DEPUTY_APPEAL}, [], [TaskKind.ANSWER]),
        ({"applicant": replace(APPLICANT, email=None)}, [], [TaskKind.CALL_BACK]),
        ({"applicant": replace(APPLICANT, email=None), "written": True}, [], [TaskKind.ANSWER]),
    ],
)
def test_a_claim_asks_for_an_answer_where_one_is_owed(
    changed: dict[str, Any], told: list[str], asked: list[TaskKind]
) -> None:
    decision = decide(executor(Intent.DONE), at(appeal=appeal(**changed)))
    assert states(decision)["appeal"] == "in-check"
    assert [one.template for one in sent(decision)] == told
    assert [one.task.kind for one in of(decision, OpenTask)] == asked
    if told and asked:
        assert sent(decision, "informed")[0].values["answer_follows"]


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("telephone", {"channel": Channel.TELEPHONE}),
        ("water", {}),
        ("collective", {"collective": True}),
        ("confidential", {"confidential": True}),
    ],
)
def test_the_settings_name_what_needs_a_signed_answer(code: str, changed: dict[str, Any]) -> None:
    policy = replace(POLICY, closing=Closing(signed_answer=frozenset({code})))
    for known in (appeal(**changed), appeal(regime=Regime.DEPUTY_APPEAL, topic="gas")):
        decision = decide(executor(Intent.DONE), at(appeal=known, policy=policy))
        asked = [one.task.kind for one in of(decision, OpenTask)]
        assert asked == ([TaskKind.ANSWER] if known.topic == "water" else [])


def test_closing_by_a_word_needs_the_answer_first() -> None:
    complaint = appeal(state=AppealState.IN_CHECK, kind=Kind.COMPLAINT)
    decision = decide(operator(Intent.CLOSE), at(*IN_CHECK, appeal=complaint))
    assert states(decision) == {}
    assert refusal(decision).facts["why"] == "answer-needed"
    [transcript] = sent(decision, "transcript")
    assert transcript.values["possible"][:3] == ("prepare-answer", "send-answer", "answered")

    given = Answer(5, AnswerWay.E_MAIL, MOROZ.address, NOW - timedelta(hours=1))
    decision = decide(operator(Intent.CLOSE), at(*IN_CHECK, appeal=complaint, answers=(given,)))
    assert states(decision) == {"appeal": "closed", "referral": "confirmed"}
    old = replace(given, given_at=NOW - timedelta(days=3))  # before the work was claimed again
    decision = decide(operator(Intent.CLOSE), at(*IN_CHECK, appeal=complaint, answers=(old,)))
    assert states(decision) == {}


def test_the_draft_is_left_to_a_job() -> None:
    decision = decide(operator(Intent.PREPARE_ANSWER), owed())
    assert states(decision) == {}
    [asked] = decision.requests
    assert (asked.kind, asked.parameters) == (
        "answer-draft", {"number": "К-0123/26", "operator": MOROZ.address},
    )  # fmt: skip
    assert Code.ANSWER_IN_WRITING in codes(decision)
    assert not of(decision, AnswerTask)  # the question stands until the answer is there
    withdrawn = appeal(state=AppealState.WITHDRAWN)
    decision = decide(operator(Intent.PREPARE_ANSWER), at(appeal=withdrawn))
    assert refusal(decision).facts["why"] == "state"


@pytest.mark.parametrize("text", ["", "Підписана відповідь у вкладенні."])
def test_a_signed_file_goes_out_as_it_came_and_closes(text: str) -> None:
    intent = Intent.SEND_ANSWER if text else Intent.UNCLEAR
    decision = decide(brings(PDF_FILE, LOGO, intent=intent, text=text), owed())
    assert states(decision) == {"appeal": "closed", "referral": "confirmed"}
    [answer] = sent(decision, "answer")
    assert (answer.to, answer.attach_letter, answer.parts) == (MARIA, 42, (1,))
    assert mails(decision) == [("answer", MARIA), ("transcript", MOROZ.address)]
    [given] = [one.answer for one in of(decision, GiveAnswer)]
    assert (given.way, given.given_by, given.given_at) == (AnswerWay.E_MAIL, MOROZ.address, NOW)
    assert [(one.part, one.name, one.size, one.digest) for one in given.files] == [
        (1, "answer.pdf", len(SIGNED), hashlib.sha256(SIGNED).hexdigest())
    ]
    fields = of(decision, ChangeAppeal)[0].fields
    assert (fields["result"], fields["result_by"]) == ("9.1", f"operator:{MOROZ.address}")
    assert [one.id for one in of(decision, AnswerTask)] == [9]
    assert sent(decision, "transcript")[0].values["possible"] == (
        "undo 42", "set-result 9.2", "set-result 9.3",
    )  # fmt: skip


def test_a_refusal_is_a_person_s_word() -> None:
    words = {"cause": "9.2", "words": "відмовлено"}
    facts = brings(PDF_FILE, intent=Intent.SEND_ANSWER, text="Відповідь, відмовлено", reply=words)
    decision = decide(facts, owed())
    assert of(decision, ChangeAppeal)[0].fields["result"] == "9.2"
    assert sent(decision, "answer")[0].values["result"] == "9.2"


@pytest.mark.parametrize(
    ("intent", "text", "result"),
    [(Intent.SET_RESULT, "Відмовлено", "9.2"), (Intent.DONE, "Готово, підписали", "")],
)
def test_a_word_beside_the_asked_file_is_no_other_command(
    intent: Intent, text: str, result: str
) -> None:
    facts = brings(PDF_FILE, intent=intent, text=text, reply={"cause": result})
    decision = decide(facts, owed())
    assert len(sent(decision, "answer")) == 1
    assert of(decision, ChangeAppeal)[0].fields["result"] == (result or "9.1")
    assert [one.id for one in of(decision, AnswerTask)] == [9]
    without = decide(brings(intent=intent, text=text, reply={"cause": result}), owed())
    assert not of(without, GiveAnswer)
    assert refusal(without).facts["why"] in {"not-ended", "decision"}


P7S = Attachment(1, "a.pdf.p7s", "application/pkcs7-signature", b"\x30\x80", seal="inside")
APART = Attachment(2, "answer.pdf.p7s", "application/pkcs7-signature", b"\x30\x80", seal="apart")
CONTAINER = Attachment(1, "a.asice", ASICE, b"PK\x03\x04")


@pytest.mark.parametrize(
    ("files", "parts"),
    [
        ((P7S,), (1,)),
        ((CONTAINER,), (1,)),
        ((PDF_FILE, APART), (1, 2)),
        ((PDF_FILE, replace(APART, name="smime.p7s")), (1,)),  # signs the letter, not the file
    ],
)
def test_signatures_and_containers(files: tuple[Attachment, ...], parts: tuple[int, ...]) -> None:
    [answer] = sent(decide(brings(*files), owed()), "answer")
    assert answer.parts == parts


@pytest.mark.parametrize(
    ("files", "documents", "why"),
    [
        ((), (), "no-file"),
        ((LOGO,), (), "file-type"),
        ((Attachment(1, "answer.docx", "application/msword", b"x"),), (), "file-type"),
        ((replace(PDF_FILE, content=b""),), (), "file-empty"),
        ((replace(PDF_FILE, content=b"<html>"),), (), "file-broken"),
        ((PDF_FILE,), (Document(1, "answer.pdf", PDF, 9, fault="encrypted"),), "file-locked"),
        ((PDF_FILE,), (Document(1, "answer.pdf", PDF, 9, fault="broken"),), "file-broken"),
        ((replace(PDF_FILE, content=SIGNED + bytes(15_000_000)),), (), "file-large"),
        ((APART,), (), "signature-alone"),
        ((replace(CONTAINER, content=b"no zip"),), (), "file-broken"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(
    files: tuple[Attachment, ...], documents: tuple[Document, ...], why: str
) -> None:
    facts = brings(*files, intent=Intent.SEND_ANSWER, text="Відповідь", documents=documents)
    decision = decide(facts, owed())
    assert states(decision) == {}
    assert not of(decision, GiveAnswer)
    assert refusal(decision).facts["why"] == why
    assert not of(decision, AnswerTask)
    assert refusal(decide(brings(*files, documents=documents), owed())).facts["why"] == why


SECOND = Attachment(2, "annex.pdf", PDF, b"%PDF-1.4 annex")


@pytest.mark.parametrize(
    ("facts", "known", "why", "options"),
    [
        (
            brings(PDF_FILE, SECOND), owed(), "several-files",
            ("send-answer 1", "send-answer 2", "send-answer 1 2", "done"),
        ),
        (
            brings(PDF_FILE, text="ось"), at(*IN_CHECK), "no-command", ("send-answer 1", "done"),
        ),
        (
            brings(PDF_FILE, text="тримайте", reply={"because": (Reason(Code.INTENT_TWO),)}),
            owed(), "words-doubt", ("send-answer 1", "done"),
        ),
        (
            brings(PDF_FILE, intent=Intent.SEND_ANSWER, text="Відповідь"), at(),
            "executor-owes", ("send-answer 1", "done"),
        ),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_asked_by_one_tap(
    facts: Facts, known: Context, why: str, options: tuple[str, ...]
) -> None:
    decision = decide(facts, known)
    assert states(decision) == {}
    assert not of(decision, GiveAnswer)
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.options) == (TaskKind.SEND_ANSWER, options)
    assert task.reason is not None
    assert task.reason.facts["why"] == why
    assert [one.attach_letter for one in sent(decision, "task")] == [42, 42]
    assert {one.to for one in sent(decision, "task")} == {MOROZ.address, LYSENKO.address}


GIVEN = Answer(5, AnswerWay.E_MAIL, LYSENKO.address, NOW - timedelta(minutes=5))
POSTED = Task(TaskKind.SEND_PAPER, appeal=5, id=15)
OF_ANOTHER = Document(1, "answer.pdf", PDF, 9, text="На Ваше звернення К-0124/26 повідомляємо")
FORWARDED = Forwarded(None, "", "Виконано, акт у вкладенні.")


@pytest.mark.parametrize(
    ("facts", "known", "why"),
    [
        (
            brings(PDF_FILE, intent=Intent.SEND_ANSWER, text="Відповідь"),
            at(AppealState.CLOSED, ReferralState.CONFIRMED, answers=(GIVEN,)), "answered-already",
        ),
        (
            brings(PDF_FILE, intent=Intent.SEND_ANSWER, text="Відповідь"),
            at(*IN_CHECK, tasks=(POSTED,)), "answered-already",
        ),
        (brings(PDF_FILE, documents=(OF_ANOTHER,)), owed(), "file-of-another"),
        (
            operator(
                Intent.UNCLEAR,
                letter=replace(
                    letter(MOROZ.address, "", attachments=(PDF_FILE,)), forwarded=FORWARDED
                ),
            ),
            owed(), "file-forwarded",
        ),
    ],
)  # fmt: skip
def test_what_may_be_no_new_answer_of_the_council_is_asked_about(
    facts: Facts, known: Context, why: str
) -> None:
    decision = decide(facts, known)
    assert states(decision) == {}
    assert not of(decision, GiveAnswer)
    [task] = [one.task for one in of(decision, OpenTask)]
    assert task.reason is not None
    assert task.reason.facts["why"] == why


def test_its_own_number_in_the_file_is_no_doubt() -> None:
    both = Document(1, "a.pdf", PDF, 9, text="К-0123/26, див. також К-0100/26")
    assert sent(decide(brings(PDF_FILE, documents=(both,)), owed()), "answer")


@pytest.mark.parametrize(("words", "parts"), [("2", (2,)), ("1 2", (1, 2))])
def test_the_confirmed_file_of_the_letter_asked_about_goes_out(
    words: str, parts: tuple[int, ...]
) -> None:
    shown = letter(MOROZ.address, "", attachments=(PDF_FILE, SECOND))
    task = Task(TaskKind.SEND_ANSWER, appeal=5, id=12, letter_id=40)
    known = at(task=task, tasks=(task, OWED), shown=shown)  # the executor still owes his answer
    tapped = brings(LOGO, intent=Intent.SEND_ANSWER, reply={"words": words})  # a signature's logo
    for facts in (operator(Intent.SEND_ANSWER, reply={"words": words}), tapped):
        decision = decide(facts, known)
        [answer] = sent(decision, "answer")
        assert (answer.attach_letter, answer.parts) == (40, parts)
    assert of(decision, GiveAnswer)[0].answer.letter_id == 40
    assert states(decision) == {"appeal": "closed", "referral": "recalled"}
    assert sent(decision, "referral-recalled")[0].values["why"] == "answered"
    assert {one.id for one in of(decision, AnswerTask)} == {9, 12}


def test_a_number_that_no_file_has_is_asked_again() -> None:
    shown = letter(MOROZ.address, "", attachments=(PDF_FILE,))
    task = Task(TaskKind.SEND_ANSWER, appeal=5, id=12, letter_id=40)
    known = at(*IN_CHECK, task=task, tasks=(task,), shown=shown)
    decision = decide(operator(Intent.SEND_ANSWER, reply={"words": "7"}), known)
    assert not sent(decision, "answer")
    assert [one.task.kind for one in of(decision, OpenTask)] == [TaskKind.SEND_ANSWER]


def test_without_e_mail_it_goes_by_post_and_ends_when_it_has_gone() -> None:
    nobody = appeal(state=AppealState.IN_CHECK, applicant=replace(APPLICANT, email=None))
    decision = decide(brings(PDF_FILE), owed(appeal=nobody))
    assert states(decision) == {}
    assert of(decision, GiveAnswer)[0].answer.way is AnswerWay.PAPER
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.letter_id, task.options) == (TaskKind.SEND_PAPER, 42, ("done",))
    assert [one.attach_letter for one in sent(decision, "task")] == [42, 42]

    asked = replace(task, id=14)
    known = at(*IN_CHECK, appeal=nobody, task=asked, tasks=(asked,))
    decision = decide(operator(Intent.DONE), known)
    assert states(decision) == {"appeal": "closed", "referral": "confirmed"}
    assert of(decision, ChangeAppeal)[0].fields["result"] == "9.1"
    assert [one.id for one in of(decision, AnswerTask)] == [14]

    for facts in (citizen(Intent.DISPUTED), operator(Intent.REWORK)):  # it is not to be posted now
        again = decide(facts, replace(known, task=None))
        assert states(again)["appeal"] == "in-work"
        assert [one.id for one in of(again, AnswerTask)] == [14]


@pytest.mark.parametrize(
    ("words", "known", "why"),
    [
        ("листом № 02-15/7 від 20.11.2026", at(*IN_CHECK), ""),
        ("листом", at(*IN_CHECK), "answer-unnumbered"),
        ("листом № 7", at(), "not-claimed"),
        ("листом № 7", at(AppealState.CLOSED, ReferralState.CONFIRMED), "state"),
    ],
)
def test_an_answer_given_elsewhere(words: str, known: Context, why: str) -> None:
    decision = decide(operator(Intent.ANSWERED, reply={"words": words}), known)
    if why:
        assert refusal(decision).facts["why"] == why
        assert states(decision) == {}
        return
    assert states(decision) == {"appeal": "closed", "referral": "confirmed"}
    given = of(decision, GiveAnswer)[0].answer
    assert (given.way, given.note, given.files) == (AnswerWay.OUTSIDE, words, ())
    assert mails(decision) == [("transcript", MOROZ.address)]


def test_a_forged_letter_with_a_file_sends_nothing() -> None:
    for doubt in (Authenticity.FAILED, Authenticity.UNSTAMPED):
        facts = replace(brings(PDF_FILE), authenticity=doubt)
        decision = decide(facts, owed())
        assert states(decision) == {}
        assert not of(decision, GiveAnswer)


def test_a_dispute_after_the_answer_begins_a_term_and_leaves_the_answer() -> None:
    given = Answer(5, AnswerWay.E_MAIL, MOROZ.address, NOW - timedelta(days=1))
    closed = at(AppealState.CLOSED, ReferralState.CONFIRMED)
    before = closed.appeal.due_at if closed.appeal else NOW
    for answers, due_at, anew in (
        ((given,), before, True),
        ((), before, False),
        ((), NOW - timedelta(days=2), True),
    ):
        disputed = replace(
            closed, answers=answers, appeal=appeal(state=AppealState.CLOSED, due_at=due_at)
        )
        decision = decide(citizen(Intent.DISPUTED, text="Води немає"), disputed)
        assert states(decision) == {"appeal": "in-work", "referral": "returned"}
        fields = of(decision, ChangeAppeal)[0].fields
        assert fields["result"] is None
        assert ("due_at" in fields) is anew
        assert (Code.TERM_ANEW in codes(decision)) is anew
        if anew:
            assert fields["due_at"] > NOW + timedelta(days=25)
        assert not of(decision, GiveAnswer)


def test_another_executor_who_still_works_is_named_in_the_doubt() -> None:
    mine = referral(state=ReferralState.CLAIMED)
    his = referral(id=8, executor="teplo", address=HEAT.address, state=ReferralState.ACCEPTED)
    known = owed(referrals=(mine, his), appeal=appeal(state=AppealState.IN_WORK))
    decision = decide(brings(PDF_FILE), known)
    assert states(decision) == {}
    assert not sent(decision, "answer")


def test_an_answer_that_came_back_goes_by_post() -> None:
    report = DeliveryReport((MARIA,), "5.1.1", True, "unknown user", "<x@rada.example>")
    given = Answer(
        5, AnswerWay.E_MAIL, MOROZ.address, NOW, 40, (AnswerFile(1, "a.pdf", 9, "ab" * 32),)
    )
    sent_one = SentLetter(9, "answer", MARIA, "a", 5, None, None)
    known = at(AppealState.CLOSED, ReferralState.CONFIRMED, sent=sent_one, answers=(given,))
    facts = written(Role.OUTSIDER, robot=Robot.BOUNCE, letter=letter(None, delivery_report=report))
    decision = decide(facts, known)
    assert states(decision) == {}
    [task] = [one.task for one in of(decision, OpenTask)]
    assert (task.kind, task.letter_id, task.options) == (TaskKind.SEND_PAPER, 40, ("done",))
    assert {one.attach_letter for one in sent(decision, "task")} == {40}
