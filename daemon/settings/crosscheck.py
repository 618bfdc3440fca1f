"""Faults that only several sections together show."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from daemon.settings.crosscheck_machines import crosscheck_machines
from daemon.settings.faults import Fault
from daemon.settings.policy import former_codes, known_topics
from daemon.settings.scan import Scan
from mailflows.rules.closing import MARKS
from mailflows.vocabulary import Channel, Kind, Regime

if TYPE_CHECKING:
    from daemon.settings.load import Settings


def crosscheck(settings: Settings, found: Scan, *, secrets: bool) -> list[Fault]:
    """Faults between the sections of settings that are each right for themselves."""
    faults = [
        *_topics(settings, found),
        *_closing(settings, found),
        *_formers(settings, found),
        *_beside(settings, found),
        *_leaders(settings, found),
        *_addresses(settings, found),
        *_ours(settings, found),
        *_hours(settings, found),
        *_terms(settings, found),
    ]
    return [*faults, *crosscheck_machines(settings, found, secrets=secrets)]


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


def _closing(settings: Settings, found: Scan) -> Iterator[Fault]:
    topics, rules = known_topics(settings), settings.closing
    codes = {*topics, *Kind, *Regime, *Channel, *MARKS}
    for key, named, known in (
        ("by_silence", rules.by_silence, set(topics)),
        ("by_operator", rules.by_operator, codes),
        ("signed_answer", rules.signed_answer, codes),
    ):
        for code in named:
            if code not in known:
                mend = "known are " + ", ".join(sorted(known))
                line = found.line_of("closing", key)
                yield Fault(line, "closing", key, f"unknown code {code!r}", mend)


def _formers(settings: Settings, found: Scan) -> Iterator[Fault]:
    """A former code has one heir and no section of its own: else its referrals are two bodies'."""
    heirs: dict[str, str] = {}
    for code, executor in settings.executor.items():
        section = f"executor {code}"
        line = found.line_of(section, "former")
        for one in former_codes(executor):
            if one.code in settings.executor:
                mend = f"take [executor {one.code}] away, or the code from here"
                reason = f"{one.code!r} is still a section of its own"
                yield Fault(line, section, "former", reason, mend)
            if one.code in heirs:
                reason = f"{one.code!r} has its heir already, [executor {heirs[one.code]}]"
                yield Fault(line, section, "former", reason)
            heirs.setdefault(one.code, code)


def _beside(settings: Settings, found: Scan) -> Iterator[Fault]:
    """Who works beside a topic's executor, or instead of him, is another one that is known."""
    heirs = {f.code: code for code, e in settings.executor.items() for f in former_codes(e)}
    own = {topic: code for code, e in settings.executor.items() for topic in e.topics}
    for slug, topic in settings.topic.items():
        named = [("together", code.lower()) for code in topic.together]
        named += [("instead", topic.instead.lower())] if topic.instead else []
        for key, code in named:
            section, line = f"topic {slug}", found.line_of(f"topic {slug}", key)
            if code in heirs:
                yield Fault(line, section, key, f"{code!r} is now [executor {heirs[code]}]")
            elif code not in settings.executor:
                mend = "known are " + ", ".join(settings.executor)
                yield Fault(line, section, key, f"unknown executor {code!r}", mend)
            elif own.get(slug) == code:
                reason = f"[executor {code}] has this topic already"
                yield Fault(line, section, key, reason)


def _leaders(settings: Settings, found: Scan) -> Iterator[Fault]:
    """Who stands above an executor, and whom the head considers himself."""
    for code, executor in settings.executor.items():
        if executor.leader is not None and executor.leader not in settings.leader:
            section = f"executor {code}"
            mend = "known are " + ", ".join(settings.leader)
            line = found.line_of(section, "leader")
            yield Fault(line, section, "leader", f"unknown leader {executor.leader!r}", mend)
    for category in settings.centre.head_categories:
        if not category.startswith("7."):
            line = found.line_of("centre", "head_categories")
            reason = f"{category!r} is no category of group 7"
            yield Fault(line, "centre", "head_categories", reason, "write 7.4, 7.12, ...")


def _addresses(settings: Settings, found: Scan) -> Iterator[Fault]:
    """One address is one person: two meanings of it would let a letter mean two things."""
    seen: dict[str, str] = {}
    for section, key, address in filter(itemgetter(2), _all_addresses(settings)):
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
        for item in filter(lambda one: "@" in one.partition(" ")[0], executor.former):
            yield f"executor {code}", "former", item


def _ours(settings: Settings, found: Scan) -> Iterator[Fault]:
    boxes = settings.mailbox.values()
    if boxes and not any(box.kind == "contact" for box in boxes):
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


def _hours(settings: Settings, found: Scan) -> Iterator[Fault]:
    hours, section = settings.working_time, "working_time"
    if hours.opens >= hours.closes:
        line = found.line_of(section, "closes")
        yield Fault(line, section, "closes", f"not after opens, {hours.opens:%H:%M}")
    begins, ends = hours.martial_law_from, hours.martial_law_until
    if begins and ends and ends < begins:
        line = found.line_of(section, "martial_law_until")
        yield Fault(line, section, "martial_law_until", f"before martial_law_from, {begins}")


def _terms(settings: Settings, found: Scan) -> Iterator[Fault]:
    """An extension has to reach further than the term that it extends."""
    terms = settings.terms
    pairs = (
        ("extended_days", terms.extended_days, 31 * terms.general_months, "general_months"),
        (
            "information_extended_working_days", terms.information_extended_working_days,
            terms.information_working_days, "information_working_days",
        ),
        (
            "deputy_extended_months", 28 * terms.deputy_extended_months,
            terms.deputy_days, "deputy_days",
        ),
    )  # fmt: skip
    for key, all_in_all, ordinary, other in pairs:
        if all_in_all < ordinary:
            yield Fault(found.line_of("terms", key), "terms", key, f"shorter than {other}")
