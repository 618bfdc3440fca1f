"""From the settings to the policy that the flows know."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from daemon.settings.secrets import fetch
from daemon.settings.values import WEEK
from mailflows import policy
from mailflows.data import path

if TYPE_CHECKING:
    from daemon.settings.load import Settings
    from daemon.settings.people import Executor

MEGABYTE = 1_000_000


def known_topics(settings: Settings) -> dict[str, policy.Topic]:
    """The topics that the program brings along, changed and completed by the settings."""
    topics: dict[str, policy.Topic] = {}
    for row in csv.DictReader(path("topics.csv").read_text("utf-8").splitlines()):
        hours = int(row["emergency_hours"]) if row["emergency_hours"] else None
        topics[row["slug"]] = policy.Topic(
            row["slug"], row["name_uk"], row["classifier"], hours, int(row["normal_hours"])
        )
    for slug, changed in settings.topic.items():
        old = topics.get(slug, policy.Topic(slug, slug, "", None, 0))
        topics[slug] = policy.Topic(
            slug,
            changed.name or old.name,
            changed.classifier or old.classifier,
            changed.emergency_hours or old.emergency_hours,
            changed.normal_hours or old.normal_hours,
            tuple(code.lower() for code in changed.together),
            changed.instead.lower() if changed.instead else None,
        )
    return topics


def make_policy(settings: Settings, *, secrets: bool = True) -> policy.Policy:
    """The policy; raises SecretMissing when `secrets` and the signing key cannot be read."""
    centre, boxes = settings.centre, list(settings.mailbox.values())
    contact = next(box.address for box in boxes if box.kind == "contact")
    signing = settings.reply_addresses
    key = fetch(signing.secret) if secrets and signing.enabled and signing.secret else None
    return policy.Policy(
        organisation=centre.organisation,
        organisation_genitive=centre.organisation_genitive,
        centre=centre.name,
        phone=centre.phone,
        timezone=ZoneInfo(centre.timezone),
        settlements=centre.settlements,
        mailbox=contact,
        mailboxes=tuple(box.address for box in boxes),
        form_mailboxes=tuple(box.address for box in boxes if box.kind == "forms"),
        form_senders=settings.web_forms.senders,
        authserv_ids=settings.authenticity.authserv_id,
        authenticity=settings.authenticity.policy,
        executors={code: _executor(code, settings) for code in settings.executor},
        leaders=tuple(
            policy.Leader(code, one.name, one.post, one.address, one.also, one.phone, one.topics)
            for code, one in settings.leader.items()
        ),
        operators=tuple(
            policy.Operator(one.name, one.post, one.address, code)
            for code, one in settings.operator.items()
        ),
        topics=known_topics(settings),
        number_format=centre.number_format,
        sub_addressing=signing.enabled,
        secret=key.get_secret_value().encode() if key else b"",
        working_time=_working_time(settings),
        terms=policy.Terms(**settings.terms.model_dump()),
        limits=_limits(settings),
        closing=_closing(settings),
        emergency_lines=centre.emergency_lines,
        privacy_notice=centre.privacy_notice,
        head_categories=frozenset(centre.head_categories),
        streets=centre.streets,
        renamed_streets=_renamed(centre.renamed_streets),
    )


def _executor(code: str, settings: Settings) -> policy.Executor:
    one = settings.executor[code]
    also = [address.lower() for address in one.also]
    return policy.Executor(
        code=code,
        name=one.name,
        address=one.address,
        also=tuple(address for address in also if not address.startswith("*@")),
        domains=tuple(address[2:] for address in also if address.startswith("*@")),
        deputy_address=one.deputy_address,
        phone=one.phone,
        topics=one.topics,
        leader=one.leader,
        former=former_codes(one),
        former_addresses=tuple(item for item in one.former if "@" in item.partition(" ")[0]),
    )


def former_codes(one: Executor) -> tuple[policy.Former, ...]:
    """The codes and names that an executor's section lists as its former ones."""
    parts = (item.partition(" ") for item in one.former if "@" not in item.partition(" ")[0])
    return tuple(policy.Former(code, name) for code, _, name in parts)


def _working_time(settings: Settings) -> policy.WorkingTime:
    one = settings.working_time
    return policy.WorkingTime(
        opens=one.opens,
        closes=one.closes,
        weekend=tuple(
            WEEK.index(day[:3].lower()) for day in one.days_off if day[:3].lower() in WEEK
        ),
        martial_law_from=one.martial_law_from,
        martial_law_until=one.martial_law_until,
        extra_days_off=frozenset(one.extra_days_off),
        extra_working_days=frozenset(one.extra_working_days),
    )


def _limits(settings: Settings) -> policy.Limits:
    one = settings.limits
    return policy.Limits(
        undo_hours=one.undo_hours,
        acknowledgements_per_address=one.acknowledgements_per_address,
        alert_window=timedelta(minutes=one.alert_window_minutes),
        alert_update_every=timedelta(minutes=one.alert_update_minutes),
        alerts_per_hour=one.alerts_per_hour,
        unserved_hours=one.unserved_hours,
        mass_appeals=one.mass_appeals,
        unserved_emergency_hours=one.unserved_emergency_hours,
        deputy_hours=one.deputy_hours,
    )


def _closing(settings: Settings) -> policy.Closing:
    one = settings.closing
    return policy.Closing(
        silent_working_days=one.silent_working_days,
        by_silence=frozenset(one.by_silence),
        by_operator=frozenset(one.by_operator),
        signed_answer=frozenset(one.signed_answer),
        withdrawn_result=one.withdrawn_result,
        call_attempts=one.call_attempts,
        largest_answer=one.largest_answer_mb * MEGABYTE,
    )


def _renamed(pairs: tuple[str, ...]) -> Mapping[str, str]:
    parts = (pair.partition(">") for pair in pairs)
    return {old.strip(): new.strip() for old, _, new in parts if new.strip()}
