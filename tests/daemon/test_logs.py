"""Log lines: what they may hold is a closed list, and no line loses what it was to tell."""

from __future__ import annotations

import ast
import io
import json
from collections.abc import Iterator
from pathlib import Path

from daemon import logs

ROOT = Path(__file__).parents[2]
LEVELS = {"info", "warning", "error"}


def told(path: Path) -> Iterator[str]:
    """Names of the fields that the log lines of a file hold."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in LEVELS
            and isinstance(node.func.value, ast.Call)
            and isinstance(node.func.value.func, ast.Name)
            and node.func.value.func.id == "log"
        ):
            yield from (keyword.arg or "" for keyword in node.keywords)


def test_every_field_that_is_told_is_on_the_list() -> None:
    dropped = {
        f"{path.name}: {name}"
        for path in (ROOT / "daemon").rglob("*.py")
        for name in told(path)
        if name not in logs.ALLOWED
    }
    assert dropped == set()


def test_a_field_that_is_not_on_the_list_is_dropped() -> None:
    out = io.StringIO()
    logs.configure("json", out)
    logs.log().info("kept", letter=7, applicant="Галаган")
    line = json.loads(out.getvalue())
    assert line["letter"] == 7
    assert "applicant" not in line
