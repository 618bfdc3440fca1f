"""One connection to one mailbox: the few IMAP commands that intake and the ledger need."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.utils import encode_folder

from daemon.fetched import Fetched, read_fetch, uid_set
from daemon.settings.machine import Mailbox as MailboxSettings

TIMEOUT = 30  # seconds for each answer of the server
IDLE_SLICE = 1.0  # seconds: how often a sleeping connection looks whether it is to stop
SEARCH_RANGE = 50_000  # UIDs a SEARCH: its answer is one line, and imaplib takes 1,000,000 bytes

_GONE = (ImapToolsError, imaplib.IMAP4.error, OSError)  # what a connection that ended raises

imaplib.Commands["MOVE"] = ("SELECTED",)


class MailboxFault(Exception):
    """The server refused or the connection broke; connect again."""


@dataclass(frozen=True, slots=True)
class State:
    """What the server says of the inbox; every UID below `uidnext` has been shown (RFC 3501)."""

    uidvalidity: int
    uidnext: int


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except (ImapToolsError, imaplib.IMAP4.error, OSError, EOFError, ValueError) as fault:
        raise MailboxFault(f"{type(fault).__name__}") from fault


class Mailbox:
    """A connection as a context manager; every method raises MailboxFault."""

    def __init__(self, settings: MailboxSettings) -> None:
        self._settings = settings
        self._box: BaseMailBox
        self._there: set[str] = set()  # folders that this connection has seen

    def __enter__(self) -> Self:
        one = self._settings
        with _faults():
            self._box = _connect(one)
            try:
                self._box.login(one.user, one.secret().get_secret_value(), None)
                # Dovecot and Gmail announce MOVE only after the login
                self._box.client._get_capabilities()
                self._box.folder.set(one.inbox)
            except BaseException:
                self._hang_up()  # nobody calls __exit__ after a failed __enter__
                raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._hang_up()
            return
        with suppress(*_GONE):
            self._box.logout()

    def _hang_up(self) -> None:
        """End the connection without a word: what is broken may never answer one."""
        with suppress(*_GONE):
            self._box.client.shutdown()

    def state(self) -> State:
        """UIDVALIDITY and UIDNEXT; also makes the server look for new letters."""
        with _faults():
            inbox = self._settings.inbox
            told = self._box.folder.status(inbox, ["UIDVALIDITY", "UIDNEXT"])
            self._box.folder.set(inbox)
            selected = self._box.client.response("UIDVALIDITY")[1][0]
            validity = int(selected) if selected else told["UIDVALIDITY"]
            return State(validity, told["UIDNEXT"] if validity == told["UIDVALIDITY"] else 1)

    def uids(self, low: int, uidnext: int | None = None) -> set[int]:
        """UIDs in the inbox from `low` on; `uidnext` bounds the ranges that are asked for."""
        with _faults():
            if uidnext is None:
                self._box.client.noop()
                return self._search(f"{low}:*", low)
            found: set[int] = set()
            while low < uidnext:
                high = min(low + SEARCH_RANGE, uidnext) - 1
                found |= self._search(f"{low}:{high}", low)
                low = high + 1
            return found | self._search(f"{uidnext}:*", uidnext)

    def _search(self, range_: str, low: int) -> set[int]:
        # "999:*" also finds the last letter when its UID is below 999 (RFC 3501 6.4.8)
        found = self._command("SEARCH", "UID", range_)
        return {uid for line in found if line for uid in map(int, line.split()) if uid >= low}

    def sizes(self, uids: Sequence[int]) -> list[Fetched]:
        """Size and time of receipt of each letter that is still there."""
        return self._fetch(uids, "(UID INTERNALDATE RFC822.SIZE)")

    def letters(self, uids: Sequence[int]) -> list[Fetched]:
        """The exact bytes of each letter that is still there; \\Seen is not set."""
        found = self._fetch(uids, "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[])")
        return [one for one in found if one.raw is not None]

    def header(self, uid: int) -> bytes:
        """The header of one letter, up to 256 KiB; b"" when it has gone."""
        found = self._fetch([uid], "(UID RFC822.SIZE BODY.PEEK[HEADER]<0.262144>)")
        return (found[0].raw or b"") if found else b""

    def _fetch(self, uids: Sequence[int], items: str) -> list[Fetched]:
        if not uids:
            return []
        wanted = set(uids)
        with _faults():
            answer = self._command("FETCH", uid_set(uids), items)
            return [one for one in read_fetch(answer) if one.uid in wanted]

    def ensure_folder(self, name: str) -> None:
        """Create a folder that is missing, and subscribe to it so that webmail shows it."""
        if name in self._there:
            return
        with _faults():
            if not self._box.folder.exists(name):
                self._box.folder.create(name)
                self._box.folder.subscribe(name, True)
        self._there.add(name)

    def move(self, uids: Sequence[int], folder: str) -> bool:
        """Move letters; False when this server can do so neither by MOVE nor by UIDPLUS.

        A plain EXPUNGE is never sent: it would also delete what a person has marked \\Deleted.
        """
        capabilities = self._box.client.capabilities
        target: Any = encode_folder(folder)
        with _faults():
            if "MOVE" in capabilities:
                self._command("MOVE", uid_set(uids), target)
            elif "UIDPLUS" in capabilities:
                self._command("COPY", uid_set(uids), target)
                self._command("STORE", uid_set(uids), "+FLAGS.SILENT", r"(\Deleted)")
                self._command("EXPUNGE", uid_set(uids))
            else:
                return False
        return True

    def _command(self, name: str, *arguments: str) -> list[Any]:
        status, answer = self._box.client.uid(name, *arguments)
        if status != "OK":
            raise imaplib.IMAP4.error(f"{name} refused")
        return answer

    def count(self, folder: str) -> int | None:
        """How many letters a folder holds; None when it does not exist."""
        with _faults():
            if not self._box.folder.exists(folder):
                return None
            return self._box.folder.status(folder, ["MESSAGES"])["MESSAGES"]

    def wait(self, seconds: float, stopping: Callable[[], bool]) -> None:
        """Sleep in IDLE until the server says something, `stopping()` is true or time is up.

        Something may be missed (it came with the very answer to IDLE): sweep after every return.
        """
        with _faults():
            if "IDLE" not in self._box.client.capabilities:
                raise NotImplementedError
            with self._box.idle as idle:
                slept = 0.0
                while slept < seconds and not stopping():
                    slice_ = min(IDLE_SLICE, seconds - slept)
                    if idle.poll(timeout=slice_):
                        break
                    slept += slice_


def _connect(one: MailboxSettings) -> BaseMailBox:
    if one.security == "none":
        return MailBoxUnencrypted(one.host, one.port, timeout=TIMEOUT)
    # without a context of ours imap_tools would accept any certificate
    context = ssl.create_default_context(cafile=one.ca_file or None)
    if one.security == "starttls":
        return MailBoxStartTls(one.host, one.port, timeout=TIMEOUT, ssl_context=context)
    return MailBox(one.host, one.port, timeout=TIMEOUT, ssl_context=context)
