"""A test that asks for `written` runs for every sample letter."""

from __future__ import annotations

import pytest

from tests.templates.written import ALL


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `written` runs for every sample letter."""
    if "written" in metafunc.fixturenames:
        metafunc.parametrize("written", ALL, ids=[one.sample.name for one in ALL])
