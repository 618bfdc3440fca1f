"""The sections of the settings about machines: mailboxes, sending, the store, the daemon."""

from __future__ import annotations

from datetime import time
from typing import Literal

from pydantic import Field, SecretStr

from daemon.settings.secrets import fetch
from daemon.settings.section import NEEDED, Section
from daemon.settings.values import Address, Clock, Clocks, Host, SecretReference, StoreUrl

WHERE = "Where it lies: file:/path, env:NAME or credential:NAME (systemd LoadCredential)."


class Mailbox(Section):
    """A mailbox that is read; the section's second word is its name."""

    address: Address = Field(
        description="Its e-mail address.", examples=["contact@selydove-rada.example"]
    )
    kind: Literal["contact", "forms"] = Field(
        "contact",
        description="contact: everybody writes here. forms: the site's forms arrive here.",
    )
    host: Host = Field(description="IMAP server.", examples=["imap.selydove-rada.example"])
    port: int = Field(993, ge=1, le=65535, description="Its port: 993 for tls, 143 for starttls.")
    security: Literal["tls", "starttls", "none"] = Field(
        "tls", description="none is for loopback only; certificates are always verified."
    )
    ca_file: str = Field(
        "",
        description="Own certificate authority (a file), else the system's.",
        examples=["/etc/contact-center/ca.pem"],
    )
    user: str = Field(description="Login.", examples=["contact@selydove-rada.example"])
    password: SecretReference = Field(
        description="Password. " + WHERE, examples=["file:/etc/contact-center/imap-password"]
    )
    inbox: str = Field("INBOX", description="Folder that letters arrive in.")
    filed_folder: str = Field(
        "Прийнято", description="Letters that are safely kept are moved here, never deleted."
    )
    too_large_folder: str = Field("Завеликі", description="Letters over the limit are moved here.")

    def secret(self) -> SecretStr:
        """The password itself; raises SecretMissing."""
        return fetch(self.password)


class Smtp(Section):
    """The server that sends our letters."""

    host: Host = Field(description="SMTP server.", examples=["smtp.selydove-rada.example"])
    port: int = Field(587, ge=1, le=65535, description="587 for starttls, 465 for tls.")
    security: Literal["tls", "starttls", "none"] = Field(
        "starttls", description="none is for loopback only; certificates are always verified."
    )
    ca_file: str = Field(
        "",
        description="Own certificate authority (a file), else the system's.",
        examples=["/etc/contact-center/ca.pem"],
    )
    user: str = Field(
        "", description="Login; empty: none.", examples=["contact@selydove-rada.example"]
    )
    password: SecretReference | None = Field(
        None, description="Password. " + WHERE, examples=["file:/etc/contact-center/smtp-password"]
    )
    local_hostname: str = Field("localhost", description="How we greet the server (EHLO).")
    timeout_seconds: int = Field(60, ge=5, le=600, description="For each step, seconds.")
    connections: int = Field(2, ge=1, le=8, description="Letters on the way at the same time.")

    def secret(self) -> SecretStr | None:
        """The password itself, None when no login is needed; raises SecretMissing."""
        return fetch(self.password) if self.password else None


class Store(Section):
    """Where the register lives."""

    url: StoreUrl = Field(
        "sqlite:///contact-center.sqlite",
        description="sqlite:///path, or postgresql://user@host/name for several workers.",
    )
    password: SecretReference | None = Field(
        None, description="Password of PostgreSQL. " + WHERE, examples=["credential:postgresql"]
    )


class ReplyAddresses(Section):
    """Signed reply addresses (contact+a-0123-26-...@...), the surest thread back to us."""

    enabled: bool = Field(
        True, description="no, when the mail server does not deliver sub-addresses (RFC 5233)."
    )
    secret: SecretReference | None = Field(
        None,
        description="Signing key, any 32 or more random characters; changing it voids old links. "
        + WHERE,
        examples=["file:/etc/contact-center/reply-secret"],
        json_schema_extra=NEEDED,
    )


class Jobs(Section):
    """What is done at its hour or every few minutes."""

    digest_at: Clock = Field(time(8, 0), description="Digest for the leaders, local time.")
    digest_on_days_off: bool = Field(False, description="Also on days off.")
    operators_list_at: Clocks = Field(
        (time(7, 30),),
        min_length=1,
        description="Operators' list, local time; several hours for several shifts. A later one of "
        "the day is sent only when something waits.",
        examples=["07:30, 19:30"],
    )
    seal_minutes: int = Field(
        5, ge=1, le=1440, description="Between two seals of the journal, minutes."
    )


class Daemon(Section):
    """How the daemon works."""

    poll_seconds: int = Field(20, ge=1, le=600, description="Poll behind IDLE, seconds.")
    workers: int = Field(
        1,
        ge=1,
        le=16,
        description="Deciding processes; a second one helps a backlog of thousands, on two cores.",
    )
    lease_seconds: int = Field(
        120, ge=10, le=3600, description="A letter claimed by a dead worker is free after this."
    )
    max_letter_mb: int = Field(30, ge=1, le=100, description="Larger letters are only noted, MB.")
    document_workers: int = Field(1, ge=1, le=4, description="Processes that read documents.")
    document_seconds: int = Field(60, ge=5, le=600, description="For one document, seconds.")
    document_memory_mb: int = Field(1024, ge=256, description="For one document process, MB.")
    document_wait_seconds: float = Field(
        2.0, ge=0, le=60, description="How long a letter waits for its documents' words, seconds."
    )
    log_format: Literal["console", "json"] = Field("console", description="Form of the log lines.")
