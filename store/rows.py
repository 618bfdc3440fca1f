"""Inserting and updating rows by statements that are built once and used for ever."""

# A commit writes a dozen rows while it holds the writer's lock; building its SQL anew each time
# would cost three quarters of that time.

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import peewee

from store.database import database, execute
from store.fields import Day, Moment, Record, Words, cleaned
from store.models import Row

Values = Mapping[str, Any]
_Column = tuple[str, Callable[[Any], Any] | None, Any]


@lru_cache(maxsize=64)
def _columns(model: type[Row]) -> tuple[_Column, ...]:
    """Name, converter (None: as it is) and default of each column that an insert fills."""
    return tuple(
        (
            field.column_name,
            field.db_value if isinstance(field, Moment | Day | Record | Words) else None,
            field.default,
        )
        for field in model._meta.sorted_fields
        if not isinstance(field, peewee.AutoField)
    )


@lru_cache(maxsize=512)
def _insert_sql(model: type[Row], count: int, mark: str, tail: str) -> str:
    names = [name for name, _, _ in _columns(model)]
    row = f"({', '.join([mark] * len(names))})"
    columns = ", ".join(f'"{name}"' for name in names)
    table = model._meta.table_name
    return f'INSERT INTO "{table}" ({columns}) VALUES {", ".join([row] * count)}{tail}'  # noqa: S608


def insert(model: type[Row], values: Sequence[Values], tail: str = "") -> list[Any]:
    """Insert rows by one statement; `tail` is a constant ON CONFLICT or RETURNING clause.

    Values go by column name; absent ones take the column's default. Gives back what RETURNING
    returned, as tuples.
    """
    if not values:
        return []
    columns = _columns(model)
    parameters = [
        row.get(name, default) if convert is None else convert(row.get(name, default))
        for row in values
        for name, convert, default in columns
    ]
    bound = database()
    cursor = execute(_insert_sql(model, len(values), bound.param, tail), parameters)
    return list(cursor.fetchall()) if "RETURNING" in tail else []


def insert_ids(model: type[Row], values: Sequence[Values]) -> list[int]:
    """Insert rows and give their new ids, in the order of `values`.

    Both databases number the rows of one statement in its order, yet promise no order of what
    RETURNING gives: hence the sorting.
    """
    return sorted(row[0] for row in insert(model, values, ' RETURNING "id"'))


def change(model: type[Row], row_id: int, version: int, values: Values) -> bool:
    """Set columns of the row if it still has `version`, and count the version up."""
    fields = model._meta.columns
    names = sorted(values)
    bound = database()
    sets = "".join(f'"{name}" = {bound.param}, ' for name in names)
    statement = (
        f'UPDATE "{model._meta.table_name}" SET {sets}"version" = "version" + 1 '  # noqa: S608
        f'WHERE "id" = {bound.param} AND "version" = {bound.param}'
    )
    parameters = [fields[name].db_value(values[name]) for name in names]
    return bool(execute(statement, [*parameters, row_id, version]).rowcount)


def run(statement: str, *parameters: Any) -> Any:
    """Run one constant statement with `?` marks; gives the cursor."""
    bound = database()
    return execute(statement.replace("?", bound.param), cleaned(parameters))
