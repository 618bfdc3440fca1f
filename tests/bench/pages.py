"""Pages for benchmarks: Ukrainian texts drawn and spoilt as scanners and telephones do."""

from __future__ import annotations

import random
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

FONTS = Path("/usr/share/fonts/truetype")
SERIF = "liberation/LiberationSerif-Regular.ttf"
SANS = "liberation/LiberationSans-Regular.ttf"
MONO = "liberation/LiberationMono-Regular.ttf"
WIDE = "dejavu/DejaVuSans.ttf"
A4 = (8.27, 11.69)  # inches
DESK = 70  # grey of the table that a page is photographed on
MARGIN = 0.85  # inches
TEXTS = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Page:
    """One page: its text by name, how it is printed and what befell it on the way."""

    seed: int
    text: str
    font: str = SERIF
    points: float = 13.0
    dpi: int = 200
    form: str = "jpeg"  # jpeg, png or pdf
    turn: int = 0  # degrees counter-clockwise
    skew: float = 0.0
    noise: int = 0  # standard deviation, grey levels
    specks: float = 0.0  # share of pixels that are black or white
    blur: float = 0.0  # radius at 200 dpi
    shade: bool = False  # light from one side, as a photograph has it
    tilt: float = 0.0  # the far edge is so much narrower
    quality: int = 80

    def __str__(self) -> str:
        spoilt = {
            f"{self.turn}°": self.turn, f"skew {self.skew:+}°": self.skew,
            f"noise {self.noise}": self.noise, f"specks {self.specks:.1%}": self.specks,
            f"blur {self.blur}": self.blur, "shade": self.shade, f"tilt {self.tilt:.0%}": self.tilt,
        }  # fmt: skip
        words = [word for word, so in spoilt.items() if so]
        return f"{self.form} {self.dpi} dpi, {', '.join(words) or 'clean'}"


PAGES = (
    Page(1, "decision", dpi=200, form="png"),
    Page(2, "complaint", font=SANS, dpi=300),
    Page(3, "answer", dpi=150, form="png"),
    Page(4, "act", font=WIDE, points=11, dpi=200, noise=18),
    Page(5, "collective", dpi=300, noise=25, specks=0.004),
    Page(6, "inquiry", font=SANS, dpi=150, noise=12, form="png"),
    Page(7, "certificate", dpi=200, blur=1.2),
    Page(8, "thanks", font=MONO, points=12, dpi=300, blur=1.0, form="png"),
    Page(9, "decision", font=SANS, dpi=200, turn=90),
    Page(10, "complaint", dpi=200, turn=180, noise=10, form="png"),
    Page(11, "answer", font=WIDE, points=11, dpi=300, turn=270),
    Page(12, "act", dpi=200, skew=3.0),
    Page(13, "collective", font=SANS, dpi=300, skew=-3.0, noise=12),
    Page(14, "inquiry", dpi=150, skew=2.0, noise=10, blur=0.6),
    Page(15, "certificate", font=SANS, dpi=200, turn=180, skew=-2.0, specks=0.003),
    Page(16, "thanks", dpi=200, form="pdf"),
    Page(17, "decision", font=WIDE, points=11, dpi=300, form="pdf", turn=90, skew=1.5),
    Page(18, "complaint", dpi=150, form="pdf", noise=12, skew=-3.0),
    Page(19, "answer", font=SANS, dpi=200, shade=True, tilt=0.05, quality=45, noise=8),
    Page(20, "collective", dpi=150, turn=270, skew=3.0, noise=10, blur=0.5, shade=True, quality=50),
)


def words_of(page: Page) -> str:
    """What is printed on it."""
    return (TEXTS / f"{page.text}.txt").read_text("utf-8")


def file_of(page: Page) -> bytes:
    """The page as the file that a citizen attaches; the same bytes for the same page."""
    dice = random.Random(page.seed)
    image = _printed(page)
    if page.shade:
        image = _shaded(image, dice)
    if page.tilt:
        image = _tilted(image, page.tilt)
    if page.skew:
        image = image.rotate(
            page.skew, Image.Resampling.BICUBIC, expand=True, fillcolor=DESK if page.tilt else 225
        )
    if page.blur:
        image = image.filter(ImageFilter.GaussianBlur(page.blur * page.dpi / 200))
    if page.noise:
        image = _noisy(image, page.noise, dice)
    if page.specks:
        image = _specked(image, page.specks, dice)
    image = image.rotate(page.turn, expand=True)
    out = BytesIO()
    dpi = (page.dpi, page.dpi)
    if page.form == "pdf":
        epoch = time.gmtime(0)
        image.save(
            out, "PDF", resolution=page.dpi, quality=page.quality,
            creationDate=epoch, modDate=epoch,
        )  # fmt: skip
    elif page.form == "png":
        image.save(out, "PNG", dpi=dpi)
    else:
        image.convert("RGB").save(out, "JPEG", quality=page.quality, dpi=dpi)
    return out.getvalue()


def _printed(page: Page) -> Image.Image:
    """Black on nearly white; a line that begins with spaces begins in the middle of the sheet."""
    image = Image.new("L", (round(A4[0] * page.dpi), round(A4[1] * page.dpi)), 246)
    draw = ImageDraw.Draw(image)
    size = page.points * page.dpi / 72
    font = ImageFont.truetype(FONTS / page.font, size)
    margin, width = MARGIN * page.dpi, (A4[0] - 2 * MARGIN) * page.dpi
    top = margin
    for line in _lines(words_of(page), font, width):
        left = margin + (width / 2 if line.startswith(" ") else 0)
        draw.text((left, top), line.strip(), fill=25, font=font)
        top += size * (1.3 if line.strip() else 0.7)
    if top > image.height - margin / 2:
        raise ValueError(f"the text of page {page.seed} does not fit: {top:.0f}")
    return image


def _lines(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    letters = int(width / font.getlength("абвгдежиклмнопрстуя ") * 20)
    for line in text.splitlines():
        column = letters // 2 if line.startswith(" ") else letters
        indent = " " if line.startswith(" ") else ""
        yield from (indent + one for one in textwrap.wrap(line.strip(), column) or [""])


def _noisy(image: Image.Image, deviation: int, dice: random.Random) -> Image.Image:
    """Grain: the mean of three uniform layers is close to a normal one."""
    count = image.width * image.height
    layers = [Image.frombytes("L", image.size, dice.randbytes(count)) for _ in range(3)]
    grain = Image.blend(Image.blend(layers[0], layers[1], 0.5), layers[2], 1 / 3)
    factor = deviation / (73.9 / 3**0.5)
    grain = grain.point([round(128 + (level - 127.5) * factor) for level in range(256)])
    return ImageChops.add(image, grain, 1, -128)


def _specked(image: Image.Image, share: float, dice: random.Random) -> Image.Image:
    field = Image.frombytes("L", image.size, dice.randbytes(image.width * image.height))
    again = Image.frombytes("L", image.size, dice.randbytes(image.width * image.height))
    rare = ImageChops.multiply(
        field.point([255 if level < 16 else 0 for level in range(256)]),
        again.point([255 if level < share * 256 * 16 else 0 for level in range(256)]),
    )
    black_or_white = Image.frombytes("L", image.size, dice.randbytes(image.width * image.height))
    return Image.composite(black_or_white.point(lambda level: 255 * (level > 127)), image, rare)


def _shaded(image: Image.Image, dice: random.Random) -> Image.Image:
    """Bright at one corner, half as bright at the opposite one."""
    slope = Image.linear_gradient("L").rotate(dice.choice((30, 60, 210)), expand=True)
    box = (slope.width // 4, slope.height // 4, slope.width * 3 // 4, slope.height * 3 // 4)
    light = slope.crop(box).resize(image.size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(image, light.point(lambda level: 120 + level * 135 // 255))


def _tilted(image: Image.Image, share: float) -> Image.Image:
    """Seen from below on a dark desk: the upper edge is the narrower one."""
    image = ImageOps.expand(image, border=round(image.width * 0.06), fill=DESK)
    width, height = image.size
    cut = width * share / 2
    corners = (-cut, 0, 0, height, width, height, width + cut, 0)  # the source's, from upper left
    return image.transform(
        image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=DESK
    )
