"""Plays the day: letters arrive, the real daemon works, people answer, the digest goes out."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined

from daemon import wiring
from daemon.clock import Clock
from daemon.settings import Settings, load
from ops.demo.compose import compose, report
from ops.demo.post import Post, receive, reply
from ops.demo.servers import EmbeddedServers, without_sub_address
from store import database, migrate, registry

KYIV = ZoneInfo("Europe/Kyiv")
MAILBOXES = {"contact": "contact@selydove-rada.example", "forms": "forms@selydove-rada.example"}
UNREACHABLE = "pomylka.example"
HOURS = (time(9, 30), time(10, 15), time(11, 0), time(12, 0))  # people answer at these
NEXT_MORNING = time(8, 5)
AN_OPERATOR_READS = timedelta(minutes=25)  # the list of the morning
Tell = Callable[[str], None]


class Day:
    """One played day in a folder; `tell` hears what happens, a sentence at a time."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        table = tomllib.loads(files(__package__).joinpath("day.toml").read_text("utf-8"))
        self._letters: list[Mapping[str, Any]] = sorted(table["letter"], key=lambda one: one["at"])
        self.post = Post(table["answer"])
        self._folder = folder
        self._tell = tell
        self._date = _working_day(datetime.now(KYIV))
        self._now = datetime.combine(self._date, time(7, 0), KYIV)
        self._ids: dict[str, str] = {}  # Message-ID → id in day.toml
        self._bounces: list[tuple[str, str, bytes]] = []

    def play(self) -> Settings:
        """Play it to its end; gives the settings whose store holds what came of it."""
        os.environ["CONTACT_CENTER_DEMO_PASSWORD"] = secrets.token_hex(16)
        os.environ["CONTACT_CENTER_DEMO_SECRET"] = secrets.token_hex(32)
        password = os.environ["CONTACT_CENTER_DEMO_PASSWORD"]
        boxes = dict.fromkeys(MAILBOXES.values(), password)
        with EmbeddedServers(boxes, self._submitted) as servers:
            settings = self._settings(servers)
            wiring.bind(settings)
            migrate.up()
            self._morning(servers)
            self._work(settings)
            for hour in HOURS:
                self._now = datetime.combine(self._date, hour, KYIV)
                self._answers(servers)
                self._work(settings)
            self._now = datetime.combine(self._date + timedelta(days=1), NEXT_MORNING, KYIV)
            self._work(settings)
            self._now += AN_OPERATOR_READS
            self._answers(servers)
            self._work(settings)
        return settings

    def _settings(self, servers: EmbeddedServers) -> Settings:
        template = files(__package__).joinpath("settings.ini.j2").read_text("utf-8")
        text = Environment(undefined=StrictUndefined, autoescape=False).from_string(template)  # noqa: S701
        path = self._folder / "settings.ini"
        ports = servers.ports
        told = text.render(imap=ports.imap, smtp=ports.smtp, store="contact-center.sqlite")
        path.write_text(told + "\n", "utf-8")
        return load(path)

    def _work(self, settings: Settings) -> None:
        """Let the real daemon work at this hour until nothing waits."""
        before = len(self.post.letters)
        wiring.run(settings, until_idle=True, clock=Clock(self._now - datetime.now(KYIV)))
        sent = len(self.post.letters) - before
        self._tell(f"{self._now:%d.%m %H:%M}  the daemon worked: {sent} letters went out")

    def _morning(self, servers: EmbeddedServers) -> None:
        for letter in self._letters:
            at, again = self._at(letter), letter.get("copy_of")
            source = next((one for one in self._letters if one["id"] == again), letter)
            to = MAILBOXES[letter.get("to", "contact")]
            message_id = f"<{source['id']}.{self._date:%Y%m%d}@mail.example>"
            self._ids[message_id] = source["id"]
            servers.deliver(to, compose(source, to, self._at(source), message_id), at)
            self._now = max(self._now, at)
        self._now += timedelta(minutes=1)
        self._tell(f"{self._now:%d.%m %H:%M}  {len(self._letters)} letters have arrived")

    def _at(self, letter: Mapping[str, Any]) -> datetime:
        return datetime.combine(self._date, time.fromisoformat(letter["at"]), KYIV)

    def _answers(self, servers: EmbeddedServers) -> None:
        count = 0
        for answer, got in list(self.post.answers(self._numbers())):
            made = reply(answer, got)
            if made is None:
                raise LookupError(f"no tap {answer['tap']!r} in a letter to {answer['who']}")
            source, address = made
            self._deliver(servers, source, address)
            count += 1
        bounces, self._bounces = self._bounces, []
        for envelope_from, recipient, raw in bounces:
            message_id = f"<{secrets.token_hex(8)}@mx.selydove-rada.example>"
            told = report(recipient, raw, self._now, message_id, envelope_from)
            servers.deliver(MAILBOXES["contact"], told, self._now)
        self._tell(
            f"{self._now:%d.%m %H:%M}  {count} people have answered"
            + (f", {len(bounces)} letter came back" if bounces else "")
        )

    def _deliver(self, servers: EmbeddedServers, source: Mapping[str, Any], to: str) -> None:
        raw = compose(source, to, self._now, f"<{secrets.token_hex(8)}@mail.example>")
        servers.deliver(without_sub_address(to.rpartition("<")[2].rstrip(">")), raw, self._now)

    def _submitted(self, envelope_from: str, recipient: str, raw: bytes) -> None:
        self.post.letters.append(receive(envelope_from, recipient, raw, self._now))
        if recipient.endswith("@" + UNREACHABLE):
            self._bounces.append((envelope_from, recipient, raw))

    def _numbers(self) -> dict[str, str]:
        """The registration number that each letter of the day was given."""
        with database.session():
            cards = (registry.show(line.number) for line in registry.listed(limit=500))
            return {
                self._ids[card.appeal.message_id]: card.appeal.number
                for card in cards
                if card and card.appeal.message_id in self._ids
            }


def _working_day(now: datetime) -> date:
    """A Tuesday, so that no job waits for the end of a weekend."""
    return now.date() + timedelta(days=(1 - now.weekday()) % 7)
