"""Turns a page so that its lines lie level: tells them by how sharply rows of ink end."""

from __future__ import annotations

from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter
from PIL.Image import Resampling

_SIDE = 1_000  # pixels of the long side that are looked at
_PAPER = 5  # pixels: wider than any stroke, so that the greatest filter leaves paper only
_COARSE = tuple(float(angle) for angle in range(-6, 7))  # degrees a sheet lies askew at most
_FINE = (0.5, 0.25)
_LEVEL = 0.2  # degrees that OCR does not mind


def levelled(page: Image.Image, paper: int = 255) -> Image.Image:
    """The grey page with level lines; it may still stand on its head.

    `paper` is the grey that fills what turning uncovers.
    """
    ink = _ink(page)
    along = _best(ink)
    across = _best(ink.transpose(Image.Transpose.ROTATE_90))
    if across > along:
        page = page.transpose(Image.Transpose.ROTATE_90)
    angle = max(along, across)[1]
    if abs(angle) <= _LEVEL:
        return page
    return page.rotate(angle, Resampling.BICUBIC, expand=True, fillcolor=paper)


def _ink(page: Image.Image) -> Image.Image:
    """How much darker than the paper around it each point is: shades and shadows drop out."""
    factor = _SIDE / max(page.size)
    size = (max(1, round(page.width * factor)), max(1, round(page.height * factor)))
    small = page.resize(size, Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(_PAPER)).filter(ImageFilter.GaussianBlur(12))
    return ImageChops.subtract(paper, small)


def _best(ink: Image.Image) -> tuple[int, float]:
    """The greatest sharpness and the angle that gives it."""
    best = max((_sharpness(ink, angle), angle) for angle in _COARSE)
    for step in _FINE:
        near = (best[1] - step, best[1] + step)
        best = max(best, *((_sharpness(ink, angle), angle) for angle in near))
    return best


def _sharpness(ink: Image.Image, angle: float) -> int:
    """Squared differences between neighbouring rows' ink: highest along lines of words."""
    turned = ink.rotate(angle, Resampling.BILINEAR, fillcolor=0)
    rows = turned.resize((1, turned.height), Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in pairwise(rows))
