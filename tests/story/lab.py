"""A small town on real servers: its settings, its letters, and the real daemon at work."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from daemon import wiring
from daemon.clock import Clock
from daemon.settings import Settings, load
from store import database, migrate
from tests.servers import DOMAIN, PASSWORD, Servers, wait_for

PEOPLE = ("vodokanal", "gas", "mayor", "utilities", "operator", "citizen", "neighbour")
SETTINGS = """
[centre]
organisation = Селидівська міська рада
organisation_genitive = Селидівської міської ради
phone = +380623770101
settlements = Селидове, Українськ

[mailbox contact]
address = contact@{domain}
host = 127.0.0.1
port = {imaps}
security = tls
ca_file = {authority}
user = contact@{domain}
password = env:TEST_MAILBOX_PASSWORD

[mailbox forms]
kind = forms
address = forms@{domain}
host = 127.0.0.1
port = {imap}
security = starttls
ca_file = {authority}
user = forms@{domain}
password = env:TEST_MAILBOX_PASSWORD

[smtp]
host = 127.0.0.1
port = {submission}
security = starttls
ca_file = {authority}
user = contact@{domain}
password = env:TEST_MAILBOX_PASSWORD
timeout_seconds = 10

[store]
url = {store}

[reply_addresses]
secret = env:TEST_REPLY_SECRET

[authenticity]
authserv_id = mx.{domain}

[operator head]
name = Мороз Ірина Василівна
post = завідувач сектору
address = operator@{domain}

[leader mayor]
name = Савченко Микола Андрійович
post = міський голова
address = mayor@{domain}
phone = +380501110001
topics = *

[leader utilities]
name = Гриценко Віктор Олегович
post = заступник міського голови
address = utilities@{domain}
phone = +380501110002
topics = water, sewerage, gas

[executor vodokanal]
name = КП «Водоканал»
address = vodokanal@{domain}
phone = +380623770201
topics = water, sewerage

[executor gas]
name = Дільниця газопостачання
address = gas@{domain}
phone = +380623770104
topics = gas

[daemon]
workers = {workers}
lease_seconds = 20
poll_seconds = 2
"""


def address(person: str) -> str:
    return f"{person}@{DOMAIN}"


@dataclass
class Lab:
    """The town. `at` is the daemon's hour, shifted from the true one by whole days."""

    servers: Servers
    folder: Path
    store_url: str
    workers: int = 1
    shift: timedelta = timedelta()
    settings: Settings = field(init=False)
    _number: int = 0

    def __post_init__(self) -> None:
        os.environ["TEST_MAILBOX_PASSWORD"] = PASSWORD
        os.environ["TEST_REPLY_SECRET"] = "0123456789abcdef" * 2
        path = self.folder / "settings.ini"
        path.write_text(
            SETTINGS.format(
                domain=DOMAIN,
                imap=self.servers.port("imap"),
                imaps=self.servers.port("imaps"),
                submission=self.servers.port("submission"),
                authority=self.servers.authority,
                store=self.store_url,
                workers=self.workers,
            ),
            "utf-8",
        )
        self.settings = load(path)
        wiring.bind(self.settings)
        migrate.up()

    def amend(self, *pairs: tuple[str, str]) -> None:
        """The administrator changes his settings; the daemon reads them when it starts anew."""
        path = self.folder / "settings.ini"
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")
        self.settings = load(path)

    def work(self) -> None:
        """The real daemon, until nothing is left to do."""
        assert wiring.run(self.settings, until_idle=True, clock=Clock(self.shift))

    def now(self) -> datetime:
        """The hour of the town."""
        return datetime.now(UTC) + self.shift

    def write(
        self,
        person: str,
        subject: str,
        text: str,
        to: str = "contact",
        *,
        name: str = "",
        answers: EmailMessage | None = None,
        stamp: str = "dmarc=pass",
    ) -> bytes:
        """The bytes of a letter without files, see `letter`."""
        return self.letter(
            person, subject, text, to, name=name, answers=answers, stamp=stamp
        ).as_bytes()

    def letter(
        self,
        person: str,
        subject: str,
        text: str,
        to: str = "contact",
        *,
        name: str = "",
        answers: EmailMessage | None = None,
        stamp: str = "dmarc=pass",
    ) -> EmailMessage:
        """A letter of a person; `stamp` is what our own mail server found of him, "" = nothing."""
        self._number += 1
        letter = EmailMessage(policy=policy.SMTP)
        if stamp:
            letter["Authentication-Results"] = (
                f"mx.{DOMAIN}; {stamp} header.from={DOMAIN}; spf=pass"
            )
        letter["From"] = f"{name} <{address(person)}>" if name else address(person)
        letter["To"] = to if "@" in to else address(to)
        letter["Subject"] = subject
        letter["Date"] = format_datetime(datetime.now(UTC) + self.shift)
        letter["Message-ID"] = f"<{self._number}.{id(self)}@{person}.example>"
        if answers is not None:
            letter["In-Reply-To"] = letter["References"] = answers["Message-ID"]
        letter.set_content(text)
        return letter

    def post(self, raw: bytes) -> None:
        """Through Postfix into the inbox; returns when it lies there."""
        letter = message_from_bytes(raw, policy=policy.default)
        to = letter["To"].addresses[0].addr_spec
        box = re.sub(r"\+.*@", "@", to)
        before = self.servers.count(box)
        self.servers.submit(letter["From"].addresses[0].addr_spec, to, raw)
        wait_for(lambda: self.servers.count(box) > before, what=f"for a letter to {box}")

    def answer(
        self, person: str, to: EmailMessage, text: str, *, stamp: str = "dmarc=pass"
    ) -> None:
        """A person answers a letter of ours as mail programs do."""
        self.post(
            self.write(
                person,
                f"Re: {to['Subject']}",
                text,
                str(to["Reply-To"]).strip("<>"),
                answers=to,
                stamp=stamp,
            )
        )

    def tap(self, person: str, letter: EmailMessage, word: str) -> None:
        """A person presses the button of our letter whose subject ends with the word."""
        to, subject = next(one for one in taps_of(letter) if one[1].endswith(word))
        self.post(self.write(person, subject, "", to))

    def inbox(self, person: str, count: int) -> list[EmailMessage]:
        """A person's letters, oldest first, when there are at least `count`."""
        wait_for(
            lambda: self.servers.count(address(person)) >= count, what=f"for letters to {person}"
        )
        return [
            message_from_bytes(raw, policy=policy.default)  # type: ignore[misc]
            for raw in self.servers.raw(address(person))
        ]

    def close(self) -> None:
        database.close()


def text_of(letter: EmailMessage) -> str:
    """The plain words of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def taps_of(letter: EmailMessage) -> list[tuple[str, str]]:
    """The one-tap answers of a letter: where each goes and its subject."""
    part = letter.get_body(("html",))
    assert part is not None
    links = re.findall(r'href="mailto:([^"?]+)\?subject=([^"&]+)"', str(part.get_content()))
    return [(unquote(unescape(to)), unquote(unescape(subject))) for to, subject in links]
