"""Tells operators what needs a person: a part in trouble, a letter of ours that was refused."""

from __future__ import annotations

from dataclasses import dataclass

from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.logs import log, where
from mailflows.timed import set_aside
from store import database
from store.dispatch import Booked

ALARM_HOURS = 6  # an alarm of one kind goes out once in so many hours
OWN = frozenset({"alarm", "set-aside", "too-large", "undeliverable"})


@dataclass(frozen=True, slots=True)
class Notices:
    """Neither method raises: what is in trouble may be the store or the templates."""

    clerk: Clerk
    clock: Clock

    def trouble(self, what: str, error: str) -> None:
        """An administrator is needed; `what` is a code and a name, `error` where it broke."""
        log().error("trouble", name=what, error=error)
        now = self.clock.now()
        slot = f"{now:%Y-%m-%d}-{now.hour // ALARM_HOURS}"
        try:
            with database.session():
                told = f"{what}: {error}"
                decision = set_aside.alarm(what, f"{what}-{slot}", self.clerk.policy, told)
                self.clerk.carry_out_timed(decision, f"alarm {what}", slot, "")
        except Exception as second:
            log().error("not-told", name=what, error=where(second))

    def undeliverable(self, booked: Booked, error: str) -> None:
        """A server refused a letter for good; a refused notice is not told of by another."""
        if booked.template in OWN:
            return
        try:
            with database.session():
                decision = set_aside.undeliverable(
                    booked.id, booked.recipient, error, error, self.clerk.policy
                )
                self.clerk.carry_out_timed(decision, "undeliverable", str(booked.id), "")
        except Exception as second:
            log().error("not-told", outbox=booked.id, error=where(second))
