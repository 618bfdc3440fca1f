"""Earlier appeals of the same person, and how many wrote the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mailflows.facts import Applicant, Facts
from mailflows.records import Appeal
from mailflows.vocabulary import Role, Sign
from store import load as known
from store import rows
from store.fields import Moment
from store.models import AppealRow

EARLIER = 20  # appeals of one person that are compared with a new one
OF_LATE = timedelta(days=31)  # within which the same words of many people are one campaign
_MOST_VALUES = 50
_MOST_ALIKE = 500  # letters of one campaign that are counted
_YEARS = 3  # in which a number without its year is looked for
_moment = Moment().db_value
_AUTHOR = """coalesce("applicant_email", "applicant_phone", "applicant_name", '')"""


def earlier(facts: Facts, tied: Appeal | None, now: datetime) -> tuple[Appeal, ...]:
    """Appeals of who writes, newest first: by e-mail, telephone, or name; `tied` is not among them.

    For an operator those of the applicant of the appeal that he speaks of, and the one that he
    names. Whether it is really the same person, rules decide.
    """
    people = _people(facts, tied)
    emails = {one.email for one in people}
    if facts.role is Role.OUTSIDER and facts.letter.sender is not None:
        emails.add(facts.letter.sender.address)
    told: tuple[tuple[str, set[str | None], bool], ...] = (
        ("applicant_email", emails, True),
        ("applicant_phone", {one.phone for one in people}, True),
        ("applicant_name", {one.name for one in people if " " in (one.name or "")}, False),
    )
    found: dict[int, dict[str, Any]] = {}
    for column, values, lower in told:
        for row in _newest(column, values, lower):
            found[row["id"]] = row
    named = {row["id"]: row for row in _named(facts, tied, now.year)}
    newest = sorted(found.values(), key=_when, reverse=True)[:EARLIER]
    kept = {row["id"]: row for row in newest} | named
    if tied is not None:
        kept.pop(tied.id, None)
    return known.with_texts(sorted(kept.values(), key=_when, reverse=True))


def _when(row: Mapping[str, Any]) -> tuple[datetime, int]:
    return row["received_at"], row["id"]


def alike(facts: Facts, now: datetime) -> Mapping[str, int]:
    """How many other authors sent each matter's wording of late."""
    return {one.wording: _authors(one.wording, one.applicant, now) for one in _worded(facts)}


def campaign(facts: Facts, tied: Appeal | None, now: datetime) -> tuple[Appeal, ...]:
    """Appeals of late that are marked as written by many in the same words as this one.

    All of them for an operator who speaks of one of them, newest first; of each wording of a new
    letter one that is open.
    """
    alike = '"wording" = ? AND "received_at" > ? AND "sign" = ?'
    since, mass = _moment(now - OF_LATE), str(Sign.MASS)
    if facts.role is Role.OPERATOR and tied is not None:
        if tied.sign is not Sign.MASS or not tied.wording:
            return ()
        newest = f'{alike} ORDER BY "received_at" DESC LIMIT {_MOST_ALIKE}'
        found = known.appeals(newest, tied.wording, since, mass)
        return tuple(one for one in found if one.id != tied.id)
    newest = f'{alike} AND "open" ORDER BY "received_at" DESC LIMIT 1'
    wordings = sorted({one.wording for one in _worded(facts)})
    return tuple(one for wording in wordings for one in known.appeals(newest, wording, since, mass))


def _worded(facts: Facts) -> Iterator[Any]:
    return (one for one in facts.matters[:_MOST_VALUES] if one.wording)


def _authors(wording: str, but: Applicant, now: datetime) -> int:
    own = (but.email or "").lower() or but.phone or but.name or ""
    found = rows.run(
        f'SELECT count(DISTINCT "author") FROM (SELECT {_AUTHOR} AS "author" FROM "appeal"'  # noqa: S608
        ' WHERE "wording" = ? AND "received_at" > ?'
        f' ORDER BY "received_at" DESC LIMIT {_MOST_ALIKE}) AS "alike" WHERE "author" <> ?',
        wording,
        _moment(now - OF_LATE),
        own,
    )
    return int(found.fetchone()[0])


def _people(facts: Facts, tied: Appeal | None) -> Sequence[Applicant]:
    people = [one.applicant for one in facts.matters]
    if tied is not None and facts.role is Role.OPERATOR:
        people.append(tied.applicant)
    return people


def _newest(column: str, told: Iterable[str | None], lower: bool) -> list[dict[str, Any]]:
    cut = (value[:320] for value in told if value)
    values = sorted({one.lower() if lower else one for one in cut})[:_MOST_VALUES]
    newest = f'{known.among(column, values)} ORDER BY "received_at" DESC LIMIT {EARLIER}'
    return known.rows(AppealRow, newest, *values)


def _named(facts: Facts, tied: Appeal | None, year: int) -> list[dict[str, Any]]:
    """The appeal that an operator names: by its number, or the newest of these digits."""
    named = facts.reply.earlier if facts.reply else None
    if not named:
        found: list[dict[str, Any]] = []
    elif named.isascii() and named.isdecimal() and len(named) < 8:
        years = [year - back for back in range(_YEARS)]
        numbered = f'{known.among("year", years)} AND "sequence" = ? ORDER BY "year" DESC LIMIT 2'
        found = known.rows(AppealRow, numbered, *years, int(named))
    else:
        found = known.rows(AppealRow, '"number" = ?', named)
    if tied is not None and tied.repeat_of:
        found += known.rows(AppealRow, '"number" = ?', tied.repeat_of)
    return found
