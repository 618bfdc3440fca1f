"""What has fallen due for the jobs: alert updates, referrals nobody has seen, silent claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailflows.figures import DueAlert
from mailflows.records import Alert, Appeal, Referral, Task
from mailflows.vocabulary import AlertState, AppealState, ReferralState, TaskKind
from store import load, rows
from store.fields import Moment
from store.models import AlertRow, ReferralRow
from store.translate import alert_of, referral_of

MOST = 200  # rows of one kind at a time; the next tick takes the rest
_moment = Moment().db_value


@dataclass(frozen=True, slots=True)
class DueReferral:
    """A referral that needs something now, with what a flow has to know of its appeal."""

    appeal: Appeal
    referral: Referral
    referrals: tuple[Referral, ...]  # all of that appeal
    tasks: tuple[Task, ...]  # open ones of that appeal


def alert_updates(now: datetime) -> tuple[DueAlert, ...]:
    """Running alerts whose update is due, with the appeals that leaders have not heard of."""
    found = load.rows(
        AlertRow,
        '"update_due_at" <= ? AND "state" <> ? ORDER BY "update_due_at" LIMIT ?',
        _moment(now),
        str(AlertState.CLOSED),
        MOST,
    )
    return tuple(DueAlert(alert, _unheard(alert)) for alert in map(alert_of, found))


def _unheard(alert: Alert) -> tuple[Appeal, ...]:
    """Appeals that joined the alert after leaders were last told, oldest first."""
    told = alert.last_told_at
    linked = rows.run(
        'SELECT DISTINCT "appeal_id" FROM "letter_link" WHERE "alert_id" = ? AND "at" > ?',
        alert.id,
        _moment(told) if told is not None and alert.told else "1970-01-01 00:00:00.000000",
    ).fetchall()
    ids = [appeal_id for (appeal_id,) in linked]
    return load.appeals(load.among("id", ids) + ' ORDER BY "id"', *ids)


_UNSERVED = """
    "open" AND "accepted_at" IS NULL AND "called_at" IS NULL AND (
        "unserved_at" <= ?
        OR ("unserved_at" IS NULL AND "sent_at" <= ?)
        OR ("unserved_at" IS NULL AND "sent_at" <= ? AND EXISTS (
            SELECT 1 FROM "appeal"
            WHERE "appeal"."id" = "referral"."appeal_id" AND "appeal"."emergency"))
        OR ? IN (
            SELECT "state" FROM "outbox" WHERE "about" = 'referral:' || "referral"."id"
            AND "template" IN ('referral', 'inquiry')
            AND ("unserved_at" IS NULL OR "outbox"."created_at" >= "unserved_at"))
    ) ORDER BY "due_at" LIMIT ?
"""
# The state is asked for last: else SQLite would go through all letters that were ever refused,
# for each referral, instead of those about this one.


def unserved(before: datetime, emergency: datetime, deputy: datetime) -> tuple[DueReferral, ...]:
    """Referrals that nobody has read in time or whose letter a server refused.

    Those sent before `before`, of emergencies before `emergency`; again those whose deputy was
    tried before `deputy` or whose letter to him was refused, until somebody is to telephone.
    """
    moments = (_moment(deputy), _moment(before), _moment(emergency))
    found = load.rows(ReferralRow, _UNSERVED, *moments, "never", MOST)
    return _with_appeals([referral_of(row) for row in found])


def silent_claims(before: datetime) -> tuple[DueReferral, ...]:
    """Claims older than `before` that neither the applicant nor an operator has answered.

    Not those whose closing is asked of the operators already.
    """
    found = load.rows(
        ReferralRow,
        '"claimed_at" <= ? AND "state" = ? AND EXISTS (SELECT 1 FROM "appeal" WHERE'
        ' "appeal"."id" = "referral"."appeal_id" AND "appeal"."open" AND "appeal"."state" = ?)'
        ' AND NOT EXISTS (SELECT 1 FROM "task" WHERE "task"."appeal_id" = "referral"."appeal_id"'
        ' AND "task"."kind" IN (?, ?, ?) AND "task"."answered_at" IS NULL)'
        ' ORDER BY "claimed_at" LIMIT ?',
        _moment(before),
        str(ReferralState.CLAIMED),
        str(AppealState.IN_CHECK),
        str(TaskKind.CLOSE),
        str(TaskKind.CALL_BACK),
        str(TaskKind.ANSWER),
        MOST,
    )
    return _with_appeals([referral_of(row) for row in found])


def _with_appeals(due: list[Referral]) -> tuple[DueReferral, ...]:
    """Each with its appeal, by one query for the records of a kind."""
    ids = sorted({one.appeal for one in due if isinstance(one.appeal, int)})
    appeals = {one.id: one for one in load.appeals(load.among("id", ids), *ids)}
    referrals, tasks = load.referrals_of(ids), load.open_tasks_of(ids)
    return tuple(
        DueReferral(appeals[one.appeal], one, referrals[one.appeal], tasks[one.appeal])
        for one in due
        if isinstance(one.appeal, int)
    )


def anything(now: datetime) -> bool:
    """Whether letters wait to be sent now, documents to be read, or requests to be answered."""
    moment = _moment(now)
    checks = (
        ('SELECT 1 FROM "outbox" WHERE "next_at" <= ? LIMIT 1', moment),
        ('SELECT 1 FROM "supplement" WHERE "next_at" <= ? LIMIT 1', moment),
        ('SELECT 1 FROM "alert" WHERE "update_due_at" <= ? LIMIT 1', moment),
        ('SELECT 1 FROM "outbox" WHERE "next_at" IS NOT NULL AND "state" = ? LIMIT 1', "booked"),
    )
    if any(rows.run(statement, given).fetchone() for statement, given in checks):
        return True
    return bool(rows.run('SELECT 1 FROM "request" WHERE "done_at" IS NULL LIMIT 1').fetchone())
