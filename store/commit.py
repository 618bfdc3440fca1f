"""A decision becomes rows: the letter's outcome, changes, numbers, outbox, history, all or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import peewee

from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.facts import Facts
from mailflows.policy import Policy
from mailflows.states import BY_FLOW
from mailflows.vocabulary import Authenticity, Outcome, Role
from store import changes, entries, journal, posting, requests, rows
from store.database import transaction, unanswered
from store.delivery import delivery_keys
from store.entries import Number
from store.letters import Claimed
from store.models import AppealTextRow, HistoryRow, JobRunRow, LetterRow, OutboxMessageRow
from store.posting import Render
from store.translate import reason_values
from store.work import LostClaim, StaleVersion, Work

_SETTLE = (
    'UPDATE "letter" SET "outcome" = ?, "flow" = ?, "reasons" = ?, "message_id" = ?,'
    ' "content_digest" = ?, "first_delivery" = ?, "decided_at" = ?,'
    ' "claimed_by" = NULL, "claimed_until" = NULL'
    ' WHERE "id" = ? AND "claimed_by" = ? AND "outcome" IS NULL'
)
_RACED = ("first_delivery", "about")  # unique columns that two workers may fill at once


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit made: (id, number) of new appeals, ids of letters that wait to be sent."""

    appeals: tuple[tuple[int, str], ...] = ()
    outbox: tuple[int, ...] = ()


def author(facts: Facts, policy: Policy) -> str:
    """Who wrote a letter, as the journal names him: role and code, and how it is not proved."""
    codes = {
        Role.OPERATOR: next((o.code for o in policy.operators if o.address == facts.person), ""),
        Role.LEADER: facts.person or "",
    }
    code = codes.get(facts.role, facts.executor or "")
    name = f"{facts.role}:{code}" if code else str(facts.role)
    proved = facts.role is Role.OUTSIDER or facts.authenticity is Authenticity.PROVED
    return name if proved else f"{name},{facts.authenticity}"


def commit(
    decision: Decision,
    render: Render,
    letter: Claimed,
    worker: str,
    now: datetime,
    *,
    facts: Facts,
    context: Context,
    number: Number,
    by: str = "",
) -> Committed:
    """Carry out the decision on a claimed letter in one durable transaction.

    `facts` tell the letter's Message-ID and digest; `context` is what was decided from;
    `number` makes a registration number of (first letter, sequence, full year); `by` is who
    stands in the history (default: the flow). Nothing is left behind on an exception:
    StaleVersion: load the context and decide again. LostClaim: leave the letter alone.
    UnlistedMove: the decision is wrong (mailflows.states), a person must see the letter.
    """
    work = Work(
        now=now,
        by=by or decision.flow,
        who=author(facts, context.policy),
        letter_id=letter.id,
        otherwise=f"letter:{letter.id}",
        newest_alert_id=context.newest_alert_id,
        mover=BY_FLOW.get(decision.flow),
    )
    first = decision.outcome is not Outcome.DUPLICATE_DELIVERY and context.duplicate_of is None
    key = delivery_keys(facts, letter.raw)[0] if first else None
    with transaction(), _races():
        _settle(decision, letter, worker, now, facts, key)
        if facts.reply is not None and (facts.ties or facts.role is not Role.OUTSIDER):
            work.note("said", detail=facts.reply.intent)
        return _carry_out(work, decision, render, context.policy, number)


def commit_timed(
    decision: Decision,
    render: Render,
    job: str,
    moment: str,
    recipient: str,
    now: datetime,
    *,
    policy: Policy,
    number: Number,
    by: str = "",
    letter_id: int | None = None,
    request_id: int | None = None,
) -> Committed | None:
    """Carry out a decision that no new letter caused, once for (job, moment, recipient).

    None when it was done before. `letter_id` is the letter that a supplement or a notice is
    about; `request_id` is the request that is answered by this. StaleVersion as in `commit`.
    """
    work = Work(
        now=now,
        by=by or job,
        who=by or job,
        letter_id=letter_id,
        otherwise=f"{job}:{moment}",
        newest_alert_id=None,
        mover=BY_FLOW.get(decision.flow),
    )
    run = {"job": job, "moment": moment, "recipient": recipient, "at": now}
    with transaction(), _races():
        if not rows.insert(JobRunRow, [run], ' ON CONFLICT DO NOTHING RETURNING "id"'):
            return None
        if request_id is not None:
            requests.finish(request_id, now)
        work.note("job", detail=job)
        return _carry_out(work, decision, render, policy, number)


def _carry_out(
    work: Work, decision: Decision, render: Render, policy: Policy, number: Number
) -> Committed:
    changes.apply(work, decision.changes)
    year = work.now.astimezone(policy.timezone).year
    entries.enter(work, decision.changes, number, year)
    outbox = posting.post(work, decision.outgoing, render)
    if decision.outcome is not None:
        work.note(f"decided-{decision.outcome}", detail=decision.flow)
    with unanswered():
        rows.insert(AppealTextRow, work.texts)
        rows.insert(OutboxMessageRow, work.octets)
        for request in decision.requests:
            requests.ask(request.kind, request.parameters, work.letter_id, work.now)
        rows.insert(HistoryRow, work.history)
        journal.append(work.journal)
    return Committed(tuple((one.id, one.number) for one in work.appeals), tuple(outbox))


def _settle(
    decision: Decision, letter: Claimed, worker: str, now: datetime, facts: Facts, key: str | None
) -> None:
    """Give the letter its outcome, if it is still this worker's and has none."""
    columns = LetterRow._meta.columns
    values = {
        "outcome": decision.outcome,
        "flow": decision.flow,
        "reasons": [reason_values(reason) for reason in decision.reasons],
        "message_id": facts.letter.message_id,
        "content_digest": facts.letter.digest,
        "first_delivery": key,
        "decided_at": now,
    }
    kept = [columns[name].db_value(value) for name, value in values.items()]
    if not rows.run(_SETTLE, *kept, letter.id, worker).rowcount:
        raise LostClaim(f"letter {letter.id}")


@contextmanager
def _races() -> Iterator[None]:
    """What two workers did at once shows as a unique index or a deadlock: decide again."""
    try:
        yield
    except peewee.IntegrityError as error:
        if any(column in str(error) for column in _RACED):
            raise StaleVersion(str(error).splitlines()[0]) from error
        raise
    except peewee.OperationalError as error:
        if "deadlock detected" in str(error):
            raise StaleVersion("deadlock") from error
        raise
