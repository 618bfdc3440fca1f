"""Scanned pages through the daemon's own document worker: three of the benchmark's twenty."""

from __future__ import annotations

import time

import pytest
from PIL import Image, ImageDraw, ImageFont

from mailflows.reading import scans
from tests.bench.pages import FONTS, PAGES, SANS
from tests.bench.scans import WORST, measure, wrong_share

HARD = (10, 18, 20)  # on its head; a PDF of a picture askew; all at once


pytestmark = pytest.mark.skipif(
    not scans.available(), reason="no OCR: install tesseract-ocr, tesseract-ocr-ukr, extra `ocr`"
)


def test_the_small_print_of_a_screenshot_is_read() -> None:
    words = "Доброго дня! Прошу полагодити\nліхтар біля будинку 15 по вул. Садовій,\nне горить."
    picture = Image.new("L", (200, 160), 255)
    ImageDraw.Draw(picture).text((10, 40), words, font=ImageFont.truetype(FONTS / SANS, 9), fill=0)
    found = scans.read_page(picture, time.monotonic() + 60)
    assert found.fault is None
    assert wrong_share(words, found.text) <= WORST


def test_a_picture_without_words_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Image.Image] = []
    recognise = scans._recognise

    def watched(page: Image.Image, until: float) -> tuple[str, float]:
        looks.append(page)
        return recognise(page, until)

    monkeypatch.setattr(scans, "_recognise", watched)
    picture = Image.radial_gradient("L").resize((400, 300))
    assert scans.read_page(picture, time.monotonic() + 60).fault == "unreadable-scan"
    assert len(looks) == 1


def test_spoilt_pages_are_read() -> None:
    pages = [page for page in PAGES if page.seed in HARD]
    found = [figures for figures, _ in measure(pages)]
    print("\n", *(f"{one.page}: {one.wrong:.1%} wrong, {one.seconds:.1f} s" for one in found))
    assert {one.page: one.fault for one in found} == dict.fromkeys(HARD)
    assert max(one.wrong for one in found) <= WORST
