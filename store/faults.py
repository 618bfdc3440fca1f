"""What says that the store itself is in trouble, not the letter that was being kept or decided."""

from __future__ import annotations

import peewee

UNAVAILABLE: tuple[type[Exception], ...] = (peewee.OperationalError, peewee.InterfaceError)
"""Disk full, locked, server gone, deadlock: the same work may succeed later."""
