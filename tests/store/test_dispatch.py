"""An attempt is booked before it is made; a killed sender's letter comes back as it was."""

from __future__ import annotations

from datetime import timedelta

from store import dispatch, due, history, load, outbox
from tests.store import making

NOW = making.NOW
LEASE = timedelta(minutes=3)


def book(now: object = NOW, worker: str = "s1") -> dispatch.Booked:
    booked = dispatch.book(now, worker, LEASE)  # type: ignore[arg-type]
    assert booked is not None
    return booked


def test_booked_once_and_sent(store: str) -> None:
    appeal_id, number = making.register()
    first, second = book(), book(worker="s2")
    assert first.id != second.id
    assert dispatch.book(NOW, "s3", LEASE) is None
    assert number.encode() in first.data
    assert (first.attempts, first.doubtful) == (1, 0)
    assert dispatch.sent(first.id, NOW, "250 queued")
    assert not dispatch.sent(first.id, NOW, "250 queued")
    assert outbox.counts() == {"sent": 1, "booked": 1}
    assert [one.state for one in outbox.of_appeal(appeal_id)] == ["sent", "booked"]
    assert first.message_id == outbox.of_appeal(appeal_id)[0].message_id


def test_a_killed_senders_letter_returns_with_the_same_bytes(store: str) -> None:
    making.register()
    first = book()
    book()
    assert dispatch.book(NOW + LEASE - timedelta(seconds=1), "s2", LEASE) is None
    again = book(NOW + LEASE, "s2")
    assert (again.id, again.message_id, again.data) == (first.id, first.message_id, first.data)
    assert (again.attempts, again.doubtful) == (2, 1)


def test_later_never_and_maybe(store: str) -> None:
    making.register()
    one, two = book(), book()
    assert dispatch.later(one.id, NOW + timedelta(minutes=1), "451 busy")
    assert dispatch.maybe_sent(two.id, NOW + timedelta(minutes=10), "time-out in DATA")
    assert outbox.next_due() == NOW + timedelta(minutes=1)
    assert dispatch.book(NOW, "s1", LEASE) is None
    again = book(NOW + timedelta(minutes=1))
    assert (again.id, again.doubtful) == (one.id, 0)
    assert dispatch.never(again.id, "550 no such user", NOW)
    assert not dispatch.never(again.id, "550 no such user", NOW)
    doubtful = book(NOW + timedelta(minutes=10))
    assert (doubtful.id, doubtful.doubtful) == (two.id, 1)
    dispatch.sent(doubtful.id, NOW, "250")
    assert outbox.next_due() is None
    assert [row.error for row in outbox.listed("never")] == ["550 no such user"]
    assert len(outbox.undelivered(NOW - timedelta(days=1), 10)) == 1


def test_a_late_answer_does_not_undo_what_another_sender_did(store: str) -> None:
    making.register()
    slow = book()
    quick = book(NOW, "s2")
    dispatch.sent(quick.id, NOW, "250")
    again = book(NOW + LEASE, "s2")
    assert again.id == slow.id
    dispatch.sent(again.id, NOW, "250")
    assert not dispatch.later(slow.id, NOW, "451")
    assert outbox.counts() == {"sent": 2}


def test_urgent_letters_overtake(store: str) -> None:
    making.register()
    decision = making.registering()
    urgent = tuple(making.replace(one, urgent=True) for one in decision.outgoing)
    making.commit(
        making.replace(decision, outgoing=urgent),
        making.claimed(2),
        now=NOW + timedelta(seconds=1),
    )
    order = [book(NOW + timedelta(seconds=2)).urgent for _ in range(4)]
    assert order == [True, True, False, False]


def test_sending_a_referral_makes_it_sent(store: str) -> None:
    appeal_id, _ = making.register()
    (queued,) = load.referrals(appeal_id)
    assert (queued.state, queued.sent_at) == ("queued", None)
    while (booked := dispatch.book(NOW, "s1", LEASE)) is not None:
        dispatch.sent(booked.id, NOW, "250")
    (sent,) = load.referrals(appeal_id)
    assert (sent.state, sent.sent_at, sent.version) == ("sent", NOW, 2)
    assert sent.address == "water@example.test"
    assert history.of_appeal(appeal_id)[-1].by == history.SENDING
    assert history.last_change(appeal_id) is None  # sending is not what `undo` takes back


def test_a_refused_referral_needs_somebody(store: str) -> None:
    appeal_id, _ = making.register()
    before = NOW - timedelta(days=1)
    assert due.unserved(before, before, before) == ()
    while (booked := dispatch.book(NOW, "s1", LEASE)) is not None:
        dispatch.never(booked.id, "550", NOW)
    (referral,) = load.referrals(appeal_id)
    assert [one.referral for one in due.unserved(before, before, before)] == [referral]
