"""The law's clock: until when an appeal is answered, forwarded or returned, by its regime."""

from __future__ import annotations

from datetime import datetime

from mailflows.policy import Policy, Terms
from mailflows.rules.terms.counting import Due, Term, Unit, cap_of, count
from mailflows.vocabulary import Regime

_APPEALS, _INFORMATION, _DEPUTIES = "393/96 20", "2939-17 20", "93-15 13"
_CASES, _COUNTED = "2073-20 34", "2073-20 33"


def law_due(regime: Regime, received_at: datetime, emergency: bool, policy: Policy) -> Due:
    """When the law wants the answer, counted from the receipt by the mail server.

    393/96-VR art. 20 (a month, with all moves at most 45 days), 2939-VI art. 20 (five working days,
    or 48 hours where there is danger, by the strict reading from the very moment), 93-IV art. 13
    (ten days), 2073-IX art. 33-34 (thirty days).
    A letter that calls itself a petition is none (art. 23-1 knows only the site's form): the
    general term guards it.
    """
    terms = policy.terms
    if regime is Regime.INFORMATION_REQUEST and emergency:
        urgent = Term(terms.information_urgent_hours, Unit.HOURS, _INFORMATION)
        return count(urgent, received_at, policy)
    general = regime in (Regime.APPEAL, Regime.PETITION)
    cap = cap_of(longest(regime, terms), received_at, policy) if general else None
    return count(_answer(regime, terms), received_at, policy, cap)


def forward_due(received_at: datetime, policy: Policy, regime: Regime = Regime.APPEAL) -> Due:
    """The term of forwarding by competence and of asking for missing data.

    Five days (393/96-VR art. 7), five working days in an administrative case (2073-IX art. 44).
    """
    terms = policy.terms
    term = Term(terms.forward_days, Unit.DAYS, "393/96 7")
    if regime is Regime.ADMINISTRATIVE:
        days = terms.administrative_forward_working_days
        term = Term(days, Unit.WORKING_DAYS, "2073-20 44", _COUNTED)
    return count(term, received_at, policy)


def return_due(received_at: datetime, policy: Policy, regime: Regime = Regime.APPEAL) -> Due:
    """The term of returning what was drawn up wrongly.

    Ten days (393/96-VR art. 5); three working days in an administrative case (2073-IX art. 43);
    two for a petition, published or not (393/96-VR art. 23-1).
    """
    terms = policy.terms
    term = Term(terms.return_days, Unit.DAYS, "393/96 5")
    if regime is Regime.ADMINISTRATIVE:
        days = terms.administrative_return_working_days
        term = Term(days, Unit.WORKING_DAYS, "2073-20 43", _COUNTED)
    elif regime is Regime.PETITION:
        term = Term(terms.petition_working_days, Unit.WORKING_DAYS, "393/96 23-1")
    return count(term, received_at, policy)


def longest(regime: Regime, terms: Terms) -> Term:
    """All that an extension can give, counted from the receipt.

    45 days (393/96-VR art. 20), 20 working days (2939-VI art. 20), a month (93-IV art. 13), fifteen
    days beyond the term (2073-IX art. 34).
    """
    if regime is Regime.INFORMATION_REQUEST:
        return Term(terms.information_extended_working_days, Unit.WORKING_DAYS, _INFORMATION)
    if regime is Regime.DEPUTY_APPEAL:
        return Term(terms.deputy_extended_months, Unit.MONTHS, _DEPUTIES)
    if regime is Regime.ADMINISTRATIVE:
        days = terms.administrative_days + terms.administrative_extension_days
        return Term(days, Unit.DAYS, _CASES, _COUNTED)
    return Term(terms.extended_days, Unit.DAYS, _APPEALS)


def _answer(regime: Regime, terms: Terms) -> Term:
    if regime is Regime.INFORMATION_REQUEST:
        return Term(terms.information_working_days, Unit.WORKING_DAYS, _INFORMATION)
    if regime is Regime.DEPUTY_APPEAL:
        return Term(terms.deputy_days, Unit.DAYS, _DEPUTIES)
    if regime is Regime.ADMINISTRATIVE:
        return Term(terms.administrative_days, Unit.DAYS, _CASES, _COUNTED)
    return Term(terms.general_months, Unit.MONTHS, _APPEALS)
