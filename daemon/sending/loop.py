"""Sends what stands in the outbox: booked first, urgent first, the same bytes on every try."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from typing import TypeVar

from daemon.bell import Bell
from daemon.clock import Clock
from daemon.logs import log, where
from daemon.sending.retry import Failure, Later, judge, rest
from daemon.sending.submission import STEPS, Submission, tls_context
from daemon.settings.machine import Smtp as SmtpSettings
from store import database, dispatch
from store.database import session
from store.dispatch import Booked
from store.faults import UNAVAILABLE

LOOK_EVERY = 0.5  # seconds: other processes cannot ring our bell
TROUBLE_AFTER = 3  # failures in a row before operators are told of a server that is down
STORE_REST = 1.0  # seconds
T = TypeVar("T")
KEPT_WORDS = 300  # characters of the server's answer


@dataclass
class Sending:
    """The sending loop: one asyncio loop in one thread with a few connections."""

    settings: SmtpSettings
    clock: Clock
    stop: Event
    bell: Bell
    trouble: Callable[[str, str], None]
    undeliverable: Callable[[Booked, str], None]
    worker: str = "sending"
    _failures: int = 0  # of the server, in a row, over all connections

    @property
    def lease(self) -> timedelta:
        """A letter booked by a dead process is free after this: longer than two attempts."""
        return timedelta(seconds=2 * STEPS * self.settings.timeout_seconds + 10)

    def run(self) -> None:
        """Send until stopped; letters on the way are finished first."""
        with session():
            asyncio.run(self._run())

    async def _run(self) -> None:
        context = tls_context(self.settings)
        work = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen(work))
            for _ in range(self.settings.connections):
                group.create_task(self._lane(Submission(self.settings, context), work))

    async def _listen(self, work: asyncio.Event) -> None:
        """Carry rings of other threads into this loop."""
        while not self.stop.is_set():
            await asyncio.to_thread(self.bell.wait, LOOK_EVERY)
            work.set()
        work.set()

    async def _lane(self, submission: Submission, work: asyncio.Event) -> None:
        booked: Booked | None = None
        try:
            while booked is not None or not self.stop.is_set():
                booked = booked or await self._stored(self._book)
                if booked is not None:
                    booked = await self._send(submission, booked)
                    continue
                work.clear()
                await work.wait()
        finally:
            await submission.close()

    def _book(self) -> Booked | None:
        return dispatch.book(self.clock.now(), self.worker, self.lease)

    async def _send(self, submission: Submission, booked: Booked) -> Booked | None:
        """One attempt, and a rest when the server is in trouble; the letter to be sent next."""
        answer = await submission.send(booked.envelope_from, booked.recipient, booked.data)
        if not isinstance(answer, Failure):
            return await self._stored(partial(self._sent, booked, answer))
        if await self._stored(partial(self._failed, booked, answer)):
            await self._rest()
        return None

    def _sent(self, booked: Booked, answer: str) -> Booked | None:
        """Note it; the next letter is booked in the same commit, which spares every second one."""
        with database.transaction():
            dispatch.sent(booked.id, self.clock.now(), answer[:KEPT_WORDS])
            following = None if self.stop.is_set() else self._book()
        log().info("sent", outbox=booked.id, attempt=booked.attempts)
        self._failures = 0
        return following

    async def _stored(self, work: Callable[[], T]) -> T:
        """Do work in the store, again and again while it is in trouble: a letter that was sent is
        not to be sent twice because the disk was full when we wanted to note it.
        """
        while True:
            try:
                return work()
            except UNAVAILABLE as fault:
                log().error("store-fault", error=where(fault), name="sending")
                database.close()
                if await asyncio.to_thread(self.stop.wait, STORE_REST):
                    raise
                database.database().connect(reuse_if_open=True)

    def _failed(self, booked: Booked, failure: Failure) -> bool:
        """Note it; whether the server is in trouble, so that its connection should rest."""
        now = self.clock.now()
        verdict = judge(
            failure,
            booked.attempts,
            urgent=booked.urgent,
            age=now - booked.created_at,
            doubtful=booked.doubtful,
        )
        error = f"{failure.stage} {failure.code or ''} {failure.said}"[:KEPT_WORDS]
        log().warning(
            "not-sent",
            outbox=booked.id,
            attempt=booked.attempts,
            stage=str(failure.stage),
            code=failure.code,
            reason=type(verdict).__name__.lower(),
        )
        if not isinstance(verdict, Later):
            dispatch.never(booked.id, error, now)
            self._failures = 0
            self.undeliverable(booked, error)
            return False
        self._put_off(booked, verdict, error, now)
        if not verdict.pause:
            self._failures = 0
            return False
        self._failures += 1
        if verdict.alarm or self._failures == TROUBLE_AFTER:
            self.trouble("smtp", f"{failure.stage} {failure.code or failure.said}")
        return True

    def _put_off(self, booked: Booked, verdict: Later, error: str, now: datetime) -> None:
        if verdict.maybe_sent:
            dispatch.maybe_sent(booked.id, now + verdict.after, error)
        else:
            dispatch.later(booked.id, now + verdict.after, error)

    async def _rest(self) -> None:
        """Leave a server in trouble alone for a while, without sleeping through a stop."""
        await asyncio.to_thread(self.stop.wait, rest(self._failures))
