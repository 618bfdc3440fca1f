"""Jobs: what is due goes out once, late when it must, and one failing job stops no other."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from daemon.answering import NOTICES_AN_HOUR, Answering
from daemon.clerk import Clerk
from daemon.clock import Clock
from daemon.jobs import Jobs
from daemon.notices import Notices
from daemon.settings import load, make_policy
from mailflows.writing import Writer
from store import aside, letters, outbox, proof, requests, seals

SETTINGS = load(Path(__file__).parents[2] / "settings.example.ini", secrets=False)
POLICY = make_policy(SETTINGS, secrets=False)
TUESDAY = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # 09:00 in Kyiv


def clock_at(moment: datetime) -> Clock:
    return Clock(moment - datetime.now(UTC))


def jobs_at(moment: datetime, troubles: list[str] | None = None) -> Jobs:
    clerk = Clerk(POLICY, Writer(POLICY), clock_at(moment), lambda: None)
    told = troubles if troubles is not None else []
    return Jobs(
        SETTINGS.jobs, clerk, clerk.clock, threading.Event(), lambda what, _: told.append(what)
    )


def sent(template: str) -> list[outbox.Queued]:
    return [one for one in outbox.listed() if one.template == template]


def test_a_digest_goes_out_once_a_day_over_restarts(store: None) -> None:
    for moment in (TUESDAY, TUESDAY + timedelta(minutes=1), TUESDAY + timedelta(hours=14)):
        jobs_at(moment).digests()
    assert len(sent("digest")) == len(POLICY.leaders)
    jobs_at(TUESDAY + timedelta(hours=24)).digests()
    assert len(sent("digest")) == 2 * len(POLICY.leaders)


def test_a_digest_that_was_missed_comes_late(store: None) -> None:
    jobs_at(TUESDAY).digests()
    jobs_at(TUESDAY + timedelta(days=3, hours=9)).digests()
    late = sent("digest")[0]
    assert late.purpose == "digest-2026-11-27"
    assert len(sent("digest")) == 2 * len(POLICY.leaders)


def test_operators_get_their_list(store: None) -> None:
    jobs = jobs_at(TUESDAY)
    jobs.operators_lists()
    jobs.operators_lists()
    assert len(sent("operators-list")) == len(POLICY.operators)


def break_letters(count: int, now: datetime) -> None:
    for uid in range(count):
        (letter_id,) = letters.keep([letters.Arrival("contact", 1, uid, now, b"x", False)])
        aside.set_aside(letter_id, "ValueError in somewhere:1", now)


def test_the_list_tells_of_letters_set_aside(store: None) -> None:
    troubles: list[str] = []
    break_letters(1, TUESDAY - timedelta(hours=1))
    jobs_at(TUESDAY, troubles).operators_lists()
    assert troubles == []
    [letter, *_] = sent("operators-list")
    body = message_from_bytes(outbox.data(letter.id), policy=policy.default).get_body(("plain",))
    assert body and "ValueError in somewhere:1" in body.get_content()


def test_a_letter_set_aside_is_told_and_a_flood_is_not(store: None) -> None:
    now = datetime.now(UTC)
    break_letters(NOTICES_AN_HOUR + 5, now)
    answering = Answering(jobs_at(now).clerk, Clock())
    answering.answer_requests()
    answering.answer_requests()
    assert len(sent("set-aside")) == NOTICES_AN_HOUR * len(POLICY.operators)
    assert requests.waiting() == ()


def test_a_letter_too_large_is_told_with_its_sender(store: None) -> None:
    now = datetime.now(UTC)
    header = "From: Петро <petro@example.org>\r\nSubject: фото\r\n\r\n".encode()
    letters.keep_too_large("contact", 1, 9, now, 50_000_000, header, now)
    Answering(jobs_at(now).clerk, Clock()).answer_requests()
    (notice,) = sent("too-large")
    letter = message_from_bytes(outbox.data(notice.id), policy=policy.default)
    body = letter.get_body(("plain",))
    assert body and "petro@example.org" in body.get_content()
    assert requests.waiting() == ()


def test_one_failing_job_stops_no_other(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    troubles: list[str] = []
    jobs = jobs_at(TUESDAY, troubles)

    def broken() -> None:
        raise KeyError("petro@example.org")

    broken.__name__ = "digests"
    monkeypatch.setattr(jobs, "digests", broken)
    jobs.stop.set()
    jobs.run()
    assert troubles == ["job digests"]
    assert jobs.tapped
    assert sent("operators-list")


def test_an_alarm_of_one_kind_goes_out_once(store: None) -> None:
    clerk = jobs_at(TUESDAY).clerk
    notices = Notices(clerk, clerk.clock)
    for _ in range(3):
        notices.trouble("smtp", "login 535")
    notices.trouble("mailbox contact", "ConnectionRefusedError")
    assert len(sent("alarm")) == 2 * len(POLICY.operators)


def test_the_mayors_digest_carries_the_newest_seal_and_a_deputys_none(store: None) -> None:
    jobs = jobs_at(TUESDAY)
    break_letters(1, TUESDAY - timedelta(hours=1))
    jobs.seal_journal()
    head = seals.newest_short()
    assert head
    jobs.digests()
    jobs.seal_journal()
    assert proof.prove().unsealed is None
    for leader in POLICY.leaders:
        (letter,) = [one for one in sent("digest") if one.recipient == leader.address]
        body = message_from_bytes(outbox.data(letter.id), policy=policy.default)
        for kind in ("plain", "html"):
            part = body.get_body((kind,))
            assert part
            assert (head in part.get_content()) is ("*" in leader.topics)


def test_a_journal_that_writers_hold_is_sealed_by_the_next_tap(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> int:
        raise seals.Busy

    troubles: list[str] = []
    jobs = jobs_at(TUESDAY, troubles)
    break_letters(1, TUESDAY)
    with monkeypatch.context() as held:
        held.setattr(seals, "seal", busy)
        jobs.seal_journal()
    assert seals.newest_short() == ""
    jobs.seal_journal()
    assert seals.newest_short()
    assert troubles == []
