"""What a letter's ties tell beyond the appeal they lead to: how sure they are, and which record."""

from __future__ import annotations

from collections.abc import Iterable

from mailflows.facts import Tie
from mailflows.vocabulary import TieKind


def is_private(ties: Iterable[Tie]) -> bool:
    """Whether the writer holds a letter of ours: a number can be overheard, these cannot."""
    return any(tie.kind in (TieKind.SIGNED_ADDRESS, TieKind.MESSAGE_ID) for tie in ties)


def signed_id(ties: Iterable[Tie], party: str) -> int | None:
    """The record's id in a signed address of this party, or None."""
    for tie in ties:
        if tie.kind is TieKind.SIGNED_ADDRESS and tie.party == party and tie.value.isdecimal():
            return int(tie.value)
    return None
