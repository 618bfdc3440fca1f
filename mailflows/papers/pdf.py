"""Papers as PDF by WeasyPrint from HTML templates; nothing outside the page is ever fetched."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NoReturn

import weasyprint
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint.urls import URLFetcher

import templates
from mailflows.papers.card import Card
from mailflows.papers.naming import Naming, clean, table
from mailflows.papers.register import Line, Period
from mailflows.writing import dates, typography

GIST = 160  # characters of the content in a line of the register on paper
LONGEST = 2_000  # lines of a register on paper: a hundred and more pages; beyond, a workbook
_LONG_WORD = re.compile("([^\\s\u200b]{24})(?=\\S)")  # as wide as the narrowest cell of words
_FOLDER = templates.UKRAINIAN / "papers"

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # its warnings quote the page
logging.getLogger("fontTools").setLevel(logging.CRITICAL)


class _Nothing(URLFetcher):  # type: ignore[misc]
    """Fetches nothing: the templates need nothing, and a stranger's words must not ask."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:
        """Refuse whatever is asked for."""
        raise ValueError("a paper fetches nothing")


def _breakable(value: Any) -> Any:
    """A value whose long words may break, so that none runs out of its cell.

    CSS overflow-wrap would do it too, but breaks short words as well where a blank that does not
    break stands beside them.
    """
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return _LONG_WORD.sub("\\1\u200b", value.replace("@", "@\u200b"))
    return value


@cache
def _environment(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_breakable,
    )
    made.filters.update(day=lambda when: f"{when:%d.%m.%Y}", cut=lambda text: clean(text, GIST))
    made.globals.update(table=table)
    return made


def _printed(template: str, **values: Any) -> bytes:
    html = _environment(_FOLDER).get_template(template).render(values)
    page = weasyprint.HTML(string=html, url_fetcher=_Nothing())
    made: bytes = page.write_pdf(pdf_variant="pdf/a-2b")
    return made


def card_pdf(card: Card) -> bytes:
    """The card as PDF/A for the file, A4 upright; the same card gives the same bytes."""
    return _printed("card.html.j2", card=card)


def register_pdf(lines: Iterable[Line], period: Period, naming: Naming, now: datetime) -> bytes:
    """The register of a period as PDF/A, A4 across, under a head for each day.

    Raises ValueError for more than LONGEST lines, before the first page is laid out.
    """
    kept: list[Line] = []
    for one in lines:
        kept.append(one)
        if len(kept) > LONGEST:
            raise ValueError(f"more than {LONGEST} lines")
    zone = naming.policy.timezone

    def registered(one: Line) -> date:
        return (one.registered or one.received).date()

    days = [
        (dates.day(day, zone, weekday=True), list(group))
        for day, group in groupby(kept, key=registered)
    ]
    return _printed(
        "register.html.j2",
        days=days,
        count=typography.plural(len(kept), *table("period")["count"]),
        title=period.title(naming),
        organisation=naming.policy.organisation,
        printed=naming.moment(now),
    )
