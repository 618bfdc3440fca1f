"""What goes out because its time has come: `schedule` taps, the store says what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Event

import schedule

from daemon.answering import Answering
from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.logs import log, where
from daemon.moments import moment, owed_day
from daemon.settings.machine import Jobs as JobSettings
from mailflows import alert, digest, operators_list, reminders
from mailflows.policy import Leader, Operator
from mailflows.records import Decision
from mailflows.rules.workdays import is_working_day
from store import due, figures, job_runs
from store.commit import StaleVersion
from store.database import session
from store.faults import UNAVAILABLE

TICK = 0.5  # seconds


@dataclass
class Jobs:
    """The jobs loop. Every job is wrapped: one that fails stops no other."""

    settings: JobSettings
    clerk: Clerk
    clock: Clock
    stop: Event
    trouble: Callable[[str, str], None]
    rounds: int = 0  # whether every job was tapped at least once

    def run(self) -> None:
        """Tap until stopped. Only intervals are scheduled: `schedule` errs with hours of the day
        when clocks change, so those are judged by `daemon.moments`.
        """
        answering = Answering(self.clerk, self.clock)
        scheduler = schedule.Scheduler()
        for seconds, job in (
            (1, self.alert_updates),
            (1, answering.answer_requests),
            (5, self.digests),
            (5, self.operators_lists),
            (20, self.unserved),
            (20, self.silent_claims),
        ):
            scheduler.every(seconds).seconds.do(self._guarded, job)
        with session():
            scheduler.run_all()
            self.rounds += 1
            while not self.stop.wait(TICK):
                scheduler.run_pending()

    def _guarded(self, job: Callable[[], None]) -> None:
        try:
            job()
        except StaleVersion:
            log().info("decided-anew", job=job.__name__)  # the next tap finds it again
        except UNAVAILABLE:
            raise  # the loop begins anew, with a new connection
        except Exception as error:
            log().error("job-failed", job=job.__name__, error=where(error))
            self.trouble(f"job {job.__name__}", where(error))

    def alert_updates(self) -> None:
        """Tell leaders what joined a running alert, or what the hourly cap held back."""
        for one in due.alert_updates(self.clock.now()):
            decision = alert.update(one, self.clerk.policy, self.clock.now())
            mark = f"{one.alert.id}@{one.alert.update_due_at}"
            self._carry_out(decision, "alert-update", mark)

    def unserved(self) -> None:
        """Referrals that nobody has accepted in time or that a server refused."""
        now = self.clock.now()
        policy = self.clerk.policy
        for one in due.unserved(now - timedelta(hours=policy.limits.unserved_hours)):
            decision = reminders.unserved(one.appeal, one.referral, policy, now)
            self._carry_out(decision, "unserved", f"{one.referral.id}-{one.referral.returns}")

    def silent_claims(self) -> None:
        """Claims that neither the applicant nor an operator has answered."""
        now = self.clock.now()
        policy = self.clerk.policy
        for one in due.silent_claims(now - timedelta(days=policy.limits.silent_working_days)):
            decision = reminders.silent(
                one.appeal, one.referral, one.referrals, policy, now, one.tasks
            )
            self._carry_out(decision, "silent", f"{one.referral.id}@{one.referral.claimed_at}")

    def _carry_out(self, decision: Decision | None, job: str, mark: str) -> None:
        if decision is not None:
            self.clerk.carry_out_timed(decision, job, mark, "")

    def digests(self) -> None:
        """One digest a day for each leader, late when it must be."""
        for leader in self.clerk.policy.leaders:
            day, since = self._owed("digest", leader.address)
            if day is not None:
                decision = self._digest(leader, day, since)
                self.clerk.carry_out_timed(decision, "digest", day.isoformat(), leader.address)
                log().info("digest", job="digest")

    def _digest(self, leader: Leader, day: date, since: datetime) -> Decision:
        policy = self.clerk.policy
        counted = figures.digest(leader.topics, since, self.clock.now(), policy.timezone)
        return digest.digest(counted, leader, day, policy)

    def operators_lists(self) -> None:
        """One list a day for each operator of what waits for a person."""
        for operator in self.clerk.policy.operators:
            day, since = self._owed("operators-list", operator.address)
            if day is not None:
                decision = self._list(operator, day, since)
                mark = day.isoformat()
                self.clerk.carry_out_timed(decision, "operators-list", mark, operator.address)
                log().info("operators-list", job="operators-list")

    def _list(self, operator: Operator, day: date, since: datetime) -> Decision:
        counted = figures.operators(since)
        values = {
            "tasks": counted.tasks,
            "calls": counted.calls,
            "more_tasks": counted.more,
            "set_aside": [
                {
                    "letter_id": one.id,
                    "received_at": one.received_at,
                    "mailbox": one.mailbox,
                    "error": one.error,
                }
                for one in counted.set_aside
            ],
            "undelivered": counted.undelivered,
            "ledger": counted.ledger,
            "waiting": counted.waiting,
        }
        at = moment(day, self.settings.operators_list_at, self.clerk.policy.timezone)
        return operators_list.operators_list(values, operator, at, self.clerk.policy)

    def _owed(self, job: str, recipient: str) -> tuple[date | None, datetime]:
        """The day that is owed, if one is, and since when its figures count."""
        policy, now = self.clerk.policy, self.clock.now()
        at = self.settings.digest_at if job == "digest" else self.settings.operators_list_at
        told = job_runs.last_moment(job, recipient)
        last = date.fromisoformat(told) if told else None
        day = owed_day(now, at, policy.timezone, self._is_wanted, last)
        before = last or (day - timedelta(days=1) if day else now.date())
        return day, moment(before, at, policy.timezone)

    def _is_wanted(self, day: date) -> bool:
        return self.settings.digest_on_days_off or is_working_day(
            day, self.clerk.policy.working_time
        )
