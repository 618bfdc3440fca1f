"""Picture files as pages: what a phone, a scanner or a screen makes, opened within limits."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from mailflows.letter import DocumentText
from mailflows.reading import scans

MAX_PIXELS = 40_000_000  # of one picture; more is a bomb or a poster
MAX_JPEG_PIXELS = 160_000_000  # a JPEG is decoded at a fraction of its size: telephones make these
_PARTLY = frozenset({"no-ocr", "too-slow", "read-in-part"})  # told even beside words
_MIN_SIDE = 150  # pixels: a smaller picture is a logo, nothing is written on it


def read_picture(content: bytes, until: float) -> DocumentText:
    """The words of a picture, of all pages of a TIFF; of what moves, those of its first frame.

    Faults "empty", "too-big", "broken", "read-in-part" and those of `scans.read_page`.
    """
    try:
        return _read(content, until)
    except Image.DecompressionBombError:
        return DocumentText(fault="too-big")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return DocumentText(fault="broken")


def _read(content: bytes, until: float) -> DocumentText:
    Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
    with Image.open(BytesIO(content)) as image:
        if image.format not in {"TIFF"}:
            return _page(image, until)
        count = getattr(image, "n_frames", 1)
        pages = []
        for number in range(min(count, scans.MAX_SCANNED_PAGES)):
            image.seek(number)
            pages.append(_page(image, until))
        return together(pages, whole=count == len(pages))


def together(pages: list[DocumentText], *, whole: bool) -> DocumentText:
    """Pages as one document; what a person must look at for himself is its fault."""
    text = "\n".join(one.text for one in pages if one.text)
    unread = [one.fault for one in pages if one.fault in _PARTLY]
    fault = unread[0] if unread else None if whole else "read-in-part"
    if not text and fault is None:
        fault = next((one.fault for one in pages if one.fault), None)
    return DocumentText(text, any(one.ocr for one in pages), fault)


def _page(image: Image.Image, until: float) -> DocumentText:
    limit = MAX_JPEG_PIXELS if image.format == "JPEG" else MAX_PIXELS
    if image.width * image.height > limit:
        return DocumentText(fault="too-big")
    if min(image.size) < _MIN_SIDE:
        return DocumentText(fault="empty")
    image.draft("L", (scans.WORKING_SIDE, scans.WORKING_SIDE))
    return scans.read_page(_grey(ImageOps.exif_transpose(image) or image), until)


def _grey(image: Image.Image) -> Image.Image:
    """Eight bits of grey; what is transparent is paper."""
    if image.mode.startswith(("I", "F")):  # 16 bits a point: converting would only cut them off
        low, high = (float(one) for one in image.getextrema())  # type: ignore[arg-type]
        factor = 255 / max(1.0, high - low)
        return image.convert("F").point(lambda level: level * factor - low * factor).convert("L")
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        image = Image.new("RGBA", coloured.size, "white")
        image.alpha_composite(coloured)
    return image.convert("L")
