"""What would be understood and done with letters, each as one object, without any store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from mailflows.decide import decide
from mailflows.decision import Decision, Refer, Register
from mailflows.facts import Applicant, Facts, Matter, Reply
from mailflows.letter import Letter, ReadDocument
from mailflows.policy import Policy
from mailflows.reading import read
from mailflows.understanding import understand
from mailflows.vocabulary import Flow
from mailflows.writing.reasons import because
from ops.imagined import imagine

MATTER_FLOWS = frozenset({Flow.CITIZEN_MAIL, Flow.WEB_FORM, Flow.PHONE_NOTE})
HEADER_BYTES = 64_000
_RECEIVED = re.compile(rb"^received:((?:[^\r\n]*\r?\n[ \t])*[^\r\n]*)", re.I | re.M)
_DATE = re.compile(rb"^date:([^\r\n]{10,60})", re.I | re.M)


def explain(
    paths: Iterable[Path], policy: Policy, read_document: ReadDocument
) -> Iterator[dict[str, Any]]:
    """One object a letter, in the order given; a letter that breaks still gets one (set-aside).

    Without a store a cited registration number counts as known, and so does a Message-ID of
    ours. A file that cannot be opened raises OSError: that is the caller's mistake.
    """
    for path in paths:
        raw = path.read_bytes()
        received_at = _received_at(raw, path)
        try:
            answer = _answer(raw, received_at, policy, read_document)
        except Exception as fault:  # what the daemon would set aside
            answer = _set_aside(type(fault).__name__)
        yield {"file": str(path), **answer}


def _received_at(raw: bytes, path: Path) -> datetime:
    """When our server took the letter: its own topmost mark, else Date, else the file's time."""
    head = raw[:HEADER_BYTES]
    for pattern in (_RECEIVED, _DATE):
        match = pattern.search(head)
        if match is None:
            continue
        try:
            said = match[1].rpartition(b";")[2].decode("ascii", "replace")
            found = parsedate_to_datetime(" ".join(said.split()))
        except (ValueError, OverflowError):
            continue
        if found.year >= 1990:
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _answer(
    raw: bytes, received_at: datetime, policy: Policy, read_document: ReadDocument
) -> dict[str, Any]:
    letter = read(raw, received_at, read_document)
    facts = understand(letter, policy)
    decision = decide(facts, imagine(facts, policy, received_at))
    first = facts.matters[0] if facts.matters and decision.flow in MATTER_FLOWS else None
    more = facts.matters[1:] if first else ()
    told = first or next((one for one in facts.matters if one.emergency), None)  # danger in a reply
    return {
        "flow": str(decision.flow),
        "applicant": _applicant(first.applicant) if first else None,
        "appeal": _appeal(told) if told else None,
        "more": [
            {"applicant": _applicant(one.applicant), "appeal": _appeal(one), "text": one.text}
            for one in more
        ],
        "reply": _reply(facts.reply) if facts.reply and not first else None,
        "text": "\n\n".join(one.text for one in facts.matters) if first else letter.text,
        "documents": _documents(letter),
        "decision": _decision(decision, facts, policy),
    }


def _applicant(one: Applicant) -> dict[str, Any]:
    return {
        "name": one.name, "settlement": one.settlement, "street": one.street, "house": one.house,
        "flat": one.flat, "phone": one.phone, "email": one.email,
    }  # fmt: skip


def _appeal(one: Matter) -> dict[str, Any]:
    place = one.place
    return {
        "kind": str(one.kind), "regime": str(one.regime), "topic": one.topic,
        "emergency": one.emergency is not None, "collective": one.collective,
        "anonymous": one.anonymous, "confidential": one.confidential,
        "privileged": list(one.privileged),
        "place": {"settlement": place.settlement, "street": place.street, "house": place.house},
        "missing": list(one.missing),
    }  # fmt: skip


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "intent": str(reply.intent),
        "number": reply.number,
        "until": reply.until.isoformat() if reply.until else None,
        "executor": reply.executor,
    }


def _documents(letter: Letter) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "type": one.type, "characters": len(one.text), "ocr": one.ocr}
        for one in letter.documents
    ]


def _decision(decision: Decision, facts: Facts, policy: Policy) -> dict[str, Any]:
    reasons = [*decision.reasons, *(facts.matters[0].because if facts.matters else ())]
    referrals = [one.referral for one in decision.changes if isinstance(one, Refer)]
    appeals = [one.appeal for one in decision.changes if isinstance(one, Register)]
    dues = [one.due_at for one in referrals] + [one.due_at for one in appeals]
    return {
        "reason": str(reasons[0].code) if reasons else None,
        "because": list(dict.fromkeys(because(one, policy) for one in reasons)),
        "executor": referrals[0].executor if referrals else None,
        "due": dues[0].isoformat() if dues else None,
        "mails": [{"to": one.to, "template": one.template} for one in decision.outgoing],
    }


def _set_aside(fault: str) -> dict[str, Any]:
    return {
        "flow": str(Flow.SET_ASIDE), "applicant": None, "appeal": None, "more": [],
        "reply": None, "text": "", "documents": [],
        "decision": {"reason": "unreadable", "because": [fault], "executor": None, "due": None,
                     "mails": []},
    }  # fmt: skip
