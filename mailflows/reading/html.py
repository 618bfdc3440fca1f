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
_MAX_NESTING = 500  # deeper, the renderer returns nothing
_MAX_PARSED_NESTING = 3_000  # deeper, the parser's time grows with the square
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_MAX_PADDING = 30_000_000  # characters: the renderer pads each line of each table around it
_BLOCK = re.compile(
    r"<(/?)(table|tr|td|th|div|p|br|li|ul|ol|h[1-6]|blockquote|pre|hr|center)\b|\n", re.IGNORECASE
)
_TABLE = re.compile(r"<(/?)(?:table|tbody|thead|tfoot|tr|td|th)\b", re.IGNORECASE)
_NEVER_DEEP = frozenset(  # these have no inside, or close each other
    ("br", "img", "hr", "meta", "link", "input", "col", "wbr", "p", "li", "tr", "td", "th", "o:p")
)
_HIDDEN = (
    "script, style, head, title, noscript, template, object, iframe, "
    "[hidden], [aria-hidden=true], input[type=hidden]"
)
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?<![\w-])(?:font-size|max-height)\s*:\s*0(?:px|pt|em)?\s*(?:;|$)",
    re.IGNORECASE,
)
_QUOTE = (
    "blockquote[type=cite], blockquote[cite], blockquote[class*=quote], "
    "blockquote[style*=border-left]"
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"[ \t\xa0\u200b\u200c\ufeff]{3,}")
_CONFIG = ParserConfig(
    css=CSS_PROFILES["relaxed"].copy(), display_links=False, display_images=False
)


def to_text(html: str) -> str:
    """Readable text of an HTML letter; hidden elements are left out. Never raises."""
    html = html[:MAX_HTML_CHARACTERS].replace("\x00", "").replace(_OPEN, "").replace(_CLOSE, "")
    nesting = _nesting(html)
    if nesting > _MAX_PARSED_NESTING:
        return _tidy(_ANY_TAG.sub(" ", html))
    try:
        tree = LexborHTMLParser(html)
        _hide(tree)
        marked = _mark_quotes(tree)
        if _padding(marked) > _MAX_PADDING:
            marked = _TABLE.sub(r"<\1div", marked)  # cells stand below each other
        simple = nesting < _MAX_NESTING and marked.count("<") < _MAX_TAGS
        text = _rendered(marked) if simple else ""
        if not text.strip() and tree.body is not None:
            text = tree.body.text(separator="\n")
    except Exception:
        text = _ANY_TAG.sub(" ", html)
    return _tidy(text)


def _rendered(html: str) -> str:
    text: str = get_text(html, _CONFIG)
    return text


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


def _nesting(html: str) -> int:
    """A bound of how deep elements stand in each other; every name is counted by itself."""
    depths: dict[str, int] = {}
    depth = deepest = 0
    for closing, found in _TAG.findall(html):
        name = found.lower()
        if name in _NEVER_DEEP:
            continue
        opened = depths.get(name, 0)
        if not closing:
            depths[name] = opened + 1
            depth += 1
            deepest = max(deepest, depth)
        elif opened:
            depths[name] = opened - 1
            depth -= 1
    return deepest


def _padding(html: str) -> int:
    """A bound of the blanks that drawing the tables costs: lines, the longest one, levels."""
    lines = longest = depth = deepest = end = 0
    for match in _BLOCK.finditer(html):
        lines += 1
        if match[2]:
            longest, end = max(longest, match.start() - end), match.end()
            if match[2].lower() == "table":
                depth += -1 if match[1] else 1
                deepest = max(deepest, depth)
    return lines * max(longest, len(html) - end) * deepest


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
