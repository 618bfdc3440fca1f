"""What all sections of the settings share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, JsonValue

NEEDED: dict[str, JsonValue] = {"needed": True}
"""Marks a key that has no sound default, though it may be absent in some set-ups."""


class Section(BaseModel):
    """What all sections share: an unknown key is a fault, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
