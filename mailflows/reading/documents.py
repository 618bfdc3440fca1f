"""Words of attached files; runs in a child process whose limits stop what goes astray."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

from mailflows.letter import DocumentText
from mailflows.reading import body, scans
from mailflows.reading import html as markup
from mailflows.reading.charset import decode
from mailflows.reading.types import real_type

MAX_DOCUMENT_CHARACTERS = 200_000  # of words kept of one file
MAX_PDF_PAGES = 50  # with a text layer
MAX_UNPACKED_BYTES = 50_000_000  # of a zip container, all files together
MAX_ZIP_FILES = 2_000
MAX_ZIP_RATIO = 200  # unpacked to packed; an ordinary document has about 20
_FEW_WORDS = 3  # a page with fewer is looked at as a picture
_RTF_TOKEN = re.compile(
    r"\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])?|\\'([0-9a-fA-F]{2})"
    r"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|([^\\{}\r\n]+)",
    re.DOTALL,
)
_RTF_SKIPPED = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "generator")
)
_WORD = re.compile(r"\w\w+")


def extract(name: str, type: str, content: bytes) -> DocumentText:
    """The words of a file; `fault` says why there are none.

    Faults: "empty", "encrypted", "signature" (a detached qualified signature), "archive",
    "too-big" (a zip bomb, a picture of too many pixels), "no-ocr", "unreadable-scan",
    "broken", "unknown-type". May raise or run long on hostile files: the caller guards.
    """
    if not content.strip():
        return DocumentText(fault="empty")
    reader = _READERS.get(real_type(type, name, content))
    if reader is None:
        kind = real_type(type, name, content)
        reader = scans.read_image if kind.startswith("image/") else None
        if reader is None:
            return DocumentText(fault="unknown-type")
    read = reader(content)
    text = body.normal(read.text)[:MAX_DOCUMENT_CHARACTERS].strip()
    fault = read.fault if read.fault or text else "empty"
    return DocumentText(text, read.ocr, fault)


def _read_pdf(content: bytes) -> DocumentText:
    """The text layer page by page; pages that are only pictures are read by OCR."""
    import pypdfium2 as pdfium

    start = max(0, content.find(b"%PDF-", 0, 1024))
    try:
        pdf = pdfium.PdfDocument(content[start:])
    except pdfium.PdfiumError as error:
        locked = "assword" in str(error) or "ecurity" in str(error)
        return DocumentText(fault="encrypted" if locked else "broken")
    try:
        pages: list[str] = []
        pictures: list[int] = []
        for number in range(min(len(pdf), MAX_PDF_PAGES)):
            page = pdf[number]
            text = page.get_textpage().get_text_bounded()
            if len(_WORD.findall(text)) < _FEW_WORDS and _has_picture(page):
                pictures.append(number)
            pages.append(text)
        if not pictures:
            return DocumentText(_tabulated(content, pages))
        return _with_scans(pdf, pages, pictures)
    finally:
        pdf.close()


def _has_picture(page: object) -> bool:
    import pypdfium2.raw as pdfium_c

    objects = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)  # type: ignore[attr-defined]
    return next(iter(objects), None) is not None


def _with_scans(pdf: object, pages: list[str], pictures: list[int]) -> DocumentText:
    fault = None
    for number in pictures[: scans.MAX_SCANNED_PAGES]:
        image = pdf[number].render(scale=scans.DOTS_PER_INCH / 72).to_pil()  # type: ignore[index]
        read = scans.read_page(image)
        pages[number] = read.text or pages[number]
        fault = fault or read.fault
    text = "\n".join(pages)
    return DocumentText(text, ocr=fault != "no-ocr", fault=fault if not text.strip() else None)


def _tabulated(content: bytes, pages: list[str]) -> str:
    """Plain text is enough for letters; pdfplumber only repairs a layer that came out scrambled."""
    text = "\n".join(pages)
    if text.count("\ufffd") + text.count("\x00") + text.count("\ufffe") * 0 <= 0.05 * len(text):
        return text.replace("\ufffe", "")
    import pdfplumber

    with pdfplumber.open(BytesIO(content)) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages[:MAX_PDF_PAGES])


def _read_docx(content: bytes) -> DocumentText:
    from docx2python import docx2python

    fault = _zip_fault(content)
    if fault:
        return DocumentText(fault=fault)
    with docx2python(BytesIO(content), html=False) as document:
        return DocumentText(re.sub(r"\n{3,}", "\n\n", document.text))


def _zip_fault(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as container:
            files = container.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "broken"
    if any(one.flag_bits & 0x1 for one in files):
        return "encrypted"
    total = sum(one.file_size for one in files)
    packed = sum(one.compress_size for one in files) or 1
    big = total > MAX_UNPACKED_BYTES or len(files) > MAX_ZIP_FILES or total / packed > MAX_ZIP_RATIO
    return "too-big" if big else None


def _read_text(content: bytes) -> DocumentText:
    return DocumentText(decode(content, None)[0])


def _read_html(content: bytes) -> DocumentText:
    return DocumentText(markup.to_text(decode(content, body.meta_charset(content))[0]))


def _read_letter(content: bytes) -> DocumentText:
    """The words of an attached letter, its subject first."""
    from mailflows.reading import read

    letter = read(content, datetime.max.replace(tzinfo=UTC), lambda _: None)
    return DocumentText("\n\n".join(one for one in (letter.subject, letter.body) if one))


def _read_rtf(content: bytes) -> DocumentText:
    """The visible characters of RTF: enough to understand a letter, no layout."""
    codepage = re.search(rb"\\ansicpg(\d{3,5})", content[:2_000])
    codec = f"cp{codepage[1].decode()}" if codepage else "cp1251"
    out: list[str] = []
    stack: list[bool] = []
    skipping = False
    pending = bytearray()

    def flush() -> None:
        if pending:
            out.append(decode(bytes(pending), codec)[0])
            pending.clear()

    for match in _RTF_TOKEN.finditer(content.decode("latin-1")):
        number, byte, word, _, symbol, brace, plain = match.groups()
        if byte and not skipping:
            pending.append(int(byte, 16))
            continue
        flush()
        if brace == "{":
            stack.append(skipping)
        elif brace == "}":
            skipping = stack.pop() if stack else False
        elif symbol == "*" or (word in _RTF_SKIPPED):
            skipping = True
        elif skipping:
            continue
        elif number:
            out.append(chr(int(number) % 65_536))
        elif word:
            out.append(
                {"par": "\n", "line": "\n", "tab": "\t", "cell": "  ", "row": "\n"}.get(word, "")
            )
        else:
            out.append(plain or {"~": " ", "\n": "\n"}.get(symbol or "", symbol or ""))
    flush()
    return DocumentText("".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _fault(code: str) -> Callable[[bytes], DocumentText]:
    return lambda _: DocumentText(fault=code)


_READERS: dict[str, Callable[[bytes], DocumentText]] = {
    "application/pdf": _read_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _read_docx,
    "text/plain": _read_text,
    "text/csv": _read_text,
    "text/html": _read_html,
    "application/xhtml+xml": _read_html,
    "application/rtf": _read_rtf,
    "text/rtf": _read_rtf,
    "message/rfc822": _read_letter,
    "application/pkcs7-signature": _fault("signature"),
    "application/x-pkcs7-signature": _fault("signature"),
    "application/pgp-signature": _fault("signature"),
    "application/vnd.etsi.asic-e+zip": _fault("signature"),
    "application/pkcs7-mime": _fault("encrypted"),
    "application/x-pkcs7-mime": _fault("encrypted"),
    "application/zip": _fault("archive"),
    "application/vnd.rar": _fault("archive"),
    "application/x-7z-compressed": _fault("archive"),
}
