"""Secrets: named in the settings by where they lie, never written there, never printed."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import SecretStr

SOURCES = "file:/path, env:NAME or credential:NAME (systemd LoadCredential)"


class SecretMissing(ValueError):
    """The named source gives no secret."""


def check_reference(reference: str) -> str:
    """Return the reference when it names a source; raise ValueError when it looks like a secret."""
    if reference.partition(":")[0] not in {"file", "env", "credential"}:
        raise ValueError(f"a secret does not stand in the settings: write {SOURCES}")
    return reference


def fetch(reference: str) -> SecretStr:
    """Read the secret that a reference names; raise SecretMissing with the reason."""
    source, _, name = reference.partition(":")
    if source == "env":
        value = os.environ.get(name, "")
        missing = f"the environment variable {name} is not set"
    else:
        folder = os.environ.get("CREDENTIALS_DIRECTORY", "") if source == "credential" else ""
        path = Path(folder, name) if folder else Path(name)
        missing = f"{path} cannot be read or is empty"
        if source == "credential" and not folder:
            raise SecretMissing("$CREDENTIALS_DIRECTORY is not set: is this run by systemd?")
        try:
            value = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            value = ""
    if not value:
        raise SecretMissing(missing)
    return SecretStr(value)
