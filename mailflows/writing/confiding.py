"""Who asked not to be named is not named: his letter as others may read it (393/96-VR art. 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mailflows.decision import Outgoing
from mailflows.facts import Applicant
from mailflows.letter import Attachment
from mailflows.policy import Policy
from mailflows.reasons import Reason
from mailflows.records import Appeal
from mailflows.rules.masking import masked_text, without_author
from mailflows.writing.about import Known
from templates import words

QUOTED = 6000  # characters of his words that every letter quotes; longer ones go as a file
_OURS = frozenset(
    {
        "executor_name", "executor_phone", "leader", "post", "told", "options", "possible",
        "topic", "alerted", "against",
    }
)  # fmt: skip
"""Values that name bodies and officials: a name like the author's in them is not his."""


def confided(
    outgoing: Outgoing, known: Known, files: Sequence[Attachment], policy: Policy
) -> tuple[Outgoing, Known, Sequence[Attachment]]:
    """What the reader of this letter may know of confidential authors, whatever the template says.

    Only the author himself and the operators, who must act, see his name, address, telephone and
    e-mail. For others the records, the values and the file names hold nothing of them, and his
    documents stay with us; words too long to be quoted go along as a text without him.
    """
    if any(outgoing.to.casefold() == one.address.casefold() for one in policy.operators):
        return outgoing, known, files
    hidden = [one for one in (known.appeal, *known.related) if one and _is_hidden(outgoing, one)]
    for appeal in hidden:
        outgoing = replace(outgoing, values=_without(outgoing.values, appeal.applicant))
    about = known.appeal
    if about is not None and about in hidden:
        outgoing = replace(outgoing, in_reply_to=None)
        files = _as_file(outgoing, about)
    known = replace(
        known,
        appeal=_masked(about) if about is not None and about in hidden else about,
        related=tuple(_masked(one) if one in hidden else one for one in known.related),
    )
    return outgoing, known, files


def _is_hidden(outgoing: Outgoing, appeal: Appeal) -> bool:
    own = (appeal.applicant.email or "").casefold()
    himself = outgoing.party == "a" and bool(own) and outgoing.to.casefold() == own
    return appeal.confidential and not himself


def _masked(appeal: Appeal) -> Appeal:
    """The appeal without its author; of its letter neither the subject nor the id is left."""
    return replace(
        appeal,
        applicant=Applicant(),
        place=appeal.shown_place,
        text=masked_text(appeal.text, appeal.applicant),
        subject="",
        message_id=None,
        privileged=(),
    )


def _as_file(outgoing: Outgoing, appeal: Appeal) -> Sequence[Attachment]:
    """His words without him, where the original would have gone along and they are long."""
    text = masked_text(appeal.text, appeal.applicant)
    if outgoing.party != "r" or outgoing.template != "referral" or len(text) <= QUOTED:
        return ()
    name = str(words()["masked_file"])
    return (Attachment(part=1, name=name, type="text/plain", content=text.encode()),)


def _without(values: Mapping[str, Any], author: Applicant) -> dict[str, Any]:
    return {
        key: value if key in _OURS else _of_value(value, author) for key, value in values.items()
    }


def _of_value(value: Any, author: Applicant) -> Any:
    """A value of a letter without the author; codes of closed lists stay what they are."""
    if type(value) is str:
        return without_author(value, author)
    if isinstance(value, Reason):
        return replace(value, facts=_without(value.facts, author))
    if isinstance(value, Applicant):
        return Applicant()
    if isinstance(value, Mapping):
        return _without(value, author)
    if isinstance(value, tuple | list):
        return tuple(_of_value(one, author) for one in value)
    return value
