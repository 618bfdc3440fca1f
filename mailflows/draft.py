"""A decision while it is being written: what flows add, in the clerk's order, then `decide`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from mailflows.context import Context
from mailflows.decision import (
    AnswerTask,
    Attach,
    Change,
    ChangeAlert,
    ChangeAppeal,
    ChangeReferral,
    Decision,
    GiveAnswer,
    MarkUndelivered,
    OpenTask,
    Outgoing,
    RaiseAlert,
    Refer,
    Register,
    Request,
)
from mailflows.policy import Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Alert, Answer, Appeal, Key, New, Referral, Task
from mailflows.vocabulary import Flow, Outcome, TaskKind

_ASKED_ONCE = frozenset(
    {
        TaskKind.ROUTE, TaskKind.REASSIGN, TaskKind.CLOSE, TaskKind.CALL_BACK, TaskKind.COMPLETE,
        TaskKind.MARK, TaskKind.DECIDE, TaskKind.ANSWER,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Urgent:
    """A question that does not wait for the daily list, with the words that it speaks of."""

    key: New
    task: Task
    words: str
    sender: str
    files: bool
    more: Mapping[str, Any]


@dataclass
class Draft:
    """Collects one decision; each record is changed at most once, at the version that was read."""

    flow: Flow
    policy: Policy
    letter_id: int | None = None
    open_tasks: tuple[Task, ...] = ()
    reasons: list[Reason] = field(default_factory=list)
    _changes: list[Change] = field(default_factory=list)
    _outgoing: list[Outgoing] = field(default_factory=list)
    _requests: list[Request] = field(default_factory=list)
    _urgent: list[_Urgent] = field(default_factory=list)
    _answered: set[int] = field(default_factory=set)
    _appeals: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    _referrals: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    _alerts: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)

    @classmethod
    def of(cls, flow: Flow, context: Context) -> Draft:
        """A draft about the letter of this context."""
        return cls(flow, context.policy, context.letter_id, context.tasks)

    def because(self, code: Code, **facts: str) -> Reason:
        """Add a reason and give it back; the first one is the decision's own."""
        return self.reason(Reason(code, facts))

    def reason(self, reason: Reason) -> Reason:
        """Add a ready reason and give it back."""
        self.reasons.append(reason)
        return reason

    @property
    def has_answered(self) -> bool:
        """Whether the council answers by this decision."""
        return any(isinstance(one, GiveAnswer) for one in self._changes)

    def appeal_after(self, appeal: Appeal) -> Appeal:
        """The appeal as the decision leaves it so far."""
        return replace(appeal, **self._appeals.get(appeal.id, (0, {}))[1])

    def referral_after(self, referral: Referral) -> Referral:
        """The referral as the decision leaves it so far."""
        return replace(referral, **self._referrals.get(referral.id, (0, {}))[1])

    @property
    def asks_at_once(self) -> bool:
        """Whether the operators get a letter with a question by this decision."""
        return bool(self._urgent)

    def referral_of(self, appeal: Key) -> Referral | None:
        """The referral of this appeal that the decision enters, if any."""
        key = self._entered(appeal)
        return None if key is None else self._referrals_entered()[key.index]

    def alert_of(self, appeal: Key, running: Alert | None) -> Alert | None:
        """The alert that the decision ties this appeal to: a new one, or the `running` one."""
        raised = [one.alert for one in self._changes if isinstance(one, RaiseAlert)]
        for one in self._changes:
            if isinstance(one, Attach) and one.appeal == appeal and one.alert is not None:
                return raised[one.alert.index] if isinstance(one.alert, New) else running
        return None

    def mark(self, now: datetime) -> str:
        """What makes a letter's purpose its own: the letter that caused it, else the moment."""
        return f"{now:%Y%m%d%H%M%S}" if self.letter_id is None else str(self.letter_id)

    def register(self, appeal: Appeal, letter: str) -> New:
        """Enter an appeal."""
        return self._new(Register(appeal, letter))

    def refer(self, referral: Referral) -> New:
        """Enter a referral."""
        return self._new(Refer(referral))

    def raise_alert(self, alert: Alert) -> New:
        """Enter an alert."""
        return self._new(RaiseAlert(alert))

    def change_appeal(self, appeal: Appeal, **fields: Any) -> None:
        """Set fields of an appeal."""
        _merge(self._appeals, appeal.id, appeal.version, fields)

    def change_referral(self, referral: Referral, **fields: Any) -> None:
        """Set fields of a referral."""
        _merge(self._referrals, referral.id, referral.version, fields)

    def change_alert(self, alert: Alert, **fields: Any) -> None:
        """Set fields of an alert."""
        _merge(self._alerts, alert.id, alert.version, fields)

    def attach(self, appeal: Key, referral: Key | None = None, alert: Key | None = None) -> None:
        """Tie the letter to an appeal, or an appeal to a running alert."""
        self._changes.append(Attach(appeal, referral, alert))

    def give_answer(self, answer: Answer) -> None:
        """Enter the council's own answer."""
        self._changes.append(GiveAnswer(answer))

    def undelivered(self, outbox_id: int, status: str, permanent: bool) -> None:
        """Note that a letter of ours came back."""
        self._changes.append(MarkUndelivered(outbox_id, status, permanent))

    def answer(self, tasks: Iterable[Task], answer: str, by: str) -> None:
        """Note a person's answer to tasks; of two answers to one task the first counts."""
        for task in tasks:
            if task.id not in self._answered and task.answered_at is None:
                self._answered.add(task.id)
                self._changes.append(AnswerTask(task.id, task.version, answer, by))

    def request(self, kind: str, parameters: Mapping[str, Any]) -> None:
        """Leave something heavy to a job."""
        self._requests.append(Request(kind, parameters))

    def send(self, outgoing: Outgoing) -> None:
        """Put a letter into the outbox."""
        self._outgoing.append(outgoing)

    def ask(
        self,
        task: Task,
        words: str = "",
        sender: str = "",
        *,
        files: bool = False,
        more: Mapping[str, Any] | None = None,
    ) -> New | None:
        """Ask a person: an urgent question goes to every operator at once, others onto their list.

        So does one about the letter's `files`, which go along.

        A standing question (who does it, may it be closed) is not asked twice about one record.
        `words` are those that it speaks of, `sender` is who wrote them, if not the applicant;
        `more` are further values of the letter.
        Gives the question's key, None when it stands already.
        """
        if self._is_asked(task):
            return None
        if task.letter_id is None and self.letter_id is not None:
            task = replace(task, letter_id=self.letter_id)
        key = self._new(OpenTask(task))
        if task.urgent or files:
            self._urgent.append(_Urgent(key, task, words, sender, files, more or {}))
        return key

    def decide(self, outcome: Outcome | None) -> Decision:
        """The finished decision."""
        self._send_urgent()
        changes = [
            *self._changes,
            *(ChangeAppeal(id, version, new) for id, (version, new) in self._appeals.items()),
            *(ChangeReferral(id, version, new) for id, (version, new) in self._referrals.items()),
            *(ChangeAlert(id, version, new) for id, (version, new) in self._alerts.items()),
        ]
        return Decision(
            self.flow,
            outcome,
            tuple(self.reasons),
            tuple(changes),
            tuple(self._outgoing),
            tuple(self._requests),
        )

    def _send_urgent(self) -> None:
        """One letter to each operator about each appeal, however many questions it makes."""
        groups: dict[Key | None, list[_Urgent]] = {}
        for one in self._urgent:
            groups.setdefault(one.task.appeal, []).append(one)
        for appeal, group in groups.items():
            first = min(group, key=lambda one: one.task.kind is TaskKind.CALL)
            referral = first.task.referral or self._entered(appeal)
            files = any(one.files for one in group)
            alert = next((one.task.alert for one in group if one.task.alert is not None), None)
            for number, operator in enumerate(self.policy.operators):
                purpose = f"task-{self.letter_id or 0}-{first.key.index}-{number}"
                self.send(
                    Outgoing(
                        "task", operator.address, purpose, party="t", appeal=appeal,
                        referral=referral, alert=alert, task=first.key,
                        urgent=any(one.task.urgent for one in group),
                        values=_asking(first, group),
                        attach_letter=_letter_of(group) if files else None,
                    )
                )  # fmt: skip

    def _referrals_entered(self) -> list[Referral]:
        return [one.referral for one in self._changes if isinstance(one, Refer)]

    def _entered(self, appeal: Key | None) -> New | None:
        """The key of the referral of this appeal that the decision enters."""
        for index, referral in enumerate(self._referrals_entered()):
            if referral.appeal == appeal:
                return New(index)
        return None

    def _new(self, change: Register | Refer | RaiseAlert | OpenTask) -> New:
        index = sum(type(one) is type(change) for one in self._changes)
        self._changes.append(change)
        return New(index)

    def _is_asked(self, task: Task) -> bool:
        return task.kind in _ASKED_ONCE and any(
            one.kind is task.kind
            and one.appeal == task.appeal
            and one.referral == task.referral
            and one.answered_at is None
            and one.id not in self._answered
            for one in self.open_tasks
        )


def _letter_of(group: Sequence[_Urgent]) -> int | None:
    """The letter whose files go along: the one that the question is about."""
    return next((one.task.letter_id for one in group if one.files), None)


def _asking(first: _Urgent, group: Sequence[_Urgent]) -> Mapping[str, Any]:
    """What a letter of several questions says: the answers are those of the first one."""
    options = [
        option
        for one in group
        for option in one.task.options
        if one is first or option.startswith("call ")
    ]
    more = {name: value for one in group for name, value in one.more.items()}
    return {
        **more,
        "kind": first.task.kind,
        "also": tuple(one.task.kind for one in group if one is not first),
        "words": first.words,
        "sender": first.sender,
        "reasons": tuple(one.task.reason for one in group if one.task.reason),
        "options": tuple(dict.fromkeys(options)),
    }


def _merge(
    records: dict[int, tuple[int, dict[str, Any]]], id: int, version: int, fields: dict[str, Any]
) -> None:
    records.setdefault(id, (version, {}))[1].update(fields)
