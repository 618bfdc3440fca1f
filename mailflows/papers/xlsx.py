"""The register as a workbook, a line in memory at a time; a stranger's words are never formulas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mailflows.papers.naming import Naming, table
from mailflows.papers.register import Line, Period

LONGEST = 1_048_575  # lines of a sheet under its head
HEAD = 30  # points: two lines of a head
_NAMES = [one.name for one in fields(Line)]
_WIDTHS = {
    "number": 13, "received": 16, "registered": 16, "due": 16, "closed": 16, "applicant": 30,
    "address": 34, "phone": 17, "email": 34, "channel": 18, "kind": 22, "sign": 18, "subject": 15,
    "category": 26, "topic": 22, "classifier": 9, "gist": 60, "place": 30, "executors": 40,
    "state": 16, "result": 28, "days": 8, "rating": 8, "marks": 20,
}  # fmt: skip


def register_xlsx(path: Path, lines: Iterable[Line], period: Period, naming: Naming) -> int:
    """Write the lines into a new workbook; gives their count.

    Text is written as text and marked so (quotePrefix), so that a cell like «=cmd()» stays words
    even after somebody edits it. Raises ValueError for more lines than a sheet holds.
    """
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "default_date_format": "dd.mm.yyyy hh:mm",
    }  # fmt: skip
    heads = table("register")
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": f"{heads['title']} {period.title(naming)}"})
        sheet = book.add_worksheet(heads["sheet"])
        shapes = {
            "head": book.add_format(
                {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1,
                 "bg_color": "#E8EDF2"}
            ),
            "words": book.add_format({"valign": "top", "quote_prefix": True}),
            "moment": book.add_format(
                {"num_format": "dd.mm.yyyy hh:mm", "valign": "top", "align": "left"}
            ),
            "count": book.add_format({"valign": "top"}),
        }  # fmt: skip
        for at, name in enumerate(_NAMES):
            sheet.set_column(at, at, _WIDTHS[name])
            sheet.write_string(0, at, heads[name], shapes["head"])
        sheet.set_row(0, HEAD)
        count = 0
        for count, one in enumerate(lines, start=1):
            if count > LONGEST:
                raise ValueError(f"more than {LONGEST} lines")
            _write(sheet, count, one, shapes)
        _prepare(sheet, count, f"{heads['title']} {period.title(naming)}")
    return count


def _write(sheet: Worksheet, row: int, line: Line, shapes: dict[str, object]) -> None:
    for at, name in enumerate(_NAMES):
        value = getattr(line, name)
        if isinstance(value, datetime):
            sheet.write_datetime(row, at, value, shapes["moment"])
        elif isinstance(value, int):
            sheet.write_number(row, at, value, shapes["count"])
        elif value:
            sheet.write_string(row, at, value, shapes["words"])


def _prepare(sheet: Worksheet, count: int, title: str) -> None:
    """What people expect of a table: a head that stays, filters, pages that print well."""
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, len(_NAMES) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    sheet.set_header("&L" + title.replace("&", "&&"))
    sheet.set_footer("&R&P / &N")
