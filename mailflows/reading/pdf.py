"""Words of a PDF: its text layer, and OCR for the pages that are only pictures."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from mailflows.letter import DocumentText
from mailflows.reading import scans

MAX_PAGES = 50  # with a text layer
_FEW_WORDS = 12  # a page of fewer with a picture on it is looked at as a picture
_SCRAMBLED = 0.05  # share of unreadable characters at which the slow extractor is tried
_WORD = re.compile(r"\w\w+")


def read_pdf(content: bytes) -> DocumentText:
    """The words page by page; faults "encrypted", "broken", and those of OCR."""
    start = max(0, content.find(b"%PDF-", 0, 1024))
    try:
        document = pdfium.PdfDocument(content[start:])
    except pdfium.PdfiumError as error:
        locked = "assword" in str(error) or "ecurity" in str(error)
        return DocumentText(fault="encrypted" if locked else "broken")
    try:
        return _read(document, content[start:])
    finally:
        document.close()


def _read(document: Any, content: bytes) -> DocumentText:
    pages: list[str] = []
    pictures: list[int] = []
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        text = page.get_textpage().get_text_bounded()
        if len(_WORD.findall(text)) < _FEW_WORDS and _has_picture(page):
            pictures.append(number)
        pages.append(text)
    if pictures:
        return _with_scans(document, pages, pictures)
    return DocumentText(_mended("\n".join(pages), content))


def _has_picture(page: Any) -> bool:
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return next(iter(pictures), None) is not None


def _with_scans(document: Any, pages: list[str], pictures: list[int]) -> DocumentText:
    fault: str | None = None
    for number in pictures[: scans.MAX_SCANNED_PAGES]:
        page = document[number]
        scale = min(scans.DOTS_PER_INCH / 72, scans.MAX_SIDE / max(1.0, *page.get_size()))
        read = scans.read_page(page.render(scale=scale).to_pil())
        if len(_WORD.findall(read.text)) > len(_WORD.findall(pages[number])):
            pages[number] = read.text
        fault = fault or read.fault
    text = "\n".join(pages)
    return DocumentText(text, ocr=fault != "no-ocr", fault=None if text.strip() else fault)


def _mended(text: str, content: bytes) -> str:
    """pdfium is 80 times faster; pdfplumber is asked only when its text came out scrambled."""
    if text.count("\ufffd") + text.count("\x00") <= _SCRAMBLED * len(text):
        return text.replace("\ufffe", "")
    import pdfplumber  # noqa: PLC0415 - a third of a second that is hardly ever needed

    with pdfplumber.open(BytesIO(content)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages[:MAX_PAGES])
