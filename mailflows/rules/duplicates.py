"""Whether an appeal looks like an earlier one of the same person; a person confirms the mark."""

from __future__ import annotations

from collections.abc import Iterable

from mailflows.facts import Matter, Place
from mailflows.records import Appeal


def repeats(matter: Matter, earlier: Iterable[Appeal]) -> Appeal | None:
    """The newest earlier appeal with the same topic and place, or None (393/96-VR art. 8).

    A place that neither letter names does not count as the same place, unless no street is
    told in both and the settlement agrees.
    """
    if matter.topic is None or matter.anonymous:
        return None
    same = (one for one in earlier if one.topic == matter.topic and one.number)
    return next((one for one in same if _same_place(matter.place, one.place)), None)


def _same_place(one: Place, other: Place) -> bool:
    return all(
        _folded(mine) == _folded(theirs)
        for mine, theirs in (
            (one.settlement, other.settlement),
            (one.street, other.street),
            (one.house, other.house),
        )
    )


def _folded(value: str | None) -> str:
    return " ".join((value or "").casefold().split())
