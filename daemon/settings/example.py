"""Prints the annotated example of the settings from the classes themselves."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date, time
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from daemon.settings.load import NAMED, SINGLE
from daemon.settings.section import NEEDED, Section

HEAD = """\
# Settings of contact-center. A line begins a comment with #; a list has commas or lines between
# its items, further lines are indented. Keys that stand commented out show their default.
# Check the file with: contact-center check-settings FILE
"""
CODES = {
    "mailbox": "contact",
    "executor": "vodokanal",
    "leader": "mayor",
    "operator": "head",
    "topic": "water",
}
ORDER = [
    "centre",
    "mailbox",
    "smtp",
    "store",
    "reply_addresses",
    "authenticity",
    "web_forms",
    "operator",
    "leader",
    "executor",
    "topic",
    "terms",
    "working_time",
    "closing",
    "limits",
    "papers",
    "jobs",
    "daemon",
]


def example() -> str:
    """The whole text of settings.example.ini."""
    parts = [HEAD]
    for name in ORDER:
        model = SINGLE.get(name) or NAMED[name]
        title = f"[{name} {CODES[name]}]" if name in NAMED else f"[{name}]"
        parts.append("\n".join(_section(title, model, repeated=name in NAMED)) + "\n")
    return "\n".join(parts)


def _section(title: str, model: type[Section], *, repeated: bool) -> Iterator[str]:
    about = (model.__doc__ or "").strip()
    yield from textwrap.wrap(about, 96, initial_indent="# ", subsequent_indent="# ")
    if repeated:
        yield "# Repeat the section as often as needed."
    yield title
    for key, field in model.model_fields.items():
        yield from _key(key, field)


def _key(key: str, field: FieldInfo) -> Iterator[str]:
    yield ""
    told = field.description or ""
    default = PydanticUndefined if field.is_required() else field.default
    if get_origin(field.annotation) is Literal:
        told += f" One of: {', '.join(get_args(field.annotation))}."
    if default is not PydanticUndefined and (text := show(default)):
        told += f" Default: {text}"
    yield from textwrap.wrap(
        told, 96, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False
    )
    example = (field.examples or [None])[0]
    if field.is_required() or field.json_schema_extra == NEEDED:
        yield f"{key} = {example}"
    else:
        yield f"# {key} = {show(default) or example or ''}".rstrip()


def show(value: Any) -> str:
    """A value as it stands in the file; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(show(one) for one in value)
    return str(value)
