"""Signatures as files (CMS, RFC 5652): what is signed and by whom; nothing is verified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import NameOID

MAX_CERTIFICATES = 10
MAX_NAME = 100  # characters of a signer's name
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_SEQUENCE, _SET, _OCTETS, _ID, _TAG_0 = 0x30, 0x31, 0x04, 0x06, 0xA0


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature without its mathematics."""

    content: bytes  # what was signed, when it lies inside
    signers: tuple[str, ...]  # common names of the certificates


def look(data: bytes) -> Signed | None:
    """What a signature holds; None when the bytes are none that we can take apart."""
    try:
        return _look(data)
    except (ValueError, IndexError, StopIteration):
        return None


def _look(data: bytes) -> Signed | None:
    """ContentInfo > [0] > SignedData: version, digests, content, certificates, ... (RFC 5652)."""
    _, outer = next(_values(data, 1))
    kind, wrapped = _values(outer, 2)
    if kind != (_ID, _SIGNED_DATA):
        return None
    _, signed = next(_values(wrapped[1], 1))
    inner = list(_values(signed, 6))
    content = b"".join(
        octets
        for tag, explicit in _values(inner[2][1], 2)
        if tag == _TAG_0
        for octets in _octets(explicit)
    )
    certificates = next((value for tag, value in inner[3:] if tag == _TAG_0), b"")
    return Signed(content, _signers(certificates))


def _octets(data: bytes) -> Iterator[bytes]:
    """An OCTET STRING, also one that is cut into pieces."""
    for tag, value in _values(data, 100_000):
        if tag == _OCTETS:
            yield value
        elif tag == _OCTETS | 0x20:
            yield from _octets_once(value)


def _octets_once(data: bytes) -> Iterator[bytes]:
    yield from (value for tag, value in _values(data, 100_000) if tag == _OCTETS)


def _signers(data: bytes) -> tuple[str, ...]:
    """Names of the certificates that issued none of the others."""
    found: list[x509.Certificate] = []
    for raw in _raw_values(data, MAX_CERTIFICATES):
        try:
            found.append(x509.load_der_x509_certificate(raw))
        except ValueError:
            continue
    issuers = {one.issuer for one in found if one.issuer != one.subject}
    names = (
        str(name.value)
        for one in found
        if one.subject not in issuers
        for name in one.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[:1]
    )
    return tuple(dict.fromkeys(" ".join(name.split())[:MAX_NAME] for name in names))


def _values(data: bytes, most: int) -> Iterator[tuple[int, bytes]]:
    """Tag and value of each DER element (X.690) in a row, `most` of them."""
    for raw in _raw_values(data, most):
        yield raw[0], raw[_head(raw) :]


def _raw_values(data: bytes, most: int) -> Iterator[bytes]:
    place = 0
    while place < len(data) and most:
        start = place + _head(data[place : place + 6])
        end = start + _length(data[place : place + 6])
        if end > len(data):
            raise ValueError("cut off")
        yield data[place:end]
        place, most = end, most - 1


def _head(data: bytes) -> int:
    """How many bytes stand before the value."""
    return 2 if data[1] < 0x80 else 2 + (data[1] & 0x7F)


def _length(data: bytes) -> int:
    if data[1] < 0x80:
        return data[1]
    if not 1 <= data[1] & 0x7F <= 4:  # of unknown length: signatures for the law are DER
        raise ValueError("no length")
    return int.from_bytes(data[2 : 2 + (data[1] & 0x7F)], "big")
