"""What is known when a letter is decided: few reads, each by an index."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from mailflows.context import Context, LastChange
from mailflows.facts import Facts
from mailflows.policy import Policy
from mailflows.records import Alert, Appeal
from mailflows.vocabulary import AlertState, Role
from store import history, rows, same_person
from store import load as known
from store.batches import listed
from store.delivery import delivery_keys
from store.fields import Moment
from store.letters import Claimed
from store.models import AlertRow
from store.owners import own_referral
from store.ties import follow
from store.translate import alert_of

ALERT_LASTS = timedelta(days=1)  # an alert kept alive by updates is looked for this far back
_AT_ONCE = (
    "acknowledgement", "addition-taken", "rated", "reopened", "status", "withdrawal-taken"
)  # fmt: skip
"""What a citizen's letter is answered with at once, so that a robot can make us go on for ever."""
_moment = Moment().db_value


def load(facts: Facts, letter: Claimed, policy: Policy, now: datetime) -> Context:
    """Everything the flows may ask about a letter, with versions, as the store knows it now."""
    found = follow(facts)
    appeal = found.appeal
    referrals = known.referrals(appeal.id) if appeal else ()
    earlier = same_person.earlier(facts, appeal, now)
    context = Context(
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
        earlier_work=known.referrals_of([one.id for one in earlier]),
        alike=same_person.alike(facts, now),
        campaign=same_person.campaign(facts, appeal, now),
        duplicate_of=_duplicate(facts, letter),
        acknowledged_today=_acknowledged(facts, appeal, policy, now),
        alerts_last_hour=_alerts_since(now - timedelta(hours=1)),
        transcripts_last_hour=_transcripts_since(facts, now - timedelta(hours=1)),
        newest_alert_id=int(rows.run('SELECT coalesce(max("id"), 0) FROM "alert"').fetchone()[0]),
        last_change=_last_change(facts, appeal),
    )
    return replace(context, listed=listed(facts, context))


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


def _last_change(facts: Facts, appeal: Appeal | None) -> LastChange | None:
    """What `undo` would take back; only operators may ask for it."""
    if appeal is None or facts.role is not Role.OPERATOR:
        return None
    return history.last_change(appeal.id)
