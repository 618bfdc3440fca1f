"""Which parts of a letter are its words, and what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailflows.data import load
from mailflows.reading import html as markup
from mailflows.reading.charset import decode
from mailflows.reading.limits import MAX_BODY_BYTES, MAX_BODY_CHARACTERS
from mailflows.reading.message import Part, content, parameter
from mailflows.reading.mojibake import repair

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b\u2060\ufeff]")
_NEWLINES = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_WORD = re.compile(r"\w+")
_POOR_WORDS = 40  # a plain part of fewer words may be a stub beside the HTML
_RICHER = 2  # times as many words in the HTML make the plain part a stub


@dataclass(slots=True)
class Body:
    """The readable words of a letter and the parts they came from."""

    text: str = ""
    html: bool = False
    used: list[Part] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def choose(parts: list[Part]) -> Body:
    """The letter's words: plain text preferred when it says something, else the HTML.

    Several bodies one after another (Apple Mail puts pictures between them) are joined.
    """
    body = Body()
    plain = [part for part in parts if _is_body(part, "text/plain")]
    rich = [part for part in parts if _is_body(part, "text/html")]
    if any(not part.name for part in plain):  # a named text beside an unnamed one is a file
        plain = [part for part in plain if not part.name]
    plain = _first_of_alternatives(plain)
    rich = _first_of_alternatives(rich)
    texts = [words(part, body.defects) for part in plain]
    text = "\n".join(one for one in texts if one.strip())
    if rich and _is_stub(text):
        shown = "\n".join(from_html(part, body.defects) for part in rich)
        if _says_more(shown, text):
            text, body.html = shown, True
    body.used = [*plain, *rich]
    if len(text) > MAX_BODY_CHARACTERS:
        text = text[:MAX_BODY_CHARACTERS]
        body.defects.append("body-too-long")
    body.text = text.strip("\n").rstrip()
    return body


def words(part: Part, defects: list[str]) -> str:
    """A plain text part as its reader sees it; format=flowed is joined (RFC 3676)."""
    text, mistrusted = decode(_bounded(content(part.node)), part.charset)
    if mistrusted:
        defects.append("charset")
    text = normal(text)
    if parameter(part.node, "format").lower() == "flowed":
        text = _unflow(text, parameter(part.node, "delsp").lower() == "yes")
    elif text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        return markup.to_text(text)
    return text


def from_html(part: Part, defects: list[str]) -> str:
    """An HTML part as text."""
    data = _bounded(content(part.node))
    text, mistrusted = decode(data, part.charset or meta_charset(data))
    if mistrusted:
        defects.append("charset")
    return markup.to_text(normal(text))


def normal(text: str) -> str:
    """Text with one kind of newline, without NUL and control characters, mojibake mended."""
    text = _NEWLINES.sub("\n", repair(text))
    return _CONTROLS.sub("", text).replace("\xa0", " ")


def _bounded(data: bytes) -> bytes:
    """The bytes that can still matter, cut at the end of a line and so not inside a character."""
    if len(data) <= MAX_BODY_BYTES:
        return data
    end = data.rfind(b"\n", 0, MAX_BODY_BYTES)
    return data[: end if end > 0 else MAX_BODY_BYTES]


def _is_body(part: Part, kind: str) -> bool:
    if part.type != kind and not (kind == "text/plain" and part.type in _READ_AS_PLAIN):
        return False
    return part.disposition != "attachment" and (not part.name or part.disposition == "inline")


_READ_AS_PLAIN = frozenset({"text", "text/enriched", "text/x-plain", "application/text"})


def _first_of_alternatives(parts: list[Part]) -> list[Part]:
    """Only one of the parts that stand for each other, and all that stand beside."""
    chosen: list[Part] = []
    seen_alternative = False
    for part in parts:
        if part.alternative and seen_alternative and content(part.node).strip() == b"":
            continue
        if (
            part.alternative
            and seen_alternative
            and any(
                other.alternative and content(other.node) == content(part.node) for other in chosen
            )
        ):
            continue
        seen_alternative = seen_alternative or part.alternative
        chosen.append(part)
    return chosen


def _is_stub(text: str) -> bool:
    return len(_WORD.findall(text[:2_000])) < _POOR_WORDS


def _says_more(shown: str, text: str) -> bool:
    ours, theirs = len(_WORD.findall(text)), len(_WORD.findall(shown))
    if not ours or not theirs:
        return bool(theirs)
    stubs: list[str] = load("mail_marks")["html_stubs"]
    low = text.casefold()
    return theirs >= _RICHER * ours and (
        any(stub in low for stub in stubs) or not _same_beginning(shown, text)
    )


def _same_beginning(shown: str, text: str) -> bool:
    """Whether the HTML only continues the plain words (with a quotation, with a footer)."""
    return _WORD.findall(text)[:5] == _WORD.findall(shown)[:5]


def meta_charset(data: bytes) -> str | None:
    """The charset that an HTML page names of itself near its beginning, None for none."""
    match = re.search(rb"charset\s*=\s*[\"']?([\w-]{2,40})", data[:2_000], re.IGNORECASE)
    return match[1].decode("ascii") if match else None


def _unflow(text: str, delete_space: bool) -> str:
    """Soft line breaks taken back; the quotation depth of each line is kept (RFC 3676 §4)."""
    out: list[str] = []
    flowing: int | None = None
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:]
        line = line[1:] if line.startswith(" ") else line
        if flowing == depth and line != "-- ":
            out[-1] += line
        else:
            out.append((">" * depth + " " if depth else "") + line)
        soft = line.endswith(" ") and line != "-- "
        if soft and delete_space:
            out[-1] = out[-1][:-1]
        flowing = depth if soft else None
    return "\n".join(line.rstrip() if not line.endswith("-- ") else line for line in out)
