"""Whether a letter of ours may go to an address: never to robots, ourselves, or without measure."""

from __future__ import annotations

from mailflows.data import load
from mailflows.policy import Policy

_UNANSWERED = frozenset(load("unanswered")["names"])


def is_answerable(address: str | None, policy: Policy) -> bool:
    """Whether a person may read what is sent there; never one of our own mailboxes."""
    if not address or "@" not in address:
        return False
    address = address.casefold()
    local, _, domain = address.rpartition("@")
    box, _, extension = local.partition("+")
    if f"{box}@{domain}" in _ours(policy) or address in _ours(policy):
        return False
    return box not in _UNANSWERED and not extension.startswith("bounce")


def why_withheld(address: str | None, sent_today: int, policy: Policy) -> str | None:
    """Why an acknowledgement is not sent: "no-address", "robot" or "limit"; None to send it."""
    if not address:
        return "no-address"
    if not is_answerable(address, policy):
        return "robot"
    return "limit" if sent_today >= policy.limits.acknowledgements_per_address else None


def _ours(policy: Policy) -> frozenset[str]:
    addresses = (policy.mailbox, *policy.mailboxes, *policy.form_mailboxes, *policy.form_senders)
    return frozenset(address.casefold() for address in addresses)
