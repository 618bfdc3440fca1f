"""Words of attached files; runs in a child process whose limits stop what goes astray."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

from docx2python import docx2python

from mailflows.letter import DocumentText
from mailflows.reading import body, read
from mailflows.reading import html as markup
from mailflows.reading.charset import decode
from mailflows.reading.pdf import read_pdf
from mailflows.reading.rtf import read_rtf
from mailflows.reading.scans import read_image
from mailflows.reading.types import real_type

MAX_DOCUMENT_CHARACTERS = 200_000  # of words kept of one file
MAX_UNPACKED_BYTES = 50_000_000  # of a zip container, all files together
MAX_ZIP_FILES = 2_000
MAX_ZIP_RATIO = 200  # unpacked to packed; an ordinary document has about 20
_ANY_TIME = datetime(9000, 1, 1, tzinfo=UTC)  # an attached letter may be of any date
_MANY_BREAKS = re.compile(r"\n{3,}")

Reader = Callable[[bytes], DocumentText]


def extract(name: str, type: str, content: bytes) -> DocumentText:
    """The words of a file; `fault` says why there are none.

    Faults: "empty", "encrypted", "signature" (a detached qualified signature), "archive",
    "too-big" (a zip bomb, a picture of too many pixels), "no-ocr", "unreadable-scan",
    "broken", "unknown-type". May raise or run long on hostile files: the caller guards.
    """
    if not content.strip():
        return DocumentText(fault="empty")
    kind = real_type(type, name, content)
    reader = _READERS.get(kind) or (read_image if kind.startswith("image/") else None)
    if reader is None:
        return DocumentText(fault="unknown-type")
    found = reader(content)
    text = body.normal(found.text)[:MAX_DOCUMENT_CHARACTERS].strip()
    return DocumentText(text, found.ocr, found.fault or (None if text else "empty"))


def _read_docx(content: bytes) -> DocumentText:
    fault = _zip_fault(content)
    if fault:
        return DocumentText(fault=fault)
    with docx2python(BytesIO(content), html=False) as document:
        return DocumentText(_MANY_BREAKS.sub("\n\n", document.text))


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
    big = total > MAX_UNPACKED_BYTES or len(files) > MAX_ZIP_FILES
    return "too-big" if big or total / packed > MAX_ZIP_RATIO else None


def _read_text(content: bytes) -> DocumentText:
    return DocumentText(decode(content, None)[0])


def _read_html(content: bytes) -> DocumentText:
    return DocumentText(markup.to_text(decode(content, body.meta_charset(content))[0]))


def _read_letter(content: bytes) -> DocumentText:
    """The words of an attached letter, its subject first."""
    letter = read(content, _ANY_TIME, lambda _: None)
    return DocumentText("\n\n".join(one for one in (letter.subject, letter.body) if one))


def _fault(code: str) -> Reader:
    return lambda _: DocumentText(fault=code)


_READERS: dict[str, Reader] = {
    "application/pdf": read_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _read_docx,
    "text/plain": _read_text,
    "text/csv": _read_text,
    "text/html": _read_html,
    "application/xhtml+xml": _read_html,
    "application/rtf": read_rtf,
    "text/rtf": read_rtf,
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
