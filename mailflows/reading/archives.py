"""Zip containers, looked over before anything in them is unpacked."""

from __future__ import annotations

import zipfile
from io import BytesIO

from mailflows.letter import Attachment
from mailflows.reading.types import real_type

MAX_UNPACKED_BYTES = 50_000_000  # all files of a container together
MAX_ZIP_FILES = 2_000
MAX_ZIP_RATIO = 200  # unpacked to packed; an ordinary document has about 20
MAX_INNER_FILES = 20  # of an archive that are read
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


def files_of(content: bytes) -> tuple[list[Attachment], str | None]:
    """The files of an archive that are to be read, and why the rest or all of them are not."""
    fault = fault_of(content)
    if fault:
        return [], fault
    found = members(content)
    files = [
        Attachment(number, name.rpartition("/")[2], real_type("", name, one), one)
        for number, (name, one) in enumerate(found[:MAX_INNER_FILES], 1)
    ]
    return files, None if len(found) <= MAX_INNER_FILES else "read-in-part"


def signatures_of(content: bytes) -> list[bytes]:
    """The signatures of a signed container (ETSI EN 319 162), [] when it is none or unsound."""
    if fault_of(content):
        return []
    found = members(content, "META-INF/", hidden=True)
    return [one for name, one in found if name.lower().endswith(".p7s")]


def members(content: bytes, under: str = "", *, hidden: bool = False) -> list[tuple[str, bytes]]:
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
