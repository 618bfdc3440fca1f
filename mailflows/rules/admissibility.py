"""What a person is asked to decide about an appeal's form; nothing is refused by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailflows.facts import Matter
from mailflows.policy import Policy
from mailflows.reasons import Code, Reason
from mailflows.rules.terms.counting import local_day
from mailflows.vocabulary import Ground, Intent, Kind


def shortcomings(matter: Matter) -> Reason | None:
    """What art. 5 asks for and the letter lacks, with the article that a person may apply.

    Anonymous is art. 8 (not considered, by the head's decision), missing data art. 5 and 7
    (returned with explanations).
    """
    if not matter.missing and not matter.anonymous:
        return None
    article = "393/96 8" if matter.anonymous else "393/96 5"
    return Reason(Code.DATA_MISSING, {"missing": ", ".join(matter.missing), "act": article})


def lateness(matter: Matter, received_at: datetime, policy: Policy) -> Reason | None:
    """Why a complaint may be late: the decision it contests is older than a year (art. 17).

    The month since its author learnt of it is known to nobody but him; a good reason restores
    the term.
    """
    day = matter.contested
    if matter.kind is not Kind.COMPLAINT or day is None:
        return None
    received = local_day(received_at, policy)
    if (received.year - 1, received.month, received.day) <= (day.year, day.month, day.day):
        return None
    return Reason(Code.LATE_COMPLAINT, {"decided_on": day.isoformat()})


def refusals(matter: Matter, late: Reason | None) -> Iterator[str]:
    """One-tap answers that end the appeal undecided, each only where its ground may hold."""
    if matter.anonymous:
        yield f"{Intent.NOT_CONSIDER} {Ground.ANONYMOUS}"
    elif matter.missing:
        yield Intent.GIVE_BACK.value
    if late is not None:
        yield f"{Intent.NOT_CONSIDER} {Ground.LATE_COMPLAINT}"
