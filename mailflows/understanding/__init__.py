"""A letter to the facts that flows decide on: people, matters, machines, replies."""

from mailflows.understanding.assembly import understand

__all__ = ["understand"]
