"""The register of a period for printing, in the order of its numbers, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailflows.dossier import Registered
from mailflows.vocabulary import Purpose
from store import load, rows
from store.fields import Moment
from store.models import AppealRow, ReferralRow
from store.translate import appeal_of

PAGE = 500  # appeals read at once
GIST = 600  # characters of an appeal's text that a line may need
_moment = Moment().db_value
_PERIOD = '"registered_at" >= ? AND "registered_at" < ?'


@dataclass(frozen=True, slots=True)
class Span:
    """What was registered in a period: per year the first and the last number, and how many."""

    since: datetime
    until: datetime
    years: tuple[tuple[int, int, int], ...]
    count: int


def span(since: datetime, until: datetime) -> Span:
    """What was registered from `since` on and before `until` (aware moments)."""
    found = rows.run(
        'SELECT "year", min("sequence"), max("sequence"), count(*) FROM "appeal"'  # noqa: S608
        f' WHERE {_PERIOD} GROUP BY "year" ORDER BY "year"',
        _moment(since),
        _moment(until),
    ).fetchall()
    years = tuple((int(year), int(first), int(last)) for year, first, last, _ in found)
    return Span(since, until, years, sum(int(row[3]) for row in found))


def lines(of: Span) -> Iterator[Registered]:
    """The appeals of a span by year and sequence; one page of them is in memory at a time."""
    for year, first, last in of.years:
        after = first - 1
        while page := _page(of, year, after, last):
            yield from _registered(page)
            after = page[-1]["sequence"]


def _page(of: Span, year: int, after: int, last: int) -> list[dict[str, Any]]:
    return load.rows(
        AppealRow,
        f'"year" = ? AND "sequence" > ? AND "sequence" <= ? AND {_PERIOD}'
        f' ORDER BY "sequence" LIMIT {PAGE}',
        year,
        after,
        last,
        _moment(of.since),
        _moment(of.until),
    )


def _registered(page: list[dict[str, Any]]) -> Iterator[Registered]:
    ids = [row["id"] for row in page]
    cut = f'SELECT "appeal_id", substr("text", 1, {GIST}) FROM "appeal_text" WHERE '  # noqa: S608
    begun = dict(rows.run(cut + load.among("appeal_id", ids), *ids).fetchall())
    found = load.rows(ReferralRow, load.among("appeal_id", ids) + ' ORDER BY "id"', *ids)
    work = (one for one in found if one["purpose"] != Purpose.INFORMATION)
    executors: dict[int, dict[str, None]] = {}
    for one in work:
        executors.setdefault(one["appeal_id"], {})[one["executor"]] = None
    for row in page:
        appeal = appeal_of(row, str(begun.get(row["id"], "")))
        yield Registered(appeal, tuple(executors.get(row["id"], ())))
