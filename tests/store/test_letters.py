"""Letters are kept byte-exact and once, claimed by one worker at a time, and accounted for."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import pytest

from store import aside, journal, ledger, letters, mailboxes, raw, requests
from store.work import LostClaim
from tests.store import making

NOW, LEASE = making.NOW, making.LEASE


def test_keep_is_idempotent_and_gives_ids_in_order(store: str) -> None:
    first = letters.keep([making.arrival(5), making.arrival(3)])
    again = letters.keep([making.arrival(3), making.arrival(9), making.arrival(5, b"other")])
    assert again[0] == first[1]
    assert again[2] == first[0]
    assert raw.load(first[0]) == making.arrival(5).raw
    assert mailboxes.known_uids("contact", 7) == {3, 5, 9}
    assert mailboxes.known_uids("contact", 7, above=3) == {5, 9}
    assert mailboxes.known_uids("contact", 8) == set()
    assert letters.keep([]) == []


@pytest.mark.parametrize("size", [0, 1, 30_000_000])
def test_raw_bytes_are_exact(store: str, size: int) -> None:
    octets = os.urandom(size)
    (letter_id,) = letters.keep([making.arrival(1, octets)])
    assert raw.load(letter_id) == octets
    with pytest.raises(KeyError):
        raw.load(letter_id + 1)


def test_the_newest_urgent_letter_first_then_the_oldest(store: str) -> None:
    urgent, grave = {"urgent": True}, {"urgent": True, "grave": True}
    letters.keep(
        [received(5), received(2, **urgent), received(3), received(4, **urgent),
         received(0, **grave), received(1, **grave)]
    )  # fmt: skip
    assert claimed_in_turn() == [1, 0, 4, 2, 3, 5]


def test_ordinary_letters_wait_while_intake_goes_first(store: str) -> None:
    mailboxes.note_mailbox_state("contact", 7, 3, NOW)
    letters.keep([received(1), received(2, urgent=True)])
    mailboxes.go_first("contact", 7, NOW + timedelta(seconds=3))
    letters.keep([received(4, urgent=True, grave=True)])
    assert claimed_in_turn() == [4]
    assert claimed_in_turn(NOW + timedelta(seconds=3)) == [2, 1], (
        "an intake that died ends its turn"
    )
    letters.keep([received(3)])
    mailboxes.go_first("contact", 7, NOW)
    assert claimed_in_turn() == [3]


def received(minute: int, **changed: bool) -> letters.Arrival:
    moment = NOW + timedelta(minutes=minute)
    return making.replace(making.arrival(minute, **changed), received_at=moment)


def claimed_in_turn(now: datetime = NOW) -> list[int]:
    order = []
    while (claimed := letters.claim("w", now, LEASE)) is not None:
        order.append((claimed.received_at - NOW) // timedelta(minutes=1))
    return order


def test_a_claim_ends_with_its_lease(store: str) -> None:
    letters.keep([making.arrival(1)])
    first = letters.claim("w1", NOW, LEASE)
    assert first is not None
    assert first.received_at == NOW
    assert letters.claim("w2", NOW + LEASE - timedelta(seconds=1), LEASE) is None
    second = letters.claim("w2", NOW + LEASE, LEASE)
    assert second is not None
    assert (second.id, second.attempts) == (first.id, 2)


def test_a_claim_given_back_is_free_and_no_attempt(store: str) -> None:
    claimed = making.claimed()
    assert not letters.release(claimed.id, "another")
    assert letters.release(claimed.id, "w1", NOW + timedelta(seconds=2))
    assert letters.claim("w1", NOW, LEASE) is None
    again = letters.claim("w1", NOW + timedelta(seconds=2), LEASE)
    assert again is not None
    assert again.attempts == 1


def test_set_aside_and_retried(store: str) -> None:
    claimed = making.claimed()
    assert aside.set_aside(claimed.id, "ValueError reading/body.py:7", NOW)
    assert not aside.set_aside(claimed.id, "again", NOW)
    (broken,) = aside.listed()
    assert (broken.id, broken.error) == (claimed.id, "ValueError reading/body.py:7")
    assert aside.find(broken.id) == broken
    assert aside.count() == 1
    assert letters.claim("w1", NOW, LEASE) is None
    assert [one.kind for one in requests.waiting()] == ["set-aside"]
    with pytest.raises(LostClaim):
        making.commit(making.registering(), claimed)
    assert aside.retry(claimed.id, NOW)
    assert not aside.retry(claimed.id, NOW)
    assert aside.listed() == []
    assert aside.find(claimed.id) is None
    again = letters.claim("w1", NOW, LEASE)
    assert again is not None
    assert again.attempts == 1
    assert [entry.action for entry in journal.of_letter(claimed.id)] == ["set-aside", "retry"]


def test_too_large_has_its_outcome_at_once(store: str) -> None:
    given = ("contact", 7, 4, NOW, 90_000_000, b"Subject: big\r\n", NOW)
    letter_id = letters.keep_too_large(*given)
    assert letter_id is not None
    assert letters.keep_too_large(*given) is None
    assert raw.load(letter_id) == b"Subject: big\r\n"
    assert letters.claim("w", NOW, LEASE) is None
    (asked,) = requests.waiting()
    assert (asked.kind, asked.letter_id) == ("too-large", letter_id)
    assert asked.parameters["size"] == 90_000_000
    assert mailboxes.unfiled("contact", 7) == [mailboxes.Unfiled(4, True)]


def test_filing(store: str) -> None:
    letters.keep([making.arrival(uid) for uid in range(1, 1201)])
    assert len(mailboxes.unfiled("contact", 7)) == 1200
    mailboxes.mark_filed("contact", 7, range(1, 1200), NOW)
    assert mailboxes.unfiled("contact", 7) == [mailboxes.Unfiled(1200, False)]
    assert mailboxes.unfiled("contact", 8) == []


def test_gone_letters_are_listed_unless_they_turn_up(store: str) -> None:
    letters.keep([making.arrival(4)])
    mailboxes.mark_gone("contact", 7, [1, 2, 3, 6, 4], NOW)
    mailboxes.mark_gone("contact", 7, [2, 3, 5], NOW)
    assert mailboxes.gone_uids("contact", 7) == {1, 2, 3, 5, 6}
    letters.keep([making.arrival(2)])
    assert mailboxes.gone_uids("contact", 7) == {1, 3, 5, 6}
    assert mailboxes.gone_uids("contact", 7, 3) == {5, 6}
    assert ledger.unaccounted("contact", 7, 9) == [7, 8]


def test_the_ledger_adds_up(store: str) -> None:
    mailboxes.note_mailbox_state("contact", 7, 9, NOW)
    mailboxes.note_mailbox_state("contact", 7, 12, NOW + timedelta(hours=1))
    making.register(1)
    aside.set_aside(making.claimed(2).id, "x", NOW)
    letters.keep([making.arrival(3)])
    mailboxes.mark_gone("contact", 7, range(4, 11), NOW)
    balance = ledger.balance("contact")
    assert (balance.kept, balance.waiting, balance.gone, balance.unfiled) == (3, 1, 7, 3)
    assert balance.by_outcome == {"registered": 1, "set-aside": 1}
    assert ledger.balance("contact", 7) == balance
    assert ledger.balance("contact", 8).kept == 0
    assert ledger.balances() == (balance,)
    (state,) = ledger.states("contact")
    assert (state.uidnext, state.noted_at) == (12, NOW + timedelta(hours=1))


def test_large_uids(store: str) -> None:
    top = 2**32 - 1
    letters.keep([making.arrival(top, uidvalidity=top)])
    assert mailboxes.known_uids("contact", top) == {top}
