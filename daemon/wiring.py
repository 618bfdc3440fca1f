"""Builds the whole daemon from the settings; the only place where its parts meet."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from daemon import logs, workers
from daemon.apart import Apart
from daemon.bell import Bell
from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.documents import DocumentReaders
from daemon.intake import Intake
from daemon.jobs import Jobs
from daemon.notices import Notices
from daemon.pipeline import Pipeline
from daemon.sending import Sending
from daemon.settings import Settings, make_policy
from daemon.settings.secrets import fetch
from daemon.supervisor import Loop, Supervisor
from daemon.supplementing import Supplementing
from mailflows.understanding import prepare
from mailflows.writing import Writer
from store import database, due, letters, migrate
from store.faults import UNAVAILABLE

PARTS = ("intake", "pipeline", "sending", "jobs")
MEGABYTE = 1_000_000
SQLITE = "sqlite:///"
HURRIED_POLL = 0.3  # seconds between sweeps of a daemon that is to end as soon as it may
QUIET_SWEEPS = 2  # in a row, after the last thing was done


def bind(settings: Settings) -> None:
    """Choose the database that the settings name; raises what `store.database.bind` raises."""
    database.bind(store_url(settings))


def store_url(settings: Settings) -> str:
    """The store's URL: a relative SQLite path begins at the settings file, a password is put in."""
    url = settings.store.url
    if url.startswith(SQLITE):
        path = settings.path.absolute().parent / unquote(url.removeprefix(SQLITE))
        return SQLITE + quote(str(path))  # a folder may be called "a#b", which ends a URL's path
    if settings.store.password is None:
        return url
    parts = urlsplit(url)
    password = quote(fetch(settings.store.password).get_secret_value(), safe="")
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:{password}@{place}"))


def run(
    settings: Settings,
    *,
    until_idle: bool = False,
    only: Sequence[str] = PARTS,
    clock: Clock | None = None,
    stop: Event | None = None,
) -> bool:
    """Run the daemon until SIGTERM, `stop` or, with `until_idle`, until nothing is left to do.

    The store is bound already. Raises SchemaMismatch. True when all loops ended in time.
    """
    # `schedule` reckons in the machine's zone and errs when its clock changes
    os.environ["TZ"] = "UTC"
    time.tzset()
    migrate.check()
    workers.free_the_dead(clock or Clock())
    wiring = Wiring(settings, only, clock or Clock(), stop or Event(), hurried=until_idle)
    try:
        return wiring.supervisor().run(wiring.idle if until_idle else None)
    finally:
        wiring.documents.close()


def decide_apart(settings: Settings, clock: Clock) -> None:
    """One more deciding loop, as a process of its own: what `Apart` starts."""
    logs.configure(settings.daemon.log_format)
    bind(settings)
    alone = settings.daemon.model_copy(update={"workers": 1})
    run(replace(settings, daemon=alone), only=["pipeline"], clock=clock)


@dataclass
class Wiring:
    """All parts of one process, built and not yet running."""

    settings: Settings
    only: Sequence[str]
    clock: Clock
    stop: Event
    hurried: bool = False
    outbox_bell: Bell = field(default_factory=Bell)
    letter_bell: Bell = field(default_factory=Bell)

    def __post_init__(self) -> None:
        policy = make_policy(self.settings)
        self.clerk = Clerk(policy, Writer(policy), self.clock, self.outbox_bell.ring)
        self.notices = Notices(self.clerk, self.clock)
        self.documents = DocumentReaders(self.settings.daemon)
        self.jobs = Jobs(
            self.settings.jobs, self.clerk, self.clock, self.stop, self.notices.trouble,
            answer_layout=self._answer_layout(),
        )  # fmt: skip
        self.intakes = [self._intake(name) for name in self.settings.mailbox]

    def _answer_layout(self) -> str:
        """The council's own; a relative path counts from the settings file."""
        given = self.settings.papers.answer_layout
        return str(self.settings.path.absolute().parent / given) if given else ""

    def supervisor(self) -> Supervisor:
        """Keeps the loops of this process alive."""
        return Supervisor(self.loops(), self.stop, self.notices.trouble)

    def loops(self) -> list[Loop]:
        """The loops of the parts that this process is to run."""
        found: list[Loop] = []
        if {"intake", "pipeline"} & set(self.only):
            prepare()
        if "intake" in self.only:
            found += [Loop(f"intake {one.name}", one.run) for one in self.intakes]
        if "pipeline" in self.only:
            found.append(self._pipeline())
            found += [self._apart(number) for number in range(1, self.settings.daemon.workers)]
        if "sending" in self.only:
            found.append(Loop("sending", self._sending().run))
        if "jobs" in self.only:
            supplementing = Supplementing(self.clerk, self.documents, self.clock, self.stop)
            found += [Loop("jobs", self.jobs.run), Loop("supplements", supplementing.run)]
        return found

    def idle(self) -> bool:
        """Whether nothing is left to do: servers swept, letters decided, nothing to be sent now."""
        if self._has_work():
            for one in self.intakes:
                one.quiet_sweeps = 0
            return False
        swept = all(one.quiet_sweeps >= QUIET_SWEEPS for one in self.intakes)
        tapped = self.jobs.tapped or "jobs" not in self.only
        return tapped and (swept or "intake" not in self.only)

    def _has_work(self) -> bool:
        try:
            with database.session():
                if "pipeline" in self.only and letters.waiting():
                    return True
                carries = "sending" in self.only or "jobs" in self.only
                return carries and due.anything(self.clock.now())
        except UNAVAILABLE:
            return True  # who knows

    def _intake(self, name: str) -> Intake:
        return Intake(
            name=name,
            settings=self.settings.mailbox[name],
            max_bytes=self.settings.daemon.max_letter_mb * MEGABYTE,
            poll=HURRIED_POLL if self.hurried else self.settings.daemon.poll_seconds,
            clock=self.clock,
            stop=self.stop,
            ring=self.letter_bell.ring,
            trouble=self.notices.trouble,
        )

    def _apart(self, number: int) -> Loop:
        name = f"pipeline {number}"
        return Loop(name, Apart(name, decide_apart, (self.settings, self.clock), self.stop).run)

    def _pipeline(self) -> Loop:
        pipeline = Pipeline(
            worker=workers.name("pipeline"),
            clerk=self.clerk,
            documents=self.documents,
            clock=self.clock,
            lease=timedelta(seconds=self.settings.daemon.lease_seconds),
            stop=self.stop,
            bell=self.letter_bell,
        )
        return Loop("pipeline", pipeline.run)

    def _sending(self) -> Sending:
        return Sending(
            settings=self.settings.smtp,
            clock=self.clock,
            stop=self.stop,
            bell=self.outbox_bell,
            trouble=self.notices.trouble,
            undeliverable=self.notices.undeliverable,
            worker=workers.name("sending"),
        )
