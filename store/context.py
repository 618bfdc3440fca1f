"""What is known when a letter is decided: few reads, each by an index."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from mailflows.context import Context, SentLetter
from mailflows.facts import Facts, Tie
from mailflows.policy import Policy
from mailflows.records import Alert, Appeal, Referral, Task
from mailflows.vocabulary import AlertState, Role, TieKind
from store import history, rows, same_person
from store import load as known
from store.commit import delivery_keys
from store.fields import Moment
from store.letters import Claimed
from store.models import AlertRow, OutboxRow
from store.owners import own_referral
from store.translate import alert_of

ALERT_LASTS = timedelta(days=1)  # an alert kept alive by updates is looked for this far back
_AT_ONCE = (
    "acknowledgement", "addition-taken", "rated", "reopened", "status", "withdrawal-taken"
)  # fmt: skip
"""What a citizen's letter is answered with at once, so that a robot can make us go on for ever."""
_ORDER = (TieKind.SIGNED_ADDRESS, TieKind.MESSAGE_ID, TieKind.NUMBER)
_moment = Moment().db_value


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the ties of a letter lead."""

    appeal: Appeal | None = None
    referral: Referral | None = None
    alert: Alert | None = None
    task: Task | None = None
    sent: SentLetter | None = None
    tied: bool = False


def load(facts: Facts, letter: Claimed, policy: Policy, now: datetime) -> Context:
    """Everything the flows may ask about a letter, with versions, as the store knows it now."""
    found = _follow(facts)
    appeal = found.appeal
    referrals = known.referrals(appeal.id) if appeal else ()
    earlier = same_person.earlier(facts, appeal, now)
    return Context(
        now=now,
        policy=policy,
        letter_id=letter.id,
        received_at=letter.received_at,
        appeal=appeal,
        tied=found.tied,
        referral=own_referral(referrals, found.referral, facts.executor, policy),
        referrals=referrals,
        tasks=known.open_tasks(appeal.id) if appeal else (),
        sent=found.sent,
        task=found.task,
        answers=known.answers(appeal.id) if appeal else (),
        alert=found.alert or _running(facts, appeal, policy, now),
        earlier=earlier,
        earlier_work=same_person.work(earlier),
        alike=same_person.alike(facts, now),
        duplicate_of=_duplicate(facts, letter),
        acknowledged_today=_acknowledged(facts, appeal, policy, now),
        alerts_last_hour=_alerts_since(now - timedelta(hours=1)),
        transcripts_last_hour=_transcripts_since(facts, now - timedelta(hours=1)),
        newest_alert_id=int(rows.run('SELECT coalesce(max("id"), 0) FROM "alert"').fetchone()[0]),
        last_change=_last_change(facts, appeal),
    )


def _follow(facts: Facts) -> _Found:
    """The first tie that leads to something we know, surest kind first."""
    ties = sorted(facts.ties, key=lambda tie: _ORDER.index(tie.kind))
    found = _Found()
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


def _by_address(tie: Tie) -> _Found:
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
    return _Found()


def _by_message_id(tie: Tie) -> _Found:
    return _by_sent('"message_id" = ?', tie.value)


def _by_number(tie: Tie) -> _Found:
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
) -> _Found:
    """One record leads to the others: a task to its referral, each of them to the appeal."""
    if task is not None and isinstance(task.referral, int):
        referral = referral or known.referral(task.referral)
    if task is not None and isinstance(task.alert, int):
        alert = alert or known.alert(task.alert)
    for holder in (referral, task, alert):
        if appeal is None and holder is not None and isinstance(holder.appeal, int):
            appeal = known.appeal(holder.appeal)
    tied = any(one is not None for one in (appeal, referral, alert, task))
    return _Found(appeal, referral, alert, task, None, tied)


def _by_sent(where: str, value: str) -> _Found:
    found = known.rows(OutboxRow, where, value)
    if not found:
        return _Found()
    row = found[0]
    about = _about(
        known.appeal(row["appeal_id"]) if row["appeal_id"] else None,
        known.referral(row["referral_id"]) if row["referral_id"] else None,
        known.alert(row["alert_id"]) if row["alert_id"] else None,
        known.task(row["task_id"]) if row["task_id"] else None,
    )
    return replace(about, sent=_sent(row), tied=True)


def _sent(row: Mapping[str, Any]) -> SentLetter:
    return SentLetter(
        outbox_id=row["id"],
        template=row["template"],
        to=row["recipient"],
        party=row["party"],
        appeal_id=row["appeal_id"],
        referral_id=row["referral_id"],
        alert_id=row["alert_id"],
    )


def _emergency(facts: Facts, policy: Policy) -> tuple[str, str] | None:
    """Topic and settlement of the letter's emergency; None when it tells of none."""
    for matter in facts.matters:
        if matter.emergency is not None and matter.topic is not None:
            known_one = matter.place.settlement or matter.applicant.settlement
            return matter.topic, known_one or next(iter(policy.settlements), "")
    return None


def _running(facts: Facts, appeal: Appeal | None, policy: Policy, now: datetime) -> Alert | None:
    """The alert of this appeal, else one of the same topic and settlement in the window."""
    if appeal is not None:
        found = known.rows(
            AlertRow,
            '("appeal_id" = ? OR "id" IN (SELECT "alert_id" FROM "letter_link"'
            ' WHERE "appeal_id" = ? AND "alert_id" IS NOT NULL))'
            ' AND "state" <> ?',
            appeal.id,
            appeal.id,
            str(AlertState.CLOSED),
        )
        if found:
            return alert_of(max(found, key=lambda row: int(row["id"])))
    emergency = _emergency(facts, policy)
    if emergency is None:
        return None
    since = now - policy.limits.alert_window
    recent = known.rows(
        AlertRow,
        '"opened_at" > ? AND "topic" = ? AND "state" <> ? ORDER BY "opened_at" DESC LIMIT 100',
        _moment(now - ALERT_LASTS),
        emergency[0],
        str(AlertState.CLOSED),
    )
    place = emergency[1].casefold()
    for alert in map(alert_of, recent):
        last = max(alert.opened_at, alert.last_told_at or alert.opened_at)
        if last >= since and (alert.settlement or "").casefold() == place:
            return alert
    return None


def _duplicate(facts: Facts, letter: Claimed) -> int | None:
    """The letter whose second delivery this one is."""
    for key in delivery_keys(facts, letter.raw):
        found = rows.run(
            'SELECT "id" FROM "letter" WHERE "first_delivery" = ? AND "id" <> ?', key, letter.id
        ).fetchall()
        if found:
            return int(found[0][0])
    return None


def _acknowledged(facts: Facts, appeal: Appeal | None, policy: Policy, now: datetime) -> int:
    """Letters to the applicant's address since local midnight that answered letters at once."""
    addresses = [matter.applicant.email for matter in facts.matters if matter.applicant.email]
    if appeal is not None and appeal.applicant.email:
        addresses = [appeal.applicant.email]
    if not addresses and facts.letter.sender is not None:
        addresses = [facts.letter.sender.address]
    if not addresses:
        return 0
    local = now.astimezone(policy.timezone)
    midnight = datetime.combine(local.date(), time(), policy.timezone)
    row = rows.run(
        'SELECT count(*) FROM "outbox" WHERE "recipient" = ?'
        ' AND "template" IN (?, ?, ?, ?, ?, ?) AND "created_at" >= ?',
        addresses[0],
        *_AT_ONCE,
        _moment(midnight),
    ).fetchone()
    return int(row[0])


def _alerts_since(moment: datetime) -> int:
    row = rows.run('SELECT count(*) FROM "alert" WHERE "opened_at" > ?', _moment(moment))
    return int(row.fetchone()[0])


def _transcripts_since(facts: Facts, moment: datetime) -> int:
    """Transcripts to the operator who writes."""
    if facts.role is not Role.OPERATOR:
        return 0
    row = rows.run(
        'SELECT count(*) FROM "outbox" WHERE "recipient" = ? AND "template" = ?'
        ' AND "created_at" > ?',
        facts.person or "",
        "transcript",
        _moment(moment),
    )
    return int(row.fetchone()[0])


def _last_change(facts: Facts, appeal: Appeal | None) -> Mapping[str, Any]:
    """What `undo` would take back; only operators may ask for it."""
    if appeal is None or facts.role is not Role.OPERATOR:
        return {}
    return history.last_change(appeal.id)
