"""A town for benchmarks: real servers, its settings, and the real daemon as a process."""

from __future__ import annotations

import contextlib
import hashlib
import imaplib
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rich.console import Console

from daemon import wiring
from daemon.settings import Settings, load
from store import database, migrate, rows
from tests.bench.letters import DOMAIN, FORMS, OPERATOR
from tests.servers import PASSWORD, Servers, start

console = Console(highlight=False, width=150)
SETTINGS = """
[centre]
organisation = Селидівська міська рада
organisation_genitive = Селидівської міської ради
phone = +380623770101
settlements = Селидове, Українськ

[mailbox contact]
address = {user}
host = 127.0.0.1
port = {imap}
security = none
user = {user}
password = env:BENCH_PASSWORD

[smtp]
host = 127.0.0.1
port = {smtp}
security = none
timeout_seconds = 5

[store]
url = {store}

[reply_addresses]
secret = env:BENCH_SECRET

[authenticity]
authserv_id = mx.{domain}

[web_forms]
senders = {forms}

[operator head]
name = Мороз Ірина Василівна
post = завідувач сектору
address = {operator}

[leader mayor]
name = Савченко Микола Андрійович
post = міський голова
address = mayor@council.example
phone = +380501110001
topics = *

[executor vodokanal]
name = КП «Водоканал»
address = dispatcher@vodokanal.example
phone = +380623770201
topics = water, sewerage

[executor energy]
name = Дільниця енергетики
address = dispatcher@energy.example
phone = +380623770104
topics = gas, electricity, heating

[executor works]
name = КП «Комунальник»
address = works@works.example
phone = +380623770204
topics = street-lighting, roads, waste, greenery, animals, improvement, housing, lifts

[executor office]
name = Загальний відділ
address = office@council.example
topics = tariffs, transport, ecology, social, displaced, employment, education, council, other

[daemon]
workers = {workers}
lease_seconds = 10
poll_seconds = {poll}
"""


@contextlib.contextmanager
def servers(*what: str) -> Iterator[Servers]:
    """Real servers of this benchmark alone, stopped also when it is."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    yield from start(*what)


def machine() -> str:
    """What the figures were measured on."""
    cpu = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), "?",
    )  # fmt: skip
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({cpu}), Linux {platform.release()}, Python "
        f"{platform.python_version()}, load before {load:.1f}"
    )


@dataclass
class Town:
    """One mailbox, one fresh store and the daemon that works between them."""

    servers: Servers
    smtp_port: int
    store: str = "sqlite"  # or postgresql
    workers: int = 1
    poll: int = 20
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="bench-")))
    user: str = ""
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        os.environ["BENCH_PASSWORD"] = PASSWORD
        os.environ["BENCH_SECRET"] = "0123456789abcdef" * 2
        self.user = self.user or self.servers.user()
        self.path = self.folder / "settings.ini"
        self.renew()

    def renew(self) -> None:
        """A fresh, empty store."""
        database.close()
        for old in self.folder.glob("store.sqlite*"):
            old.unlink()
        url = "sqlite:///store.sqlite" if self.store == "sqlite" else self.servers.database()
        self.path.write_text(
            SETTINGS.format(
                user=self.user, imap=self.servers.port("imap"), smtp=self.smtp_port, store=url,
                domain=DOMAIN, forms=FORMS, operator=OPERATOR, workers=self.workers,
                poll=self.poll,
            ),
            "utf-8",
        )  # fmt: skip
        self.settings = load(self.path)
        wiring.bind(self.settings)
        migrate.up()
        database.close()

    def deliver(
        self, letters: Iterable[bytes], folder: str = "INBOX", at: datetime | None = None
    ) -> None:
        """Put letters into the mailbox as if they had arrived now or at another moment."""
        stamp = imaplib.Time2Internaldate(at) if at else ""
        with self.servers.imap(self.user) as client:
            client.create(folder)
            for raw in letters:
                status, answer = client.append(folder, "", stamp, raw)
                if status != "OK":
                    raise RuntimeError(f"not delivered: {answer!r}")

    def daemon(
        self, *arguments: str, entry: Sequence[str] = ("-m", "ops.main")
    ) -> subprocess.Popen[bytes]:
        """Start `contact-center run` (or another entry to it) as a process of its own."""
        log = (self.folder / "daemon.log").open("ab")
        return subprocess.Popen(
            [sys.executable, *entry, "run", "--settings", str(self.path), *arguments],
            stdout=log,
            stderr=log,
            cwd=Path(__file__).parents[2],
        )

    def ask(self, statement: str, *parameters: object) -> list[tuple[object, ...]]:
        """Rows of one constant query on the store."""
        with database.session():
            return list(rows.run(statement, *parameters).fetchall())

    def number(self, statement: str, *parameters: object) -> int:
        """The one number that a query gives."""
        found = self.ask(statement, *parameters)[0][0]
        return int(str(found or 0))

    def close(self) -> None:
        """Forget the store and its files."""
        database.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def wait_until(done: Callable[[], bool], seconds: float, every: float = 0.1) -> None:
    """Wait for something; raises TimeoutError after `seconds`."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(every)


def digest(raw: bytes) -> str:
    """A letter's bytes in short."""
    return hashlib.sha256(raw).hexdigest()


imaplib._MAXLINE = max(imaplib._MAXLINE, 10_000_000)  # type: ignore[attr-defined]
