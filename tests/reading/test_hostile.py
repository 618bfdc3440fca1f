"""Nothing raises and nothing takes long, whatever the bytes."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflows.letter import Letter
from mailflows.reading import _read, read

LETTERS = sorted((Path(__file__).parents[1] / "letters").glob("*.eml"))
RAW = [path.read_bytes()[:20_000] for path in LETTERS]
RECEIVED = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SECONDS = 2.0  # of processor time for one mutated letter

PIECES = st.sampled_from(
    [
        *(
            b"\n\n",
            b"\r",
            b"\x00",
            b"<",
            b">",
            b'"',
            b":",
            b"\xd0",
            b"\xff\xfe",
            b"\n> ",
            b"\n-- \n",
        ),
        *(b"=?utf-8?B?", b"?=", b"--b\n", b"boundary=", b"charset=", b"filename*0*=x''%ff"),
        *(b"From:", b"Date: \n", b"begin 644 x\n", b"Content-Transfer-Encoding: base64\n"),
        *(b"Content-Type: message/rfc822\n", b"Content-Type: text/html\n"),
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    ]
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, 20_000), st.integers(0, 60), st.one_of(PIECES, st.binary(max_size=40))
    ),
    max_size=12,
)


def _check(raw: bytes) -> Letter:
    started = time.process_time()
    found = _read(raw, RECEIVED, lambda _: None, 0)  # the inner one: read() would hide a fault
    assert time.process_time() - started < SECONDS
    texts = (found.subject, found.body, found.text, found.quoted, found.signature)
    assert not any("\x00" in text for text in texts)
    "".join((*texts, *(file.name for file in found.attachments))).encode("utf-8")
    assert not {"\n", "\r"} & set(found.subject)
    assert found.date is None or found.date.tzinfo is not None
    return found


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.sampled_from(RAW), edits=EDITS)
def test_mutated_letters(raw: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    data = bytearray(raw)
    for place, length, piece in edits:
        at = place % (len(data) + 1)
        data[at : at + length] = piece
    _check(bytes(data))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes(raw: bytes) -> None:
    _check(raw)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_pieces_of_mail(pieces: list[bytes]) -> None:
    _check(b"".join(pieces))


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_every_stored_letter_twice_gives_the_same(path: Path) -> None:
    raw = path.read_bytes()
    assert _check(raw) == read(raw, RECEIVED, lambda _: None)


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_a_letter_cut_anywhere(path: Path) -> None:
    raw = path.read_bytes()
    for share in range(0, 100, 7):
        _check(raw[: len(raw) * share // 100])
