"""The policy of the invented city that the labelled letters are written for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from daemon.settings import load, make_policy
from mailflows.policy import Policy

SETTINGS = Path(__file__).with_name("settings.ini")


@cache
def people_policy() -> Policy:
    """The policy made from `settings.ini` beside this file, with a secret of the tests' own."""
    made = make_policy(load(SETTINGS, secrets=False), secrets=False)
    return replace(made, secret=b"the tests' own secret of 32 bytes")
