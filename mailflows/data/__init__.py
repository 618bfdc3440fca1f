"""What we recognise, as TOML and tables that travel with the package."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any


def path(name: str) -> Traversable:
    """Where a file of this package lies, "topics.csv" for example; opening a missing one raises."""
    return resources.files(__package__) / name


@cache
def load(name: str) -> dict[str, Any]:
    """The table of `name`.toml, read once per process; callers must not change it.

    Raises FileNotFoundError for an unknown name and tomllib.TOMLDecodeError for broken data:
    both are faults of the installation, met at start and not in the middle of a letter.
    """
    return tomllib.loads(path(f"{name}.toml").read_text(encoding="utf-8"))
