"""Words of pictures by OCR, when the machine has it (the extra `ocr` and tesseract-ocr-ukr)."""

from __future__ import annotations

import os
import re
import shutil
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError
from PIL.Image import Resampling

from mailflows.data import load
from mailflows.letter import DocumentText

try:
    import pytesseract
except ImportError:  # the extra `ocr` is not installed
    pytesseract = None

DOTS_PER_INCH = 200
MAX_SIDE = 4_000  # pixels a PDF page is drawn with at most
MAX_SCANNED_PAGES = 10  # of one file
MAX_PIXELS = 40_000_000  # of one picture; more is a bomb or a poster
_MIN_SIDE = 150  # pixels: a smaller picture is a logo, nothing is written on it
_WORKING_SIDE = 2_600  # pixels of the long side given to OCR; photographs are narrowed to it
_SMALL_SIDE = 1_200  # a page scanned at about 100 dpi is enlarged
_SECONDS = 60  # for one page
_SURE = 60.0  # mean confidence below which a page may lie on its side
_NUMBER_SIGN = re.compile(load("scans")["number_sign"])  # the Ukrainian model has no such sign
_HOPELESS = 35.0  # mean confidence below which the words are noise


def read_image(content: bytes) -> DocumentText:
    """The words of one picture; faults "too-big", "broken", "no-ocr", "unreadable-scan"."""
    try:
        image = Image.open(BytesIO(content))
        if image.width * image.height > MAX_PIXELS:
            return DocumentText(fault="too-big")
        if min(image.size) < _MIN_SIDE:
            return DocumentText(fault="empty")
        upright = ImageOps.exif_transpose(image) or image
    except Image.DecompressionBombError:
        return DocumentText(fault="too-big")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return DocumentText(fault="broken")
    return read_page(upright)


def read_page(image: Image.Image) -> DocumentText:
    """The words of one page; turned upright when it lies on its side."""
    if not available():
        return DocumentText(fault="no-ocr")
    page = _prepared(image)
    text, confidence = _recognise(page)
    if confidence < _SURE:
        turned = _turned(page)
        if turned is not None:
            again, better = _recognise(turned)
            if better > confidence:
                text, confidence = again, better
    if confidence < _HOPELESS or not text.strip():
        return DocumentText(ocr=True, fault="unreadable-scan")
    return DocumentText(_NUMBER_SIGN.sub("\u2116 ", text), ocr=True)


@cache
def available() -> bool:
    """Whether tesseract with Ukrainian is installed."""
    if pytesseract is None or shutil.which("tesseract") is None:
        return False
    try:
        return "ukr" in pytesseract.get_languages()
    except Exception:
        return False


def _prepared(image: Image.Image) -> Image.Image:
    """Grey, of a size OCR likes, without single dark pixels."""
    grey = image.convert("L")
    longest = max(grey.size)
    if longest > _WORKING_SIDE or longest < _SMALL_SIDE:
        factor = (_WORKING_SIDE if longest > _WORKING_SIDE else 2 * longest) / longest
        size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
        grey = grey.resize(size, Resampling.LANCZOS)
    return grey.filter(ImageFilter.MedianFilter(3))


def _recognise(image: Image.Image) -> tuple[str, float]:
    """Lines of words and the mean confidence, 0 when nothing was found."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # two workers on two cores do not need eight threads
    try:
        found: dict[str, list[Any]] = pytesseract.image_to_data(
            image,
            lang="ukr",
            config="-c thresholding_method=2",
            timeout=_SECONDS,
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


def _turned(image: Image.Image) -> Image.Image | None:
    """The page turned as the script detector says, None when it stands or cannot be told."""
    try:
        found = pytesseract.image_to_osd(
            image, config="--psm 0", timeout=_SECONDS, output_type=pytesseract.Output.DICT
        )
    except (RuntimeError, pytesseract.TesseractError):
        return None
    angle = int(found.get("rotate", 0))
    return image.rotate(-angle, expand=True, fillcolor=255) if angle else None
