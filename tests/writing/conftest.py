"""A policy for the tests of writing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from mailflows.policy import Executor, Policy, Topic


@pytest.fixture
def policy() -> Policy:
    """A council with two topics and two executors."""
    return Policy(
        organisation="Селидівська міська рада",
        organisation_genitive="Селидівської міської ради",
        centre="Контактний-центр",
        phone="+380623770101",
        timezone=ZoneInfo("Europe/Kyiv"),
        settlements=("Селидове",),
        mailbox="contact@selydove-rada.example",
        mailboxes=("contact@selydove-rada.example",),
        form_mailboxes=(),
        form_senders=(),
        authserv_ids=(),
        authenticity="require",
        executors={
            "vodokanal": Executor("vodokanal", "КП «Водоканал»", "v@v.example", topics=("water",)),
            "gas": Executor("gas", "Дільниця газопостачання", "g@g.example", topics=("gas",)),
        },
        leaders=(),
        operators=(),
        topics={
            "water": Topic("water", "Водопостачання", "090", 24, 72),
            "gas": Topic("gas", "Газопостачання", "090", 1, 72),
        },
        secret=b"a secret of the tests, long enough",
    )
