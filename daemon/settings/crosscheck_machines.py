"""Faults of servers, secrets and files that the settings name, told by looking for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from daemon.settings.faults import Fault
from daemon.settings.scan import Scan
from daemon.settings.secrets import SecretMissing, fetch

if TYPE_CHECKING:
    from daemon.settings.load import Settings
    from daemon.settings.machine import Mailbox, Smtp

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SHORTEST_KEY = 32  # characters
NEW_KEY = "openssl rand -hex 32 > FILE"


def crosscheck_machines(settings: Settings, found: Scan, *, secrets: bool) -> Iterator[Fault]:
    """Faults of connections; with `secrets` also of files that are not there or cannot be read."""
    yield from _machines(settings, found)
    if secrets:
        yield from _authorities(settings, found)
        yield from _layouts(settings, found)
        yield from _secrets(settings, found)


def _secrets(settings: Settings, found: Scan) -> Iterator[Fault]:
    named: list[tuple[str, str, str | None]] = [
        (f"mailbox {code}", "password", box.password) for code, box in settings.mailbox.items()
    ]
    named += [
        (section, key, reference)
        for section, key, reference in (
            ("smtp", "password", settings.smtp.password),
            ("store", "password", settings.store.password),
            ("reply_addresses", "secret", settings.reply_addresses.secret),
        )
    ]
    for section, key, reference in named:
        if not reference:
            continue
        line = found.line_of(section, key)
        try:
            value = fetch(reference).get_secret_value()
        except SecretMissing as fault:
            yield Fault(line, section, key, str(fault))
            continue
        if key == "secret" and len(value) < SHORTEST_KEY:
            mend = f"make it anew: {NEW_KEY}"
            yield Fault(line, section, key, f"shorter than {SHORTEST_KEY} characters", mend)


def _servers(settings: Settings) -> Iterator[tuple[str, Mailbox | Smtp]]:
    yield from ((f"mailbox {code}", box) for code, box in settings.mailbox.items())
    yield "smtp", settings.smtp


def _machines(settings: Settings, found: Scan) -> Iterator[Fault]:
    """Passwords and citizens' letters cross a network enciphered only."""
    for section, server in _servers(settings):
        if server.security == "none" and server.host and server.host not in LOOPBACK:
            line = found.line_of(section, "security")
            reason = f"none is for loopback only, and {server.host} is not"
            yield Fault(line, section, "security", reason, "write tls or starttls")


def _authorities(settings: Settings, found: Scan) -> Iterator[Fault]:
    for section, server in _servers(settings):
        if server.ca_file and not Path(server.ca_file).is_file():
            line = found.line_of(section, "ca_file")
            yield Fault(line, section, "ca_file", f"there is no file {server.ca_file}")


def _layouts(settings: Settings, found: Scan) -> Iterator[Fault]:
    for key in ("card_layout", "answer_layout"):
        given = getattr(settings.papers, key)
        if given and not (settings.path.parent / given).is_file():
            line = found.line_of("papers", key)
            yield Fault(line, "papers", key, f"there is no file {given}")
