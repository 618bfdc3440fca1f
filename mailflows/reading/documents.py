"""Words of attached files; runs in a child process whose limits stop what goes astray."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from mailflows.letter import ASICE, Attachment, DocumentText
from mailflows.reading import archives, body, read, signed, unread
from mailflows.reading import html as markup
from mailflows.reading.charset import decode
from mailflows.reading.docx import read_docx
from mailflows.reading.pdf import read_pdf
from mailflows.reading.pictures import read_picture
from mailflows.reading.rtf import read_rtf
from mailflows.reading.types import DOCX, real_type

MAX_DOCUMENT_CHARACTERS = 200_000  # of words kept of one file
MAX_DEPTH = 3  # files in archives in attached letters ...
FILE_SECONDS = 48.0  # after which no further page is looked at; what was read is kept
_ANY_TIME = datetime(9000, 1, 1, tzinfo=UTC)  # an attached letter may be of any date
_NOT_TO_BE_READ = frozenset({"signature", "empty"})  # faults of inner files that nobody misses

Reader = Callable[[bytes], DocumentText]


def extract(name: str, type: str, content: bytes, seconds: float = FILE_SECONDS) -> DocumentText:
    """The words of a file; `fault` says why there are none or not all.

    Faults: "empty", "encrypted", "signature" (nothing but a signature), "archive" (not zip),
    "too-big" (a zip bomb, a picture of too many pixels), "too-deep", "no-ocr", "too-slow",
    "read-in-part", "unreadable-scan", "broken", "unknown-type". After `seconds` no further page
    is begun. May raise or run long on hostile files: the caller guards.
    """
    return _extract(Attachment(0, name, type, content), time.monotonic() + seconds, 0)


def _extract(file: Attachment, until: float, depth: int) -> DocumentText:
    if not file.content.strip():
        return DocumentText(fault="empty")
    kind = real_type(file.type, file.name, file.content)
    found = _read(kind, file, until, depth)
    text = body.normal(found.text)[:MAX_DOCUMENT_CHARACTERS].strip()
    return DocumentText(text, found.ocr, found.fault or (None if text else "empty"))


def _read(kind: str, file: Attachment, until: float, depth: int) -> DocumentText:
    content = file.content
    if kind == "application/pdf":
        return read_pdf(content, until)
    if kind == DOCX:
        return read_docx(content, until)
    if kind.startswith("image/") and kind not in _NO_PICTURES:
        return read_picture(content, until)
    if kind in _HOLDERS:
        if depth >= MAX_DEPTH:
            return DocumentText(fault="too-deep")
        return _HOLDERS[kind](file, until, depth + 1)
    reader = _READERS.get(kind)
    return reader(content) if reader else DocumentText(fault="unknown-type")


def _read_text(content: bytes) -> DocumentText:
    return DocumentText(decode(content, None)[0])


def _read_html(content: bytes) -> DocumentText:
    return DocumentText(markup.to_text(decode(content, body.meta_charset(content))[0]))


def _read_letter(file: Attachment, until: float, depth: int) -> DocumentText:
    """The words of an attached letter, its subject first, and of its own files."""
    letter = read(file.content, _ANY_TIME, unread)
    words = DocumentText("\n\n".join(one for one in (letter.subject, letter.body) if one))
    return _all(words, letter.attachments, until, depth)


def _read_zip(file: Attachment, until: float, depth: int) -> DocumentText:
    files, fault = archives.files_of(file.content)
    return _all(DocumentText(fault=fault), files, until, depth)


def _read_signed(file: Attachment, until: float, depth: int) -> DocumentText:
    """The words of the document inside a signature, if it is inside."""
    found = signed.look(file.content)
    if found is None or not found.content:
        return DocumentText(fault="signature")
    name = file.name.rpartition(".")[0]  # zayava.pdf.p7s
    return _extract(Attachment(0, name, "", found.content), until, depth)


def _all(own: DocumentText, files: Iterable[Attachment], until: float, depth: int) -> DocumentText:
    """A file's own words and those of the files in it, as far as they can be read."""
    read = [_extract(one, until, depth) for one in files]
    faults = [one.fault for one in read if one.fault and one.fault not in _NOT_TO_BE_READ]
    text = "\n\n".join(one.text for one in (own, *read) if one.text)
    fault = own.fault or next(iter(faults), None)
    if text and fault and fault != "no-ocr":
        fault = "read-in-part"
    return DocumentText(text, any(one.ocr for one in read), fault)


def _fault(code: str) -> Reader:
    return lambda _: DocumentText(fault=code)


_NO_PICTURES = frozenset({"image/heic", "image/svg+xml", "image/vnd.dwg"})
_HOLDERS: dict[str, Callable[[Attachment, float, int], DocumentText]] = {
    "message/rfc822": _read_letter,
    "application/zip": _read_zip,
    ASICE: _read_zip,
    "application/pkcs7-signature": _read_signed,
    "application/x-pkcs7-signature": _read_signed,
}
_READERS: dict[str, Reader] = {
    "text/plain": _read_text,
    "text/csv": _read_text,
    "text/html": _read_html,
    "application/xhtml+xml": _read_html,
    "application/rtf": read_rtf,
    "text/rtf": read_rtf,
    "application/pgp-signature": _fault("signature"),
    "application/pkcs7-mime": _fault("encrypted"),
    "application/x-pkcs7-mime": _fault("encrypted"),
    "application/vnd.rar": _fault("archive"),
    "application/x-7z-compressed": _fault("archive"),
}
