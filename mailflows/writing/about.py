"""What a letter is about, as its reader may know it: title, place, words, executor, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import templates
from mailflows.decision import Outgoing
from mailflows.letter import Attachment
from mailflows.policy import Executor, Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Alert, Appeal, Referral, Task
from mailflows.rules.masking import masked_text
from mailflows.vocabulary import AppealState, Channel, Intent, TaskKind
from mailflows.writing import typography
from mailflows.writing.message import safe_name
from mailflows.writing.places import place, scene
from mailflows.writing.reasons import because

_LONG_WORD = 20
_SIGNS = " .!?:;,-()[]*"
_LONGEST_TITLE = 90  # characters; with the number in front it still fits a subject


@dataclass(frozen=True, slots=True)
class Known:
    """The records that a letter speaks of, resolved: with their ids and numbers."""

    appeal: Appeal | None = None
    referral: Referral | None = None
    alert: Alert | None = None
    task: Task | None = None
    related: tuple[Appeal, ...] = ()


def title(outgoing: Outgoing, appeal: Appeal | None, topic: str) -> str:
    """What it is about in a few words: told by the flow, the citizen's subject, the topic.

    Only a letter's own subject tells something: that of a form or a note speaks of the form.
    """
    told = outgoing.values.get("title") or outgoing.values.get("headline")
    if told:
        return typography.cut(str(told), _LONGEST_TITLE)
    if appeal is None or outgoing.template == "alert-update":
        return topic if appeal else ""
    table = templates.words()["subject"]
    own = appeal.channel is Channel.E_MAIL and not appeal.confidential
    subject = typography.cut(appeal.subject, _LONGEST_TITLE) if own else ""
    while subject.lower().startswith(tuple(table["prefixes"])):
        subject = subject.partition(":")[2].strip()
    subject = subject.strip(_SIGNS)
    bare = subject.lower()
    if appeal.topic and " " not in bare and len(bare) < _LONG_WORD:  # says less than the topic
        return topic
    if not bare or bare in table["empty"] or not any(char.isalpha() for char in bare):
        return topic
    if outgoing.party != "l":
        return subject
    return masked_text(subject, appeal.applicant, home=appeal.confidential)


def words_of_applicant(outgoing: Outgoing, appeal: Appeal | None) -> str:
    """The citizen's words as this reader may see them: given by the flow, else the appeal's own.

    Leaders never read who wrote, executors not when he asked for it (393/96-VR art. 10).
    """
    if outgoing.values.get("text"):
        return str(outgoing.values["text"])
    if appeal is None:
        return ""
    masked = outgoing.party == "l" or (appeal.confidential and outgoing.party == "r")
    home = appeal.confidential
    return masked_text(appeal.text, appeal.applicant, home=home) if masked else appeal.text


def executor(policy: Policy, known: Known) -> Executor | None:
    """Who does the work: of the referral, else the topic's own once the appeal is in work."""
    if known.referral is not None:
        return policy.executor(known.referral.executor)
    if known.appeal is None or known.appeal.state == AppealState.REGISTERED:
        return None
    return policy.executor_of(known.appeal.topic)


def asked(task: Task | None, also: Sequence[TaskKind] | None = None) -> str:
    """What a person is asked to do, in the imperative; `also` is asked by the same letter."""
    table = templates.words()["task"]
    kind = str(task.kind) if task is not None else ""
    if task is not None and task.kind is TaskKind.CALL and task.alert is not None:
        kind = "call-leaders"
    if kind == TaskKind.ROUTE and TaskKind.CALL in (also or ()):
        kind = "route-and-call"
    return str(table.get(kind, table["other"]))


def draft_of(options: Sequence[str], appeal: Appeal | None) -> str:
    """What the applicant will read when a person chooses to return or not to consider; else ""."""
    if appeal is None:
        return ""
    said = templates.words()
    for option in options:
        intent, _, ground = option.partition(" ")
        if intent == Intent.NOT_CONSIDER and ground in said["ground_told"]:
            return str(said["ground_told"][ground])
        if intent == Intent.GIVE_BACK and appeal.missing:
            missing = "; ".join(str(said["missing"].get(one, one)) for one in appeal.missing)
            return str(said["returned_told"]).format(missing=missing)
    return ""


def leader_name(policy: Policy, code: str | None) -> str:
    """A leader's name by his code; a code that the settings do not know stays itself."""
    return next((one.name for one in policy.leaders if one.code == code), code or "")


def told(reason: Reason | str, policy: Policy) -> str:
    """A reason, or its bare code, as a sentence; any other words as they are."""
    if isinstance(reason, Reason):
        return because(reason, policy)
    return because(Reason(Code(reason)), policy) if reason in list(Code) else reason


def file_line(attachment: Attachment) -> str:
    """A file as a list names it: "act.pdf (120 KB)"; of a signature also whose, unverified."""
    name = safe_name(attachment.name, attachment.part)
    named = f"{name} ({typography.size(len(attachment.content))})"
    if not attachment.signers:
        return named
    return f"{named}, {templates.words()['signed'].format(', '.join(attachment.signers))}"


def where(outgoing: Outgoing, known: Known) -> str:
    """The place to go to: the appeal's or its applicant's home, else the alert's town.

    A usual referral tells the home with the applicant and does not repeat it.
    """
    if known.appeal is not None:
        usual = outgoing.template == "referral" and not known.appeal.emergency
        found = place(known.appeal.place) if usual else scene(known.appeal)
    else:
        found = place(outgoing.values.get("place"))
    return found or (known.alert.settlement or "" if known.alert else "")
