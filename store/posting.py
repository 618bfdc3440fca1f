"""Letters of a decision go into the outbox, finished, once for each purpose."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from mailflows.decision import Outgoing
from mailflows.records import New
from store import load, raw, rows
from store.models import AppealRow, OutboxRow
from store.work import Resolved, Work


class Message(Protocol):
    """A finished letter, as writing makes it; `data` are the bytes for the wire.

    `reader` and `told` are codes: to whom it gives which data, by the appeal's number.
    """

    @property
    def message_id(self) -> str: ...
    @property
    def envelope_from(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def subject(self) -> str: ...
    @property
    def reader(self) -> str: ...
    @property
    def told(self) -> Mapping[str, tuple[str, ...]]: ...


Render = Callable[[Outgoing, Resolved, str], Message]
"""Makes a letter of what is said, the records it speaks of and 20 random hex digits."""


def post(work: Work, outgoing: Sequence[Outgoing], render: Render) -> list[int]:
    """Render the letters and queue them; gives the ids of those that are new.

    One that has the purpose, record and recipient of a letter in the outbox is left out.
    """
    prepared = [_prepare(work, one, render) for one in outgoing]
    known = _known([row["about"] for row, _, new in prepared if not new])
    fresh = []
    for row, message, _ in prepared:
        key = (row["about"], row["purpose"], row["recipient"])
        if key not in known:
            known.add(key)
            fresh.append((row, message))
        else:
            work.note("already-queued", detail=row["template"], appeal_id=row["appeal_id"])
    ids = rows.insert_ids(OutboxRow, [row for row, _ in fresh])
    for outbox_id, (row, message) in zip(ids, fresh, strict=True):
        work.octets.append({"outbox_id": outbox_id, "octets": raw.packed(message.data)})
        work.note("queued", detail=row["template"], appeal_id=row["appeal_id"], record_id=outbox_id)
        _note_told(work, outbox_id, row["appeal_id"], message)
    return ids


def _note_told(work: Work, outbox_id: int, appeal_id: int | None, message: Message) -> None:
    """A line for each applicant whose data the letter gives to somebody outside the centre."""
    if message.reader == "operator" or not message.told:
        return
    ids = _ids(work, message.told)
    for number, categories in message.told.items():
        whose = ids.get(number, appeal_id)
        detail = f"{message.reader} {','.join(categories)}"
        work.note("disclosed", detail=detail, appeal_id=whose, record_id=outbox_id)


def _ids(work: Work, numbers: Iterable[str]) -> dict[str, int]:
    """Ids of appeals by their numbers; those of this commit are known already."""
    found = {one.number: one.id for one in work.appeals}
    others = [one for one in numbers if one not in found]
    read = load.rows(AppealRow, load.among("number", others), *others)
    return found | {row["number"]: row["id"] for row in read}


def _known(abouts: Sequence[str]) -> set[tuple[str, str, str]]:
    if not abouts:
        return set()
    found = load.rows(OutboxRow, load.among("about", abouts), *abouts)
    return {(row["about"], row["purpose"], row["recipient"]) for row in found}


def resolve(work: Work, outgoing: Outgoing) -> Resolved:
    """The records of an outgoing letter; what it does not name follows from what it names."""
    task = work.task(outgoing.task)
    referral = work.referral(outgoing.referral if outgoing.referral or not task else task.referral)
    alert = work.alert(outgoing.alert if outgoing.alert or not task else task.alert)
    key = outgoing.appeal
    for holder in (referral, task, alert):
        if key is None and holder is not None:
            key = holder.appeal
    appeal = work.appeal(key)
    related = tuple(one for one in work.appeals if appeal is None or one.id != appeal.id)
    return Resolved(appeal, referral, alert, task, related)


def _prepare(
    work: Work, outgoing: Outgoing, render: Render
) -> tuple[dict[str, Any], Message, bool]:
    """A row of the outbox, its letter, and whether its record is new, thus its purpose too."""
    resolved = resolve(work, outgoing)
    about, new = _about(work, outgoing, resolved)
    random = secrets.token_hex(10)
    message = render(outgoing, resolved, random)
    row = {
        "purpose": outgoing.purpose,
        "recipient": message.recipient,
        "about": about,
        "template": outgoing.template,
        "party": outgoing.party,
        "appeal_id": resolved.appeal and resolved.appeal.id,
        "referral_id": resolved.referral and resolved.referral.id,
        "alert_id": resolved.alert and resolved.alert.id,
        "task_id": resolved.task and resolved.task.id,
        "letter_id": work.letter_id,
        "random": random,
        "message_id": message.message_id,
        "envelope_from": message.envelope_from,
        "subject": message.subject,
        "questions": list(outgoing.questions) or None,
        "urgent": outgoing.urgent,
        "created_at": work.now,
        "next_at": work.now,
    }
    return row, message, new


def _about(work: Work, outgoing: Outgoing, resolved: Resolved) -> tuple[str, bool]:
    """What the letter is about, most special record first, and whether that record is new."""
    for name in ("task", "referral", "alert", "appeal"):
        key = getattr(outgoing, name)
        if key is not None:
            return f"{name}:{getattr(resolved, name).id}", isinstance(key, New)
    return work.otherwise, False
