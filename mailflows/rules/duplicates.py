"""How an appeal stands to earlier ones of the same person: a sign that a person confirms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailflows.facts import Applicant, Matter, Place
from mailflows.records import Appeal
from mailflows.rules.wording import same_words
from mailflows.vocabulary import AppealState, Sign

_OPEN = (AppealState.REGISTERED, AppealState.IN_WORK, AppealState.IN_CHECK)
_IN_SUBSTANCE = ("9.1", "9.2", "9.3")  # results of the classifier: decided, refused, explained
_AGAIN = timedelta(days=31)  # the same words later are no second copy of one letter
_SURNAME = 4  # letters of a surname that no case form changes


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign with the earlier appeal and why: answered, term-over, in-work, same-text, many."""

    sign: Sign
    because: str
    earlier: Appeal | None = None


def propose(
    matter: Matter,
    received_at: datetime,
    earlier: Iterable[Appeal],
    cited: Appeal | None = None,
    *,
    alike: int = 0,
    mass_from: int = 5,
) -> Mark | None:
    """The sign that the earlier appeals give, None for a first one (Instruction 348; art. 8).

    `earlier` are appeals of the same person, newest first; `cited` is one whose number the letter
    gives; `alike` counts other authors who wrote the same words of late. Duplicate: the same words
    while the first is considered. Repeated: the first was answered or its term is over. Frequent:
    the first is still considered. Who confirmed that his matter was solved and writes again writes
    of something new.
    """
    if matter.anonymous:
        return None
    known = [one for one in earlier if one.number and is_same_person(matter.applicant, one)]
    for one in known:
        if _is_copy(matter, received_at, one):
            return Mark(Sign.DUPLICATE, "same-text", one)
    if cited is not None and is_same_person(matter.applicant, cited, by_number=True):
        known = [cited, *(one for one in known if one.number != cited.number)]
    for one in known:
        by_number = cited is not None and one.number == cited.number
        if by_number or (_same_matter(matter, one) and not _is_settled(one)):
            mark = _after(one, received_at)
            if mark is not None:
                return mark
    if matter.wording and alike + 1 >= mass_from:
        return Mark(Sign.MASS, "many")
    return None


def is_answered(appeal: Appeal) -> bool:
    """Whether it was decided in substance: only then a repeated one need not be considered."""
    return appeal.state is AppealState.CLOSED and appeal.result in _IN_SUBSTANCE


def is_same_person(who: Applicant, appeal: Appeal, *, by_number: bool = False) -> bool:
    """Whether the appeal is his: e-mail or telephone is the same and no other name is given.

    Without them name and address must be the same. `by_number`: he cites its number, which
    counts like an address of his own.
    """
    other = appeal.applicant
    mine, theirs = _surname(who), _surname(other)
    if mine and theirs and mine != theirs:
        return False
    shared = ((who.email, other.email), (who.phone, other.phone))
    if by_number or any(_folded(one) and _folded(one) == _folded(two) for one, two in shared):
        return True
    named = _folded(who.name) == _folded(other.name) and len(_folded(who.name).split()) > 1
    home = (_folded(who.street), _folded(who.house))
    return named and all(home) and home == (_folded(other.street), _folded(other.house))


def _after(earlier: Appeal, received_at: datetime) -> Mark | None:
    if earlier.state is AppealState.CLOSED:
        return Mark(Sign.REPEATED, "answered", earlier)
    if earlier.state not in _OPEN:
        return None  # returned, forwarded, withdrawn: nothing was considered
    if earlier.due_at < received_at:
        return Mark(Sign.REPEATED, "term-over", earlier)
    return Mark(Sign.FREQUENT, "in-work", earlier)


def _is_copy(matter: Matter, received_at: datetime, earlier: Appeal) -> bool:
    if earlier.state not in _OPEN or received_at - earlier.received_at > _AGAIN:
        return False
    return same_words(matter.text, earlier.text)


def _is_settled(earlier: Appeal) -> bool:
    """Whether its author himself has confirmed that it was solved."""
    return (earlier.result_by or "").startswith("applicant")


def _same_matter(matter: Matter, earlier: Appeal) -> bool:
    """The same topic and place; a place that neither names is the same within a settlement."""
    if matter.topic is None or matter.topic != earlier.topic:
        return False
    return _same_place(matter.place, earlier.place)


def _same_place(one: Place, other: Place) -> bool:
    return all(
        _folded(mine) == _folded(theirs)
        for mine, theirs in (
            (one.settlement, other.settlement),
            (one.street, other.street),
            (one.house, other.house),
        )
    )


def _surname(who: Applicant) -> str:
    return _folded(who.name)[:_SURNAME].partition(" ")[0]


def _folded(value: str | None) -> str:
    return " ".join((value or "").casefold().split())
