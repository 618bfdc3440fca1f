"""Which failure means what: the whole table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from daemon.sending.retry import GIVE_UP_AFTER, Failure, Later, Never, Stage, judge, rest


@pytest.mark.parametrize(
    ("stage", "code", "verdict"),
    [
        (Stage.RECIPIENT, 550, Never),
        (Stage.RECIPIENT, 553, Never),
        (Stage.DATA, 554, Never),
        (Stage.DATA, 552, Never),
        (Stage.RECIPIENT, 450, Later),
        (Stage.RECIPIENT, 451, Later),
        (Stage.DATA, 452, Later),
        (Stage.DATA, None, Later),
        (Stage.CONNECT, 554, Later),
        (Stage.CONNECT, None, Later),
        (Stage.LOGIN, 535, Later),
        (Stage.SENDER, 553, Later),
        (Stage.SENDER, 421, Later),
    ],
)
def test_only_what_speaks_of_the_letter_ends_it(
    stage: Stage, code: int | None, verdict: type
) -> None:
    assert isinstance(judge(Failure(stage, code, ""), 1, urgent=False), verdict)


@pytest.mark.parametrize("stage", [Stage.CONNECT, Stage.LOGIN, Stage.SENDER])
def test_a_refusal_of_ourselves_is_an_alarm_and_never_the_end(stage: Stage) -> None:
    found = judge(Failure(stage, 535, "bad"), 10_000, urgent=False)
    assert found == Later(timedelta(minutes=1), alarm=True, pause=True)
    silent = judge(Failure(stage, None, "TimeoutError"), 1, urgent=False)
    assert silent == Later(timedelta(seconds=1), alarm=False, pause=True)


def test_silence_inside_data_may_be_a_sent_letter() -> None:
    lost = Failure(Stage.DATA, None, "SMTPReadTimeoutError")
    ordinary = judge(lost, 1, urgent=False)
    urgent = judge(lost, 1, urgent=True)
    assert ordinary == Later(timedelta(minutes=10), pause=True, maybe_sent=True)
    assert urgent == Later(timedelta(), pause=True, maybe_sent=True)
    assert judge(lost, 3, urgent=True) == ordinary


def test_waits_grow_to_an_hour_and_end_after_days() -> None:
    grey = Failure(Stage.RECIPIENT, 450, "greylisted")
    waits = [judge(grey, attempt, urgent=False) for attempt in range(1, GIVE_UP_AFTER)]
    minutes = [one.after.total_seconds() / 60 for one in waits if isinstance(one, Later)]
    assert minutes[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert sum(minutes) / 60 / 24 > 4
    assert isinstance(judge(grey, GIVE_UP_AFTER, urgent=False), Never)
    assert judge(grey, 1, urgent=True) == Later(timedelta(seconds=15))


def test_a_server_in_trouble_is_asked_at_least_every_minute() -> None:
    assert [rest(n) for n in (1, 2, 3, 100)] == [1, 2, 4, 60]
