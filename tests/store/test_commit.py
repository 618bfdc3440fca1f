"""A decision becomes rows: all or nothing, once, with its history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflows.decision import (
    AnswerTask,
    Attach,
    ChangeAppeal,
    ChangeReferral,
    Decision,
    OpenTask,
    Outgoing,
    Register,
    Request,
)
from mailflows.facts import Applicant, Reply, Tie
from mailflows.records import New, Task
from mailflows.states import UnlistedMove
from mailflows.vocabulary import (
    AppealState,
    Authenticity,
    Flow,
    Intent,
    Outcome,
    ReferralState,
    Role,
    TaskKind,
    TieKind,
)
from store import history, journal, letters, load, outbox, requests, rows
from store.commit import commit_timed
from store.work import LostClaim, StaleVersion
from tests.store import making

NOW = making.NOW


def changing(*changes: object, outgoing: tuple[Outgoing, ...] = ()) -> Decision:
    return Decision(Flow.OPERATOR_REPLY, Outcome.REPLY, (), tuple(changes), outgoing)


def test_registration_enters_everything(store: str) -> None:
    letter = making.claimed()
    done = making.commit(making.registering(), letter)
    assert [number for _, number in done.appeals] == ["Ґ-0001/26"]
    appeal_id = done.appeals[0][0]
    entered = load.appeal(appeal_id)
    assert entered == replace(
        making.appeal(),
        id=appeal_id,
        number="Ґ-0001/26",
        version=1,
        registered_at=NOW,
        letter_id=letter.id,
    )
    (referral,) = load.referrals(appeal_id)
    assert (referral.appeal, referral.executor, referral.version) == (appeal_id, "water", 1)
    first, second = outbox.of_appeal(appeal_id)
    assert (first.template, first.about) == ("acknowledgement", f"appeal:{appeal_id}")
    assert (second.template, second.about) == ("referral", f"referral:{referral.id}")
    assert b"\xd2\x90-0001/26" in outbox.data(first.id)
    assert letters.waiting() == 0
    born = [(one.record, one.field, one.old, one.new) for one in history.of_appeal(appeal_id)]
    assert born == [
        ("appeal", "state", None, "registered"),
        ("referral", "state", None, "queued"),
    ]
    actions = [entry.action for entry in journal.of_letter(letter.id)]
    assert actions == ["appeal-entered", "referral-entered", "queued", "disclosed",
                       "queued", "disclosed", "decided-registered"]  # fmt: skip


def test_several_matters_take_consecutive_numbers_and_are_told_of_each_other(store: str) -> None:
    seen = []

    def render(outgoing: Outgoing, resolved: object, random: str) -> object:
        seen.append(tuple(one.number for one in resolved.related))  # type: ignore[attr-defined]
        return making.render(outgoing, resolved, random)

    done = making.commit(making.registering(count=3), making.claimed(), render=render)
    assert [number for _, number in done.appeals] == ["Ґ-0001/26", "Ґ-0002/26", "Ґ-0003/26"]
    assert seen[0] == ("Ґ-0002/26", "Ґ-0003/26")


def test_the_year_is_the_local_one(store: str) -> None:
    night = making.NOW.replace(month=12, day=31, hour=22, minute=30)  # 00:30 in Kyiv
    assert making.register(now=night)[1] == "Ґ-0001/27"


def test_failed_render_leaves_nothing(store: str) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    letter = making.claimed()
    with pytest.raises(ZeroDivisionError):
        making.commit(making.registering(), letter, render=broken)
    for table in ("appeal", "referral", "outbox", "history", "journal", "counter"):
        assert rows.run(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    assert making.commit(making.registering(), letter).appeals[0][1] == "Ґ-0001/26"


def test_another_version_rolls_everything_back(store: str) -> None:
    appeal_id, _ = making.register()
    (referral,) = load.referrals(appeal_id)
    stale = changing(
        ChangeAppeal(appeal_id, 1, {"state": AppealState.IN_WORK}),
        ChangeReferral(referral.id, 99, {"state": ReferralState.RECALLED}),
    )
    letter = making.claimed(2)
    with pytest.raises(StaleVersion):
        making.commit(stale, letter)
    unchanged = load.appeal(appeal_id)
    assert unchanged is not None
    assert (unchanged.state, unchanged.version) == (AppealState.REGISTERED, 1)
    fresh = changing(ChangeAppeal(appeal_id, 1, {"state": AppealState.IN_WORK}))
    making.commit(fresh, letter)
    with pytest.raises(StaleVersion):
        making.commit(fresh, making.claimed(3))


def test_changes_are_kept_as_history_and_can_be_taken_back(store: str) -> None:
    appeal_id, number = making.register()
    name = replace(making.APPLICANT, name="Гончар Олесь")
    change = ChangeAppeal(
        appeal_id, 1, {"applicant": name, "state": AppealState.IN_WORK, "due_at": NOW}
    )
    later = NOW + timedelta(hours=1)
    making.commit(changing(change), making.claimed(2), now=later, by="operator@rada.test")
    changed = load.appeal(appeal_id)
    assert changed is not None
    assert (changed.applicant.name, changed.number, changed.version) == ("Гончар Олесь", number, 2)
    last = history.last_change(appeal_id)
    assert last is not None
    assert (last.at, last.by) == (later, "operator@rada.test")
    assert last.fields == ("applicant_name", "due_at", "state")
    (back,) = last.changes
    assert back == ChangeAppeal(
        appeal_id,
        2,
        {
            "applicant": making.APPLICANT,
            "state": AppealState.REGISTERED,
            "due_at": making.appeal().due_at,
        },
    )
    making.commit(changing(back), making.claimed(3), now=later + timedelta(hours=1))
    restored = load.appeal(appeal_id)
    assert restored is not None
    assert restored.applicant == making.APPLICANT


def test_what_did_not_change_is_no_history_and_no_version(store: str) -> None:
    appeal_id, _ = making.register()
    same = ChangeAppeal(appeal_id, 1, {"state": AppealState.REGISTERED, "topic": "water"})
    making.commit(changing(same), making.claimed(2))
    unchanged = load.appeal(appeal_id)
    assert unchanged is not None
    assert unchanged.version == 1
    assert len(history.of_appeal(appeal_id)) == 2


def test_an_unlisted_change_of_a_state_rolls_everything_back(store: str) -> None:
    appeal_id, _ = making.register()
    letter = making.claimed(2)
    sent = Outgoing("closed", "citizen@example.org", "closed-1", "a", appeal_id)
    closing = ChangeAppeal(appeal_id, 1, {"state": AppealState.CLOSED})
    by_executor = replace(changing(closing, outgoing=(sent,)), flow=Flow.EXECUTOR_REPLY)
    with pytest.raises(UnlistedMove, match="registered -> closed by executor"):
        making.commit(by_executor, letter)
    unchanged = load.appeal(appeal_id)
    assert unchanged is not None
    assert (unchanged.state, unchanged.version) == (AppealState.REGISTERED, 1)
    assert "closed" not in {one.template for one in outbox.listed()}
    making.commit(changing(closing, outgoing=(sent,)), letter)  # the letter can be decided again


def test_an_unknown_field_is_refused(store: str) -> None:
    appeal_id, _ = making.register()
    with pytest.raises(ValueError, match="no"):
        making.commit(changing(ChangeAppeal(appeal_id, 1, {"colour": "red"})), making.claimed(2))


def test_the_number_never_changes(store: str) -> None:
    appeal_id, number = making.register()
    change = ChangeAppeal(appeal_id, 1, {"number": "Х-9999/26", "topic": "gas"})
    making.commit(changing(change), making.claimed(2))
    kept = load.appeal(appeal_id)
    assert kept is not None
    assert (kept.number, kept.topic) == (number, "gas")


def test_a_purpose_is_queued_once(store: str) -> None:
    appeal_id, _ = making.register()
    said = Outgoing("informed", "citizen@example.org", "informed-1", "a", appeal_id)
    first = making.commit(changing(outgoing=(said, said)), making.claimed(2))
    second = making.commit(changing(outgoing=(said,)), making.claimed(3))
    assert (len(first.outbox), len(second.outbox)) == (1, 0)
    other = replace(said, purpose="informed-2")
    assert len(making.commit(changing(outgoing=(other,)), making.claimed(4)).outbox) == 1


def test_keys_of_new_records_are_resolved_in_order(store: str) -> None:
    decision = Decision(
        Flow.PHONE_NOTE,
        Outcome.REGISTERED,
        (),
        (
            Register(making.appeal(), "А"),
            Register(making.appeal(applicant=Applicant(phone="+380670000000")), "Б"),
            OpenTask(Task(TaskKind.CALL_BACK, appeal=New(1), options=("close", "rework"))),
            Attach(New(1)),
        ),
        (Outgoing("task", "operator@rada.test", "task", "t", task=New(0)),),
    )
    done = making.commit(decision, making.claimed())
    second = done.appeals[1][0]
    (task,) = load.open_tasks(second)
    assert (task.kind, task.options, task.version) == (TaskKind.CALL_BACK, ("close", "rework"), 1)
    queued = outbox.of_appeal(second)
    assert [one.about for one in queued] == [f"task:{task.id}"]


def test_a_task_is_answered_once(store: str) -> None:
    appeal_id, _ = making.register()
    asking = changing(OpenTask(Task(TaskKind.ROUTE, appeal=appeal_id)))
    making.commit(asking, making.claimed(2))
    (task,) = load.open_tasks(appeal_id)
    answer = AnswerTask(task.id, task.version, "set-executor water", "operator@rada.test")
    making.commit(changing(answer), making.claimed(3))
    assert load.open_tasks(appeal_id) == ()
    answered = load.task(task.id)
    assert answered is not None
    assert (answered.answer, answered.answered_at) == ("set-executor water", NOW)
    with pytest.raises(StaleVersion):
        making.commit(changing(answer), making.claimed(4))


def test_a_lost_claim_commits_nothing(store: str) -> None:
    letter = making.claimed(worker="slow")
    late = NOW + making.LEASE
    again = letters.claim("quick", late, making.LEASE)
    assert again is not None
    assert again.id == letter.id
    with pytest.raises(LostClaim):
        making.commit(making.registering(), letter, worker="slow", now=late)
    making.commit(making.registering(), again, worker="quick", now=late)
    with pytest.raises(LostClaim):
        making.commit(making.registering(), again, worker="quick", now=late)


def test_a_second_delivery_is_known_and_two_at_once_make_one(store: str) -> None:
    about = making.facts(1)
    letters.keep([making.arrival(1), making.arrival(2)])
    one = letters.claim("w1", NOW, making.LEASE)
    two = letters.claim("w2", NOW, making.LEASE)
    assert one is not None
    assert two is not None
    before = making.known(two, about)
    assert before.duplicate_of is None
    making.commit(making.registering(), one, about)
    with pytest.raises(StaleVersion):  # the second worker had read before the first committed
        making.commit(making.registering(), two, about, worker="w2", seen=before)
    assert making.known(two, about).duplicate_of == one.id
    duplicate = Decision(Flow.CITIZEN_MAIL, Outcome.DUPLICATE_DELIVERY, ())
    making.commit(duplicate, two, about, worker="w2")
    assert rows.run("SELECT count(*) FROM appeal").fetchone()[0] == 1


@pytest.mark.parametrize("forged_first", [True, False])
def test_a_forged_copy_does_not_keep_the_proved_reply_out(store: str, forged_first: bool) -> None:
    _, number = making.register(1)
    tie = Tie(TieKind.NUMBER, number)
    proved = making.facts(2, ties=[tie], role=Role.EXECUTOR, reply=Reply(Intent.DONE))
    forged = replace(proved, authenticity=Authenticity.FAILED)
    first, second = (forged, proved) if forged_first else (proved, forged)
    kept = making.claimed(2)
    making.commit(Decision(Flow.EXECUTOR_REPLY, Outcome.REPLY, ()), kept, first)
    copy = making.claimed(3)
    assert making.known(copy, second).duplicate_of == (None if forged_first else kept.id)
    assert making.known(copy, first).duplicate_of == kept.id


def test_a_job_is_done_once(store: str) -> None:
    decision = Decision(
        Flow.TIMED,
        None,
        (),
        outgoing=(Outgoing("digest", "mayor@rada.test", "digest"),),
        requests=(Request("report", {"month": 11}),),
    )

    def run(moment: str) -> object:
        return commit_timed(
            decision, making.render, "digest", moment, "mayor@rada.test", NOW,
            policy=making.POLICY, number=making.number,
        )  # fmt: skip

    first = run("2026-11-24")
    assert first is not None
    assert run("2026-11-24") is None
    assert run("2026-11-25") is not None
    assert len(outbox.listed()) == 2
    assert [one.parameters for one in requests.waiting()] == [{"month": 11}] * 2


def test_what_the_databases_refuse_is_taken_out(store: str) -> None:
    text = "до\x00 \ud800 після"
    appeal_id = making.register(text=text, subject="\x00")[0]
    kept = load.appeal(appeal_id)
    assert kept is not None
    assert (kept.text, kept.subject) == ("до ? після", "")
