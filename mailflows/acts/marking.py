"""Marks of an appeal: its sign is proposed by rule, set or corrected by one word of an operator."""

from __future__ import annotations

from mailflows.acts.earlier import gives_away, told_earlier
from mailflows.acts.referring import address_of
from mailflows.context import Context
from mailflows.decision import Outgoing
from mailflows.draft import Draft
from mailflows.facts import Facts, Matter
from mailflows.reasons import Code, Reason, not_possible
from mailflows.records import Appeal, Key, Task
from mailflows.rules.duplicates import Mark, is_answered, is_same_person, propose
from mailflows.rules.terms.counting import local_day
from mailflows.states import OPEN, UNDER_WAY
from mailflows.vocabulary import Ground, Intent, Sign, TaskKind

_SAID = 160  # characters of an executor's words in a question
PROPOSED = "rule"
"""Stands where the name of who set the sign stands, while a person has not confirmed it."""
_TIED_TO_ONE = (Sign.REPEATED, Sign.DUPLICATE, Sign.FREQUENT)
_WHOSE = {"collective": True, "individual": False}


def proposed(matter: Matter, context: Context) -> Mark | None:
    """The sign that the earlier appeals of the same person, or the same words of many, give."""
    cited = context.appeal if context.tied else None
    return propose(
        matter,
        context.received_at,
        context.earlier,
        cited,
        alike=context.alike.get(matter.wording, 0),
        mass_from=context.policy.limits.mass_appeals,
    )


def ask_to_confirm(draft: Draft, context: Context, appeal: Appeal, key: Key, mark: Mark) -> None:
    """Tell the operators the proposed sign with its reason; nothing depends on their answer.

    A campaign, or the copies that one person sends, is one question: its answer is for all.

    Not to consider is offered only where the law lets it: the first appeal was decided in
    substance (393/96-VR art. 8).
    """
    if any(one.state in OPEN for one in (*_alike(context, appeal), *_copies(context, appeal))):
        draft.because(Code.MARK_PROPOSED, sign=mark.sign.value, because_of=mark.because)
        return
    earlier = mark.earlier
    facts = {"sign": mark.sign.value, "because_of": mark.because}
    if earlier is not None:
        facts |= {"number": earlier.number} | _answered(context, earlier)
    why = draft.because(Code.MARK_PROPOSED, **facts)
    others = [Sign.REPEATED, Sign.DUPLICATE, Sign.FREQUENT] if earlier is not None else []
    number = f" {earlier.number}" if earlier is not None else ""
    options = [f"{Intent.SET_MARK} {mark.sign}{number}", f"{Intent.SET_MARK} {Sign.FIRST}"]
    if earlier is not None and mark.sign is Sign.REPEATED and is_answered(earlier):
        options.append(f"{Intent.NOT_CONSIDER} {Ground.REPEATED}")
    options += [f"{Intent.SET_MARK} {one}{number}" for one in others if one is not mark.sign]
    draft.ask(Task(TaskKind.MARK, appeal=key, reason=why, options=tuple(options)))


def set_mark(draft: Draft, facts: Facts, context: Context, appeal: Appeal) -> Reason | None:
    """Set the sign that the operator names, or whose appeal it is; None when done, else why not.

    Signs that speak of an earlier appeal need one: the number that he names, else the one that is
    known. Executors who have the work learn what was answered then.
    """
    reply = facts.reply
    value = reply.cause if reply else ""
    if value in _WHOSE:
        if appeal.collective == _WHOSE[value]:
            return not_possible(Intent.SET_MARK, "has-mark", sign=value)
        draft.change_appeal(appeal, collective=_WHOSE[value])
        draft.because(Code.MARK_SET, sign=value)
        return None
    if value not in list(Sign):
        return not_possible(Intent.SET_MARK, "mark-unnamed", name=value)
    sign, named = Sign(value), reply.earlier if reply else None
    earlier = _earlier(context, appeal, named) if sign in _TIED_TO_ONE else None
    if sign in _TIED_TO_ONE and earlier is None:
        return not_possible(Intent.SET_MARK, "earlier-unknown", name=named or "")
    if earlier is not None and earlier.received_at > appeal.received_at:
        return not_possible(Intent.SET_MARK, "earlier-later", name=earlier.number)
    number = earlier.number if earlier is not None else None
    draft.change_appeal(
        appeal, sign=sign, sign_by=f"operator:{facts.person or ''}", repeat_of=number
    )
    others = _asked_together(context, appeal) if appeal.sign_by == PROPOSED else ()
    for one in others:
        repeats = (one.repeat_of or number) if sign in _TIED_TO_ONE else None
        by = f"operator:{facts.person or ''}"
        draft.change_appeal(one, sign=sign, sign_by=by, repeat_of=repeats)
    told = {"others": str(len(others))} if others else {}
    draft.because(Code.MARK_SET, sign=sign.value, number=number or "", **told)
    known = earlier is None or earlier.number == appeal.repeat_of
    if earlier is not None and not known and not gives_away(earlier, appeal):
        _tell_executors(draft, context, appeal, earlier)
    return None


def _asked_together(context: Context, appeal: Appeal) -> tuple[Appeal, ...]:
    """Others whose sign one answer settles: letters of this wording, or copies by this person."""
    mass = (one for one in _alike(context, appeal) if one.sign_by == PROPOSED)
    return (*mass, *_copies(context, appeal))


def _alike(context: Context, appeal: Appeal) -> tuple[Appeal, ...]:
    """Appeals of the campaign that this one belongs to."""
    if appeal.sign is not Sign.MASS:
        return ()
    return tuple(one for one in context.campaign if one.wording == appeal.wording)


def _copies(context: Context, appeal: Appeal) -> tuple[Appeal, ...]:
    """What the same person sent again and again, each copy tied to the one before.

    What may be left unconsidered (repeated) is decided one by one (393/96-VR art. 8).
    """
    if appeal.sign not in (Sign.DUPLICATE, Sign.FREQUENT):
        return ()
    chain, found = {appeal.number, appeal.repeat_of} - {"", None}, []
    for one in context.earlier:
        if one.sign is not appeal.sign or one.sign_by != PROPOSED or one.id == appeal.id:
            continue
        his = is_same_person(appeal.applicant, one)
        if his and chain & {one.number, one.repeat_of}:
            chain |= {one.number, one.repeat_of}
            found.append(one)
    return tuple(found)


def may_not_consider(context: Context, appeal: Appeal) -> bool:
    """Whether art. 8 lets a repeated appeal be left: as far as we know the first was answered."""
    if appeal.repeat_of is None:
        return appeal.sign in (Sign.FIRST, Sign.REPEATED)
    if appeal.sign is not Sign.REPEATED:
        return False
    first = next((one for one in context.earlier if one.number == appeal.repeat_of), None)
    return first is None or is_answered(first)


def _earlier(context: Context, appeal: Appeal, named: str | None) -> Appeal | None:
    """The appeal that he names, by its number or its digits; unnamed, the one that is known."""
    others = [one for one in context.earlier if one.id != appeal.id]
    if named is None:
        return next((one for one in others if one.number == appeal.repeat_of), None)
    by_number = [one for one in others if one.number == named]
    digits = named.lstrip("0") if named.isdecimal() else ""
    by_digits = [one for one in others if digits and _sequence(one.number) == digits]
    return next(iter((*by_number, *by_digits)), None)


def _sequence(number: str) -> str:
    """The sequence in a registration number, as people say it: without its zeros."""
    runs = "".join(char if char.isdecimal() else " " for char in number).split()
    return runs[0].lstrip("0") if runs else ""


def _answered(context: Context, earlier: Appeal) -> dict[str, str]:
    """Who answered the earlier one and what, for the question to a person."""
    told = told_earlier(context, earlier)
    work = next((one for one in told["work"] if one["claim"]), None)
    if work is None:
        return {"before": earlier.state.value}
    said = {"before": earlier.state.value, "by": work["executor_name"], "claim": work["claim"]}
    if work["at"] is not None:
        said["answered_on"] = local_day(work["at"], context.policy).isoformat()
    return said | {"words": " ".join(work["words"].split())[:_SAID]}


def _tell_executors(draft: Draft, context: Context, appeal: Appeal, earlier: Appeal) -> None:
    """Those who work on it already learn what was answered before."""
    for referral in context.referrals:
        if referral.state in UNDER_WAY:
            draft.send(
                Outgoing(
                    "answer-to-executor", address_of(referral, context.policy),
                    f"earlier-{draft.mark(context.now)}", party="r", appeal=appeal.id,
                    referral=referral.id, urgent=appeal.emergency,
                    values={"words": "", "earlier": told_earlier(context, earlier)},
                )
            )  # fmt: skip
