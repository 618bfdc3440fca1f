"""A letter of ours came back: noted on it, and whoever should have read it is reached otherwise."""

from __future__ import annotations

from mailflows.acts.alert import call_leaders, tell_next
from mailflows.acts.attaching import SETTLED
from mailflows.acts.claiming import CALLED
from mailflows.acts.unserved import unserved
from mailflows.context import Context, SentLetter
from mailflows.decision import Decision
from mailflows.draft import Draft
from mailflows.facts import Facts
from mailflows.reasons import Code
from mailflows.records import Referral, Task
from mailflows.states import UNDER_WAY
from mailflows.vocabulary import AlertState, Flow, Outcome, Robot, TaskKind


def fits(facts: Facts, context: Context) -> bool:
    """A non-delivery report, before everything else: many look like vacation notices."""
    return facts.robot is Robot.BOUNCE


def handle(facts: Facts, context: Context) -> Decision:
    """Mark our letter; a permanent failure of a referral or an alert is told to people."""
    draft = Draft.of(Flow.BOUNCE, context)
    report = facts.letter.delivery_report
    permanent = report is None or report.permanent
    status = (report.status or "") if report else ""
    draft.because(Code.DELIVERY_REPORT, status=status, permanent="yes" if permanent else "no")
    sent = context.sent
    if sent is not None:
        if context.appeal is not None:
            draft.attach(context.appeal.id, sent.referral_id, sent.alert_id)
        draft.undelivered(sent.outbox_id, status or "5.0.0", permanent)
        if permanent:
            _reach_otherwise(draft, context, sent)
    return draft.decide(Outcome.BOUNCE)


def _reach_otherwise(draft: Draft, context: Context, sent: SentLetter) -> None:
    referral = _referral(context, sent)
    if sent.template.startswith("alert"):
        _alert(draft, context)
    elif referral is not None and context.appeal is not None:
        _executor(draft, context, referral, sent)
    elif sent.template == "informed" and context.appeal is not None:
        _informed(draft, context)
    elif sent.template == "answer" and context.appeal is not None:
        _answer(draft, context)


def _executor(draft: Draft, context: Context, referral: Referral, sent: SentLetter) -> None:
    if context.appeal is not None and referral.state in UNDER_WAY:
        unserved(
            draft, context.appeal, referral, context.referrals, context.now, "bounced", sent.to
        )


def _alert(draft: Draft, context: Context) -> None:
    alert, appeal = context.alert, context.appeal
    if alert is None or alert.state is not AlertState.OPEN:
        return
    reason = draft.because(Code.NOT_SERVED, why="bounced")
    tell_next(draft, context, alert)
    topic = appeal.topic if appeal else None
    call_leaders(draft, alert.id, appeal.id if appeal else None, context.policy, topic, reason)


def _informed(draft: Draft, context: Context) -> None:
    """He was to check the work and cannot be written to: he is telephoned, if he left a number."""
    appeal = context.appeal
    if appeal is None or appeal.applicant.phone is None:
        return
    reason = draft.because(Code.NOT_SERVED, why="bounced")
    draft.ask(Task(TaskKind.CALL_BACK, appeal=appeal.id, reason=reason, options=CALLED))


def _answer(draft: Draft, context: Context) -> None:
    """The signed answer has not reached him: it goes by post, with its files before the clerk."""
    appeal, given = context.appeal, [one for one in context.answers if one.files]
    if appeal is None or not given:
        return
    reason = draft.because(Code.NOT_SERVED, why="bounced")
    task = Task(
        TaskKind.SEND_PAPER, appeal=appeal.id, reason=reason, letter_id=given[-1].letter_id,
        options=SETTLED,
    )  # fmt: skip
    draft.ask(task, files=True)


def _referral(context: Context, sent: SentLetter) -> Referral | None:
    """The referral that the letter carried to its executor; citizens' letters may name one too."""
    if sent.party != "r":
        return None
    return next((one for one in context.referrals if one.id == sent.referral_id), None)
