"""Bytes to words when the charset label is right, wrong or missing."""

from __future__ import annotations

import codecs
import re
from functools import cache

from mailflows.data import load
from mailflows.reading.letters import score
from mailflows.reading.limits import MAX_SAMPLE_BYTES

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_LATIN = frozenset(
    {"iso8859-1", "cp1252", "iso8859-15", "iso8859-9", "cp1254", "iso8859-2", "cp1250"}
)
_ENOUGH = 25.0  # mean weight of a letter: the right charset gives 40 to 55, a wrong one under 20
_GOOD = 60.0  # no charset gives more
_CLEARLY_BETTER = 2.0  # a valid label is overridden only by a reading this many times better


def decode(data: bytes, declared: str | None) -> tuple[str, bool]:
    """Words of `data`, and whether the label had to be mistrusted.

    The order that read the most hard letters: byte order mark, a valid label (unless the
    result is visibly mojibake), strict UTF-8, UTF-8 with under 5 % bad bytes, the wider
    member of the label's family, scoring of Cyrillic letters, windows-1252. Never raises.
    """
    if data.isascii() and b"\x1b" not in data and b"\x00" not in data and b"+" not in data:
        return data.decode("ascii"), False
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return data.decode(codec, "replace").replace("\ufeff", ""), False
    label = known_codec(declared)
    if label is not None:
        text = _strict(data, label)
        if text is not None:
            better = _unmask(data, label, text)
            return (text, False) if better is None else (better, True)
    return _undeclared(data, label), True


@cache
def known_codec(declared: str | None) -> str | None:
    """Python's name of the text codec a label means, None for nonsense."""
    if not declared:
        return None
    name = re.sub(r"[\s_]+", "-", declared.strip(" \t\"'<>;,").casefold())[:60]
    name = load("charsets")["aliases"].get(name, name)
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    if not codec._is_text_encoding or codec.name in {"idna", "punycode", "undefined", "mbcs"}:
        return None
    return "utf-8" if codec.name in {"utf-8-sig", "utf-8"} else codec.name


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _unmask(data: bytes, label: str, text: str) -> str | None:
    """A better reading of validly labelled bytes when the label's one is visibly mojibake."""
    if not label.startswith(("koi8", "cp1251", "iso8859-5", "cp866", "mac", *_LATIN)):
        return None
    utf8 = _strict(data, "utf-8")
    if utf8 is not None or data.isascii():
        return utf8 if not data.isascii() else None
    if label in _LATIN and not _mostly_high(data):
        return None
    needed = max(_ENOUGH, _CLEARLY_BETTER * score(text))
    best, worth = _best_cyrillic(data) if needed < _GOOD else (None, 0.0)
    if best is not None and worth >= needed:
        return best
    if label == "koi8-r":  # the Ukrainian letters of koi8-u are frames in koi8-r
        ukrainian = data.decode("koi8_u", "replace")
        return ukrainian if score(ukrainian) > score(text) else None
    return None


def _undeclared(data: bytes, label: str | None) -> str:
    for guess in (_as_utf8, _as_japanese):
        text = guess(data)
        if text is not None:
            return text
    high = _mostly_high(data)
    for wider in load("charsets")["families"].get(label or "", ()):
        text = _strict(data, wider)
        if text is not None and (label not in _LATIN or not high):
            return text
    best, worth = _best_cyrillic(data)
    if best is not None and worth >= _ENOUGH and high:
        return best
    return data.decode(label if label and label not in {"ascii", "utf-8"} else "cp1252", "replace")


def _as_utf8(data: bytes) -> str | None:
    """UTF-8, strict or with under 5 % bad bytes; one cut character is allowed to a short text."""
    if b"\x1b$" in data:
        return None
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    loose = data.decode("utf-8", "replace")
    bad = loose.count("\ufffd")
    good = sum(1 for character in loose if character > "\x7f") - bad
    return loose if good and bad <= max(1 if good >= 4 else 0, 0.05 * (good + bad)) else None


def _as_japanese(data: bytes) -> str | None:
    return _strict(data, "iso2022_jp_2") if b"\x1b$" in data or b"\x1b(" in data else None


def _mostly_high(data: bytes) -> bool:
    """Whether the bytes above 127 stand in runs, as Cyrillic words do and Western letters not."""
    runs = [len(run) for run in _HIGH.findall(data[:MAX_SAMPLE_BYTES])]
    long = sum(length for length in runs if length >= 3)
    return bool(runs) and (long >= 0.6 * sum(runs) or (len(runs) == 1 and runs[0] >= 2))


def _best_cyrillic(data: bytes) -> tuple[str | None, float]:
    sample = b" ".join(_HIGH.findall(data[:MAX_SAMPLE_BYTES]))
    best, highest = None, 0.0
    for codec in load("charsets")["letters"]["candidates"]:
        candidate = score(sample.decode(codec, "replace"))
        if candidate > highest * 1.02:
            best, highest = codec, candidate
    return (data.decode(best, "replace"), highest) if best else (None, 0.0)
