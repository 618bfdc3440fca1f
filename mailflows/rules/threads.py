"""What a letter's ties tell beyond the appeal they lead to: how sure they are, and which record."""

from __future__ import annotations

from collections.abc import Iterable

from mailflows.facts import Tie
from mailflows.vocabulary import TieKind

_APPLICANT = "a"


def is_private(ties: Iterable[Tie], answered: str) -> bool:
    """Whether the writer holds a letter of ours to the applicant: a number can be overheard.

    `answered` is the party of the letter of ours whose Message-ID was found, "" for none: what
    only looks like a Message-ID of ours proves nothing, nor does a letter to an executor.
    """
    signed = [tie.party for tie in ties if tie.kind is TieKind.SIGNED_ADDRESS]
    return signed[0] == _APPLICANT if signed else answered == _APPLICANT


def signed_id(ties: Iterable[Tie], party: str) -> int | None:
    """The record's id in a signed address of this party, or None."""
    for tie in ties:
        if tie.kind is TieKind.SIGNED_ADDRESS and tie.party == party and tie.value.isdecimal():
            return int(tie.value)
    return None
