"""Log lines: one an event, with ids, numbers and codes; never text, names or addresses."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

ALLOWED = frozenset(
    {"timestamp", "level", "event", "action", "error", "code", "reason", "name", "stage"}
    | {"mailbox", "letter", "appeal", "referral", "task", "outbox", "job", "worker"}
    | {"flow", "outcome", "count", "number", "attempt", "bytes", "uids", "seconds"}
)


def configure(form: str, stream: TextIO | None = None) -> None:
    """Set the form of the log lines: `json` or `console`; they go to standard error."""
    out = stream or sys.stderr
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )


def keep_allowed(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list: personal data cannot slip in by a new field."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def log() -> Any:
    """The logger; configure() decides what it prints."""
    return structlog.get_logger()


def where(error: BaseException) -> str:
    """Class of an error and the line it came from: no message, that may hold personal data."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    module = trace.tb_frame.f_globals.get("__name__", "?")
    return f"{type(error).__name__} in {module}:{trace.tb_lineno}"
