"""What all models share: the database they are bound to and the way tables are named."""

from __future__ import annotations

import re
from typing import Any

import peewee

from store.database import proxy


def table_name(model: type[peewee.Model]) -> str:
    """`LetterLinkRow` is kept in `letter_link`."""
    bare = model.__name__.removesuffix("Row")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", bare).lower()


class Row(peewee.Model):
    """A row of some table; its name ends in Row so that it is never taken for the record."""

    id: Any

    class Meta:
        """Binding and naming."""

        database = proxy
        table_function = table_name
        legacy_table_names = False
