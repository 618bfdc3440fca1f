"""Makes the draft of a signed answer that an operator asked for: words, file, letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mailflows.decision import Decision
from mailflows.dossier import Dossier
from mailflows.letter import Attachment
from mailflows.papers.answer import AnswerDraft, Report, answer_draft
from mailflows.policy import Policy
from mailflows.reading import read, unread
from mailflows.reading.types import DOCX
from mailflows.timed.answer_draft import send_draft
from mailflows.vocabulary import Intent
from store import load, raw
from store.card import dossier
from templates import words

_REPORTS = (Intent.DONE, Intent.EXPLAINED)
_FILE = "answer-{}.docx"


def make(
    request: Mapping[str, Any], mark: str, policy: Policy, layout: str, now: datetime
) -> Decision | None:
    """The decision that sends the draft; None when the appeal or the operator is gone.

    `layout` is the council's own, "" for ours. What keeps the DOCX from being made (the extra
    `papers` is not installed, the layout is broken) is told in the letter.
    """
    found = dossier(str(request.get("number", "")))
    asked_by = request.get("operator", "")
    operator = next((one for one in policy.operators if one.address == asked_by), None)
    if found is None or operator is None:
        return None
    reported = dict(_reports(found, now))
    made = answer_draft(found, list(reported.values()), operator, policy, now)
    content, fault = _file(made, layout)
    name = _FILE.format("".join(one if one.isalnum() else "-" for one in made.number))
    return send_draft(
        found.appeal,
        load.open_tasks(found.appeal.id),
        operator,
        policy,
        mark=mark,
        text=made.text,
        signatory=", ".join(one for one in (made.signed, made.signatory) if one),
        lacks=made.lacks,
        file=Attachment(1, name, DOCX, content) if content else None,
        fault=fault,
        reported_in=max(reported, default=None),
    )


def _reports(found: Dossier, now: datetime) -> Iterator[tuple[int, Report]]:
    """The last report of each executor whose claim stands, by its letter's id."""
    claimed = {one.executor for one in found.referrals if one.claim in _REPORTS}
    last = {}
    for one in found.received:
        role, _, code = one.by.partition(":")
        if role.startswith("executor") and code in claimed and one.intent in _REPORTS:
            last[code] = one
    for code, one in sorted(last.items(), key=lambda pair: pair[1].at):
        letter = read(raw.load(one.letter_id), now, unread)
        yield one.letter_id, Report(code, one.at, letter.text)


def _file(made: AnswerDraft, layout: str) -> tuple[bytes, str]:
    """The DOCX, or why there is none, in words for the operator."""
    told = words("papers/words")["answer"]
    try:
        from mailflows.papers import docx  # noqa: PLC0415 - of the extra
    except ImportError:
        return b"", str(told["no_extra"])
    try:
        return docx.answer_docx(made, Path(layout) if layout else docx.ANSWER_LAYOUT), ""
    except docx.BadLayout as fault:
        return b"", f"{told['bad_layout']} ({fault})"
