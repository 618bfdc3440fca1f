"""Whose word may change a state: an address proved by our own server, as the settings demand."""

from __future__ import annotations

from mailflows.facts import Facts
from mailflows.policy import Policy
from mailflows.vocabulary import Authenticity


def is_proved(facts: Facts, policy: Policy) -> bool:
    """Whether the address in From may be believed under the policy's `authenticity`."""
    if policy.authenticity == "off":
        return True
    if facts.authenticity is Authenticity.UNSTAMPED:
        return policy.authenticity == "when-present"
    return facts.authenticity is Authenticity.PROVED


def is_forged(facts: Facts, policy: Policy) -> bool:
    """Whether our own server said that the address is not true."""
    return policy.authenticity != "off" and facts.authenticity is Authenticity.FAILED
