"""Registration numbers: how they are made and how people's versions of them are read back."""

from __future__ import annotations

import re
from functools import lru_cache
from string import Formatter
from typing import Any

from mailflows.data import load
from mailflows.facts import Applicant

_DATA: dict[str, Any] = load("numbers")
DEFAULT_FORMAT: str = _DATA["default_format"]
_GAP = r"[\s\u00a0\u200b\u00ad\ufeff]{0,3}"
_MARKS: tuple[str, ...] = (_DATA["collective"], _DATA["anonymous"])
_WIDTH = re.compile(r"0?(\d+)d?$")


def first_letter(applicant: Applicant, collective: bool, anonymous: bool) -> str:
    """The letter that opens a number (Instruction 348): of the surname, or a mark instead of it."""
    if collective:
        return _MARKS[0]
    name = (applicant.name or "").lstrip("'\"«(").upper()
    letter = str(_DATA["sounds"].get(name[:1], name[:1]))
    if anonymous or not letter or letter not in _DATA["alphabet"]:
        return _MARKS[1]
    return letter


def format_number(number_format: str, letter: str, sequence: int, year: int) -> str:
    """The number as it is printed; a year of four digits is cut where the format asks for two."""
    short = year % 100 if ":02d}" in number_format.partition("{year")[2][:6] else year
    return number_format.format(letter=letter, sequence=sequence, year=short)


def parse_numbers(text: str, number_format: str = DEFAULT_FORMAT) -> list[str]:
    """Our numbers in a text, as we print them, each once, in the order of the text.

    Tolerates Latin look-alikes, other dashes and slashes, lost zeros, broken spaces, a year of
    four digits and a letter O for a zero; a number without a year is never ours.
    """
    found: dict[str, None] = {}
    for match in _pattern(number_format).finditer(text):
        if _is_ours(match, number_format):
            found[_printed(match, number_format)] = None
    return list(found)


def sequence_of(number: str, number_format: str = DEFAULT_FORMAT) -> str:
    """Sequence and year of one of our numbers as Message-IDs and signed addresses carry them.

    "K-0123/26" gives "0123-26". Raises ValueError when it is no number of ours.
    """
    match = _pattern(number_format).search(number)
    if match is None:
        raise ValueError("not a registration number of ours")
    return f"{_sequence(match):04d}-{int(match['year']) % 100:02d}"


@lru_cache(maxsize=8)
def _pattern(number_format: str) -> re.Pattern[str]:
    """A tolerant expression made from the format's own parts; linear: every gap is bounded."""
    latin = "".join(_DATA["looks"])
    letter = f"(?P<letter>{'|'.join(_spellings(mark) for mark in _MARKS)}|"
    letter += f"[{_DATA['alphabet']}{latin}])"
    fields = {
        "letter": letter,
        "sequence": rf"(?P<sequence>[\d{_DATA['zeros']}]{{0,6}}\d[{_DATA['zeros']}]?)",
        "year": r"(?P<year>(?:20)?\d\d)",
    }
    parts, previous = [], ""
    for literal, field, _, _ in Formatter().parse(number_format):
        parts.append(_literal(literal, optional=previous == "letter"))
        parts.append(fields.get(field or "", ""))
        previous = field or ""
    sign = f"(?P<sign>[{_DATA['signs']}]{_GAP})?"
    body = _GAP.join(part for part in parts if part)
    return re.compile(rf"(?<![^\W_])(?<!\d[-/.]){sign}{body}(?!\d)(?![-/]\d)", re.IGNORECASE)


def _literal(literal: str, optional: bool) -> str:
    """What may stand for a literal of the format; a dash after the letter may be missing."""
    expression = ""
    for char in literal.strip():
        if char in _DATA["dashes"]:
            dash = f"[{re.escape(_DATA['dashes'])}]"
            expression += f"(?P<dash>{dash})?" if optional else dash
        elif char in _DATA["slashes"]:
            expression += f"[{re.escape(_DATA['slashes'])}]"
        else:
            expression += re.escape(char)
    return expression


def _spellings(mark: str) -> str:
    """A two-letter mark with the Latin letters that look like its own."""
    back = {ours: latin for latin, ours in _DATA["looks"].items()}
    return "".join(f"[{char}{back.get(char, '')}]" for char in mark)


def _is_ours(match: re.Match[str], number_format: str) -> bool:
    """Whether enough of the shape is there: a bare letter and two short numbers may be a date."""
    parts = match.groupdict()
    if parts.get("dash") or parts.get("sign") or len(parts["sequence"]) >= _width(number_format):
        return True
    letter = parts.get("letter") or ""
    return letter.isupper() and letter not in _DATA["words"] and len(parts["sequence"]) > 2


def _width(number_format: str) -> int:
    """How many digits the format pads the sequence to; 1 when it does not."""
    specs = {field: spec for _, field, spec, _ in Formatter().parse(number_format)}
    match = _WIDTH.search(specs.get("sequence") or "")
    return int(match[1]) if match else 1


def _printed(match: re.Match[str], number_format: str) -> str:
    """The number as we print it."""
    parts = match.groupdict()
    letter = "".join(_DATA["looks"].get(c, c) for c in (parts.get("letter") or "").upper())
    year = int(parts["year"])
    return format_number(
        number_format, letter, _sequence(match), year + 2000 if year < 100 else year
    )


def _sequence(match: re.Match[str]) -> int:
    """The sequence as a figure, a letter O read as the zero that was meant."""
    return int("".join("0" if c in _DATA["zeros"] else c for c in match["sequence"]))
