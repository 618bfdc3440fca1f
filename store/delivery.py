"""What two deliveries of one letter share, so that the second is known and decides nothing."""

from __future__ import annotations

import hashlib

from mailflows.facts import Facts
from mailflows.vocabulary import Authenticity, Intent, Role


def delivery_keys(facts: Facts, raw: bytes) -> tuple[str, ...]:
    """What two deliveries of one letter share: Message-ID and digest, else the raw bytes.

    The first is this delivery's own; a delivery with any of them came before. A reply that is
    proved has a key of its own: a forged or forwarded copy of it that came first must not keep
    it from being decided, while a copy after it is a second delivery all the same.
    """
    letter = facts.letter
    said = f"{letter.message_id}\n{letter.digest}".encode("utf-8", "replace")
    plain = hashlib.sha256(said if letter.message_id else raw).hexdigest()
    if facts.reply is None or not facts.ties or not _needs_proof(facts.role, facts.reply.intent):
        return (plain,)
    proved = hashlib.sha256(f"{plain} proved".encode()).hexdigest()
    return (proved,) if facts.authenticity is Authenticity.PROVED else (plain, proved)


def _needs_proof(role: Role, intent: Intent) -> bool:
    """Whether it matters for a reply that its author is proved: it may change a state."""
    return role is not Role.OUTSIDER or intent is Intent.CONFIRMED
