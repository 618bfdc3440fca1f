"""The style sheet inside the elements of a letter, where mail programs want it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import css_inline

_START_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_CLASS = re.compile(r'\sclass="([^"]*)"')
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_HEAD = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_CELLS = {"td", "th"}  # an HTML parser drops them outside a row


class Styles:
    """Puts a style sheet into letters.

    A rule may ask for an element, a class or both and for nothing around it, so what an element
    gets follows from its own tag, and it is put into the templates when they are read and not
    into every letter. Their classes have to stand there as they are.
    """

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._inline = css_inline.CSSInliner(
            keep_at_rules=True,  # the dark colours and the narrow screens are @media rules
            load_remote_stylesheets=False,
        ).inline
        self._of = lru_cache(maxsize=256)(self._look_up)

    @property
    def head(self) -> str:
        """What cannot stand in an element and stays in the head: the @media rules."""
        found = _HEAD.search(self._inline(f"<style>{self._sheet}</style>"))
        return found[1] if found else ""

    def put_into(self, html: str) -> str:
        """The letter or its template with a style in every element that has one.

        Raises ValueError for a class that is not known before the letter is made.
        """
        return _START_TAG.sub(self._styled, html)

    def _styled(self, tag: re.Match[str]) -> str:
        name, attributes = tag.groups()
        found = _CLASS.search(attributes)
        if found and "{" in found[1]:
            raise ValueError(f"the class of <{name}> is not known yet: {found[1]}")
        style = self._of(name, found[1] if found else "")
        return f'<{name}{attributes} style="{style}">' if style else tag[0]

    def _look_up(self, name: str, classes: str) -> str:
        """The style of one kind of element, "" for none."""
        probe = f'<{name} class="{classes}">'
        if name in _CELLS:
            probe = f"<table><tr>{probe}"
        made = self._inline(f"<style>{self._sheet}</style>{probe}")
        tag = re.search(rf"<{name}\b[^>]*>", made)
        found = _STYLE.search(tag[0]) if tag else None
        return found[1] if found else ""


@cache
def styles(directory: Path) -> Styles:
    """The styles of a folder of letters."""
    return Styles((directory / "style.css").read_text(encoding="utf-8"))
