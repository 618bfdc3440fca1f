"""Every word we say, as files that travel with the package."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

UKRAINIAN = Path(str(resources.files(__package__))) / "uk"
"""The folder of the Ukrainian letters: one source each, layouts, style, sentences and words."""


def letters(directory: Path = UKRAINIAN) -> list[str]:
    """Names of all letters we can write, "acknowledgement" for example, in order."""
    return sorted(path.stem for path in directory.glob("*.j2"))


@cache
def words(name: str = "words") -> dict[str, Any]:
    """The table of `name`.toml ("words", "reasons"), read once; callers must not change it.

    Raises FileNotFoundError or tomllib.TOMLDecodeError: faults of the installation.
    """
    return tomllib.loads((UKRAINIAN / f"{name}.toml").read_text(encoding="utf-8"))
