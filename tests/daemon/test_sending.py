"""Sending against servers that refuse, hang, vanish and come back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from daemon.bell import Bell
from daemon.clock import Clock
from daemon.sending import Sending
from daemon.sending.submission import ascii_domain
from daemon.settings import load, make_policy
from daemon.settings.machine import Smtp
from mailflows.decision import Decision, Outgoing
from mailflows.policy import Policy
from mailflows.vocabulary import Flow
from mailflows.writing import Message
from store import outbox
from store.commit import commit_timed
from tests.servers import free_port, wait_for

BODY = b"Subject: letter\r\n\r\n.a line with a dot\r\n"


def example_policy() -> Policy:
    """The policy of settings.example.ini."""
    path = Path(__file__).parents[2] / "settings.example.ini"
    return make_policy(load(path, secrets=False), secrets=False)


POLICY = example_policy()


class Server:
    """An SMTP server that answers what it is told to, by recipient."""

    def __init__(self) -> None:
        self.refuse: dict[str, str] = {}  # recipient → answer to RCPT
        self.data: dict[str, list[str]] = {}  # recipient → answers to DATA, one after the other
        self.taken: list[tuple[str, bytes]] = []
        self.sender: str | None = None
        self.hang: set[str] = set()
        self.released = asyncio.Event()
        self.peers: set[Any] = set()

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        self.peers.add(session.peer)
        if self.sender:
            return self.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        if answers := self.data.get(address):
            return answers.pop(0)
        self.taken.append((address, envelope.original_content))
        if address in self.hang:
            self.hang.discard(address)
            await asyncio.sleep(3600)
        return "250 2.0.0 queued as 4711"


class Post:
    """A server, the loop that sends to it and what operators were told."""

    def __init__(self, port: int, **settings: Any) -> None:
        self.handler = Server()
        self.port = port
        self.controller: Controller | None = None
        self.shift = Clock()
        told = {"host": "127.0.0.1", "port": port, "security": "none", "timeout_seconds": 5}
        self.troubles: list[str] = []
        self.refused: list[tuple[int, str]] = []
        self.stop = threading.Event()
        self.bell = Bell()
        self.loop = Sending(
            Smtp(**{**told, **settings}), self.shift, self.stop, self.bell,
            lambda what, code: self.troubles.append(what),
            lambda booked, error: self.refused.append((booked.id, error)),
        )  # fmt: skip

    def up(self, **options: Any) -> None:
        self.controller = Controller(self.handler, "127.0.0.1", self.port, **options)
        self.controller.start()

    def down(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None

    def queue(self, to: str, *, urgent: bool = False, name: str = "one") -> int:
        decision = Decision(
            Flow.TIMED, None, (), outgoing=(Outgoing("alarm", to, name, urgent=urgent),)
        )

        def render(outgoing: Outgoing, resolved: object, random: str) -> Message:
            return Message(f"<{random}@x>", "us@x", outgoing.to, BODY, "letter", "text")

        now = Clock().now()
        done = commit_timed(
            decision, render, "test", f"{to} {name}", "", now, policy=POLICY, number=lambda *_: "",
        )  # fmt: skip
        assert done
        self.bell.ring()
        return done.outbox[0]

    def row(self, outbox_id: int) -> outbox.Queued:
        return next(one for one in outbox.listed() if one.id == outbox_id)

    def state(self, outbox_id: int) -> str:
        return self.row(outbox_id).state


@pytest.fixture
def post(store: None) -> Iterator[Post]:
    made = Post(free_port())
    yield made
    made.down()


def test_letters_go_over_one_connection_exactly_as_they_are(post: Post, running) -> None:  # type: ignore[no-untyped-def]
    post.up()
    ids = [post.queue(f"c{n}@example.org") for n in range(20)]
    with running(post.loop.run, post.stop):
        wait_for(lambda: all(post.state(one) == "sent" for one in ids))
    assert [raw for _, raw in post.handler.taken] == [BODY] * 20
    assert len(post.handler.peers) <= 2
    assert post.row(ids[0]).reply == "250 2.0.0 queued as 4711"


def test_urgent_letters_overtake(store: None, running) -> None:  # type: ignore[no-untyped-def]
    post = Post(free_port(), connections=1)
    post.up()
    ids = [post.queue(f"c{n}@example.org") for n in range(10)]
    ids.append(post.queue("mayor@example.org", urgent=True))
    with running(post.loop.run, post.stop):
        wait_for(lambda: all(post.state(one) == "sent" for one in ids))
    post.down()
    assert post.handler.taken[0][0] == "mayor@example.org"


def test_a_refused_recipient_ends_its_letter_alone(post: Post, running) -> None:  # type: ignore[no-untyped-def]
    post.up()
    post.handler.refuse = {"no@example.org": "550 5.1.1 no such user"}
    post.handler.data = {"big@example.org": ["552 5.3.4 too big"]}
    no, big, good = (post.queue(f"{one}@example.org") for one in ("no", "big", "good"))
    with running(post.loop.run, post.stop):
        wait_for(lambda: post.state(good) == "sent" and len(post.refused) == 2)
    assert post.state(no) == post.state(big) == "never"
    assert "550" in (post.row(no).error or "")
    assert sorted(one for one, _ in post.refused) == sorted([no, big])
    assert post.troubles == []


def test_a_temporary_refusal_is_tried_later(post: Post, running) -> None:  # type: ignore[no-untyped-def]
    post.up()
    post.handler.refuse = {"grey@example.org": "450 4.2.1 greylisted"}
    grey, good = post.queue("grey@example.org"), post.queue("good@example.org")
    with running(post.loop.run, post.stop):
        wait_for(lambda: post.state(good) == "sent" and post.row(grey).error is not None)
    row = post.row(grey)
    assert (row.state, row.attempts) == ("queued", 1)
    assert row.next_at and row.next_at - Clock().now() > timedelta(seconds=50)
    assert post.refused == []


def test_a_server_that_is_down_is_waited_for(post: Post, running) -> None:  # type: ignore[no-untyped-def]
    ids = [post.queue(f"c{n}@example.org") for n in range(3)]
    with running(post.loop.run, post.stop):
        wait_for(lambda: post.troubles)
        assert all(post.row(one).attempts <= 3 for one in ids)
        post.up()
        wait_for(lambda: all(post.state(one) == "sent" for one in ids), 60)
    assert post.troubles == ["smtp"], "operators are told once of an outage"
    assert post.refused == []


@pytest.mark.parametrize("how", ["login", "sender"])
def test_refusing_ourselves_is_an_alarm_and_no_letter_is_lost(
    store: None,
    running,
    how: str,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setenv("TEST_SMTP_PASSWORD", "secret")
    login = {"user": "us", "password": "env:TEST_SMTP_PASSWORD"} if how == "login" else {}
    post = Post(free_port(), **login)
    refusing = AuthResult(success=False, handled=False)
    post.up(
        auth_require_tls=False,
        authenticator=lambda *_: refusing,
    )
    post.handler.sender = "553 5.7.1 not your address" if how == "sender" else None
    one = post.queue("c@example.org")
    with running(post.loop.run, post.stop):
        wait_for(lambda: post.troubles)
    assert post.state(one) == "queued"
    assert post.refused == []
    assert post.handler.taken == []
    post.down()


def test_silence_after_the_data_is_possibly_a_double(post: Post, running) -> None:  # type: ignore[no-untyped-def]
    post.up()
    post.handler.hang = {"slow@example.org", "mayor@example.org"}
    slow = post.queue("slow@example.org")
    mayor = post.queue("mayor@example.org", urgent=True)
    with running(post.loop.run, post.stop):
        wait_for(lambda: post.state(mayor) == "sent" and post.state(slow) == "maybe", 40)
    assert post.row(mayor).doubtful == 1
    assert [to for to, _ in post.handler.taken].count("mayor@example.org") == 2
    again = post.row(slow).next_at
    assert again
    assert timedelta(minutes=9) < again - Clock().now() <= timedelta(minutes=10)


def test_domains_in_cyrillic_go_as_the_wire_wants_them() -> None:
    assert ascii_domain("info@рада.укр") == "info@xn--80aal0c.xn--j1amh"
    assert ascii_domain("info@rada.test") == "info@rada.test"


def test_a_local_part_in_cyrillic_ends_its_letter_alone(post: Post, running) -> None:  # type: ignore[no-untyped-def]
    post.up()
    bad, good = post.queue("інфо@example.org"), post.queue("good@example.org")
    with running(post.loop.run, post.stop):
        wait_for(lambda: post.state(good) == "sent" and post.state(bad) == "never")
    assert post.refused[0][0] == bad
