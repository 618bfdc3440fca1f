"""Which failure means what: the whole table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from daemon.sending.retry import (
    GIVE_UP_AFTER,
    MOST_DOUBTFUL,
    Failure,
    Later,
    Never,
    Stage,
    judge,
    rest,
)

NEW = timedelta(minutes=1)


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
    assert isinstance(judge(Failure(stage, code, ""), 1, urgent=False, age=NEW), verdict)


@pytest.mark.parametrize("stage", [Stage.CONNECT, Stage.LOGIN, Stage.SENDER])
def test_a_refusal_of_ourselves_is_an_alarm_and_never_the_end(stage: Stage) -> None:
    found = judge(Failure(stage, 535, "bad"), 10_000, urgent=False, age=NEW)
    assert found == Later(timedelta(minutes=1), alarm=True, pause=True)
    silent = judge(Failure(stage, None, "TimeoutError"), 1, urgent=False, age=NEW)
    assert silent == Later(timedelta(seconds=1), alarm=False, pause=True)


def test_silence_inside_data_may_be_a_sent_letter() -> None:
    lost = Failure(Stage.DATA, None, "SMTPReadTimeoutError")
    ordinary = judge(lost, 1, urgent=False, age=NEW)
    urgent = judge(lost, 1, urgent=True, age=NEW)
    assert ordinary == Later(timedelta(minutes=10), pause=True, maybe_sent=True)
    assert urgent == Later(timedelta(), pause=True, maybe_sent=True)
    assert judge(lost, 3, urgent=True, age=NEW) == ordinary


GREY = Failure(Stage.RECIPIENT, 450, "greylisted")


def test_waits_grow_to_an_hour() -> None:
    waits = [judge(GREY, attempt, urgent=False, age=NEW) for attempt in range(1, 9)]
    minutes = [one.after.total_seconds() / 60 for one in waits if isinstance(one, Later)]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60]
    assert judge(GREY, 1, urgent=True, age=NEW) == Later(timedelta(seconds=15))


@pytest.mark.parametrize("code", [450, 421, None])
def test_a_letter_is_given_up_after_days(code: int | None) -> None:
    failure = Failure(Stage.RECIPIENT, code, "greylisted")
    second = timedelta(seconds=1)
    assert isinstance(judge(failure, 9, urgent=False, age=GIVE_UP_AFTER), Later)
    assert isinstance(judge(failure, 9, urgent=False, age=GIVE_UP_AFTER + second), Never)


def test_a_server_that_was_down_has_not_used_up_the_letters_patience() -> None:
    """It is asked every minute: after two hours a letter has more than a hundred attempts."""
    assert isinstance(judge(GREY, 200, urgent=False, age=timedelta(hours=2)), Later)


def test_silence_after_the_data_again_and_again_is_not_doubled_for_ever() -> None:
    lost = Failure(Stage.DATA, None, "SMTPReadTimeoutError")
    again = [
        judge(lost, 1 + count, urgent=False, age=NEW, doubtful=count)
        for count in range(MOST_DOUBTFUL + 1)
    ]
    assert [type(one) for one in again] == [Later] * MOST_DOUBTFUL + [Never]


def test_a_server_in_trouble_is_asked_at_least_every_minute() -> None:
    assert [rest(n) for n in (1, 2, 3, 100)] == [1, 2, 4, 60]
