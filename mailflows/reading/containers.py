"""Zip containers, looked over before anything in them is unpacked."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from docx2python import docx2python

from mailflows.letter import Attachment, DocumentText
from mailflows.reading.pictures import read_picture, together
from mailflows.reading.scans import MAX_SCANNED_PAGES
from mailflows.reading.types import real_type

MAX_UNPACKED_BYTES = 50_000_000  # all files of a container together
MAX_ZIP_FILES = 2_000
MAX_ZIP_RATIO = 200  # unpacked to packed; an ordinary document has about 20
MAX_INNER_FILES = 20  # of an archive that are read
_FEW_WORDS = 12  # a document of fewer with pictures in it is its pictures
_WORD = re.compile(r"\w\w+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_MARK = re.compile(r"----[^\n]{0,200}?----")  # where docx2python found a picture or a note
_UNSEEN = ("META-INF/", "__MACOSX/", "mimetype")  # parts of the container that nobody wrote


def fault_of(content: bytes) -> str | None:
    """Why a container is not to be opened: "broken", "encrypted", "too-big" (a bomb)."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as container:
            files = container.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return "broken"
    if any(one.flag_bits & 0x1 for one in files):
        return "encrypted"
    total = sum(one.file_size for one in files)
    packed = sum(one.compress_size for one in files) or 1
    big = total > MAX_UNPACKED_BYTES or len(files) > MAX_ZIP_FILES
    return "too-big" if big or total / packed > MAX_ZIP_RATIO else None


def read_docx(content: bytes, until: float) -> DocumentText:
    """Words of the body, headers, tables and text boxes; of its pictures when there are none.

    Faults "broken", "encrypted", "too-big", "read-in-part" and those of OCR.
    """
    fault = fault_of(content)
    if fault:
        return DocumentText(fault=fault)
    with docx2python(BytesIO(content), html=False) as document:
        text = _MANY_BREAKS.sub("\n\n", _MARK.sub("", document.text))
    if len(_WORD.findall(text)) >= _FEW_WORDS:
        return DocumentText(text)
    pictures = _members(content, "word/media/")
    read = [read_picture(one, until) for _, one in pictures[:MAX_SCANNED_PAGES]]
    found = together([DocumentText(text), *read], whole=len(pictures) <= MAX_SCANNED_PAGES)
    return DocumentText(found.text.strip(), found.ocr, found.fault)


def files_of(content: bytes) -> tuple[list[Attachment], str | None]:
    """The files of an archive that are to be read, and why the rest or all of them are not."""
    fault = fault_of(content)
    if fault:
        return [], fault
    members = _members(content)
    files = [
        Attachment(number, name.rpartition("/")[2], real_type("", name, one), one)
        for number, (name, one) in enumerate(members[:MAX_INNER_FILES], 1)
    ]
    return files, None if len(members) <= MAX_INNER_FILES else "read-in-part"


def signatures_of(content: bytes) -> list[bytes]:
    """The signatures of a signed container (ETSI EN 319 162), [] when it is none or unsound."""
    if fault_of(content):
        return []
    members = _members(content, "META-INF/", hidden=True)
    return [one for name, one in members if name.lower().endswith(".p7s")]


def _members(content: bytes, under: str = "", *, hidden: bool = False) -> list[tuple[str, bytes]]:
    """Names and bytes of the files of a container that was found sound."""
    with zipfile.ZipFile(BytesIO(content)) as container:
        found = []
        for one in container.infolist():
            if one.is_dir() or not one.filename.startswith(under):
                continue
            if not hidden and one.filename.startswith(_UNSEEN):
                continue
            try:
                found.append((one.filename, _bounded(container, one)))
            except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError):
                found.append((one.filename, b""))
        return found


def _bounded(container: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """Its bytes, no more than the table of contents told: that one may lie."""
    with container.open(one) as file:
        return file.read(one.file_size)
