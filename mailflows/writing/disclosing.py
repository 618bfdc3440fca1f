"""To whom a finished letter gives which data of which applicants, as codes for the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from mailflows.decision import Outgoing
from mailflows.facts import Scene
from mailflows.policy import Policy
from mailflows.records import Appeal
from mailflows.rules.disclosure import disclosed
from mailflows.summary import DigestFigures, Item
from mailflows.writing.about import Known

Told = Mapping[str, tuple[str, ...]]
"""Categories by the registration number of the appeal whose applicant they are of."""

_PARTIES = {"a": "applicant", "o": "operator", "t": "operator"}


def reader(outgoing: Outgoing, known: Known, policy: Policy) -> str:
    """Who gets the letter: "executor:water", "leader:mayor", "applicant", "operator", "other"."""
    to = outgoing.to.lower()
    if outgoing.party == "r" and known.referral is not None:
        return f"executor:{known.referral.executor}"
    for executor in policy.executors.values():
        if to in (executor.address, *executor.also, executor.deputy_address):
            return f"executor:{executor.code}"
    for leader in policy.leaders:
        if to in (leader.address, *leader.also):
            return f"leader:{leader.code}"
    if any(to == one.address for one in policy.operators):
        return "operator"
    return _PARTIES.get(outgoing.party, "other")


def told(outgoing: Outgoing, known: Known, text: str, files: bool) -> Told:
    """What the letter's plain `text` and `files` give away of each applicant it may speak of.

    Those are the applicants of its appeals, and of the lines of a digest that name a home.
    """
    found: dict[str, tuple[str, ...]] = {}
    for appeal in (known.appeal, *known.related):
        if appeal is not None and appeal.number:
            found[appeal.number] = _of_appeal(outgoing, appeal, text, files, known)
    for item in _homes(outgoing):
        if item.number in text and item.number not in found:
            found[item.number] = ("address",)
    return {number: categories for number, categories in found.items() if categories}


def _of_appeal(
    outgoing: Outgoing, appeal: Appeal, text: str, files: bool, known: Known
) -> tuple[str, ...]:
    found = disclosed(text, appeal.applicant, appeal.text)
    if appeal is not known.appeal:
        return found
    places = outgoing.values.get("places") or ()
    if any(isinstance(one, Scene) and one.home for one in places) and "address" not in found:
        found = (*found, "address")  # of those who joined the alert of this appeal
    return (*found, "documents") if files else found


def _homes(outgoing: Outgoing) -> Iterator[Item]:
    """Lines of a digest whose place is where the applicant lives."""
    figures = outgoing.values.get("figures")
    if not isinstance(figures, DigestFigures):
        return
    for field in fields(figures):
        lines = getattr(figures, field.name)
        if isinstance(lines, tuple):
            yield from (one for one in lines if isinstance(one, Item) and one.home)
