"""Emergencies: leaders are told at once, repeats join the running alert, updates are rationed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailflows.acts.attaching import SETTLED
from mailflows.context import Context
from mailflows.decision import Decision, Outgoing
from mailflows.draft import Draft
from mailflows.figures import DueAlert
from mailflows.policy import Leader, Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Alert, Appeal, Key, Task
from mailflows.rules.masking import masked_name, masked_text
from mailflows.states import LIVE
from mailflows.vocabulary import AlertState, AppealState, Flow, TaskKind

_HEADLINE = 160


@dataclass(frozen=True, slots=True)
class Emergency:
    """An appeal that leaders must hear of; `danger` are the words that told it, if known."""

    key: Key
    appeal: Appeal
    danger: str = ""
    referred: bool = False  # somebody has the work already


def words_of(danger: Reason | None) -> str:
    """The words of a letter that told a danger, for the headline; "" when none are known."""
    return danger.facts.get("words", "") if danger is not None else ""


def raise_for(draft: Draft, context: Context, emergencies: Sequence[Emergency]) -> None:
    """Raise an alert for each topic and settlement, or join the one that is running."""
    groups: dict[tuple[str, str], list[Emergency]] = {}
    for one in emergencies:
        groups.setdefault(_where(one.appeal, context.policy), []).append(one)
    for number, (where, group) in enumerate(groups.items()):
        if context.alert is not None and _is_running(context.alert, where, group, context):
            _join(draft, context, context.alert, group)
        else:
            _raise(draft, context, where, group, context.alerts_last_hour + number)


def update(due: DueAlert, policy: Policy, now: datetime) -> Decision:
    """Timed: tell of what joined a running alert, or of one that the hourly cap held back."""
    alert = due.alert
    draft = Draft(Flow.TIMED, policy)
    draft.because(Code.FALLEN_DUE, alert=str(alert.id))
    if alert.told:
        _send_updates(draft, alert, alert.id, alert.told, due.appeals, alert.appeals, now)
        told = alert.told
    else:
        told = tuple(one.address for one in policy.leaders_of(_topic_of(alert)))
        first = due.appeals[0] if due.appeals else None
        if first is not None:
            held = Emergency(first.id, first, referred=first.state is not AppealState.REGISTERED)
            _send_alerts(draft, policy, held, alert.id, alert.appeals - 1 + due.more)
    draft.change_alert(alert, told=told, last_told_at=now, update_due_at=None)
    return draft.decide(None)


def call_leaders(
    draft: Draft,
    alert: Key,
    appeal: Key | None,
    policy: Policy,
    topic: str | None,
    reason: Reason,
    words: str = "",
    sender: str = "",
) -> None:
    """Ask the operators to telephone the leaders, whom a letter does not replace."""
    draft.ask(
        Task(
            TaskKind.CALL,
            appeal=appeal,
            alert=alert,
            urgent=True,
            options=_calls(policy.leaders_of(topic)),
            reason=reason,
        ),
        words=words,
        sender=sender,
    )


def tell_next(draft: Draft, context: Context, alert: Alert) -> None:
    """Tell a leader whom nobody has told yet, when there is one."""
    appeal = context.appeal
    untold = [one for one in context.policy.leaders if one.address not in alert.told]
    if appeal is None or not untold:
        return
    referred = any(one.state in LIVE for one in context.referrals)
    values = _values(appeal, context.policy, 0, referred=referred)
    draft.send(_letter(untold[0], alert.id, appeal.id, values, "alert"))
    draft.change_alert(alert, told=(*alert.told, untold[0].address))


def _raise(
    draft: Draft, context: Context, where: tuple[str, str], group: list[Emergency], hour: int
) -> None:
    policy, first = context.policy, group[0]
    topic, settlement = where
    capped = hour >= policy.limits.alerts_per_hour
    leaders = policy.leaders_of(first.appeal.topic)
    alert = Alert(
        topic=topic,
        settlement=settlement or None,
        opened_at=context.now,
        appeal=first.key,
        appeals=len(group),
        told=() if capped else tuple(one.address for one in leaders),
        last_told_at=None if capped else context.now,
        update_due_at=context.now + policy.limits.alert_update_every if capped else None,
    )
    key = draft.raise_alert(alert)
    for one in group:
        draft.attach(one.key, alert=key)
    code = Code.ALERT_CAPPED if capped else Code.ALERT_RAISED
    reason = draft.because(code, topic=topic, settlement=settlement)
    if capped:
        draft.ask(
            Task(
                TaskKind.CALL,
                appeal=first.key,
                alert=key,
                options=_calls(leaders),
                reason=reason,
            )
        )
        return
    _send_alerts(draft, policy, first, key, len(group) - 1)
    call_leaders(draft, key, first.key, policy, first.appeal.topic, reason)


def _join(draft: Draft, context: Context, alert: Alert, group: list[Emergency]) -> None:
    every = context.policy.limits.alert_update_every
    last = alert.last_told_at
    for one in group:
        draft.attach(one.key, alert=alert.id)
    draft.because(Code.ALERT_JOINED, topic=alert.topic, alert=str(alert.id))
    count = alert.appeals + len(group)
    if not alert.told:  # held back by the cap: the first letter is still to come
        draft.change_alert(alert, appeals=count)
    elif last is None or context.now - last >= every:
        appeals = [one.appeal for one in group]
        _send_updates(draft, alert, alert.id, alert.told, appeals, count, context.now)
        draft.change_alert(alert, appeals=count, last_told_at=context.now, update_due_at=None)
    else:
        draft.change_alert(alert, appeals=count, update_due_at=alert.update_due_at or last + every)


def _send_alerts(draft: Draft, policy: Policy, emergency: Emergency, alert: Key, more: int) -> None:
    appeal = emergency.appeal
    values = _values(appeal, policy, more, emergency.danger, referred=emergency.referred)
    for leader in policy.leaders_of(appeal.topic):
        draft.send(_letter(leader, alert, emergency.key, values, "alert"))


def _letter(
    leader: Leader, alert: Key, appeal: Key, values: Mapping[str, Any], template: str
) -> Outgoing:
    return Outgoing(
        template, leader.address, f"{template}-{leader.code}", party="l",
        appeal=appeal, alert=alert, values=values, urgent=True,
    )  # fmt: skip


def _send_updates(
    draft: Draft,
    alert: Alert,
    key: Key,
    told: tuple[str, ...],
    added: Sequence[Appeal],
    count: int,
    now: datetime,
) -> None:
    executor = draft.policy.executor_of(_topic_of(alert))
    values = {
        "executor_name": executor.name if executor else "",
        "executor_phone": (executor.phone or "") if executor else "",
        "added": len(added),
        "places": tuple(dict.fromkeys(one.scene for one in added)),
        "appeals": count,
    }
    for number, address in enumerate(told):
        draft.send(
            Outgoing(
                "alert-update", address, f"alert-update-{now:%Y%m%d%H%M%S}-{number}", party="l",
                alert=key, appeal=alert.appeal, values=values, urgent=True,
            )
        )  # fmt: skip


def _values(
    appeal: Appeal, policy: Policy, more: int, danger: str = "", *, referred: bool = False
) -> Mapping[str, Any]:
    """What an alert says; of the applicant only a masked name."""
    executor = policy.executor_of(appeal.topic)
    topic = policy.topics.get(appeal.topic or "")
    return {
        "headline": masked_text(danger, appeal.applicant)[:_HEADLINE]
        or (topic.name if topic else ""),
        "text": masked_text(appeal.text, appeal.applicant, home=appeal.confidential),
        "topic": topic.name if topic else "",
        "place": appeal.place,
        "since": appeal.received_at,
        "masked_from": masked_name(appeal.applicant, appeal.confidential or appeal.anonymous),
        "executor_name": executor.name if executor else "",
        "executor_phone": (executor.phone or "") if executor else "",
        "referred": referred,
        "told": tuple(one.name for one in policy.leaders_of(appeal.topic)),
        "more": max(0, more),
    }


def _is_running(
    alert: Alert, where: tuple[str, str], group: list[Emergency], context: Context
) -> bool:
    """Whether these appeals belong to the alert; an unclear topic never joins another's."""
    if alert.state is AlertState.CLOSED:
        return False
    if any(alert.appeal == one.key for one in group if isinstance(one.key, int)):
        return True
    topic, settlement = where
    age = context.now - alert.opened_at
    if not topic or age > context.policy.limits.alert_window:
        return False
    return alert.topic == topic and (alert.settlement or "").casefold() == settlement.casefold()


def _where(appeal: Appeal, policy: Policy) -> tuple[str, str]:
    settlement = appeal.place.settlement or appeal.applicant.settlement
    if settlement is None:
        settlement = policy.settlements[0] if policy.settlements else ""
    return appeal.topic or "", settlement


def _topic_of(alert: Alert) -> str | None:
    return alert.topic or None


def _calls(leaders: Sequence[Leader]) -> tuple[str, ...]:
    """Whom to telephone, as the options of a task name them."""
    return (*(f"call {one.code}" for one in leaders if one.phone), *SETTLED)
