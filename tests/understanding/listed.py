"""Sentences of letters kept in text files, one a line under the head of their kind."""

from __future__ import annotations

from pathlib import Path


def listed(name: str) -> dict[str, tuple[str, ...]]:
    """The lines of a file under each of its heads."""
    lines: dict[str, list[str]] = {}
    head = ""
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if line.startswith("["):
            head = line.strip("[]")
        elif line:
            lines.setdefault(head, []).append(line)
    return {head: tuple(texts) for head, texts in lines.items()}
