"""The town of the stories, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import Servers, servers
from tests.story.lab import Lab

__all__ = ["servers"]


@pytest.fixture(params=["sqlite", "postgres"])
def lab(request: pytest.FixtureRequest, servers: Servers, tmp_path: Path) -> Iterator[Lab]:
    """Empty mailboxes and an empty store."""
    servers.empty()
    url = "sqlite:///store.sqlite" if request.param == "sqlite" else servers.database()
    made = Lab(servers, tmp_path, url)
    yield made
    made.close()
