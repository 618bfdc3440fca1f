"""Signed sub-addresses of our mailbox: a reply to one proves which letter of ours it answers."""

from __future__ import annotations

import hashlib
import hmac
import re

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32: no i, l, o, u
SIGNATURE_CHARACTERS = 16  # of five bits each: 80 bits
LONGEST_ADDRESS = 320  # RFC 5321 4.5.3.1: 64 + 1 + 255
MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1"})  # what people copy by eye
VALUE = re.compile(r"[a-z0-9][a-z0-9.-]{0,40}", re.ASCII)
PARTY = re.compile(r"[a-z]", re.ASCII)


def sign(mailbox: str, party: str, value: str, secret: bytes) -> str:
    """The address `<box>+<party>-<value>-<signature>@<domain>` in lower case.

    `party` is one letter, `value` digits, letters, dots and hyphens ("0123-26", a record's id).
    Raises ValueError on another party or value, and on an empty secret, which proves nothing.
    """
    party, value = party.lower(), value.lower()
    if not secret:
        raise ValueError("signing a reply address needs a secret")
    if not PARTY.fullmatch(party) or not VALUE.fullmatch(value):
        raise ValueError("a reply address carries one letter and a short plain value")
    box, _, domain = mailbox.lower().rpartition("@")
    return f"{box}+{party}-{value}-{_signature(box, domain, party, value, secret)}@{domain}"


def verify(address: str, mailbox: str, secret: bytes) -> tuple[str, str] | None:
    """The party and the value that `address` carries, if it is ours and the signature is right.

    Letter case and the letters that look like digits do not matter. None for anything else;
    never raises. The comparison takes the same time for every wrong signature.
    """
    if not secret or len(address) > LONGEST_ADDRESS:
        return None
    local, _, its_domain = address.strip().strip("<>").lower().rpartition("@")
    box, _, domain = mailbox.lower().rpartition("@")
    if its_domain != domain or not local.startswith(f"{box}+"):
        return None
    body, _, signature = local[len(box) + 1 :].rpartition("-")
    party, _, value = body.partition("-")
    if not PARTY.fullmatch(party) or not VALUE.fullmatch(value):
        return None
    given = signature.translate(MISREAD).encode("utf-8", "replace")
    right = _signature(box, domain, party, value, secret).encode("ascii")
    return (party, value) if hmac.compare_digest(given, right) else None


def _signature(box: str, domain: str, party: str, value: str, secret: bytes) -> str:
    """80 bits of HMAC-SHA256 over what the address says, as 16 characters."""
    message = f"{box}\n{domain}\n{party}\n{value}".encode()
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    number = int.from_bytes(digest[:10], "big")
    return "".join(
        ALPHABET[number >> shift & 31] for shift in range(5 * (SIGNATURE_CHARACTERS - 1), -1, -5)
    )
