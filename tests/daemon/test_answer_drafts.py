"""The draft of an answer when its DOCX cannot be made: the letter says so and holds the words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from daemon import answer_drafts
from tests.papers.test_answer import made


def test_without_the_extra_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("mailflows.papers.docx", raising=False)
    monkeypatch.delitem(sys.modules, "mailflows.papers.docx", raising=False)
    monkeypatch.setitem(sys.modules, "docxtpl", None)  # as where the extra is not installed
    content, fault = answer_drafts._file(made(), "")
    assert content == b""
    assert "papers" in fault


def test_a_broken_layout_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "own.docx"
    broken.write_bytes(b"no zip")
    content, fault = answer_drafts._file(made(), str(broken))
    assert content == b""
    assert "own.docx" in fault


def test_else_it_is_a_docx() -> None:
    content, fault = answer_drafts._file(made(), "")
    assert content.startswith(b"PK")
    assert fault == ""
