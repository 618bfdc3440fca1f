"""A letter to the facts that flows decide on: people, matters, machines, replies."""

from mailflows.understanding.assembly import understand
from mailflows.understanding.matters import danger_likeness, topic_likeness
from mailflows.understanding.replies import reply_likeness
from mailflows.understanding.words import lemmas

__all__ = ["prepare", "understand"]


def prepare() -> None:
    """Load what is loaded when first needed: a second or two that no letter is to wait for."""
    danger_likeness.prepare()
    topic_likeness.prepare()
    reply_likeness.prepare()
    lemmas.prepare()
