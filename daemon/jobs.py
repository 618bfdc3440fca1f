"""What goes out because its time has come: `schedule` taps, the store says what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from threading import Event

import schedule

from daemon.answering import Answering
from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.logs import log, where
from daemon.moments import moment, owed_day, owed_hour, stamp
from daemon.questions import CALLS_SHOWN, with_words
from daemon.settings.machine import Jobs as JobSettings
from mailflows.acts import alert
from mailflows.decision import Decision
from mailflows.policy import Leader, Operator
from mailflows.rules.workdays import is_working_day
from mailflows.timed import digest, operators_list, reminders
from mailflows.vocabulary import Flow
from store import due, figures, job_runs, seals
from store.database import session
from store.faults import UNAVAILABLE
from store.work import StaleVersion

TICK = 0.5  # seconds


@dataclass
class Jobs:
    """The jobs loop. Every job is wrapped: one that fails stops no other."""

    settings: JobSettings
    clerk: Clerk
    clock: Clock
    stop: Event
    trouble: Callable[[str, str], None]
    answer_layout: str = ""  # the council's own layout of signed answers
    tapped: bool = False  # every job, at least once

    def run(self) -> None:
        """Tap until stopped. Only intervals are scheduled: `schedule` errs with hours of the day
        when clocks change, so those are judged by `daemon.moments`.
        """
        answering = Answering(self.clerk, self.clock, self.answer_layout)
        scheduler = schedule.Scheduler()
        for seconds, job in (
            (1, self.alert_updates),
            (1, answering.answer_requests),
            (5, self.digests),
            (5, self.operators_lists),
            (20, self.unserved),
            (20, self.silent_claims),
            (60 * self.settings.seal_minutes, self.seal_journal),
        ):
            scheduler.every(seconds).seconds.do(self._guarded, job)
        with session():
            scheduler.run_all()
            self.tapped = True
            while not self.stop.wait(TICK):
                scheduler.run_pending()

    def _guarded(self, work: Callable[[], object], name: str = "") -> None:
        """One thing that fails stops no other; only the store's own trouble ends the loop."""
        name = name or work.__name__
        try:
            work()
        except StaleVersion:
            log().info("decided-anew", job=name)  # the next tap finds it again
        except UNAVAILABLE:
            raise  # the loop begins anew, with a new connection
        except Exception as error:
            log().error("job-failed", job=name, error=where(error))
            self.trouble(f"job {name}", where(error))

    def seal_journal(self) -> None:
        """Close the journal's new lines into its chain; what writers hold up waits for the next."""
        try:
            count = seals.seal()
        except seals.Busy:
            log().info("journal-busy")
            return
        if count:
            log().info("journal-sealed", count=count)

    def alert_updates(self) -> None:
        """Tell leaders what joined a running alert, or what the hourly cap held back."""
        now = self.clock.now()
        for one in due.alert_updates(now):
            mark = f"{one.alert.id}@{one.alert.update_due_at}"
            decide = partial(alert.update, one, self.clerk.policy, now)
            self._guarded(partial(self._carry_out, decide, "alert-update", mark), "alert-update")

    def unserved(self) -> None:
        """Referrals that nobody has accepted in time or that a server refused."""
        policy, now = self.clerk.policy, self.clock.now()
        hours = policy.limits
        found = due.unserved(
            now - timedelta(hours=hours.unserved_hours),
            now - timedelta(hours=hours.unserved_emergency_hours),
            now - timedelta(hours=hours.deputy_hours),
        )
        for one in found:
            step = "deputy" if one.referral.unserved_at is None else "call"
            mark = f"{one.referral.id}-{one.referral.version}-{step}"
            decide = partial(
                reminders.unserved, one.appeal, one.referral, one.referrals, policy, now
            )
            self._guarded(partial(self._carry_out, decide, "unserved", mark), "unserved")

    def silent_claims(self) -> None:
        """Claims that neither the applicant nor an operator has answered."""
        policy, now = self.clerk.policy, self.clock.now()
        for one in due.silent_claims(now - timedelta(days=policy.closing.silent_working_days)):
            mark = f"{one.referral.id}@{one.referral.claimed_at}"
            decide = partial(
                reminders.silent, one.appeal, one.referral, one.referrals, policy, now, one.tasks
            )
            self._guarded(partial(self._carry_out, decide, "silent", mark), "silent")

    def _carry_out(
        self, decide: Callable[[], Decision | None], job: str, mark: str, recipient: str = ""
    ) -> None:
        decision = decide()
        if decision is not None and self.clerk.carry_out_timed(decision, job, mark, recipient):
            log().info("done", job=job)

    def digests(self) -> None:
        """One digest a day for each leader, late when it must be."""
        for leader in self.clerk.policy.leaders:
            self._daily("digest", leader.address, partial(self._digest, leader))

    def operators_lists(self) -> None:
        """A list for each operator, at each hour of the settings, of what waits for a person."""
        job, zone, hours = "operators-list", self.clerk.policy.timezone, self._hours
        for operator in self.clerk.policy.operators:
            told = job_runs.last_moment(job, operator.address)
            owed = owed_hour(self.clock.now(), hours, zone, self._is_wanted, told)
            if owed is not None:
                since = moment(owed[0] - timedelta(days=1), owed[1], zone)
                if told is not None:
                    since = datetime.fromisoformat(told).replace(tzinfo=zone)
                made = partial(self._list, operator, *owed, since)
                carry = partial(self._carry_out, made, job, stamp(*owed), operator.address)
                self._guarded(carry, job)

    @property
    def _hours(self) -> tuple[time, ...]:
        return self.settings.operators_list_at

    def _daily(
        self, job: str, recipient: str, decide: Callable[[date, datetime], Decision]
    ) -> None:
        day, since = self._owed(job, recipient)
        if day is not None:
            made = partial(decide, day, since)
            self._guarded(partial(self._carry_out, made, job, day.isoformat(), recipient), job)

    def _digest(self, leader: Leader, day: date, since: datetime) -> Decision:
        policy = self.clerk.policy
        counted = figures.digest(leader.topics, since, self.clock.now(), policy.timezone)
        return digest.digest(counted, leader, day, policy)

    def _list(self, operator: Operator, day: date, hour: time, since: datetime) -> Decision:
        counted = figures.operators(since)
        if hour != min(self._hours) and not (counted.tasks or counted.calls):
            return Decision(Flow.TIMED, None, ())  # later in the day an empty list tells nothing
        values = {
            "tasks": with_words(counted.tasks, self.clock.now()),
            "calls": with_words(counted.calls, self.clock.now(), CALLS_SHOWN),
            "more": counted.more,
            "set_aside": list(counted.set_aside),
            "undelivered": list(counted.undelivered),
            "ledger": list(counted.ledger),
            "waiting": counted.waiting,
        }
        at = moment(day, hour, self.clerk.policy.timezone)
        return operators_list.operators_list(values, operator, at, self.clerk.policy)

    def _owed(self, job: str, recipient: str) -> tuple[date | None, datetime]:
        """The day that is owed, if one is, and since when its figures count."""
        policy, now = self.clerk.policy, self.clock.now()
        at = self.settings.digest_at
        told = job_runs.last_moment(job, recipient)
        last = date.fromisoformat(told) if told else None
        day = owed_day(now, at, policy.timezone, self._is_wanted, last)
        before = last or (day - timedelta(days=1) if day else now.date())
        return day, moment(before, at, policy.timezone)

    def _is_wanted(self, day: date) -> bool:
        return self.settings.digest_on_days_off or is_working_day(
            day, self.clerk.policy.working_time
        )
