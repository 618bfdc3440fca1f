"""Figures of the digest and of the operators' list, each counted at a given moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mailflows.summary import DigestFigures, Item, Question
from mailflows.vocabulary import AppealState, Purpose, ReferralState, Sign, TaskKind
from store import aside, ledger, letters, load, outbox, rows, seals, tasks
from store.aside import Aside
from store.fields import Moment
from store.ledger import Balance
from store.models import AppealRow, HistoryRow, ReferralRow, TaskRow
from store.outbox import Queued
from store.translate import appeal_of

LISTED = 500  # of a kind in one list; more are only counted
_moment = Moment().db_value
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OperatorsFigures:
    """What waits for the operators."""

    tasks: tuple[Question, ...]  # urgent ones first, without those to telephone
    calls: tuple[Question, ...]  # leaders, executors and applicants to telephone
    more: int  # open tasks beyond those that are listed
    set_aside: tuple[Aside, ...]
    undelivered: tuple[Queued, ...]  # letters of ours that were refused or came back
    ledger: tuple[Balance, ...]
    waiting: int  # letters not decided yet


def digest(
    topics: Sequence[str], since: datetime, now: datetime, timezone: ZoneInfo
) -> DigestFigures:
    """The figures of an area (topic slugs, or "*" for everything, unclear topics included).

    What was received and closed is counted from `since` (the digest before) to `now`.
    """
    where, given = _area(topics)
    opened = {
        row["id"]: row
        for row in load.rows(AppealRow, f'"open" AND {where} ORDER BY "due_at", "id"', *given)
    }
    referrals = _referrals(opened)
    due = [one for one in referrals if one["open"]]
    claimed = [one for one in referrals if one["state"] == ReferralState.CLAIMED]
    states = [row["state"] for row in opened.values()]
    local = now.astimezone(timezone).date()
    tomorrow = datetime.combine(local + timedelta(days=1), time(), timezone)
    balances = ledger.balances()
    return DigestFigures(
        day=local,
        received=_counted("registered_at", where, given, since, now),
        closed=_counted("closed_at", where, given, since, now),
        in_work=sum(state != AppealState.IN_CHECK for state in states),
        in_check=sum(state == AppealState.IN_CHECK for state in states),
        overdue=_overdue(opened, due, now),
        due_today=_items(opened, (one for one in due if now <= one["due_at"] < tomorrow)),
        emergencies=_emergencies(opened, referrals),
        unserved=_items(opened, (one for one in due if one["unserved_at"] is not None)),
        claims=_items(opened, (one for one in claimed if _in_check(opened, one))),
        disputed=_disputed(opened, referrals, since, now),
        considered=_considered(opened),
        signs=_signs(where, given, since, now),
        alerts_open=_alerts_open(where, given),
        waiting=letters.waiting(),
        set_aside=aside.count(),
        ledger=_outcomes(balances),
        seal=seals.newest_short() if "*" in topics else "",
    )


def _area(topics: Sequence[str]) -> tuple[str, list[str]]:
    if "*" in topics:
        return "1 = 1", []
    return load.among("topic", list(topics)), list(topics)


def _counted(column: str, where: str, given: Sequence[str], since: datetime, now: datetime) -> int:
    """How many appeals have this moment after `since` and not after `now`."""
    found = rows.run(
        f'SELECT count(*) FROM "appeal" WHERE "{column}" > ? AND "{column}" <= ? AND {where}',  # noqa: S608
        _moment(since),
        _moment(now),
        *given,
    )
    return int(found.fetchone()[0])


def _referrals(appeals: Mapping[int, _Row]) -> list[dict[str, Any]]:
    """Referrals of these open appeals that an executor has or has claimed, earliest due first."""
    found = load.rows(ReferralRow, '"open"') + load.rows(
        ReferralRow, '"claimed_at" IS NOT NULL AND "state" = ?', str(ReferralState.CLAIMED)
    )
    mine = (row for row in found if row["appeal_id"] in appeals)
    return sorted(mine, key=lambda row: (row["due_at"], row["id"]))


def _item(
    appeal: _Row, executor: str | None, due_at: datetime, purpose: str = Purpose.LEAD
) -> Item:
    scene = appeal_of(appeal, "").scene
    return Item(
        number=appeal["number"],
        topic=appeal["topic"],
        place=scene.place,
        executor=executor,
        due_at=due_at,
        emergency=appeal["emergency"],
        home=scene.home,
        inquiry=purpose == Purpose.INFORMATION,
    )


def _items(appeals: Mapping[int, _Row], referrals: Iterable[_Row]) -> tuple[Item, ...]:
    return tuple(
        _item(appeals[one["appeal_id"]], one["executor"], one["due_at"], one["purpose"])
        for one in referrals
    )


def _overdue(appeals: Mapping[int, _Row], due: Sequence[_Row], now: datetime) -> tuple[Item, ...]:
    """Late referrals, and appeals past the law's term that no executor is late with."""
    late = [one for one in due if one["due_at"] < now]
    blamed = {one["appeal_id"] for one in late if one["purpose"] != Purpose.INFORMATION}
    ours = [
        _item(row, None, row["due_at"])
        for row in appeals.values()
        if row["due_at"] < now and row["id"] not in blamed
    ]
    return tuple(sorted([*_items(appeals, late), *ours], key=lambda item: item.due_at))


def _emergencies(appeals: Mapping[int, _Row], referrals: Sequence[_Row]) -> tuple[Item, ...]:
    """With the term of who has the work: the law's month says nothing of a danger."""
    urgent = [row for row in appeals.values() if row["emergency"]]
    urgent.sort(key=lambda row: (row["received_at"], row["id"]))
    return _with_executors(urgent, referrals)


def _with_executors(found: Iterable[_Row], referrals: Sequence[_Row]) -> tuple[Item, ...]:
    """Appeals with the executor who leads and is due first, and his term, else the law's."""
    work = (one for one in referrals if one["purpose"] != Purpose.INFORMATION)
    led = sorted(work, key=lambda one: bool(one["purpose"] != Purpose.LEAD))
    first = {one["appeal_id"]: one for one in reversed(led)}
    pairs = ((row, first.get(row["id"])) for row in found)
    return tuple(
        _item(row, one["executor"], one["due_at"]) if one else _item(row, None, row["due_at"])
        for row, one in pairs
    )


def _in_check(appeals: Mapping[int, _Row], referral: _Row) -> bool:
    return bool(appeals[referral["appeal_id"]]["state"] == AppealState.IN_CHECK)


def _disputed(
    appeals: Mapping[int, _Row], referrals: Sequence[_Row], since: datetime, now: datetime
) -> tuple[Item, ...]:
    """Open appeals that went back to work from check or closing, the first one first."""
    found = load.rows(
        HistoryRow,
        '"at" > ? AND "at" <= ? AND "record" = ? AND "field" = ? AND "new" = ?'
        ' AND "old" IN (?, ?) ORDER BY "id"',
        _moment(since),
        _moment(now),
        "appeal",
        "state",
        f'"{AppealState.IN_WORK}"',
        f'"{AppealState.IN_CHECK}"',
        f'"{AppealState.CLOSED}"',
    )
    ids = dict.fromkeys(row["record_id"] for row in found if row["record_id"] in appeals)
    return _with_executors((appeals[one] for one in ids), referrals)


def _considered(appeals: Mapping[int, _Row]) -> tuple[Item, ...]:
    """Open appeals that a leader was asked to decide himself, by the law's term."""
    asked = load.rows(TaskRow, '"answered_at" IS NULL AND "kind" = ?', str(TaskKind.DECIDE))
    ids = {row["appeal_id"] for row in asked}
    return tuple(
        _item(row, None, row["due_at"]) for appeal_id, row in appeals.items() if appeal_id in ids
    )


def _signs(where: str, given: Sequence[str], since: datetime, now: datetime) -> dict[str, int]:
    """How many of the appeals received are repeated, duplicate, ... and how many collective."""
    found = rows.run(
        'SELECT "sign", "collective", count(*) FROM "appeal"'  # noqa: S608
        f' WHERE "registered_at" > ? AND "registered_at" <= ? AND {where}'
        ' GROUP BY "sign", "collective"',
        _moment(since),
        _moment(now),
        *given,
    ).fetchall()
    total: dict[str, int] = {}
    for sign, collective, count in found:
        for name in (str(sign or Sign.FIRST), *(["collective"] if collective else [])):
            total[name] = total.get(name, 0) + int(count)
    return total


def _alerts_open(where: str, given: Sequence[str]) -> int:
    """Alerts that nobody has acknowledged while something of them is still open."""
    found = rows.run(
        f'SELECT count(*) FROM "alert" WHERE "state" = ? AND {where}'  # noqa: S608
        ' AND EXISTS (SELECT 1 FROM "appeal" WHERE "open" AND ("id" = "alert"."appeal_id"'
        ' OR "id" IN (SELECT "appeal_id" FROM "letter_link"'
        ' WHERE "alert_id" = "alert"."id" AND "appeal_id" IS NOT NULL)))',
        "open",
        *given,
    )
    return int(found.fetchone()[0])


def _outcomes(balances: Iterable[Balance]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in balances:
        for outcome, count in one.by_outcome.items():
            total[outcome] = total.get(outcome, 0) + count
    return total


def operators(since: datetime) -> OperatorsFigures:
    """What waits for the operators now; undelivered letters are those made after `since`."""
    questions = tasks.open_questions(LISTED)
    return OperatorsFigures(
        tasks=tuple(one for one in questions if one.task.kind not in tasks.CALLS),
        calls=tuple(one for one in questions if one.task.kind in tasks.CALLS),
        more=max(0, tasks.count_open() - len(questions)),
        set_aside=tuple(aside.listed(LISTED)),
        undelivered=outbox.undelivered(since, LISTED),
        ledger=ledger.balances(),
        waiting=letters.waiting(),
    )
