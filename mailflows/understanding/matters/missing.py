"""What the law asks of an appeal and the letter does not give (Law 393/96-VR, art. 5)."""

from __future__ import annotations

from mailflows.data import load
from mailflows.facts import Applicant
from mailflows.understanding.words.evidence import GROUPS
from mailflows.understanding.words.folding import fold
from mailflows.understanding.words.patterns import Scan, compile_pattern
from mailflows.vocabulary import Channel, Regime

_FORMAL = compile_pattern("|".join(load("marks")["formal"]["words"]), GROUPS).parts[0]
_LEAST_WORDS = 3  # content words that make a substance


def find_missing(
    scan: Scan,
    applicant: Applicant,
    regime: Regime,
    channel: Channel,
    *,
    understood: bool,
    attached: bool = False,
) -> tuple[str, ...]:
    """Some of name, residence, substance, contact.

    `understood` says that a topic or danger was found, `attached` that documents with unread
    words came along: neither lets the substance be missing. An information request needs no
    residence (Law 2939-VI, art. 19); a letter by e-mail has its address as contact.
    """
    missing = []
    if applicant.name is None:
        missing.append("name")
    if regime is Regime.APPEAL and not (applicant.street or applicant.house):
        missing.append("residence")
    if not understood and not attached and _content(scan, applicant) < _LEAST_WORDS:
        missing.append("substance")
    reachable = applicant.email or applicant.phone or applicant.street
    if channel is not Channel.E_MAIL and not reachable:
        missing.append("contact")
    return tuple(missing)


def _content(scan: Scan, applicant: Applicant) -> int:
    """How many words are left beside courtesies, names and addresses."""
    formal = set()
    for place in scan.places.get(_FORMAL, ()):
        formal.add(place)
    given = (applicant.name, applicant.settlement, applicant.street, applicant.house)
    known = {fold(part.lower())[:4] for one in given if one for part in one.split()}
    return sum(
        1
        for place in range(scan.head, len(scan.words))
        if place not in formal
        and len(scan.words[place]) > 2
        and fold(scan.words[place])[:4] not in known
    )
