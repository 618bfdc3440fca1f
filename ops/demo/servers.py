"""Mail servers inside this process, on loopback: what the council's server would be."""

from __future__ import annotations

import asyncio
import os
import threading
from argparse import Namespace
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata

Submitted = Callable[[str, str, bytes], None]
"""Called with envelope sender, recipient and bytes for each letter to somebody outside."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the two servers listen on 127.0.0.1."""

    imap: int
    smtp: int


class EmbeddedServers:
    """An IMAP and an SMTP server in one event loop in a thread of its own; a context manager.

    Letters to a mailbox of ours are delivered into it, sub-addresses included (RFC 5233); all
    others go to `submitted`.
    """

    def __init__(self, mailboxes: Mapping[str, str], submitted: Submitted) -> None:
        self._mailboxes = mailboxes  # address → password
        self._submitted = submitted
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="servers", daemon=True)
        self._stack = AsyncExitStack()
        self._backend: Any = None
        self.ports = Ports(0, 0)

    def __enter__(self) -> Self:
        self._thread.start()
        self.ports = self._wait(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._wait(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def deliver(self, address: str, raw: bytes, at: datetime) -> None:
        """Put a letter into one of the mailboxes, as it came `at` that moment."""
        self._wait(self._append(address, raw, at))

    def _wait(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _start(self) -> Ports:
        os.environ.setdefault("FQDN", "localhost")  # else the greeting asks the name service
        options = Namespace(
            **{"host": ["127.0.0.1"], "port": 0, "debug": False, "cert": None, "key": None},
            **{"tls": False, "passlib_cfg": None, "proxy_protocol": None, "demo_data": False},
            **{"inherited_sockets": None, "demo_user": "", "demo_password": ""},
        )
        self._backend, config = await DictBackend.init(options)
        config.apply_context()
        passwords = Passwords(config)
        for user, password in self._mailboxes.items():
            identity = await self._identity(user)
            identity._roles = frozenset({"admin"})
            hashed = await passwords.hash_password(password)
            await identity.set(UserMetadata(config, user, password=hashed))
        reader = ProxyProtocolReader(config.proxy_protocol)
        answer = reader.get_callback(IMAPServer(self._backend.login, config))
        imap = await asyncio.start_server(answer, "127.0.0.1", 0)
        smtp = await self._loop.create_server(
            lambda: SMTP(self, enable_SMTPUTF8=True, hostname="localhost"), "127.0.0.1", 0
        )
        for server in (imap, smtp):
            self._stack.callback(server.close)
        return Ports(*(server.sockets[0].getsockname()[1] for server in (imap, smtp)))

    async def _identity(self, user: str) -> Any:
        whom = SimpleNamespace(name=user, roles=frozenset())
        return await self._backend.login.authorize(whom, user)

    async def _append(self, address: str, raw: bytes, at: datetime | None = None) -> None:
        identity = await self._identity(address)
        async with identity.new_session() as session:
            await session.append_messages("INBOX", [AppendMessage(raw, when=at)])

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802
        """aiosmtpd calls this for every letter that our daemon sends."""
        raw = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            box = without_sub_address(recipient)
            if box in self._mailboxes:
                await self._append(box, raw)
            else:
                self._submitted(envelope.mail_from or "", recipient, raw)
        return "250 2.0.0 queued"


def without_sub_address(address: str) -> str:
    """contact+a-0123-26-...@example.org → contact@example.org (RFC 5233)."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}".lower()
