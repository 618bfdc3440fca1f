"""Cover notes: short words that only point at an attached document."""

from __future__ import annotations

from mailflows.understanding.replies.claims import look

TABLE = "intents_executor"
LONGEST = 25  # words


def only_points(text: str) -> bool:
    """Whether a text is a short note that points at what is attached, or is empty."""
    looks = look(text, TABLE)
    length = sum(len(one.sentence.words) for one in looks)
    return not length or (length <= LONGEST and any(one.of("pointing") for one in looks))
