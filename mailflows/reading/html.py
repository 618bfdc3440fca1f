"""An HTML letter as the text its reader saw, quotations marked with ">"."""

from __future__ import annotations

import re

from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from selectolax.lexbor import LexborHTMLParser

from mailflows.reading.limits import MAX_HTML_CHARACTERS

_OPEN, _CLOSE = "\ue010", "\ue011"  # private characters: a quotation begins, ends
_MAX_TAGS = 30_000  # a table of more costs seconds in the renderer
_MAX_NESTING = 500
_HIDDEN = (
    "script, style, head, title, noscript, template, object, iframe, "
    "[hidden], [aria-hidden=true], input[type=hidden]"
)
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?<![\w-])(?:font-size|max-height)\s*:\s*0(?:px|pt|em)?\s*(?:;|$)",
    re.IGNORECASE,
)
_QUOTE = "blockquote[type=cite], blockquote.gmail_quote, blockquote[cite], blockquote.quote"
_ANY_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[ \t\xa0\u200b\u200c\ufeff]{3,}")
_CONFIG = ParserConfig(
    css=CSS_PROFILES["relaxed"].copy(), display_links=False, display_images=False
)


def to_text(html: str) -> str:
    """Readable text of an HTML letter; hidden elements are left out. Never raises."""
    html = html[:MAX_HTML_CHARACTERS].replace("\x00", "").replace(_OPEN, "").replace(_CLOSE, "")
    try:
        tree = LexborHTMLParser(html)
    except Exception:
        return _tidy(_ANY_TAG.sub(" ", html))
    try:
        _hide(tree)
        marked = _mark_quotes(tree)
        text = _render(tree, marked)
    except Exception:
        text = _ANY_TAG.sub(" ", html)
    return _tidy(text)


def _hide(tree: LexborHTMLParser) -> None:
    for node in tree.css(_HIDDEN):
        node.decompose()
    for node in tree.css("[style]"):
        if _HIDING_STYLE.search(node.attributes.get("style") or ""):
            node.decompose()


def _mark_quotes(tree: LexborHTMLParser) -> str:
    for node in tree.css(_QUOTE):
        node.attrs["data-quoted"] = "1"
    html = tree.html or ""
    if "data-quoted" not in html:
        return html
    out, end, depth = [], 0, []
    for match in re.finditer(r"<(/?)blockquote\b[^>]*>", html):
        out.append(html[end : match.start()])
        end = match.end()
        if not match[1]:
            depth.append("data-quoted" in match[0])
            out.append(f"<div><p>{_OPEN}</p>" if depth[-1] else match[0])
        else:
            out.append(f"<p>{_CLOSE}</p></div>" if depth and depth.pop() else match[0])
    return "".join([*out, html[end:]])


def _render(tree: LexborHTMLParser, html: str) -> str:
    if html.count("<") < _MAX_TAGS and _nesting(html) < _MAX_NESTING:
        text: str = get_text(html, _CONFIG)
        if text.strip():
            return text
    body = tree.body
    return body.text(separator="\n") if body is not None else ""


def _nesting(html: str) -> int:
    """A bound of how deep elements stand in each other (the parser closed them all)."""
    deepest = depth = 0
    for match in re.finditer(r"<(/?)(?:div|table|td|span|blockquote|font|b|i|p|ul|li)\b", html):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _tidy(text: str) -> str:
    """Quoted lines get their ">", blanks made by table columns are narrowed."""
    lines: list[str] = []
    level = 0
    for raw in text.split("\n"):
        line = raw
        level = max(0, level + line.count(_OPEN))
        if _OPEN in line or _CLOSE in line:
            closing = line.count(_CLOSE)
            line = line.replace(_OPEN, "").replace(_CLOSE, "")
            if line.strip():
                lines.append(_prefixed(line, level))
            level = max(0, level - closing)
            continue
        lines.append(_prefixed(line, level))
    return "\n".join(lines).strip()


def _prefixed(line: str, level: int) -> str:
    line = _BLANKS.sub("  ", line.rstrip().lstrip(" \t")).replace("\xa0", " ")
    return f"{'>' * level} {line}".rstrip() if level else line
