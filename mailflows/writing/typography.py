"""How words are set: one line a paragraph, blanks that do not break, counts, sizes, telephones."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import phonenumbers
from markupsafe import Markup

from mailflows.writing.headers import trimmed
from templates import words

_NBSP = "\u00a0"
_BREAKS = r"\t\r\n\f\v\x1c-\x1f\x85\u2028\u2029"
_BLANKS = re.compile(rf" {{2,}}| ?[{_BREAKS}][ {_BREAKS}]*")
_BREAK = re.compile(rf"[{_BREAKS}]")  # most words have none, and this is found out quickly
_EMPTY_LINES = re.compile(r"\n{3,}")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff]"
)
_KILOBYTE = 1024
_UKRAINE, _NATIONAL = 380, 9  # the country's code, digits after it
_MOBILE_CODE, _FREE = 2, 4  # digits of an operator's code; of 0800 with its zero


def clean(text: str) -> str:
    """Without control characters, marks that turn the direction of writing, lone surrogates."""
    return _UNSEEN.sub("", text)


def line(text: object) -> str:
    """One line: every run of blanks and breaks a single space; safe markup stays safe markup.

    Whatever a stranger wrote cannot begin a line of its own.
    """
    told = str(text)
    if "  " in told or _BREAK.search(told):
        told = _BLANKS.sub(" ", told)
    elif told[:1] != " " and told[-1:] != " " and isinstance(text, str):
        return text  # as most are
    told = told.strip(" ")
    return Markup(told) if hasattr(text, "__html__") else told  # noqa: S704 - was markup before


def joined(text: str) -> str:
    """The text with blanks that do not break after abbreviations and before units and dashes."""
    after, before = _unbreakable()
    return before.sub(_NBSP, after.sub(rf"\1{_NBSP}", text))


def tidy(text: str) -> str:
    """A plain letter without blanks around line ends and without more than one empty line."""
    lines = "\n".join(one.strip(" \t") for one in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip()


@cache
def _unbreakable() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where a blank must not break: after these words, before those."""
    table = words()["typography"]
    after = "|".join(re.escape(word) for word in table["joined_after"])
    before = "|".join(re.escape(word) for word in table["joined_before"])
    return (
        re.compile(rf"(?<!\w)({after}) "),
        re.compile(rf"(?<=[\d}}]) (?=(?:{before})(?!\w))|(?<=\S) (?=[\u2013\u2014])"),
    )


def paragraphs(text: str, limit: int) -> list[str]:
    """A person's text as lines for quoting, at most `limit` characters, one blank line at a time.

    What is cut is shown by an ellipsis.
    """
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n").strip())
    if len(text) > limit:
        text = text[:limit].rstrip() + "\u2026"
    lines = [_BLANKS.sub(" ", one).strip() for one in text.split("\n")]
    return [one for at, one in enumerate(lines) if one or lines[at - 1]]


def plural(count: int, one: str, few: str, many: str) -> str:
    """The count with the form of the word that Ukrainian wants after it: for 1, for 2, for 5."""
    last, teens = count % 10, 10 < count % 100 < 20
    form = many if teens or last in {0, 5, 6, 7, 8, 9} else one if last == 1 else few
    return f"{count}{_NBSP}{form}"


def size(count: int) -> str:
    """A file's size in KB or MB, the way people say it."""
    units = words()["typography"]["units"]
    if count < _KILOBYTE**2:
        return f"{max(1, round(count / _KILOBYTE))}{_NBSP}{units[0]}"
    return f"{count / _KILOBYTE**2:.1f}{_NBSP}{units[1]}".replace(".", ",")


@lru_cache(maxsize=1024)
def phone(number: str) -> tuple[str, str]:
    """A telephone as (the form people dial, E.164 for a link); the link is "" when it is none."""
    try:
        parsed = phonenumbers.parse(number, "UA")
    except phonenumbers.NumberParseException:
        return line(number), ""
    link = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if parsed.country_code == _UKRAINE and len(str(parsed.national_number)) == _NATIONAL:
        return _dialled(parsed), link
    spoken = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return spoken.replace(" ", _NBSP), link


def _dialled(parsed: phonenumbers.PhoneNumber) -> str:
    """A number of Ukraine as directories print it: code, then pairs from the end."""
    digits = f"0{parsed.national_number}"
    code = 1 + (phonenumbers.length_of_geographical_area_code(parsed) or _MOBILE_CODE)
    code = max(code, _FREE) if digits.startswith(("0800", "0900")) else code
    rest = digits[code:]
    return f"{digits[:code]}{_NBSP}{rest[:-4]}-{rest[-4:-2]}-{rest[-2:]}"


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of one line, cut at a word."""
    return trimmed(clean(str(text)), limit)
