"""What a person is asked about an appeal's form, and what he may answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mailflows.rules.admissibility import lateness, refusals, shortcomings
from mailflows.vocabulary import Kind
from tests.flows.given import NOW, POLICY, matter

COMPLAINT = {"kind": Kind.COMPLAINT}


@pytest.mark.parametrize(
    ("asked", "late"),
    [
        (COMPLAINT | {"contested": date(2025, 11, 23)}, True),  # NOW is 24.11.2026
        (COMPLAINT | {"contested": date(2025, 11, 24)}, False),
        (COMPLAINT | {"contested": date(2026, 11, 1)}, False),
        (COMPLAINT | {"contested": date(2019, 2, 1)}, True),
        (COMPLAINT, False),
        ({"contested": date(2019, 2, 1)}, False),  # an application has no such term
    ],
)
def test_a_complaint_is_late_after_a_year(asked: dict[str, Any], late: bool) -> None:
    assert (lateness(matter(**asked), NOW, POLICY) is not None) is late


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ({}, ()),
        ({"missing": ("residence",)}, ("give-back",)),
        ({"anonymous": True, "missing": ("name",)}, ("not-consider anonymous",)),
        (COMPLAINT | {"contested": date(2019, 2, 1)}, ("not-consider late-complaint",)),
        (
            COMPLAINT | {"contested": date(2019, 2, 1), "missing": ("name",)},
            ("give-back", "not-consider late-complaint"),
        ),
    ],
)
def test_only_what_may_hold_is_offered(asked: dict[str, Any], options: tuple[str, ...]) -> None:
    about = matter(**asked)
    assert tuple(refusals(about, lateness(about, NOW, POLICY))) == options
    assert bool(shortcomings(about)) is bool(about.missing or about.anonymous)
