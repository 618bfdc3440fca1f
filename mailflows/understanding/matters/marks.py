"""Marks of an appeal: collective, anonymous, confidential, and the author's categories."""

from __future__ import annotations

from dataclasses import dataclass

from mailflows.data import load
from mailflows.facts import Applicant
from mailflows.understanding.words.evidence import GROUPS, Evidence, Score, read_rules, weigh
from mailflows.understanding.words.folding import fold
from mailflows.understanding.words.patterns import Scan, Span, compile_pattern
from mailflows.vocabulary import Channel, Regime

_DATA = load("marks")
_MARKS = Evidence(read_rules(_DATA["marks"], GROUPS))
_CATEGORIES = Evidence(
    read_rules({code: {"1": sources} for code, sources in _DATA["privileged"].items()}, GROUPS)
)
_WHO = compile_pattern("|".join(_DATA["relatives"]["who"]), GROUPS)
_OWN = compile_pattern("|".join(_DATA["relatives"]["own"]), GROUPS)
_ENOUGH, _COLLECTIVE = 2.0, 3.0
_RELATIVE_REACH, _OWN_REACH = 9, 3
# a category on the left says more than those on the right, which are often named beside it
_COVERS = {"7.3": ("7.7", "7.8", "7.9"), "7.4": ("7.7", "7.8", "7.9"), "7.15": ("7.14",)}


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one matter; `privileged` holds classifier codes of group 7 in order."""

    collective: bool = False
    anonymous: bool = False
    confidential: bool = False
    written: bool = False
    privileged: tuple[str, ...] = ()


def find_marks(scan: Scan, applicant: Applicant, regime: Regime, channel: Channel) -> Marks:
    """The marks that the words give.

    Anonymous: no name, and the letter says so or leaves no way to the author (Law 393/96-VR,
    art. 8); a named author who asks for secrecy is confidential (art. 10). Categories of a
    relative are not the author's.
    """
    scores = weigh(_MARKS.hits(scan), scan)
    none = Score()
    hidden = scores.get("anonymous", none).weight >= _ENOUGH
    secret = scores.get("confidential", none).weight >= _ENOUGH
    named = applicant.name is not None
    reachable = bool(applicant.phone or applicant.email or applicant.street)
    anonymous = not named and (hidden or (not reachable and channel is not Channel.E_MAIL))
    collective = scores.get("collective", none).weight >= _COLLECTIVE
    return Marks(
        collective=collective and regime is not Regime.DEPUTY_APPEAL,
        anonymous=anonymous,
        confidential=secret,
        written=scores.get("written", none).weight >= _ENOUGH,
        privileged=_categories(scan, applicant),
    )


def _categories(scan: Scan, applicant: Applicant) -> tuple[str, ...]:
    surname = fold(applicant.name.split()[0].lower())[:5] if applicant.name else ""
    found = {
        hit.rule.label
        for hit in _CATEGORIES.hits(scan)
        if not _of_a_relative(scan, hit.span, surname)
    }
    for category, covered in _COVERS.items():
        if category in found:
            found.difference_update(covered)
    order = list(_DATA["privileged"])
    return tuple(sorted(found, key=order.index))


def _of_a_relative(scan: Scan, category: Span, surname: str) -> bool:
    """Whether a relative is named before the category with no author's name in between."""
    sentence = scan.sentences[category.start]
    for who in _WHO.find(scan):
        distance = category.start - who.end
        if not 0 < distance <= _RELATIVE_REACH or scan.sentences[who.start] != sentence:
            continue
        between = scan.words[who.end + 1 : category.start]
        if surname and any(fold(word).startswith(surname) for word in between):
            continue
        if any(0 < who.start - own.start <= _OWN_REACH for own in _OWN.find(scan)):
            return True
    return False
