"""Timed: what the program could not do with a letter is told to every operator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailflows.decision import Decision, Outgoing
from mailflows.draft import Draft
from mailflows.policy import Policy
from mailflows.reasons import Code, Reason
from mailflows.vocabulary import Flow


def set_aside(letter_id: int, error: str, policy: Policy, **seen: object) -> Decision:
    """A letter that broke the program: kept, waiting for `retry`.

    `seen` is what the ledger knows of it: `received_at`, `mailbox`, `subject`.
    """
    reason = Reason(Code.UNREADABLE, {"letter": str(letter_id)})
    values = {**seen, "error": error, "letter_id": letter_id}
    return _notice("set-aside", f"set-aside-{letter_id}", reason, values, policy)


def too_large(letter_id: int, size: int, policy: Policy, **seen: object) -> Decision:
    """A letter over the limit of size (bytes): its header is kept, a person fetches it."""
    reason = Reason(Code.TOO_LARGE, {"letter": str(letter_id), "size": str(size)})
    values = {**seen, "size": size, "letter_id": letter_id}
    return _notice("too-large", f"too-large-{letter_id}", reason, values, policy)


def undeliverable(
    outbox_id: int, recipient: str, status: str, error: str, policy: Policy
) -> Decision:
    """A letter of ours that a server refused for good."""
    reason = Reason(Code.NOT_SERVED, {"why": "refused", "status": status})
    values = {"recipient": recipient, "status": status, "error": error}
    return _notice("undeliverable", f"undeliverable-{outbox_id}", reason, values, policy)


def alarm(what: str, mark: str, policy: Policy, error: str = "") -> Decision:
    """Something of the machine that needs a person; `mark` tells one alarm from the next.

    `what` begins with a code that the letter's words are found by; `error` is for an administrator.
    """
    reason = Reason(Code.FALLEN_DUE, {"what": what})
    return _notice("alarm", f"alarm-{mark}", reason, {"what": what, "error": error}, policy)


def _notice(
    template: str, purpose: str, reason: Reason, values: Mapping[str, Any], policy: Policy
) -> Decision:
    draft = Draft(Flow.SET_ASIDE, policy)
    draft.reason(reason)
    for operator in policy.operators:
        draft.send(Outgoing(template, operator.address, purpose, values=values, urgent=True))
    return draft.decide(None)
