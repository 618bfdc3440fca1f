"""Words of pictures by OCR, when the machine has it (the extra `ocr` and tesseract-ocr-ukr)."""

from __future__ import annotations

import os
import re
import shutil
import time
from functools import cache
from typing import Any

from PIL import Image, ImageFilter, ImageOps, ImageStat
from PIL.Image import Resampling, Transpose

from mailflows.data import load
from mailflows.letter import DocumentText
from mailflows.reading.upright import levelled

try:
    import pytesseract
except ImportError:  # the extra `ocr` is not installed
    pytesseract = None

MAX_SCANNED_PAGES = 10  # of one file
WORKING_SIDE = 2_600  # pixels of the long side given to OCR: an A4 page at 220 dpi
_GREATEST = 3.0  # times that a small picture is enlarged: OCR reads letters 80 pixels high badly
_PAGE_SECONDS = 30.0  # for one look at one page
_BLANK = 1.0  # standard deviation of grey below which nothing is printed
_DARK = 100  # mean grey below which the writing is light on dark
_SURE = 65.0  # mean confidence below which a page may lie otherwise, or a person reads it too
_HOPELESS = 45.0  # mean confidence below which the words are noise: no print, handwriting
_TURNS = (  # tried in this order when the page as it lies makes no sense
    Transpose.ROTATE_180, Transpose.ROTATE_90, Transpose.ROTATE_270,
)  # fmt: skip
_NUMBER_SIGN = re.compile(load("scans")["number_sign"])  # the Ukrainian model has no such sign


def read_page(image: Image.Image, until: float) -> DocumentText:
    """The words of one page, however it lies; not begun anew after `until` (time.monotonic).

    Faults "no-ocr", "empty", "unreadable-scan", "too-slow"; "read-in-part" with doubtful words.
    """
    if not available():
        return DocumentText(fault="no-ocr")
    if ImageStat.Stat(image.convert("L")).stddev[0] < _BLANK:
        return DocumentText(ocr=True, fault="empty")
    page = _prepared(image)
    text, confidence = _recognise(page, until)
    for turn in _TURNS:
        # print that lies otherwise reads as wrong words; where there are none it is no page
        if confidence >= _SURE or not text or time.monotonic() >= until:
            break
        text, confidence = max(
            (text, confidence), _recognise(page.transpose(turn), until), key=lambda one: one[1]
        )
    if confidence < _HOPELESS or not text.strip():
        slow = time.monotonic() >= until
        return DocumentText(ocr=True, fault="too-slow" if slow else "unreadable-scan")
    doubtful = None if confidence >= _SURE else "read-in-part"
    return DocumentText(_NUMBER_SIGN.sub("\u2116 ", text), ocr=True, fault=doubtful)


@cache
def available() -> bool:
    """Whether tesseract with Ukrainian is installed."""
    return "ukr" in _languages()


@cache
def _languages() -> tuple[str, ...]:
    """Ukrainian, and the Latin letters of e-mail addresses where the machine has them."""
    if pytesseract is None or shutil.which("tesseract") is None:
        return ()
    try:
        there = pytesseract.get_languages()
    except Exception:
        return ()
    return tuple(one for one in ("ukr", "eng") if one in there)


def _prepared(image: Image.Image) -> Image.Image:
    """Grey, dark on light, of the size OCR likes, without single dark pixels, lines level."""
    grey = image.convert("L")
    factor = min(_GREATEST, WORKING_SIDE / max(grey.size))
    size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
    grey = grey.resize(size, Resampling.BICUBIC if factor > 1 else Resampling.LANCZOS)
    if ImageStat.Stat(grey).mean[0] < _DARK:
        grey = ImageOps.invert(grey)
    return levelled(grey.filter(ImageFilter.MedianFilter(3)), round(ImageStat.Stat(grey).median[0]))


def _recognise(image: Image.Image, until: float) -> tuple[str, float]:
    """Lines of words and the mean confidence, 0 when nothing was found."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # two workers on two cores do not need eight threads
    try:
        found: dict[str, list[Any]] = pytesseract.image_to_data(
            image,
            lang="+".join(_languages()),
            config="-c thresholding_method=2",
            timeout=min(_PAGE_SECONDS, max(1.0, until - time.monotonic())),
            output_type=pytesseract.Output.DICT,
        )
    except (RuntimeError, pytesseract.TesseractError):
        return "", 0.0
    lines: dict[tuple[int, int, int], list[str]] = {}
    confidences: list[float] = []
    for index, word in enumerate(found["text"]):
        if not str(word).strip():
            continue
        place = (found["block_num"][index], found["par_num"][index], found["line_num"][index])
        lines.setdefault(place, []).append(str(word))
        confidences.append(float(found["conf"][index]))
    text = "\n".join(" ".join(words) for words in lines.values())
    return text, sum(confidences) / len(confidences) if confidences else 0.0
