"""Names and addresses of a header, as broken as people and programs write them."""

from __future__ import annotations

import re
from contextlib import suppress

import idna

from mailflows.letter import Mailbox
from mailflows.reading.charset import decode
from mailflows.reading.headers import RawHeaders, clean, last_word, raw_bytes, words
from mailflows.reading.limits import MAX_ADDRESSES

_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?(?:[^?]|\?(?!=))*\?=(?:[ \t]+(?==\?))?")
_MARK = re.compile("\x02(\\d{1,5})\x03")
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"?'  # quoted string, closed or not
    r"|\((?:[^()\\]|\\.)*\)?"  # comment
    r"|<[^<>,;]*>?"  # address in angle brackets
    r"|[,;]|[^\"(<,;]+|."
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'@\x00-\x1f]{1,200}@[^\s<>()\[\],;:\"'@\x00-\x1f]{1,255}")
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
_OUTER_QUOTES = "\"'\u2018\u2019\u201c\u201d "


def mailboxes(value: str, hint: str | None = None) -> tuple[Mailbox, ...]:
    """Every mailbox of one header value in order; groups give their members, nonsense nothing.

    A name without an address is kept with the address "" (MAILER-DAEMON), because an empty
    address is not "no sender".
    """
    stash: list[str] = []

    def hide(match: re.Match[str]) -> str:
        stash.append(match[0])
        return f"\x02{len(stash) - 1}\x03"

    value = value.replace("\x02", "").replace("\x03", "")
    end = last_word(value)
    hidden = _ENCODED.sub(hide, value[:end]) + value[end:]
    found: list[Mailbox] = []
    for tokens in _split(hidden)[:MAX_ADDRESSES]:
        mailbox = _one(tokens, stash, hint)
        if mailbox is not None:
            found.append(mailbox)
    return tuple(found)


def from_fields(fields: RawHeaders, name: str, hint: str | None = None) -> tuple[Mailbox, ...]:
    """The mailboxes of every field of that name, topmost first."""
    return tuple(one for value in fields.get(name, ()) for one in mailboxes(value, hint))


def normal(address: str) -> str:
    """An address as we compare it: lower case, domain in IDNA (RFC 5891), no blanks."""
    local, at, domain = clean(address).strip(" <>.").lower().rpartition("@")
    if not at or domain.isascii():
        return f"{local}{at}{domain}"
    with suppress(idna.IDNAError, UnicodeError, ValueError):
        domain = idna.encode(domain, uts46=True).decode("ascii")
    return f"{local}@{domain}"


def _split(value: str) -> list[list[str]]:
    """Tokens of each mailbox: cut at commas and semicolons outside quotes, comments, brackets."""
    groups: list[list[str]] = [[]]
    for match in _TOKEN.finditer(value):
        if match[0] in {",", ";"}:
            groups.append([])
        else:
            groups[-1].append(match[0])
    return [group for group in groups if any(token.strip() for token in group)]


def _one(tokens: list[str], stash: list[str], hint: str | None) -> Mailbox | None:
    angles = [token for token in tokens if token.startswith("<")]
    comments = [token.strip("()") for token in tokens if token.startswith("(")]
    rest = "".join(token for token in tokens if not token.startswith(("<", "(")))
    address = _address(_shown("".join(angles[-1:]), stash, hint))
    name = _shown(rest, stash, hint)
    if not address:
        group, colon, member = name.rpartition(":")
        match = _ADDRESS.search(_MAILTO.sub("", member if colon else name))
        if match:
            address = normal(match[0])
            name = (group if not colon else "") + (member if colon else name).replace(match[0], "")
        elif colon and not member.strip():
            return None  # "undisclosed-recipients:;"
    elif ":" in name and "@" not in name:
        name = name.rpartition(":")[2]  # the first member of a group
    name = _unquoted(name) or _unquoted(_shown(" ".join(comments), stash, hint))
    return Mailbox(name, address) if name or address else None


def _address(text: str) -> str:
    text = _MAILTO.sub("", text.strip("<> "))
    match = _ADDRESS.search(text)
    return normal(match[0]) if match else ("" if "@" not in text else normal(text.replace(" ", "")))


def _shown(text: str, stash: list[str], hint: str | None) -> str:
    restored = _MARK.sub(lambda match: stash[int(match[1])], text)
    if "=?" in restored:
        return words(restored, hint)
    return clean(restored if restored.isascii() else decode(raw_bytes(restored), hint)[0])


def _unquoted(name: str) -> str:
    return " ".join(name.replace('\\"', '"').replace("\\\\", "\\").strip(_OUTER_QUOTES).split())
