"""The bytes of a part without its transfer encoding (RFC 2045 6), also where that is broken."""

from __future__ import annotations

import binascii
import re

from mailflows.reading.headers import base64_bytes

_SOFT_BREAK = re.compile(rb"=[ \t]{1,76}(?=\r?\n)")  # blanks a gateway added behind a soft break


def decoded(data: bytes, encoding: str) -> bytes:
    """The bytes behind `encoding` (lower case); what is not in it after all stays as it is."""
    if encoding == "quoted-printable":
        return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", data))
    if encoding == "base64":
        return base64_bytes(data) if _looks_base64(data) else data
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return _uuencoded(data)
    return data


def _looks_base64(data: bytes) -> bool:
    sample = data[:2_000]
    foreign = sum(1 for byte in sample if byte >= 0x80 or byte == 0x20)
    return foreign <= len(sample) * 0.1


def _uuencoded(data: bytes) -> bytes:
    out = bytearray()
    for line in data.splitlines():
        if line.startswith(b"begin ") or not line:
            continue
        if line.strip() == b"end":
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out += binascii.a2b_uu(line[:length])
            except binascii.Error:
                continue
    return bytes(out)
