"""Document workers against files that hang, crash and eat memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import structlog
from PIL import Image

from daemon import logs
from daemon.documents import DocumentReaders
from daemon.settings.machine import Daemon
from mailflows.letter import Attachment


def file(name: str, content: bytes = b"") -> Attachment:
    return Attachment(0, name, "application/x-test", content or name.encode())


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child is a program of its own: it finds the hostile reader by PYTHONPATH."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


@pytest.fixture
def readers() -> Iterator[DocumentReaders]:
    settings = Daemon(document_seconds=5, document_memory_mb=512, document_wait_seconds=20)
    made = DocumentReaders(settings, "tests.daemon.hostile_documents")
    yield made
    made.close()


def test_one_child_reads_file_after_file(readers: DocumentReaders) -> None:
    read = readers.for_letter()
    first, second = read(file("one")), read(file("two"))
    assert first and second
    assert first.text.split()[0] == "one"
    assert first.text.split()[1] == second.text.split()[1]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("crash", b"", "worker-died"),
        ("bomb", b"2000000000", "too-much-memory"),
        ("raise", b"", "unreadable:ValueError"),
        ("endless", b"", "too-slow"),
    ],
)
def test_a_hostile_file_costs_itself_only(
    readers: DocumentReaders, name: str, content: bytes, fault: str
) -> None:
    read = readers.for_letter(60)
    before = read(file("before"))
    bad = read(file(name, content))
    after = read(file("after"))
    assert before and bad and after
    assert bad.fault == fault
    assert bad.text == ""
    assert after.fault is None
    assert after.text.split()[1] != before.text.split()[1], "a child is replaced after a fault"


def test_a_file_that_is_merely_of_no_known_type_costs_no_child(readers: DocumentReaders) -> None:
    read = readers.for_letter(60)
    before, unknown, after = read(file("one")), read(file("unknown")), read(file("two"))
    assert before and unknown and after
    assert unknown.fault == "unknown-type"
    assert before.text.split()[1] == after.text.split()[1], "the same child"


def test_a_letter_waits_for_all_its_documents_together(readers: DocumentReaders) -> None:
    assert readers.for_letter()(file("warm"))
    began = time.monotonic()
    read = readers.for_letter(0.5)
    assert read(file("slow", b"2")) is None
    assert read(file("late")) is None
    assert time.monotonic() - began < 1
    later = readers.for_letter()
    found = later(file("slow", b"2"))
    assert found and found.text.startswith("slow"), "what was begun is not begun again"
    assert time.monotonic() - began < 4


def test_closing_ends_a_child_in_the_middle_of_a_file() -> None:
    made = DocumentReaders(Daemon(document_seconds=60), "tests.daemon.hostile_documents")
    assert made.for_letter(0.0)(file("endless")) is None
    began = time.monotonic()
    made.close()
    assert time.monotonic() - began < 3
    assert made.for_letter()(file("one")) is None, "the daemon ends: it will be read next time"


def test_without_ocr_it_is_said_once_and_work_goes_on(
    readers: DocumentReaders, request: pytest.FixtureRequest
) -> None:
    out = StringIO()
    logs.configure("json", out)
    request.addfinalizer(structlog.reset_defaults)
    read = readers.for_letter(60)
    for content in (b"1", b"2", b"3"):
        found = read(file("scan", content))
        assert found and found.fault == "no-ocr"
    after = read(file("one"))
    assert after and after.fault is None
    told = [line for line in out.getvalue().splitlines() if "no-ocr" in line]
    assert len(told) == 1 and "tesseract-ocr-ukr" in told[0]


def test_a_machine_without_tesseract_reads_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    made = DocumentReaders(Daemon())
    try:
        out = BytesIO()
        Image.linear_gradient("L").resize((400, 400)).save(out, "PNG")
        scan = made.patient()(Attachment(0, "a.png", "image/png", out.getvalue()))
        words = made.patient()(Attachment(0, "a.txt", "text/plain", "Немає води".encode()))
    finally:
        made.close()
    assert scan and words
    assert (scan.text, scan.fault) == ("", "no-ocr")
    assert words.text == "Немає води"


def test_a_child_that_takes_no_file_holds_nobody_up() -> None:
    """A file that is larger than the pipe's buffer would be waited for until the daemon ends."""
    settings = Daemon(document_seconds=5).model_copy(update={"document_seconds": 1})
    made = DocumentReaders(settings, "tests.daemon.hanging_documents")
    try:
        found = made.for_letter(20)(file("large.pdf", b"x" * 5_000_000))
    finally:
        made.close()
    assert found is not None
    assert found.fault == "too-slow"
