"""Real Dovecot, Postfix, smtp-sink and PostgreSQL for tests, on ports of their own."""

from __future__ import annotations

import contextlib
import imaplib
import os
import random
import shutil
import smtplib
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from imap_tools.imap_utf7 import utf7_encode

SCRIPT = Path(__file__).parent / "servers.sh"
DOMAIN = "rada.test"
PASSWORD = "secret"
BOXES = 300
TOWN = ("contact", "forms", "vodokanal", "gas", "mayor", "utilities", "operator")
TOWN += ("citizen", "neighbour")
PORTS = {"imap": 11143, "imaps": 11993, "lmtp": 11024, "smtp": 11025, "submission": 11587}
PORTS |= {"sink": 11026, "postgres": 15432}


def unavailable(reason: str) -> None:
    """Skip with the reason, but fail in CI, where nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def wait_for(done: object, seconds: float = 20.0, what: str = "") -> None:
    """Wait until `done()` is true; fail after `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():  # type: ignore[operator]
            return
        time.sleep(0.05)
    pytest.fail(f"waited {seconds} s in vain {what}")


@dataclass(frozen=True)
class Servers:
    """A set of running servers."""

    base: Path
    shift: int
    boxes: Iterator[int] = field(default_factory=lambda: iter(range(BOXES)))

    def port(self, name: str) -> int:
        return PORTS[name] + self.shift

    @property
    def authority(self) -> Path:
        """The self-signed certificate, which is its own authority."""
        return self.base / "dovecot/tls/cert.pem"

    def control(self, verb: str, what: str, **environment: str) -> None:
        """Call servers.sh: up, down or reset one of the servers."""
        # Dovecot may read its list of users once a second only: all are there from the start
        users = " ".join([*TOWN, *(f"box{n}" for n in range(BOXES))])
        told = {**os.environ, "BASE": str(self.base), "SHIFT": str(self.shift), "USERS": users}
        told |= environment
        log = self.base / "servers.log"  # a file: daemons would keep a pipe open for ever
        with log.open("a") as out:
            done = subprocess.run(
                ["bash", str(SCRIPT), verb, what],
                env=told,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                timeout=90,
                check=False,
            )
        if done.returncode:
            pytest.fail(f"servers.sh {verb} {what}: {log.read_text()[-2000:]}")

    def doveadm(self, *arguments: str) -> str:
        done = subprocess.run(
            ["doveadm", "-c", str(self.base / "dovecot/dovecot.conf"), *arguments],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout

    def empty(self) -> None:
        """Forget all letters of the town."""
        for name in TOWN:
            shutil.rmtree(self.base / "dovecot/mail" / name, ignore_errors=True)

    def user(self) -> str:
        """A mailbox that no test has used; its address."""
        return f"box{next(self.boxes)}@{DOMAIN}"

    @contextlib.contextmanager
    def imap(self, user: str) -> Iterator[imaplib.IMAP4]:
        """A person's own connection, as webmail has."""
        client = imaplib.IMAP4("127.0.0.1", self.port("imap"))
        client.login(user, PASSWORD)
        try:
            yield client
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                client.logout()

    def append(self, user: str, *letters: bytes, at: datetime | None = None) -> None:
        """Put letters into the inbox as if they had arrived."""
        stamp = imaplib.Time2Internaldate(at) if at else None
        with self.imap(user) as client:
            for raw in letters:
                status, _ = client.append("INBOX", "", stamp, raw)  # type: ignore[arg-type]
                assert status == "OK"

    def submit(self, sender: str, recipient: str, raw: bytes) -> None:
        """Send a letter through Postfix."""
        with smtplib.SMTP("127.0.0.1", self.port("smtp")) as smtp:
            smtp.sendmail(sender, [recipient], raw)

    def count(self, user: str, folder: str = "INBOX") -> int:
        found = self.doveadm("mailbox", "status", "-u", user, "messages", folder).rsplit("=", 1)
        return int(found[1]) if len(found) == 2 else -1

    def raw(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Bytes of all letters of a folder, oldest first."""
        with self.imap(user) as client:
            name = utf7_encode(folder).decode()
            if client.select(f'"{name}"', readonly=True)[0] != "OK":
                return []
            numbers = client.search(None, "ALL")[1][0].split()
            return [client.fetch(one, "(BODY.PEEK[])")[1][0][1] for one in numbers]  # type: ignore[index]

    def database(self) -> str:
        """A fresh PostgreSQL database; its URL."""
        name = f"t{uuid.uuid4().hex[:12]}"
        address = f"postgresql://postgres@127.0.0.1:{self.port('postgres')}"
        import psycopg

        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"{address}/{name}"


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def free_shift() -> int:
    """A shift at which every port is free."""
    for _ in range(50):
        shift = random.randrange(100, 40_000)
        with contextlib.ExitStack() as stack:
            try:
                for port in PORTS.values():
                    taken = stack.enter_context(socket.socket())
                    taken.bind(("127.0.0.1", port + shift))
            except OSError:
                continue
            return shift
    raise RuntimeError("no free ports")


def start(*what: str) -> Iterator[Servers]:
    """Start some of the servers, and stop and remove them at the end."""
    needed = {
        "dovecot": "dovecot",
        "postfix": "postfix",
        "sink": "smtp-sink",
        "postgres": "runuser",
    }
    missing = [one for one in what if shutil.which(needed.get(one, one), path=_PATH) is None]
    if os.geteuid() != 0:
        unavailable("real mail servers can only be started as root")
    if missing:
        unavailable(f"not installed: {', '.join(missing)} (see tests/servers.sh)")
    base = Path(f"/tmp/mail-lab-{os.getpid()}-{uuid.uuid4().hex[:6]}")
    base.mkdir(mode=0o755)
    one = Servers(base, free_shift())
    try:
        for name in what:
            one.control("up", name)
        yield one
    finally:
        for name in what:
            with contextlib.suppress(Exception):
                one.control("down", name)
        shutil.rmtree(base, ignore_errors=True)


_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


@pytest.fixture(scope="session")
def mail() -> Iterator[Servers]:
    """Dovecot alone."""
    yield from start("dovecot")


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Dovecot and Postfix with PostgreSQL: what the whole story needs."""
    yield from start("dovecot", "postfix", "postgres")
