"""Words that come late, from documents: they add what was not known and take nothing back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TypeVar

from mailflows.acts.alert import Emergency, raise_for, words_of
from mailflows.acts.attaching import read_options
from mailflows.acts.referring import WORDS, refer_all
from mailflows.acts.unread import ask_to_read
from mailflows.context import Context
from mailflows.decision import Decision
from mailflows.draft import Draft
from mailflows.facts import Applicant, Facts, Matter, Place
from mailflows.reasons import Code
from mailflows.records import Appeal, Task
from mailflows.rules.routing import choose_executor, why_asked
from mailflows.rules.teams import team_of_topic
from mailflows.states import BEING_DONE, LIVE
from mailflows.vocabulary import Flow, Intent, TaskKind

Filled = TypeVar("Filled", Applicant, Place)
_DATA = {"name": ("name",), "residence": ("settlement", "street"), "contact": ("email", "phone")}


def supplement(facts: Facts, appeals: Sequence[Appeal], context: Context) -> Decision | None:
    """What a letter's documents add to the appeals that were made of it, oldest first.

    `facts` are understood anew with the documents' words. A letter that answered something of
    ours, or a document that cannot be read, is shown to a person. None: nothing new.
    """
    draft = Draft(Flow.SUPPLEMENT, context.policy, context.letter_id, context.tasks)
    for appeal, matter in zip(appeals, facts.matters, strict=False):
        _add(draft, context, appeal, matter)
    if not appeals and context.appeal is not None and facts.reply is not None:
        _show_reply(draft, facts, context, context.appeal)
    about = appeals[0] if appeals else context.appeal
    if about is not None:
        ask_to_read(draft, facts, about.id)
    return draft.decide(None) if draft.reasons else None


def fill_gaps(draft: Draft, appeal: Appeal, matter: Matter) -> bool:
    """Set what the appeal does not know and the matter tells; never what it already knows."""
    applicant = _filled(appeal.applicant, matter.applicant)
    place = _filled(appeal.place, matter.place)
    missing = tuple(gap for gap in appeal.missing if not _is_told(gap, applicant, matter))
    new = {
        name: value
        for name, value, old in (
            ("applicant", applicant, appeal.applicant),
            ("place", place, appeal.place),
            ("missing", missing, appeal.missing),
        )
        if value != old
    }
    if new:
        draft.change_appeal(appeal, **new)
    if appeal.missing and not missing:
        asked = [one for one in draft.open_tasks if one.kind is TaskKind.COMPLETE]
        draft.answer([one for one in asked if one.appeal == appeal.id], Intent.ADDITION.value, "")
    return bool(new)


def _add(draft: Draft, context: Context, appeal: Appeal, matter: Matter) -> None:
    if fill_gaps(draft, appeal, matter):
        draft.because(Code.SUPPLEMENTED, number=appeal.number)
    if matter.emergency is not None and not appeal.emergency:
        draft.reason(matter.emergency)
        draft.change_appeal(appeal, emergency=True)
        appeal = replace(appeal, emergency=True, topic=appeal.topic or matter.topic)
        raise_for(draft, context, [Emergency(appeal.id, appeal, words_of(matter.emergency))])
    if appeal.state in BEING_DONE:
        _route(draft, context, appeal, matter)


def _route(draft: Draft, context: Context, appeal: Appeal, matter: Matter) -> None:
    """A topic that nobody knew: the referral follows, unless a person has chosen meanwhile."""
    was_unclear = "substance" in appeal.missing or appeal.topic is None
    if not was_unclear or any(
        one.state in LIVE and one.appeal == appeal.id for one in context.referrals
    ):
        return
    executor, why = choose_executor(matter, context.policy)
    asked_first = why_asked(appeal.kind, appeal.regime, matter.topic, context.policy)
    team = team_of_topic(matter.topic, context.policy)
    if executor is None or team is None or asked_first is not None:
        return
    draft.reason(why)
    draft.change_appeal(appeal, topic=matter.topic)
    known = replace(appeal, topic=matter.topic, text=appeal.text.strip() or matter.text)
    if known.text != appeal.text:
        draft.change_appeal(appeal, text=known.text)
    refer_all(draft, context, known, appeal.id, team)
    asked = [
        task for task in context.tasks if task.kind is TaskKind.ROUTE and task.appeal == appeal.id
    ]
    draft.answer(asked, f"{Intent.SET_TOPIC} {matter.topic}", "supplement")


def _show_reply(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> None:
    """An answer on paper that came too late to be decided by itself: a person reads it."""
    texts = "\n\n".join(one.text for one in facts.letter.documents if one.text)
    if not texts.strip():
        return
    reason = draft.because(Code.SUPPLEMENTED, number=appeal.number)
    referral = context.referral.id if context.referral else None
    options = read_options(facts, context)
    draft.ask(
        Task(
            TaskKind.READ_DOCUMENT,
            appeal=appeal.id,
            referral=referral,
            reason=reason,
            options=options,
            urgent=appeal.emergency,
        ),
        words=texts[:WORDS],
    )


def _filled(known: Filled, told: Filled) -> Filled:
    """What is known, its gaps filled by what is told."""
    gaps = {
        field.name: getattr(told, field.name)
        for field in fields(known)
        if getattr(known, field.name) is None and getattr(told, field.name) is not None
    }
    return replace(known, **gaps)


def _is_told(gap: str, applicant: Applicant, matter: Matter) -> bool:
    """Whether what was missing is known now."""
    if gap == "substance":
        return "substance" not in matter.missing
    return any(getattr(applicant, name) for name in _DATA.get(gap, ()))
