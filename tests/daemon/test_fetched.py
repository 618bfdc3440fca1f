"""Answers of UID FETCH as servers really send them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from daemon.fetched import read_fetch, uid_set

BODY = b"Subject: a\r\n\r\n7 (UID 99 RFC822.SIZE 1 BODY[] {3}\r\nx"


def test_literals_that_look_like_answers_stay_bytes() -> None:
    answer = [
        (
            b'12 (UID 34 INTERNALDATE "24-Nov-2026 10:15:00 +0200" RFC822.SIZE 53 BODY[] {53}',
            BODY,
        ),
        b")",
    ]
    (one,) = read_fetch(answer)
    assert (one.uid, one.size, one.raw) == (34, 53, BODY)
    assert one.received_at == datetime(2026, 11, 24, 8, 15, tzinfo=UTC)


def test_unsolicited_flags_make_no_letters() -> None:
    answer = [
        b"3 (FLAGS (\\Seen))",
        (b"1 (UID 5 RFC822.SIZE 2 BODY[] {2}", b"ab"),
        b")",
        b"4 (UID 9 FLAGS (\\Deleted))",
        (b"2 (UID 6 RFC822.SIZE 2 BODY[] {2}", b"cd"),
        b' INTERNALDATE " 1-Jan-2026 00:00:00 +0000")',
        None,
    ]
    found = read_fetch(answer)
    assert [(one.uid, one.raw) for one in found] == [(5, b"ab"), (6, b"cd")]
    assert found[1].received_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_empty_and_short_bodies_come_without_a_literal() -> None:
    answer = [
        b'1 (UID 1 RFC822.SIZE 0 BODY[] "")',
        b"2 (UID 2 RFC822.SIZE 0 BODY[] NIL)",
        b'3 (UID 3 RFC822.SIZE 4 BODY[] "a\\"b")',
        b'4 (UID 4 RFC822.SIZE 9 INTERNALDATE "99-Foo-2026 00:00:00 +0000")',
    ]
    assert [one.raw for one in read_fetch(answer)] == [b"", b"", b'a"b', None]
    assert read_fetch(answer)[3].received_at is None


@given(st.sets(st.integers(1, 400), min_size=1))
def test_a_set_says_exactly_its_uids(uids: set[int]) -> None:
    said: set[int] = set()
    for part in uid_set(sorted(uids)).split(","):
        first, _, last = part.partition(":")
        said |= set(range(int(first), int(last or first) + 1))
    assert said == uids
    assert uid_set([1, 2, 3, 7]) == "1:3,7"
