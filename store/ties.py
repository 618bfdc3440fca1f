"""Where the ties of a letter lead: to the record that it answers, and from there to the others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mailflows.context import SentLetter
from mailflows.facts import Facts, Tie
from mailflows.records import Alert, Appeal, Referral, Task
from mailflows.vocabulary import TieKind
from store import history
from store import load as known
from store.models import OutboxRow

_ORDER = (TieKind.SIGNED_ADDRESS, TieKind.MESSAGE_ID, TieKind.NUMBER)  # the surest first


@dataclass(frozen=True, slots=True)
class Found:
    """The records that a letter is about; `sent` is the letter of ours that it answers.

    `tied` tells that there is one at all.
    """

    appeal: Appeal | None = None
    referral: Referral | None = None
    alert: Alert | None = None
    task: Task | None = None
    sent: SentLetter | None = None
    tied: bool = False


def follow(facts: Facts) -> Found:
    """What the first tie that leads to something we know is about, the surest kind first.

    A report that a letter of ours came back is tied by the copy in it as well.
    """
    ties = sorted(facts.ties, key=lambda tie: _ORDER.index(tie.kind))
    found = Found()
    for tie in ties:
        found = _FOLLOW[tie.kind](tie)
        if found.tied:
            break
    if not found.tied and facts.reply is not None and facts.reply.number:
        found = _by_number(Tie(TieKind.NUMBER, facts.reply.number))
    report = facts.letter.delivery_report
    if found.sent is None and report is not None and report.original_message_id:
        bounced = _by_message_id(Tie(TieKind.MESSAGE_ID, report.original_message_id))
        found = bounced if not found.tied else replace(found, sent=bounced.sent)
    return found


def _sequence(value: str) -> Appeal | None:
    """The appeal of "0123-26" or "123/26": its sequence and the year's last digits."""
    digits = re.fullmatch(r"0*(\d{1,9})[-/](?:20)?(\d{2})", value)
    return known.appeal_sequenced(2000 + int(digits[2]), int(digits[1])) if digits else None


def _by_address(tie: Tie) -> Found:
    number = int(tie.value) if tie.value.isascii() and tie.value.isdecimal() else 0
    number = number if number < 2**31 else 0
    if tie.party in ("a", "o"):
        return _about(appeal=_sequence(tie.value))
    if tie.party == "r":
        return _about(referral=known.referral(number))
    if tie.party == "l":
        return _about(alert=known.alert(number))
    if tie.party == "t":
        return _about(task=known.task(number))
    if tie.party == "b":
        return _by_sent('"random" = ?', tie.value)
    return Found()


def _by_message_id(tie: Tie) -> Found:
    return _by_sent('"message_id" = ?', tie.value)


def _by_number(tie: Tie) -> Found:
    return _about(appeal=known.appeal_numbered(tie.value) or _sequence(tie.value))


_FOLLOW = {
    TieKind.SIGNED_ADDRESS: _by_address,
    TieKind.MESSAGE_ID: _by_message_id,
    TieKind.NUMBER: _by_number,
}


def _about(
    appeal: Appeal | None = None,
    referral: Referral | None = None,
    alert: Alert | None = None,
    task: Task | None = None,
) -> Found:
    """One record leads to the others: a task to its referral, each of them to the appeal."""
    if task is not None and isinstance(task.referral, int):
        referral = referral or known.referral(task.referral)
    if task is not None and isinstance(task.alert, int):
        alert = alert or known.alert(task.alert)
    for holder in (referral, task, alert):
        if appeal is None and holder is not None and isinstance(holder.appeal, int):
            appeal = known.appeal(holder.appeal)
    tied = any(one is not None for one in (appeal, referral, alert, task))
    return Found(appeal, referral, alert, task, None, tied)


def _by_sent(where: str, value: str) -> Found:
    found = known.rows(OutboxRow, where, value)
    if not found:
        return Found()
    row = found[0]
    about = _about(
        known.appeal(row["appeal_id"]) if row["appeal_id"] else None,
        known.referral(row["referral_id"]) if row["referral_id"] else None,
        known.alert(row["alert_id"]) if row["alert_id"] else None,
        known.task(row["task_id"]) if row["task_id"] else None,
    )
    return replace(about, sent=history.sent_letter(row), tied=True)
