"""Words of a PDF: its text layer, and OCR for the pages that are only pictures."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from mailflows.data import load
from mailflows.letter import DocumentText
from mailflows.reading import scans
from mailflows.reading.pictures import together

MAX_PAGES = 50  # with a text layer
_FEW_WORDS = 12  # a page of fewer with a picture on it is looked at as a picture
_SCRAMBLED = 0.05  # share of unreadable characters at which the slow extractor is tried
_LEAST_OURS = 0.3  # of a text layer's words; a scanner without our language writes Latin
_WORD = re.compile(r"\w\w+")
_OURS = re.compile(load("scans")["word"])


def read_pdf(content: bytes, until: float) -> DocumentText:
    """The words page by page; faults "encrypted", "broken", "read-in-part", and those of OCR.

    No page is looked at as a picture after `until` (time.monotonic).
    """
    start = max(0, content.find(b"%PDF-", 0, 1024))
    try:
        document = pdfium.PdfDocument(content[start:])
    except pdfium.PdfiumError as error:
        locked = "assword" in str(error) or "ecurity" in str(error)
        return DocumentText(fault="encrypted" if locked else "broken")
    try:
        return _read(document, content[start:], until)
    finally:
        document.close()


def _read(document: Any, content: bytes, until: float) -> DocumentText:
    pages: list[DocumentText] = []
    drawn = 0
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        text = page.get_textpage().get_text_bounded()
        if not text.strip() or (_is_poor(text) and _has_picture(page)):
            drawn += 1
            pages.append(_drawn(page, text, until, drawn))
        else:
            pages.append(DocumentText(text))
    found = together(pages, whole=len(document) <= MAX_PAGES and drawn <= scans.MAX_SCANNED_PAGES)
    return found if drawn else replace(found, text=_mended(found.text, content))


def _is_poor(text: str) -> bool:
    """Whether the text layer is not the page's words: none, or a scanner's guess in Latin."""
    words = len(_WORD.findall(text))
    return words < _FEW_WORDS or len(_OURS.findall(text)) < words * _LEAST_OURS


def _has_picture(page: Any) -> bool:
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return next(iter(pictures), None) is not None


def _drawn(page: Any, text: str, until: float, count: int) -> DocumentText:
    """The page's words as they are seen, unless its text layer has more of ours."""
    if count > scans.MAX_SCANNED_PAGES or time.monotonic() >= until:
        return DocumentText(text, fault="too-slow" if count <= scans.MAX_SCANNED_PAGES else None)
    scale = scans.WORKING_SIDE / max(1.0, *page.get_size())
    seen = scans.read_page(page.render(scale=scale).to_pil(), until)
    if len(_OURS.findall(seen.text)) > len(_OURS.findall(text)):
        return seen
    return replace(seen, text=text, fault=seen.fault if seen.fault == "no-ocr" else None)


def _mended(text: str, content: bytes) -> str:
    """pdfium is 80 times faster; pdfplumber is asked only when its text came out scrambled."""
    if text.count("\ufffd") + text.count("\x00") <= _SCRAMBLED * len(text):
        return text.replace("\ufffe", "")
    import pdfplumber  # noqa: PLC0415 - a third of a second that is hardly ever needed

    with pdfplumber.open(BytesIO(content)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages[:MAX_PAGES])
