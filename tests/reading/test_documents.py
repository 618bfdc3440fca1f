"""Words of attached files of every kind that citizens send."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from mailflows.letter import Letter
from mailflows.reading import scans
from mailflows.reading.documents import extract

needs_ocr = pytest.mark.skipif(
    not scans.available(), reason="no OCR: install tesseract-ocr, tesseract-ocr-ukr, extra `ocr`"
)


@pytest.mark.parametrize(
    ("name", "has", "ocr"),
    [
        ("docx-only", "дві лавки у сквері", False),
        ("pdf-text-layer", "не виплачується державна допомога", False),
        ("pdf-with-p7s", "копії рішень виконавчого комітету", False),
        pytest.param("pdf-image-only", "виправити помилку в адресі", True, marks=needs_ocr),
        pytest.param("noisy-photo", "відремонтувати тротуар", True, marks=needs_ocr),
    ],
)
def test_words(stored: Callable[[str], Letter], name: str, has: str, ocr: bool) -> None:
    file = stored(name).attachments[0]
    found = extract(file.name, file.type, file.content)
    assert has in " ".join(found.text.split())
    assert (found.ocr, found.fault) == (ocr, None)


@needs_ocr
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_lies_on_its_side(stored: Callable[[str], Letter], angle: int) -> None:
    page = Image.open(io.BytesIO(stored("noisy-photo").attachments[0].content))
    out = io.BytesIO()
    page.rotate(angle, expand=True, fillcolor="white").save(out, "JPEG", quality=90)
    found = extract("scan.jpg", "image/jpeg", out.getvalue())
    assert "відремонтувати тротуар" in " ".join(found.text.split())


@needs_ocr
def test_a_photo_without_words_says_so(stored: Callable[[str], Letter]) -> None:
    file = stored("photo-without-words").attachments[0]
    found = extract(file.name, file.type, file.content)
    assert (found.text, found.fault) == ("", "unreadable-scan")


def test_the_detached_signature_is_named(stored: Callable[[str], Letter]) -> None:
    file = stored("pdf-with-p7s").attachments[1]
    assert extract(file.name, file.type, file.content).fault == "signature"


RTF = (
    b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 Arial;}}\\f0 "
    b"\\'cd\\'e5\\'ec\\'e0\\'ba \\'e2\\'ee\\'e4\\'e8\\par"
    b" \\u1081?\\{x\\}{\\*\\generator Word}}"
)


@pytest.mark.parametrize(
    ("name", "kind", "content", "text"),
    [
        ("a.txt", "text/plain", "Немає води".encode("cp1251"), "Немає води"),
        ("a.csv", "text/csv", "вулиця;будинок".encode(), "вулиця;будинок"),
        ("a.html", "text/html", "<p>Немає</p><p>води</p>".encode(), "Немає\nводи"),
        ("a.rtf", "application/rtf", RTF, "Немає води\nй{x}"),
        ("a.eml", "message/rfc822", "Subject: Вода\n\nНемає.".encode(), "Вода\nНемає."),
    ],
)
def test_simple_files(name: str, kind: str, content: bytes, text: str) -> None:
    found = extract(name, kind, content)
    assert found.fault is None
    assert "\n".join(line for line in found.text.split("\n") if line) == text


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return out.getvalue()


def _big_picture() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def _logo() -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (60, 60), "white")
    ImageDraw.Draw(image).ellipse((5, 5, 50, 50), fill="blue")
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "kind", "content", "fault"),
    [
        ("a.pdf", "application/pdf", b"", "empty"),
        ("a.pdf", "application/pdf", b"%PDF-1.4 nonsense", "broken"),
        ("a.docx", "application/octet-stream", _zip({"word/a": b"\0" * 30_000_000}), "too-big"),
        ("a.docx", "", b"PK\x03\x04word/ nonsense", "broken"),
        ("a.zip", "application/zip", _zip({"a": b"b"}), "unknown-type"),
        ("a.asice", "", _zip({"META-INF/s.p7s": b"b", "a.pdf": b"c"}), "broken"),
        ("a.p7m", "application/pkcs7-mime", b"zzz", "encrypted"),
        ("a.exe", "application/octet-stream", b"MZ", "unknown-type"),
        ("a.png", "image/png", _big_picture(), "too-big"),
        ("a.png", "image/png", _logo(), "empty"),
        ("a.png", "image/png", b"\x89PNG\r\n\x1a\nnonsense", "broken"),
    ],
)
def test_faults(name: str, kind: str, content: bytes, fault: str) -> None:
    found = extract(name, kind, content)
    assert (found.text, found.fault) == ("", fault)
