"""An SMTP server that counts: every letter it took, by Message-ID, with the digest of its bytes."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from tests.bench.lab import digest
from tests.servers import free_port

_MESSAGE_ID = re.compile(rb"(?im)^Message-ID:\s*(<[^>]+>)")


@dataclass(frozen=True, slots=True)
class Taken:
    """One letter that was answered with 250."""

    message_id: str
    recipient: str
    digest: str
    at: float  # time.time()


@dataclass
class Sink:
    """The server's book."""

    port: int
    taken: list[Taken] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take everything."""
        found = _MESSAGE_ID.search(envelope.content)
        message_id = found[1].decode() if found else ""
        one = Taken(message_id, envelope.rcpt_tos[0], digest(envelope.content), time.time())
        with self.lock:
            self.taken.append(one)
        return "250 taken"


@contextmanager
def sink() -> Iterator[Sink]:
    """A running one."""
    book = Sink(free_port())
    controller = Controller(book, hostname="127.0.0.1", port=book.port)
    controller.start()
    try:
        yield book
    finally:
        controller.stop()
