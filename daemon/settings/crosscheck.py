"""Faults that only several sections together show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from daemon.settings.faults import Fault
from daemon.settings.policy import known_topics
from daemon.settings.scan import Scan
from daemon.settings.secrets import SecretMissing, fetch

if TYPE_CHECKING:
    from daemon.settings.load import Settings


def crosscheck(settings: Settings, found: Scan, *, secrets: bool) -> list[Fault]:
    """Faults between the sections of settings that are each right for themselves."""
    faults = [
        *_topics(settings, found),
        *_addresses(settings, found),
        *_ours(settings, found),
    ]
    if secrets:
        faults += _secrets(settings, found)
    return faults


def _topics(settings: Settings, found: Scan) -> Iterator[Fault]:
    known = known_topics(settings)
    owner: dict[str, str] = {}
    for kind, people in (("executor", settings.executor), ("leader", settings.leader)):
        for code, one in people.items():
            section = f"{kind} {code}"
            line = found.line_of(section, "topics")
            for topic in one.topics:
                if topic not in known and not (topic == "*" and kind == "leader"):
                    mend = "known are " + ", ".join(known)
                    yield Fault(line, section, "topics", f"unknown topic {topic!r}", mend)
                elif kind == "executor" and topic in owner:
                    reason = f"{topic!r} goes to [executor {owner[topic]}] already"
                    yield Fault(line, section, "topics", reason)
                elif kind == "executor":
                    owner[topic] = code
    for code in settings.topic:
        if known[code].normal_hours == 0:
            mend = f"add name, classifier and normal_hours to [topic {code}]"
            yield Fault(found.line_of(f"topic {code}"), f"topic {code}", "", "a new topic", mend)
    for topic in settings.limits.closing_by_silence:
        if topic not in known:
            line = found.line_of("limits", "closing_by_silence")
            yield Fault(line, "limits", "closing_by_silence", f"unknown topic {topic!r}")


def _addresses(settings: Settings, found: Scan) -> Iterator[Fault]:
    """One address is one person: two meanings of it would let a letter mean two things."""
    seen: dict[str, str] = {}
    for section, key, address in _all_addresses(settings):
        if address in seen and seen[address] != section:
            line = found.line_of(section, key)
            yield Fault(line, section, key, f"{address} stands in [{seen[address]}] already")
        seen.setdefault(address, section)


def _all_addresses(settings: Settings) -> Iterator[tuple[str, str, str]]:
    for code, box in settings.mailbox.items():
        yield f"mailbox {code}", "address", box.address
    for code, operator in settings.operator.items():
        yield f"operator {code}", "address", operator.address
    for code, leader in settings.leader.items():
        yield f"leader {code}", "address", leader.address
        for address in leader.also:
            yield f"leader {code}", "also", address
    for code, executor in settings.executor.items():
        yield f"executor {code}", "address", executor.address
        for address in executor.also:
            yield f"executor {code}", "also", address.lower()


def _ours(settings: Settings, found: Scan) -> Iterator[Fault]:
    if not any(box.kind == "contact" for box in settings.mailbox.values()):
        yield Fault(0, "mailbox", "", "none is of kind contact", "set kind = contact for one")
    for code, executor in settings.executor.items():
        for address in executor.also:
            if "@" not in address:
                line = found.line_of(f"executor {code}", "also")
                yield Fault(line, f"executor {code}", "also", f"{address!r} is no address")
    if settings.authenticity.policy != "off" and not settings.authenticity.authserv_id:
        yield Fault(
            found.line_of("authenticity"),
            "authenticity",
            "authserv_id",
            "needed to know the stamps of our own mail server",
            "add the first word of its Authentication-Results headers, or set policy = off",
        )
    if settings.reply_addresses.enabled and settings.reply_addresses.secret is None:
        yield Fault(
            found.line_of("reply_addresses"),
            "reply_addresses",
            "secret",
            "signed reply addresses need a key",
            "add the line: secret = file:/etc/contact-center/reply-secret, or set enabled = no",
        )


def _secrets(settings: Settings, found: Scan) -> Iterator[Fault]:
    named = [
        (f"mailbox {code}", "password", box.password) for code, box in settings.mailbox.items()
    ]
    named += [
        (section, key, reference)
        for section, key, reference in (
            ("smtp", "password", settings.smtp.password),
            ("store", "password", settings.store.password),
            ("reply_addresses", "secret", settings.reply_addresses.secret),
        )
        if reference
    ]
    for section, key, reference in named:
        try:
            fetch(reference)
        except SecretMissing as fault:
            yield Fault(found.line_of(section, key), section, key, str(fault))
