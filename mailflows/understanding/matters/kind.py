"""Proposal, application or complaint, and which law's clock a letter runs by."""

from __future__ import annotations

from mailflows.data import load
from mailflows.reasons import Code, Reason
from mailflows.understanding.words.evidence import GROUPS, Evidence, Score, read_rules, weigh
from mailflows.understanding.words.patterns import Scan
from mailflows.vocabulary import Kind, Regime

_KINDS = Evidence(read_rules(load("kinds"), GROUPS))
_REGIMES = Evidence(read_rules(load("regimes"), GROUPS))
_COMPLAINT, _PROPOSAL = 3.0, 4.0  # what is needed; everything else is an application
_HINT = 2.5  # a kind chosen in a form: citizens choose, but often wrongly
_REGIME = 4.0


def find_kind(scan: Scan, hint: Kind | None = None) -> tuple[Kind, Reason]:
    """The kind of an appeal (Law 393/96-VR, art. 3) and why; `hint` is the choice in a form.

    A report of a shortcoming is an application; a complaint turns against acts or inaction;
    a proposal offers something better. What the heading calls it does not outweigh the sense.
    """
    scores = weigh(_KINDS.hits(scan), scan)
    if hint is not None:
        scores.setdefault(hint.value, Score()).weight += _HINT
    none = Score()
    complaint = scores.get(Kind.COMPLAINT.value, none)
    proposal = scores.get(Kind.PROPOSAL.value, none)
    kind, best = Kind.APPLICATION, scores.get(Kind.APPLICATION.value, none)
    if proposal.weight >= _PROPOSAL and proposal.weight > complaint.weight:
        kind, best = Kind.PROPOSAL, proposal
    elif complaint.weight >= _COMPLAINT:
        kind, best = Kind.COMPLAINT, complaint
    facts = {"kind": kind.value}
    if best.said[1]:
        facts["words"] = best.said[1]
    return kind, Reason(Code.KIND_WORDS, facts)


def find_regime(scan: Scan) -> Regime:
    """The regime of a letter: an appeal unless it calls itself something else.

    Information request: Law 2939-VI; deputy's appeal: Law 93-IV; petition: art. 23-1 of
    Law 393/96-VR; administrative case: Law 2073-IX.
    """
    scores = weigh(_REGIMES.hits(scan), scan)
    named = max(scores, key=lambda name: scores[name].weight, default=None)
    if named is None or scores[named].weight < _REGIME * 0.6:
        return Regime.APPEAL
    return Regime(named)
