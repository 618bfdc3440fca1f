"""Whether the address in From really wrote the letter, by our own mail server's word alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

import authres

from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.vocabulary import Authenticity

LONGEST_HEADER = 10_000
SERVER_NAME = re.compile(r"\s*([^\s;]{1,255})")
# Second levels under which anybody may register: no proof that two domains are one owner's.
PUBLIC_SECOND_LEVELS = frozenset(
    {"ac", "co", "com", "edu", "gov", "in", "int", "mil", "net", "org", "pp"}
)


class _Stamp(authres.core.AuthenticationResultsHeader):  # type: ignore[misc]
    """The library's parser, which looks for blanks and comments only where one begins.

    Left alone it compiles an expression for each of a hundred such looks at one stamp.
    """

    def _parse_rfc5322_cfws(self) -> None:
        if self._parse_text[:1] in {"\t", " ", "\r", "\n", "("}:
            super()._parse_rfc5322_cfws()


def judge(letter: Letter, policy: Policy) -> Authenticity:
    """PROVED when dmarc, aligned dkim or an own login of the From address passed; see below.

    What our server refused by dmarc no signature mends: two answers in one stamp are a forgery
    or a domain that asks for strict alignment. An own login stands for itself.
    Only the topmost Authentication-Results (RFC 8601) of one of `policy.authserv_ids` counts:
    a sender can write further copies himself. `policy.authenticity`: "require" as above;
    "when-present" proves also what our server has not stamped at all; "off" proves everything.
    UNSTAMPED = our server said nothing that can be read, FAILED = it did not say yes.
    Never raises.
    """
    if policy.authenticity == "off":
        return Authenticity.PROVED
    stamp = _own_stamp(letter.header("authentication-results"), policy)
    if stamp is None:
        trusting = policy.authenticity == "when-present"
        return Authenticity.PROVED if trusting else Authenticity.UNSTAMPED
    results = _results(stamp)
    if results is None:
        return Authenticity.UNSTAMPED
    one_author = len(letter.header("from")) <= 1 and "several-authors" not in letter.defects
    if letter.sender is None or not letter.sender.address or not one_author:
        return Authenticity.FAILED
    address = letter.sender.address.lower()
    refused = any(_is(result, "dmarc", "fail") for result in results)
    passed = any(
        _proves(result, address)
        for result in results
        if not refused or str(result.method).lower() == "auth"
    )
    return Authenticity.PROVED if passed else Authenticity.FAILED


def aligned(signer: str, author: str) -> bool:
    """Relaxed alignment (RFC 7489 3.1) by a suffix rule: equal, or one lies under the other.

    A bare public suffix such as com.ua aligns with nothing.
    """
    signer, author = signer.lower().rstrip("."), author.lower().rstrip(".")
    shorter, longer = sorted((signer, author), key=len)
    labels = shorter.split(".")
    if len(labels) < 2 or (len(labels) == 2 and labels[0] in PUBLIC_SECOND_LEVELS):
        return False
    return shorter == longer or longer.endswith(f".{shorter}")


def _holds(named: str, domain: str) -> bool:
    """Whether the domain that DMARC judged is the author's or lies above it, never below."""
    return aligned(named, domain) and len(named) <= len(domain)


def _own_stamp(values: Iterable[str], policy: Policy) -> str | None:
    """The topmost value that names one of our servers."""
    ours = {name.lower() for name in policy.authserv_ids}
    for value in values:
        name = SERVER_NAME.match(value)
        if name and name[1].strip('"').lower() in ours:
            return value
    return None


def _results(stamp: str) -> list[authres.AuthenticationResult] | None:
    """What the stamp says, or None when it cannot be read."""
    if len(stamp) > LONGEST_HEADER:
        return None
    line = " ".join(stamp.split())
    try:
        return list(_Stamp.parse_value(authres.core_features(), line).results)
    except Exception:  # authres raises more than its own SyntaxError on hostile input
        return None


def _is(result: authres.AuthenticationResult, method: str, said: str) -> bool:
    return (str(result.method).lower(), str(result.result).lower()) == (method, said)


def _proves(result: authres.AuthenticationResult, address: str) -> bool:
    """Whether one result says that `address` itself wrote."""
    if str(result.result).lower() != "pass":
        return False
    said = {(str(one.type), str(one.name)): str(one.value).lower() for one in result.properties}
    domain = address.rpartition("@")[2]
    method = str(result.method).lower()
    if method == "dmarc":
        named = said.get(("header", "from"))
        return named is None or _holds(named.rpartition("@")[2].rstrip("."), domain)
    if method == "dkim":
        signer = said.get(("header", "d")) or said.get(("header", "i"), "").rpartition("@")[2]
        return aligned(signer, domain)
    return method == "auth" and said.get(("smtp", "auth")) == address
