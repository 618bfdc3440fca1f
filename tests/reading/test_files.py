"""Photographs, Word files, letters in letters, archives and signatures, each by real bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from mailflows.letter import DocumentText, Letter
from mailflows.reading import pictures, read, scans
from mailflows.reading.documents import MAX_DEPTH, extract
from tests.reading import files
from tests.reading.conftest import RECEIVED

needs_ocr = pytest.mark.skipif(
    not scans.available(), reason="no OCR: install tesseract-ocr, tesseract-ocr-ukr, extra `ocr`"
)
TEXT = "text/plain"


def words(found: DocumentText) -> str:
    return " ".join(found.text.split())


def turned_by_exif() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # the sensor lay on its side
    return files.saved(files.picture().rotate(90, expand=True), "JPEG", exif=exif)


def transparent() -> bytes:
    image = files.picture().convert("RGBA")
    image.putalpha(files.picture().convert("L").point(lambda level: 255 - level))
    return files.saved(image, "PNG")


def light_on_dark() -> bytes:
    return files.saved(files.picture().convert("L").point(lambda level: 255 - level), "PNG")


def sixteen_bits() -> bytes:
    deep = files.picture().convert("L").convert("I").point(lambda level: level * 200)
    return files.saved(deep.convert("I;16"), "PNG")


def moving(form: str) -> bytes:
    frames = [files.picture(), Image.new("RGB", (1000, 520), "grey")]
    return files.saved(frames[0], form, save_all=True, append_images=frames[1:])


@needs_ocr
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("exif.jpg", turned_by_exif()),
        ("cmyk.jpg", files.saved(files.picture().convert("CMYK"), "JPEG")),
        ("transparent.png", transparent()),
        ("dark.png", light_on_dark()),
        ("deep.png", sixteen_bits()),
        ("moving.gif", moving("GIF")),
        ("moving.webp", moving("WEBP")),
        ("telephone.jpg", files.saved(files.picture(size=(10_000, 5_200)), "JPEG")),
    ],
)
def test_pictures_of_every_make(name: str, content: bytes) -> None:
    found = extract(name, "", content)
    assert "полагодити ліхтар" in words(found), found
    assert (found.ocr, found.fault) == (True, None)


@needs_ocr
def test_all_pages_of_a_tiff() -> None:
    pages = [files.picture(), files.picture("Друга сторінка заяви\nпро вивезення сміття")]
    found = extract(
        "fax.tif", "", files.saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    )
    assert "ліхтар" in found.text and "сміття" in found.text


@needs_ocr
def test_a_picture_in_a_word_file() -> None:
    content = files.docx("", media={"image1.jpeg": files.saved(files.picture(), "JPEG")})
    found = extract("a.docx", "", content)
    assert "полагодити ліхтар" in words(found)
    assert (found.ocr, found.fault) == (True, None)


@needs_ocr
def test_a_scanners_guess_in_latin_gives_way_to_what_is_seen() -> None:
    guess = "Mpowy nonaroanTu nixTap Oina OyanHKy Ha Bynuyi CapoBin Oo Tam TeMHO Po6iTb WocCb"
    found = extract("a.pdf", "", pdf_with_layer(files.picture(), guess))
    assert "полагодити ліхтар" in words(found)


def pdf_with_layer(image: Image.Image, layer: str) -> bytes:
    """A PDF of one picture with invisible words over it."""
    jpeg = files.saved(image, "JPEG")
    stream = f"q 400 0 0 200 0 0 cm /I Do Q BT 3 Tr /F 9 Tf 5 5 Td ({layer}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources "
        b"<< /XObject << /I 5 0 R >> /Font << /F 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
        % (image.width, image.height, len(jpeg), jpeg),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Size 7 /Root 1 0 R >>\n%%EOF\n"


@needs_ocr
def test_handwriting_is_left_to_a_person() -> None:
    image = Image.new("L", (1200, 900), 240)
    pen = ImageDraw.Draw(image)
    for row in range(120, 800, 90):
        for left in range(80, 1080, 55):
            turn = (left * 7 + row * 13) % 180
            pen.arc((left, row, left + 60, row + 50), turn, turn + 230, fill=60, width=4)
            pen.line((left, row + 40, left + 70, row + 10 + turn % 30), fill=60, width=3)
    found = extract("lyst.jpg", "", files.saved(image, "JPEG"))
    assert found.fault in {"unreadable-scan", "read-in-part"}


def test_a_picture_too_many_pixels_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_JPEG_PIXELS", 100_000)
    found = extract("a.jpg", "", files.saved(files.picture(), "JPEG"))
    assert found.fault == "too-big"


@pytest.mark.parametrize("name", ["a.docx", "a.docm"])
def test_a_word_file_with_header_table_and_text_box(name: str) -> None:
    body = files.paragraph("Прошу засипати яму") + files.table("Вулиця", "Миру, 5")
    content = files.docx(body + files.text_box("Тел. 050 1112233"), "Сидоренко Ганна Іванівна")
    found = extract(name, "application/octet-stream", content)
    for said in ("засипати яму", "Миру, 5", "050 1112233", "Сидоренко Ганна"):
        assert said in found.text
    assert found.fault is None


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.pdf", files.locked_pdf(), "encrypted"),
        ("a.xlsx", files.zipped({"xl/workbook.xml": b"<a/>"}), "unknown-type"),
        (
            "a.odt",
            files.zipped({"mimetype": files.ODT.encode(), "content.xml": b"<a/>"}),
            "unknown-type",
        ),
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "unknown-type"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(600), "unknown-type"),
        ("a.rar", b"Rar!\x1a\x07\0" + bytes(60), "archive"),
    ],
)
def test_what_only_a_person_can_read(name: str, content: bytes, fault: str) -> None:
    found = extract(name, "", content)
    assert (found.text, found.fault) == ("", fault)


def test_letters_in_letters_with_their_files() -> None:
    innermost = files.letter("Третій", "Слова третього.", ("c.txt", TEXT, "Файл третього".encode()))
    middle = files.letter("Другий", "Слова другого.", ("b.txt", TEXT, "Файл другого".encode()))
    middle.add_attachment(innermost)
    found = extract("a.eml", "message/rfc822", middle.as_bytes())
    for said in ("Другий", "Файл другого", "Слова третього", "Файл третього"):
        assert said in found.text
    assert found.fault is None


def test_the_files_of_a_letter_that_was_sent_on_as_a_file() -> None:
    inner = files.letter("Вода", "Немає води.", ("b.txt", TEXT, "Миру, 5".encode()))
    outer = files.letter("Fwd", "Дивіться лист.")
    outer.add_attachment(inner)
    letter = read(outer.as_bytes(), RECEIVED, lambda one: extract(one.name, one.type, one.content))
    assert letter.forwarded is not None and "Немає води" in letter.forwarded.text
    assert letter.documents[0].text == "Миру, 5"


def test_nesting_ends_somewhere() -> None:
    content = "дно".encode()
    for _ in range(MAX_DEPTH + 2):
        content = files.zipped({"a.zip" if content[:2] == b"PK" else "a.txt": content})
    assert extract("a.zip", "", content) == DocumentText(fault="too-deep")


def test_files_of_an_archive() -> None:
    given = {"Заява.txt": "Немає води".encode(), "Фото/таблиця.xlsx": b"?", "__MACOSX/x": b"x"}
    found = extract("a.zip", "application/zip", files.zipped(given))
    assert (found.text, found.fault) == ("Немає води", "read-in-part")


def test_a_bomb_inside_an_archive_is_not_unpacked() -> None:
    bomb = files.zipped({"b.txt": b" " * 60_000_000})
    assert extract("a.zip", "", bomb).fault == "too-big"
    assert extract("a.zip", "", files.zipped({"inner.zip": bomb})).fault == "too-big"


def test_a_locked_archive() -> None:
    content = bytearray(files.zipped({"a.txt": b"abc"}))
    with zipfile.ZipFile(BytesIO(content)) as container:
        place = container.start_dir
    content[6] |= 1
    content[place + 8] |= 1
    assert extract("a.zip", "", bytes(content)).fault == "encrypted"


SIGNER = "Коваль Іван Петрович"
DEED = "Немає води вже тиждень".encode()


def test_a_document_inside_its_signature() -> None:
    content = files.signature(DEED, SIGNER, detached=False)
    found = extract("zvernennya.txt.p7s", "application/pkcs7-signature", content)
    assert (found.text, found.fault) == (DEED.decode(), None)


def test_a_signed_container() -> None:
    sealed = files.signature(DEED, SIGNER, detached=True)
    content = files.zipped({"mimetype": b"application/vnd.etsi.asic-e+zip", "zayava.txt": DEED,
                            "META-INF/signature001.p7s": sealed})  # fmt: skip
    found = extract("a.asice", "", content)
    assert (found.text, found.fault) == (DEED.decode(), None)


def test_signatures_are_kept_to_the_byte_and_name_their_signer(
    letter: Callable[..., Letter],
) -> None:
    detached = files.signature(DEED, SIGNER, detached=True)
    sealed = files.zipped({"zayava.txt": DEED, "META-INF/signature.p7s": detached})
    given = files.letter(
        "Заява", "У додатку.",
        ("zayava.txt.p7s", "application/pkcs7-signature", detached),
        ("zayava.asice", "application/octet-stream", sealed),
        ("broken.p7s", "application/pkcs7-signature", detached[:400]),
    )  # fmt: skip
    found = letter(given.as_bytes()).attachments
    assert [one.content for one in found] == [detached, sealed, detached[:400]]
    assert [one.signers for one in found] == [(SIGNER,), (SIGNER,), ()]
    assert extract(found[0].name, found[0].type, found[0].content).fault == "signature"
