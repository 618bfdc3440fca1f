"""Scanned pages through the daemon's own document worker: three of the benchmark's twenty."""

from __future__ import annotations

import pytest

from mailflows.reading import scans
from tests.bench.pages import PAGES
from tests.bench.scans import WORST, measure

HARD = (10, 18, 20)  # on its head; a PDF of a picture askew; all at once


@pytest.mark.skipif(
    not scans.available(), reason="no OCR: install tesseract-ocr, tesseract-ocr-ukr, extra `ocr`"
)
def test_spoilt_pages_are_read() -> None:
    pages = [page for page in PAGES if page.seed in HARD]
    found = [figures for figures, _ in measure(pages)]
    print("\n", *(f"{one.page}: {one.wrong:.1%} wrong, {one.seconds:.1f} s" for one in found))
    assert {one.page: one.fault for one in found} == dict.fromkeys(HARD)
    assert max(one.wrong for one in found) <= WORST
