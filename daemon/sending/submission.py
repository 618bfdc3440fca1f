"""One letter over one kept SMTP connection; what went wrong comes back as a record."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress

import idna
from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPResponseException

from daemon.sending.retry import Failure, Stage
from daemon.settings.machine import Smtp as SmtpSettings

STEPS = 2  # a whole attempt may last so many times as long as one of its steps


class Submission:
    """A connection that is opened when needed and kept until it breaks."""

    def __init__(self, settings: SmtpSettings, context: ssl.SSLContext | None) -> None:
        self._settings = settings
        self._context = context
        self._client: SMTP | None = None

    async def send(self, envelope_from: str, recipient: str, data: bytes) -> str | Failure:
        """Send; the server's words when it took the letter, else the failure. Never raises."""
        kept = self._client is not None
        answer = await self._attempt(envelope_from, recipient, data)
        hung_up = isinstance(answer, Failure) and answer.stage is Stage.SENDER
        if kept and hung_up and self._client is None:
            # a server ends a connection that was kept too long: that is no trouble of its own
            answer = await self._attempt(envelope_from, recipient, data)
        return answer

    async def _attempt(self, envelope_from: str, recipient: str, data: bytes) -> str | Failure:
        stage = Stage.CONNECT
        try:
            async with asyncio.timeout(STEPS * self._settings.timeout_seconds):
                client = await self._connected()
                stage = Stage.SENDER
                await client.mail(ascii_domain(envelope_from))
                stage = Stage.RECIPIENT
                await client.rcpt(ascii_domain(recipient))
                stage = Stage.DATA
                response = await client.data(data)
        except SMTPAuthenticationError as error:
            await self.close()
            return Failure(Stage.LOGIN, error.code, error.message)
        except SMTPResponseException as error:
            await self._reset(error.code)
            return Failure(stage, error.code, error.message)
        except UnicodeEncodeError:
            await self._reset(250)
            # RFC 6531: a local part that is not ASCII needs SMTPUTF8, which few servers take
            refused = Stage.RECIPIENT if stage is Stage.RECIPIENT else Stage.SENDER
            return Failure(refused, 553, "5.6.7 address is not ASCII")
        except (SMTPException, OSError, asyncio.IncompleteReadError, ValueError) as error:
            await self.close()
            return Failure(stage, None, type(error).__name__)
        return f"{response.code} {response.message}"

    async def _connected(self) -> SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        one = self._settings
        password = one.secret()
        client = SMTP(
            hostname=one.host,
            port=one.port,
            username=one.user or None,
            password=password.get_secret_value() if password and one.user else None,
            local_hostname=one.local_hostname,
            timeout=one.timeout_seconds,
            use_tls=one.security == "tls",
            start_tls=one.security == "starttls",
            tls_context=self._context,
        )
        await client.connect()
        self._client = client
        return client

    async def _reset(self, code: int) -> None:
        """After a refusal the session goes on with the next letter, unless the server hangs up."""
        if self._client is None or code == 421:
            await self.close()
            return
        try:
            await self._client.rset()
        except (SMTPException, OSError):
            await self.close()

    async def close(self) -> None:
        """Say QUIT if anybody listens, and forget the connection."""
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            with suppress(SMTPException, OSError, asyncio.TimeoutError):
                await asyncio.wait_for(client.quit(), 2)
            client.close()


def ascii_domain(address: str) -> str:
    """The address with its domain in IDNA (RFC 5891); left alone when it cannot be encoded."""
    local, at, domain = address.rpartition("@")
    if not at or domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:
        return address


def tls_context(settings: SmtpSettings) -> ssl.SSLContext | None:
    """One context for all connections: loading the authorities costs more than a letter."""
    if settings.security == "none":
        return None
    return ssl.create_default_context(cafile=settings.ca_file or None)
