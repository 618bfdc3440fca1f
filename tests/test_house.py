"""The house itself: who may import whom, where words live, how long files are, the lock."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
ROOMS = ("daemon", "mailflows", "store", "ops")
CODE = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
VOCABULARY = {
    *("vocabulary", "states", "letter", "policy", "facts", "reasons", "records", "decision"),
    "context",
    *("figures", "summary", "dossier"),
}
TOP_LEVEL = {
    *("daemon", "mailflows", "templates", "store", "ops", "tests"),
    *("settings.example.ini", "pyproject.toml", "README.md", "requirements.lock"),
    *("LICENSE", "CHANGELOG.md"),
}


def module(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Modules that a file imports, whole names; imports for type checkers alone count too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(name: str) -> str:
    """A module's place in the table: `rules`, `writing`, `flows`, ... or a top-level package."""
    parts = name.split(".")
    if parts[0] != "mailflows" or len(parts) == 1:
        return parts[0]
    if parts[1] in {"rules", "reading", "understanding", "writing", "papers", "data"}:
        return parts[1]
    return "vocabulary" if parts[1] in VOCABULARY else "flows"


MAY_IMPORT = {  # of our own rooms; outside libraries are held by the next test
    "vocabulary": {"vocabulary"},
    "data": {"data"},
    "rules": {"rules", "vocabulary", "data"},
    "reading": {"reading", "vocabulary", "rules", "data"},
    "understanding": {"understanding", "vocabulary", "rules", "data"},
    "flows": {"flows", "vocabulary", "rules", "data"},
    "writing": {"writing", "vocabulary", "rules", "data", "templates"},
    "papers": {"papers", "writing", "vocabulary", "rules", "data", "templates"},
    "mailflows": {"vocabulary"},
    "templates": {"templates"},
    "store": {"store", "vocabulary"},
    "daemon": {
        *("daemon", "store", "writing", "flows", "understanding", "reading", "rules"),
        *("vocabulary", "data", "templates", "mailflows", "papers"),
    },
}
ONLY_IN = {  # a library's only rooms or files
    "peewee": ("store",),
    "playhouse": ("store",),
    "sqlite3": ("store",),
    "imap_tools": ("daemon.intake", "daemon.mailbox"),
    "imaplib": ("daemon.intake", "daemon.mailbox"),
    "aiosmtplib": ("daemon.sending",),
    "asyncio": ("daemon.sending", "ops.demo"),
    "jinja2": ("mailflows.writing", "mailflows.papers", "ops.demo"),
    "weasyprint": ("mailflows.papers.pdf",),
    "docxtpl": ("mailflows.papers.docx",),
    "xlsxwriter": ("mailflows.papers.xlsx",),
    "structlog": ("daemon.logs",),
    "schedule": ("daemon.jobs",),
    "typer": ("ops",),
    "rich": ("ops",),
    "threading": ("daemon", "store", "ops"),
    "socket": ("daemon", "ops"),
    "subprocess": ("daemon", "ops", "mailflows.reading"),
}
READS_THE_CLOCK = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")


@pytest.mark.parametrize("path", CODE, ids=module)
def test_layers(path: Path) -> None:
    room = room_of(module(path))
    for name in imports(path):
        other = room_of(name)
        if other in {*MAY_IMPORT, "ops"} and room != "ops":
            assert other in MAY_IMPORT[room], f"{module(path)} imports {name}"
        keeper = ONLY_IN.get(name.split(".")[0])
        if keeper:
            allowed = any(
                module(path) == one or module(path).startswith(one + ".") for one in keeper
            )
            assert allowed, f"{module(path)} imports {name}, which only {keeper} may"


@pytest.mark.parametrize("path", CODE, ids=module)
def test_words_live_in_templates_and_data(path: Path) -> None:
    if path.is_relative_to(ROOT / "daemon" / "settings"):
        return  # examples in the documentation of the keys
    text = path.read_text("utf-8")
    found = re.findall(r"[\u0400-\u04ff]+|\\u04[0-9a-fA-F]{2}", text)
    assert not found, f"{module(path)} holds {found[:5]}"


@pytest.mark.parametrize("path", CODE, ids=module)
def test_one_sentence_and_no_clock(path: Path) -> None:
    text = path.read_text("utf-8")
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, f"{module(path)} has no docstring"
    assert len(docstring.split("\n\n")) == 1 or path.name == "start.py"
    if room_of(module(path)) not in {"daemon", "ops"}:
        assert not READS_THE_CLOCK.search(text), f"{module(path)} reads the clock"


def test_file_sizes() -> None:
    written = [path for path in CODE if path.parent.name != "migrations"]  # those are frozen
    sizes = {module(path): len(path.read_text("utf-8").splitlines()) for path in written}
    largest = max(sizes, key=lambda name: sizes[name])
    print(f"\n{len(sizes)} files, median {statistics.median(sizes.values()):.0f} lines, ", end="")
    print(f"largest {largest} with {sizes[largest]}")
    assert statistics.median(sizes.values()) <= 120
    assert sizes[largest] <= 300


def test_top_level() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


@pytest.mark.parametrize("command", [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]])
def test_clean(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE | re.IGNORECASE)


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text, "a registry's address stands in the lock"
    found = {key.lower().replace("_", "-"): version for key, version in PIN.findall(text)}
    assert text.count("--hash=sha256:") >= len(found)
    return found


def test_locks_are_in_step() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    production = [*project["project"]["dependencies"], *extras["postgres"], *extras["ocr"]]
    production += extras["papers"]
    everything = [*production, *extras["demo"], *project["dependency-groups"]["dev"]]
    for name, wanted in (
        ("requirements.lock", production),
        ("tests/requirements.lock", everything),
    ):
        locked = pins(name)
        for text in wanted:
            need = Requirement(text)
            version = locked.get(need.name.lower().replace("_", "-"))
            assert version, f"{need.name} is not in {name}"
            assert need.specifier.contains(version), f"{name} pins {need.name} {version}"
    both = pins("requirements.lock").items() & pins("tests/requirements.lock").items()
    assert len(both) == len(pins("requirements.lock")), "the two locks pin different versions"
