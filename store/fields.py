"""Columns that behave the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import peewee


class Moment(peewee.Field):
    """A moment: kept as naive UTC, given back as aware UTC; a naive one is refused."""

    field_type = "DATETIME"

    def db_value(self, value: Any) -> Any:
        """An aware datetime becomes text of fixed width, which sorts on both databases."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{self.name}: a moment without its time zone")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")

    def python_value(self, value: Any) -> Any:
        """Text (SQLite) or a naive datetime (PostgreSQL) becomes an aware one."""
        if value is None:
            return None
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value.replace(tzinfo=UTC)


class Day(peewee.Field):
    """A calendar date."""

    field_type = "DATE"

    def db_value(self, value: Any) -> Any:
        """A date becomes its ISO text."""
        return None if value is None else value.isoformat()

    def python_value(self, value: Any) -> Any:
        """ISO text or a date becomes a date."""
        return date.fromisoformat(value) if isinstance(value, str) else value


def clean(text: str) -> str:
    """Text that both databases take: without NUL and without lone surrogates."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def cleaned(parameters: Sequence[Any]) -> list[Any]:
    """Parameters of a query, their text clean: what is looked for may come from a letter."""
    return [clean(one) if isinstance(one, str) else one for one in parameters]


class Words(peewee.TextField):
    """Text from anywhere; `clip` bounds what is indexed (an index entry has at most 2.7 kB)."""

    def __init__(self, *args: Any, clip: int | None = None, **options: Any) -> None:
        self.clip = clip
        super().__init__(*args, **options)

    def db_value(self, value: Any) -> Any:
        """A StrEnum becomes its value, text loses what the databases refuse."""
        if value is None:
            return None
        text = clean(str(value))
        return text if self.clip is None else text[: self.clip]


class Record(peewee.TextField):
    """A list or mapping, kept as JSON text; tuples come back as tuples."""

    def db_value(self, value: Any) -> Any:
        """JSON with Cyrillic readable in the database."""
        if value is None:
            return None
        return clean(json.dumps(value, ensure_ascii=False, default=str))

    def python_value(self, value: Any) -> Any:
        """Lists become tuples, because records are immutable."""
        if value is None:
            return None
        found = json.loads(value)
        return tuple(found) if isinstance(found, list) else found


class Octets(peewee.Field):
    """Bytes, exact."""

    field_type = "BLOB"

    def python_value(self, value: Any) -> Any:
        """Whatever the driver gives becomes bytes."""
        return None if value is None else bytes(value)
