"""Each answer that a letter of ours offers is read back as what its button says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mailflows.data import load
from mailflows.facts import Reply
from mailflows.letter import Letter, Mailbox
from mailflows.policy import Leader, Policy
from mailflows.rules.reply_address import sign, verify
from mailflows.understanding.replies.citizen_intent import read_citizen
from mailflows.understanding.replies.executor_intent import read_executor
from mailflows.understanding.replies.leader_intent import read_leader
from mailflows.understanding.replies.operator_intent import read_operator
from mailflows.vocabulary import Intent, Kind
from mailflows.writing.one_tap import LONGEST, Tap, tap

SECRET = b"a secret of the tests, long enough"
BOX = "contact@selydove-rada.example"


def sent(answer: Tap) -> Letter:
    """What a telephone sends when the button is pressed: a subject, an empty body."""
    assert len(answer.url) <= LONGEST
    parts = urlsplit(answer.url)
    subject = parse_qs(parts.query)["subject"][0]
    return Letter(
        message_id=None, sender=Mailbox("", "x@y.example"), return_path=None, reply_to=(),
        recipients=(unquote(parts.path),), subject=subject, date=None, references=(), headers={},
        body="", text="", quoted="", signature="", forwarded=None, attachments=(), documents=(),
        delivery_report=None, digest="",
    )  # fmt: skip


def read(party: str, letter: Letter, policy: Policy) -> Reply:
    """The reading of the party that the address was signed for."""
    policy = replace(policy, leaders=(MAYOR,))
    if party == "r":
        return read_executor(letter, policy, "vodokanal")
    if party == "a":
        return read_citizen(letter)
    return read_leader(letter, policy) if party == "l" else read_operator(letter, policy)


VALUES = {"set-topic": "water", "set-kind": "complaint", "set-executor": "vodokanal"}
VALUES |= {"set-result": "9.2", "send-answer": "2", "answered": "№ 5 від 20.11.2026", "rated": "4"}
VALUES |= {"set-mark": "repeated К-0100/26", "set-leader": "mayor"}
VALUES |= {"add-executor": "vodokanal", "recall-executor": "vodokanal"}
VALUES |= {"ask-information": "vodokanal", "set-executors": "vodokanal gas"}
VALUES |= {"undo": "57"}
VALUES |= {"not-consider": "incapable", "rework": "formal", "extend": "12.12.2026 mayor"}
MAYOR = Leader("mayor", "Савченко Микола", "голова", "m@rada.example", topics=("*",))
ANSWERS = [
    (party, intent)
    for party in "ralot"
    for intent in load("one_tap")["o" if party == "t" else party]
]


@pytest.mark.parametrize("number", ["К-0123/26", "КО-0007/26", "БП-12345/27"])
@pytest.mark.parametrize(("party", "intent"), ANSWERS)
def test_every_answer_is_read_as_it_was_meant(
    party: str, intent: str, number: str, policy: Policy
) -> None:
    address = sign(BOX, party, "41" if party in "rlt" else "0123-26", SECRET)
    answer = tap(party, intent, address, number, VALUES.get(intent, ""))
    letter = sent(answer)
    found = verify(letter.recipients[0], BOX, SECRET)
    assert found is not None
    assert found[0] == party
    reply = read(party, letter, policy)
    charged = party == "l" and intent == "set-executor"
    assert reply.intent == (Intent.RESOLUTION if charged else Intent(intent))
    if intent == "set-topic":
        assert reply.topic == "water"
    if intent == "set-kind":
        assert reply.kind is Kind.COMPLAINT
    if intent == "set-executor":
        assert reply.executor == "vodokanal"
    if intent == "set-result":
        assert reply.cause == "9.2"
    if intent == "send-answer":
        assert reply.words == "2"
    if intent == "rated":
        assert reply.rating == 4
    if intent == "set-mark":
        assert (reply.cause, reply.earlier) == ("repeated", "К-0100/26")
    if intent == "set-leader":
        assert reply.leader == "mayor"
    if intent == "undo":
        assert reply.cause == "57"
    if intent == "not-consider":
        assert reply.cause == "incapable"
    if intent == "rework":
        assert (reply.cause, reply.words) == ("formal", "")
    if intent == "extend":
        assert reply.until == date(2026, 12, 12)
        assert reply.leader == ("mayor" if party in "ot" else None)


def test_a_boundless_value_leaves_the_bare_word() -> None:
    answer = tap("o", "rework", BOX, "К-0123/26", "слово " * 200)
    assert len(answer.url) <= LONGEST
    assert answer.word == "доопрацювати"


@pytest.mark.parametrize(
    ("intent", "together"),
    [("add-executor", ()), ("recall-executor", ()), ("ask-information", ()),
     ("set-executors", ("gas",))],
)  # fmt: skip
def test_executors_are_read_as_they_were_named(
    intent: str, together: tuple[str, ...], policy: Policy
) -> None:
    answer = tap("t", intent, BOX, "К-0123/26", VALUES[intent])
    reply = read_operator(sent(answer), policy)
    assert (reply.executor, reply.together, reply.words) == ("vodokanal", together, "")
