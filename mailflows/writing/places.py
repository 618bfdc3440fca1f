"""Places and addresses the way a clerk writes them."""

from __future__ import annotations

from mailflows.facts import Applicant, Place, Scene
from mailflows.records import Appeal
from templates import words


def place(where: Place | Applicant | str | None) -> str:
    """Settlement, street, house and flat; "" when nothing is known. A ready text stays as it is.

    A street without its type is called a street, as people do.
    """
    if where is None or isinstance(where, str):
        return where or ""
    table = words()["address"]
    street = where.street or ""
    if street and street.split()[0].lower() not in table["types"]:
        street = f"{table['street']}\u00a0{street}"
    flat = where.flat if isinstance(where, Applicant) else None
    told = [where.settlement, street, where.house, f"{table['flat']}\u00a0{flat}" if flat else ""]
    return ", ".join(part for part in told if part)


def scene(found: Appeal | Scene) -> str:
    """Where responders must go; the applicant's home is marked as such."""
    one = found if isinstance(found, Scene) else found.scene
    told = place(one.place)
    return f"{told} {words()['address']['home']}" if one.home else told
