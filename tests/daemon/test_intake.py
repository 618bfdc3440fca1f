"""Intake against a real Dovecot, with all that happens to mailboxes and connections."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daemon.clock import Clock
from daemon.intake import Intake
from daemon.mailbox import Mailbox, MailboxFault
from daemon.settings.machine import Mailbox as MailboxSettings
from store import letters, mailboxes, raw
from tests.daemon.cutting_proxy import cutting_proxy
from tests.servers import PASSWORD, Servers, wait_for

pytestmark = pytest.mark.servers
FILED, LARGE = "Прийнято", "Завеликі"


def letter(number: int, size: int = 0) -> bytes:
    head = f"From: c{number}@example.org\r\nSubject: letter {number}\r\n"
    return f"{head}Message-ID: <{number}@example.org>\r\n\r\n".encode() + b"x" * size + b"\r\n"


class Box:
    """A mailbox, its intake and what it told the operators."""

    def __init__(
        self, mail: Servers, *, port: int = 0, security: str = "none", ca: str = ""
    ) -> None:
        import os

        os.environ["TEST_MAILBOX_PASSWORD"] = PASSWORD
        self.mail = mail
        self.user = mail.user()
        self.settings = MailboxSettings(
            address=self.user,
            host="127.0.0.1",
            port=port or mail.port("imap"),
            security=security,  # type: ignore[arg-type]
            ca_file=ca,
            user=self.user,
            password="env:TEST_MAILBOX_PASSWORD",
        )
        self.told: list[str] = []
        self.rung = threading.Event()
        self.stop = threading.Event()
        self.intake = self.fresh()

    def fresh(self, poll: float = 20.0) -> Intake:
        """An intake as after a restart."""
        return Intake(
            "contact", self.settings, max_bytes=200_000, poll=poll, clock=Clock(), stop=self.stop,
            ring=self.rung.set, trouble=lambda what, code: self.told.append(what),
        )  # fmt: skip

    def sweep(self) -> int:
        """One connection, one sweep."""
        with Mailbox(self.settings) as box:
            return self.intake.sweep(box)

    def kept(self) -> list[bytes]:
        """Raw bytes in the store, by letter id."""
        found = []
        for letter_id in range(1, letters.waiting() + 1):
            found.append(raw.load(letter_id))
        return found


@pytest.fixture
def box(mail: Servers, store: None) -> Box:
    return Box(mail)


def test_letters_are_kept_exactly_newest_first_and_filed(box: Box) -> None:
    odd = b"Subject: \xf2\xe5\xf1\xf2\r\n\r\n\x98\xff \r\n.\r\n"
    at = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    box.mail.append(box.user, letter(1), odd, letter(3), at=at)
    assert box.sweep() == 3
    assert box.kept() == [letter(3), odd, letter(1)]
    assert box.mail.count(box.user) == 0
    assert box.mail.count(box.user, FILED) == 3
    assert sorted(box.mail.raw(box.user, FILED)) == sorted(box.kept())
    claimed = letters.claim("test", Clock().now(), box.intake.clock.shift)
    assert claimed and claimed.received_at == at
    assert box.rung.is_set()
    assert box.sweep() == 0


def test_a_persons_deleted_mark_is_not_expunged(box: Box) -> None:
    box.mail.append(box.user, letter(1), letter(2))
    with box.mail.imap(box.user) as person:
        person.create("Private")
        person.select("INBOX")
        person.store("1", "+FLAGS", r"(\Deleted)")
    assert box.sweep() == 2
    assert box.mail.count(box.user, FILED) == 2
    assert not any(b"\\Seen" in flag for flag in [box.mail.doveadm(
        "fetch", "-u", box.user, "flags", "mailbox", FILED, "all").encode()])  # fmt: skip


def test_what_was_kept_before_a_crash_is_filed_by_the_next_life(box: Box) -> None:
    box.mail.append(box.user, *(letter(n) for n in range(5)))
    with Mailbox(box.settings) as mailbox:
        state = mailbox.state()
        arrivals = [
            letters.Arrival(
                "contact", state.uidvalidity, one.uid, Clock().now(), one.raw or b"", False
            )
            for one in mailbox.letters([2, 4])
        ]
    letters.keep(arrivals)  # and here the process died
    box.intake = box.fresh()
    assert box.sweep() == 3
    assert letters.waiting() == 5
    assert box.mail.count(box.user, FILED) == 5
    assert mailboxes.unfiled("contact", state.uidvalidity) == []


def test_a_letter_that_a_person_moved_is_listed_as_gone(box: Box) -> None:
    box.mail.append(box.user, letter(1), letter(2), letter(3))
    with box.mail.imap(box.user) as person:
        person.create("Elsewhere")
        person.select("INBOX")
        person.uid("MOVE", "2", "Elsewhere")
        person.uid("STORE", "1", "+FLAGS", r"(\Seen)")
    assert box.sweep() == 2
    with Mailbox(box.settings) as mailbox:
        state = mailbox.state()
    assert mailboxes.known_uids("contact", state.uidvalidity) == {1, 3}
    assert mailboxes.gone_uids("contact", state.uidvalidity) == {2}


def test_a_letter_over_the_limit_blocks_nothing(box: Box) -> None:
    box.mail.append(box.user, letter(1), letter(2, size=300_000), letter(3))
    assert box.sweep() == 3
    assert letters.waiting() == 2
    assert box.mail.count(box.user) == 0
    assert box.mail.count(box.user, LARGE) == 1
    assert box.mail.count(box.user, FILED) == 2


def test_sets_are_bounded_by_bytes_too(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daemon.intake.SET_BYTES", 250_000)
    box.mail.append(box.user, *(letter(n, size=100_000) for n in range(5)))
    assert box.sweep() == 5
    assert [one[:40] for one in box.kept()] == [letter(n)[:40] for n in (4, 3, 2, 1, 0)]


def without(mailbox: Mailbox, *capabilities: str) -> None:
    """As a poorer server would be."""
    client = mailbox._box.client
    client.capabilities = tuple(one for one in client.capabilities if one not in capabilities)


def test_without_move_letters_are_copied_and_only_they_are_expunged(box: Box) -> None:
    box.mail.append(box.user, letter(1), letter(2))
    with Mailbox(box.settings) as mailbox:
        without(mailbox, "MOVE")
        assert box.intake.sweep(mailbox) == 2
        box.mail.append(box.user, letter(3), letter(4))
        with box.mail.imap(box.user) as person:
            person.select("INBOX")
            person.uid("STORE", "4", "+FLAGS", r"(\Deleted)")
        mailbox.state()
        assert mailbox.move([3], FILED)
    assert box.mail.count(box.user, FILED) == 3
    assert box.mail.count(box.user) == 1, "what a person has marked is not expunged"


def test_without_uidplus_letters_stay_and_nobody_is_kept_twice(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.mail.append(box.user, letter(1), letter(2))
    with Mailbox(box.settings) as mailbox:
        without(mailbox, "MOVE", "UIDPLUS")
        assert box.intake.sweep(mailbox) == 2
        monkeypatch.setattr(mailboxes, "unfiled", lambda *_: pytest.fail("all that was ever kept"))
        assert box.intake.sweep(mailbox) == 0
    assert box.mail.count(box.user) == 2
    assert box.told == ["filing contact"]


def test_a_letter_that_breaks_the_store_stops_no_other(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = letters.keep

    def picky(batch: Sequence[letters.Arrival]) -> list[int]:
        if any(one.raw == letter(2) for one in batch):
            raise ValueError("it does not fit")
        return keep(batch)

    monkeypatch.setattr(letters, "keep", picky)
    box.mail.append(box.user, letter(1), letter(2), letter(3))
    assert box.sweep() == 3
    assert sorted(box.kept()) == [letter(1), letter(3)]
    assert box.mail.count(box.user) == 1
    box.intake = box.fresh()
    assert box.sweep() == 1, "a new connection tries it again"


def test_a_new_uidvalidity_begins_a_new_account(box: Box) -> None:
    box.mail.append(box.user, letter(1))
    assert box.sweep() == 1
    box.mail.doveadm("mailbox", "update", "-u", box.user, "--uid-validity", "777", "INBOX")
    box.mail.append(box.user, letter(2))
    assert box.sweep() == 1
    assert mailboxes.known_uids("contact", 777)
    assert box.kept() == [letter(1), letter(2)]


def test_new_letters_are_taken_at_once_and_connections_come_back(box: Box, running) -> None:  # type: ignore[no-untyped-def]
    with running(box.intake.run, box.stop):
        wait_for(lambda: box.intake.quiet_sweeps)
        began = time.monotonic()
        box.mail.append(box.user, letter(1))
        wait_for(lambda: letters.waiting() == 1)
        assert time.monotonic() - began < 3, "IDLE wakes, the poll of 20 s does not"
        for number in range(2, 6):
            box.mail.doveadm("kick", box.user)
            box.mail.append(box.user, letter(number))
            wait_for(lambda seen=number: letters.waiting() == seen)
    assert box.mail.count(box.user, FILED) == 5


def test_a_connection_cut_in_mid_fetch_loses_nothing(mail: Servers, store: None, running) -> None:  # type: ignore[no-untyped-def]
    with cutting_proxy(mail.port("imap")) as proxy:
        box = Box(mail, port=proxy.port)
        mail.append(box.user, *(letter(n, size=20_000) for n in range(40)))
        proxy.cut_after = 300_000
        with running(box.intake.run, box.stop):
            wait_for(lambda: proxy.cuts == 1)
            proxy.cut_after = 500_000
            wait_for(lambda: letters.waiting() == 40 and mail.count(box.user, FILED) == 40)
        assert proxy.cuts == 2
        assert sorted(box.kept()) == sorted(letter(n, size=20_000) for n in range(40))
        assert mail.count(box.user) == 0


def test_a_server_restart_is_waited_out(box: Box, running) -> None:  # type: ignore[no-untyped-def]
    with running(box.intake.run, box.stop):
        box.mail.append(box.user, letter(1))
        wait_for(lambda: letters.waiting() == 1)
        box.mail.control("down", "dovecot")
        wait_for(lambda: box.told)
        box.mail.control("up", "dovecot")
        box.mail.append(box.user, letter(2))
        wait_for(lambda: letters.waiting() == 2)
    assert box.told == ["mailbox contact"], "operators are told once of an outage"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_certificates_are_verified(mail: Servers, store: None, security: str) -> None:
    port = mail.port("imaps" if security == "tls" else "imap")
    good = Box(mail, port=port, security=security, ca=str(mail.authority))
    mail.append(good.user, letter(1))
    assert good.sweep() == 1
    bad = Box(mail, port=port, security=security)
    with pytest.raises(MailboxFault, match="SSLCertVerificationError"):
        bad.sweep()


def test_ordinary_letters_are_decided_when_a_backlog_is_kept(box: Box) -> None:
    box.mail.append(box.user, *(letter(n) for n in range(250)))
    claims: list[bool] = []

    class Watched(Mailbox):
        """After every set somebody asks for a letter to decide."""

        def move(self, uids, folder):  # type: ignore[no-untyped-def]
            claims.append(letters.claim("w", Clock().now(), timedelta(minutes=1)) is not None)
            return super().move(uids, folder)

    with Watched(box.settings) as mailbox:
        assert box.intake.sweep(mailbox) == 250
    assert claims == [False, False, False]
    assert letters.claim("w", Clock().now(), timedelta(minutes=1)) is not None


def test_an_emergency_behind_thousands_is_not_kept_waiting(box: Box) -> None:
    box.mail.append(box.user, *(letter(n) for n in range(300)))
    order: list[bytes] = []

    class Late(Mailbox):
        """Two letters arrive while the first set is on its way."""

        def letters(self, uids):  # type: ignore[no-untyped-def]
            found = super().letters(uids)
            order.extend(one.raw or b"" for one in found)
            if len(order) == 100:
                box.mail.append(box.user, letter(998), letter(999))
            return found

    with Late(box.settings) as mailbox:
        assert box.intake.sweep(mailbox) == 302
    assert {letter(998), letter(999)} < set(order[100:200]), "they came with the very next set"


def sockets() -> int:
    """How many sockets this process has open."""
    count = 0
    for one in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            count += one.readlink().name.startswith("socket:")
    return count


@pytest.mark.parametrize("changed", [{"user": "nobody@rada.test"}, {"inbox": "Nowhere"}])
def test_a_connection_that_could_not_begin_is_closed(box: Box, changed: dict[str, str]) -> None:
    before = sockets()
    settings = box.settings.model_copy(update=changed)
    with pytest.raises(MailboxFault) as fault, Mailbox(settings):
        pytest.fail("it began")
    assert fault.value.__traceback__ is not None  # which keeps the connection from its collector
    assert sockets() == before
