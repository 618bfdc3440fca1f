"""Words of an RTF file: enough to understand a letter, no layout."""

from __future__ import annotations

import re

from mailflows.letter import DocumentText
from mailflows.reading.charset import decode

_TOKEN = re.compile(
    r"\\u(?P<number>-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])?"
    r"|\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\(?P<word>[a-zA-Z]{1,32})(?:-?\d{1,10})? ?"
    r"|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<plain>[^\\{}\r\n]+)",
    re.DOTALL,
)
_CODEPAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_SKIPPED = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "generator")
)
_BREAKS = {"par": "\n", "line": "\n", "row": "\n", "tab": "\t", "cell": "  "}
_SYMBOLS = {"~": " ", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\"}


def read_rtf(content: bytes) -> DocumentText:
    """The visible characters; bytes are read in the file's code page, windows-1251 without one."""
    codepage = _CODEPAGE.search(content[:2_000])
    codec = f"cp{codepage[1].decode()}" if codepage else "cp1251"
    out: list[str] = []
    outer: list[bool] = []
    skipping = False
    pending = bytearray()
    for token in _TOKEN.finditer(content.decode("latin-1")):
        if token["byte"]:
            if not skipping:
                pending.append(int(token["byte"], 16))
            continue
        if pending:
            out.append(decode(bytes(pending), codec)[0])
            pending.clear()
        if token["brace"] == "{":
            outer.append(skipping)
        elif token["brace"]:
            skipping = outer.pop() if outer else False
        elif token["symbol"] == "*" or token["word"] in _SKIPPED:
            skipping = True
        elif not skipping:
            out.append(_shown(token))
    out.append(decode(bytes(pending), codec)[0])
    return DocumentText("".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _shown(token: re.Match[str]) -> str:
    if token["number"]:
        return chr(int(token["number"]) % 65_536)
    if token["word"]:
        return _BREAKS.get(token["word"], "")
    return token["plain"] or _SYMBOLS.get(token["symbol"] or "", "")
