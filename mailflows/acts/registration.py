"""Registering what citizens ask: numbers, acknowledgement, referral, alert, questions to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailflows.acts.alert import Emergency, raise_for, words_of
from mailflows.acts.attaching import SETTLED
from mailflows.acts.considering import consider, head_for
from mailflows.acts.marking import PROPOSED, ask_to_confirm, proposed
from mailflows.acts.referring import refer_all
from mailflows.acts.unread import ask_to_read
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts, Matter
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal, New, Task
from mailflows.rules.admissibility import lateness, refusals, shortcomings
from mailflows.rules.answering import why_withheld
from mailflows.rules.complaints import complained_of, may_decide
from mailflows.rules.duplicates import Mark
from mailflows.rules.numbers import first_letter
from mailflows.rules.routing import choose_executor, options_for
from mailflows.rules.teams import team_of_topic
from mailflows.rules.terms import forward_due, law_due, return_due
from mailflows.vocabulary import Channel, Kind, TaskKind

_LATE = timedelta(hours=12)  # an acknowledgement after this says that it is late


@dataclass(frozen=True, slots=True)
class Entered:
    """An appeal that this decision registers."""

    key: New
    appeal: Appeal
    matter: Matter
    write_to: str | None
    referral: New | None  # None while a person is asked who does it


def register(draft: Draft, facts: Facts, context: Context, channel: Channel) -> list[Entered]:
    """Register each matter of the letter with all that follows; the reasons go into the draft.

    One letter acknowledges all matters of one applicant; emergencies are alerted whatever else
    is missing.
    """
    entered = [_enter(draft, facts, context, channel, matter) for matter in facts.matters]
    _acknowledge(draft, facts, context, entered)
    emergencies = [
        Emergency(one.key, one.appeal, words_of(one.matter.emergency), one.referral is not None)
        for one in entered
        if one.appeal.emergency
    ]
    raise_for(draft, context, emergencies)
    if entered:
        ask_to_read(draft, facts, entered[0].key)
    return entered


def _enter(
    draft: Draft, facts: Facts, context: Context, channel: Channel, matter: Matter
) -> Entered:
    due = law_due(matter.regime, context.received_at, matter.emergency is not None, context.policy)
    mark = proposed(matter, context)
    write_to = _mailbox(facts, matter, channel)
    matter = replace(matter, applicant=replace(matter.applicant, email=write_to))
    appeal = _marked(_appeal(facts, context, channel, matter, due.at), context, matter, mark)
    letter = first_letter(matter.applicant, matter.collective, matter.anonymous)
    key = draft.register(appeal, letter)
    draft.reasons.extend(matter.because)
    if matter.emergency is not None:
        draft.reason(matter.emergency)
    draft.reason(due.why)
    if mark is not None:
        ask_to_confirm(draft, context, appeal, key, mark)
    referral = _route(draft, context, appeal, key, matter)
    _ask_for_data(draft, context, appeal, key, matter)
    return Entered(key, appeal, matter, write_to, referral)


def _appeal(
    facts: Facts,
    context: Context,
    channel: Channel,
    matter: Matter,
    due_at: datetime,
) -> Appeal:
    letter = facts.letter
    return Appeal(
        applicant=matter.applicant,
        kind=matter.kind,
        regime=matter.regime,
        topic=matter.topic,
        channel=channel,
        received_at=context.received_at,
        due_at=due_at,
        text=matter.text or letter.text,
        place=matter.place,
        registered_at=context.now,
        emergency=matter.emergency is not None,
        collective=matter.collective,
        anonymous=matter.anonymous,
        confidential=matter.confidential,
        written=matter.written,
        privileged=matter.privileged,
        missing=matter.missing,
        wording=matter.wording,
        letter_id=context.letter_id,
        message_id=letter.message_id,
        subject=letter.subject,
    )


def _marked(appeal: Appeal, context: Context, matter: Matter, mark: Mark | None) -> Appeal:
    """The appeal with the proposed sign, whom it complains of, and the head who considers it."""
    earlier = mark.earlier if mark is not None else None
    work = context.earlier_work.get(earlier.id, ()) if earlier is not None else ()
    appeal = replace(
        appeal,
        sign=mark.sign if mark is not None else appeal.sign,
        sign_by=PROPOSED if mark is not None else "",
        repeat_of=earlier.number if earlier is not None else None,
        against=complained_of(matter, work),
    )
    head = head_for(matter.privileged, context.policy)
    himself = head is not None and not matter.anonymous and may_decide(appeal, head.code)
    return replace(appeal, leader=head.code) if head is not None and himself else appeal


def _route(draft: Draft, context: Context, appeal: Appeal, key: New, matter: Matter) -> New | None:
    """Refer to the executor of the topic, or ask the operator who does it.

    What the head considers himself goes before him besides; of a complaint nobody else is asked.
    """
    executor, why = choose_executor(matter, context.policy)
    draft.reason(why)
    team = team_of_topic(matter.topic, context.policy) if executor is not None else None
    referral = refer_all(draft, context, appeal, key, team) if team is not None else None
    head = next((one for one in context.policy.leaders if one.code == appeal.leader), None)
    if head is not None:
        categories = ", ".join(appeal.privileged)
        because = Reason(Code.LEADER_CONSIDERS, {"leader": head.code, "category": categories})
        consider(draft, context, appeal, key, head, draft.reason(because))
    if referral is not None or (head is not None and matter.kind is Kind.COMPLAINT):
        return referral
    if appeal.against:
        why = draft.because(Code.COMPLAINED_OF, executor=", ".join(appeal.against))
    options = options_for(appeal, context.policy)
    term = forward_due(context.received_at, context.policy, appeal.regime)
    decide_by = min(term.at, appeal.due_at)
    draft.ask(
        Task(
            TaskKind.ROUTE, appeal=key, reason=why, options=options, urgent=appeal.emergency,
            due_at=decide_by,
        ),
        words=appeal.text,
    )  # fmt: skip
    return None


def _ask_for_data(draft: Draft, context: Context, appeal: Appeal, key: New, matter: Matter) -> None:
    """Put before a person what the letter lacks, or that it is late, within the term to return."""
    late = lateness(matter, context.received_at, context.policy)
    found = [one for one in (shortcomings(matter), late) if one is not None]
    if not found:
        return
    for why in found:
        draft.reason(why)
    term = forward_due if matter.missing and not matter.anonymous else return_due
    due = term(context.received_at, context.policy, appeal.regime).at
    options = (*refusals(matter, late), *SETTLED)
    draft.ask(Task(TaskKind.COMPLETE, appeal=key, reason=found[0], due_at=due, options=options))


def _acknowledge(draft: Draft, facts: Facts, context: Context, entered: Sequence[Entered]) -> None:
    """One letter to each address that registered something here; none to robots, none too many."""
    groups: dict[str, list[Entered]] = {}
    for one in entered:
        groups.setdefault((one.write_to or "").casefold(), []).append(one)
    for address, group in groups.items():
        why = why_withheld(address, context.acknowledged_today, context.policy)
        if why is None and facts.robot is not None and group[0].appeal.channel is Channel.E_MAIL:
            why = "robot"
        if why is not None:
            draft.because(Code.ACKNOWLEDGEMENT_WITHHELD, why=why)
            continue
        draft.send(_acknowledgement(context, facts, address, group))


def _acknowledgement(
    context: Context, facts: Facts, address: str, group: Sequence[Entered]
) -> Outgoing:
    own = group[0].appeal.channel is Channel.E_MAIL
    missing = dict.fromkeys(gap for one in group for gap in one.matter.missing)
    return Outgoing(
        "acknowledgement",
        address,
        "acknowledgement",
        party="a",
        appeal=group[0].key,
        referral=group[0].referral,
        related=tuple(one.key for one in group[1:]),
        values={
            "late": context.now - context.received_at > _LATE,
            "missing": tuple(missing),
            "others": len(group) - 1,
        },
        in_reply_to=facts.letter.message_id if own else None,
        replied=own,
    )


def _mailbox(facts: Facts, matter: Matter, channel: Channel) -> str | None:
    """Where to write to the applicant: what he gave, else the address he wrote from himself."""
    given = matter.applicant.email
    if given or channel is not Channel.E_MAIL or facts.letter.sender is None:
        return given
    return facts.letter.sender.address
