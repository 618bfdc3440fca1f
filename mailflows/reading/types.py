"""What a file really is: its first bytes, then its label, then its name."""

from __future__ import annotations

from mailflows.letter import ASICE

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_ODT = "application/vnd.oasis.opendocument.text"
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_EXTENSIONS = {
    ".pdf": "application/pdf",
    ".docx": DOCX,
    ".docm": DOCX,
    ".xlsx": _XLSX,
    ".pptx": _PPTX,
    ".odt": _ODT,
    ".doc": "application/msword",
    ".rtf": "application/rtf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".html": "text/html",
    ".htm": "text/html",
    ".eml": "message/rfc822",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".bmp": "image/bmp",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".p7s": "application/pkcs7-signature",
    ".p7m": "application/pkcs7-mime",
    ".asice": ASICE,
    ".asics": ASICE,
    ".ics": "text/calendar",
    ".zip": "application/zip",
}
_VAGUE = frozenset(
    {"application/octet-stream", "application/x-zip-compressed", "application/zip", ""}
)
_OLE_LABELS = ("application/msword", "application/vnd.ms-")


def real_type(label: str, name: str, content: bytes) -> str:
    """The lower-case type of a file; a vague or lying label gives way to bytes and name."""
    label = label.strip().lower()
    named = _EXTENSIONS.get(_suffix(name), "")
    seen = _by_bytes(content)
    if seen == "application/zip":
        inside = _by_zip(content)
        return inside or (named if named in {DOCX, _XLSX, _PPTX, _ODT, ASICE} else seen)
    if seen == "application/x-ole-storage":
        return label if label.startswith(_OLE_LABELS) else named or seen
    if seen:
        return seen
    return named if label in _VAGUE and named else label or "application/octet-stream"


def extension(kind: str) -> str:
    """A file name's ending for a type, "" when there is none of ours."""
    return next((suffix for suffix, one in _EXTENSIONS.items() if one == kind), "")


def _suffix(name: str) -> str:
    stem, dot, suffix = name.lower().rpartition(".")
    return f".{suffix.strip()}" if dot and stem else ""


def _by_bytes(content: bytes) -> str:
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    if content[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return "application/zip"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"heif"}:
        return "image/heic"
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            if kind == "image/bmp" and content[6:10] != b"\x00\x00\x00\x00":
                continue
            return kind
    return ""


def _by_zip(content: bytes) -> str:
    head, tail = content[:4096], content[-65_536:]
    for mark, kind in ((b"word/", DOCX), (b"xl/", _XLSX), (b"ppt/", _PPTX)):
        if mark in tail or mark in head:
            return kind
    if b"asic-e+zip" in head or (b"META-INF/" in tail and b".p7s" in tail):
        return ASICE
    return _ODT if b"opendocument.text" in head else ""
