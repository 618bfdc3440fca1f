"""What happens to letters on their way: strategies that spoil a real letter's bytes."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st

Spoil = Callable[[bytes], bytes]
Place = st.floats(0, 1)  # of a letter's length: shrinks to its beginning

MAX_LETTER = 300_000  # bytes: several blows up do not add up to a benchmark
CHARSETS = (
    *("utf-8", "windows-1251", "koi8-u", "koi8-r", "cp866", "iso-8859-5", "us-ascii", "utf-16"),
    *("utf-7", "iso-2022-jp", "utf-8-sig", "hz", "idna", "base64", "unknown-8bit", "x", ""),
)
ENCODINGS = ("7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "binary", "gzip", "")
TYPES = (
    *("text/plain", "text/html", "multipart/mixed", "multipart/alternative", "message/rfc822"),
    *("multipart/report; report-type=delivery-status", "message/delivery-status", "text", "/"),
    *(
        "application/pdf",
        "application/ms-tnef",
        "multipart/mixed; boundary=b",
        "text/x; format=flowed",
    ),
)
UKRAINIAN = (
    *("Немає води третій день, вул. Шевченка, 5, кв. 12.", "Горить під'їзд, допоможіть!"),
    *("З повагою, Гайдук Тамара Іванівна\nтел. +38 (067) 111-22-33", "Виконано 24.11.2026."),
    *("К-0123/26 закрити", "№ К-0123/26, № К-0124/26", "продовжити до 31.12.2026"),
    *("пн, 23 лист. 2026 р. о 14:05 Центр <contact@rada.example> пише:\n> Вода", "> " * 60),
    *("------- Переслане повідомлення -------\nВід: Іван <i@i.ua>\nДата: вчора\nТема: газ\n\n",),
    *("ПІБ: Коваль\nАдреса: вул. Миру, 1\nТелефон: 0501112233\nТекст: течія", "Ґґ Її Єє ʼ’' №«»–—"),
    *("Дзвонила Гайдук Т. І., вул. Садова, 5, тел. 0671112233: немає світла", "вул. " * 200),
    *(
        "Я у відпустці до 30.11, з питань звертайтесь",
        "Не вдалося доставити: 550 5.1.1",
        "а" * 5_000,
    ),
    *(
        "1) вода\n2) газ\n3) дах",
        "31.02.2026 25:61",
        "₴\u202e\u200b\u0301\ufeff\U0001f525",
        "\n-- \n",
    ),
)
PIECES = (
    *(
        b"\n\n",
        b"\r",
        b"\x00",
        b"\xff\xfe",
        b"\xd0",
        b"=?utf-8?B?",
        b"?=",
        b"=?koi8-u?Q?=D0",
        b"<" * 300,
    ),
    *(
        b"boundary=",
        b"charset*0*=x''%ff",
        b"filename*=utf-8''%",
        b"(" * 300,
        b'"',
        b"\\",
        b"begin 644 x\n",
    ),
    *(
        b"<div>" * 300,
        b"<table><tr><td>" * 100,
        b"<!--",
        b"&#x110000;",
        b"<style>",
        b"[" * 300,
        b"@" * 300,
    ),
)
WRITERS = (
    *(b"disp@voda.example", b"head@voda.example", b"moroz@rada.example", b"deputy@rada.example"),
    *(
        b"mayor@rada.example",
        b"wordpress@rada.example",
        b"MAILER-DAEMON@mx.rada.example",
        b"x@voda.example",
    ),
    *(b"contact@rada.example", "іван@пошта.укр".encode(), b"@", b""),
)
PROOF = (
    b"Authentication-Results: mx.rada.example; dmarc=pass header.from=%s; dkim=pass header.d=%s\n"
)
HEADERS = (
    *(
        b"From: ",
        b"To: ",
        b"Reply-To: <>",
        b"Subject: Re: ",
        b"Subject: Fwd: ",
        b"Date: Mon, 99 Foo 0",
    ),
    *(b"Return-Path: <>", b"Auto-Submitted: auto-replied", b"In-Reply-To: <0@mail.example>"),
    *(
        b"Precedence: bulk",
        b"List-Id: <x>",
        b"Content-Type: ",
        b"Message-ID: <>",
        b"X-Failed-Recipients: a@b.c",
    ),
)
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(rb"charset=\"?[\w-]*\"?", re.IGNORECASE)
_ENCODING = re.compile(rb"^(Content-Transfer-Encoding:)[^\r\n]*", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^(Content-Type:)[^\r\n;]*", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"boundary=\"?([^\"\r\n;]{1,70})", re.IGNORECASE)
_FROM = re.compile(rb"^From:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)


def spoilt(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """A letter of `seeds` after up to eight mishaps, at most MAX_LETTER bytes."""
    ways = st.one_of(
        st.builds(flip, st.lists(st.tuples(Place, st.integers(1, 255)), min_size=1, max_size=20)),
        st.builds(double_header, Place, Place),
        st.builds(add_header, st.sampled_from(HEADERS), st.sampled_from(UKRAINIAN)),
        st.builds(cut, Place, Place),
        st.builds(repeat, Place, Place, st.integers(2, 40)),
        st.builds(replace, st.just(_CHARSET), Place, st.sampled_from(CHARSETS).map(_as_charset)),
        st.builds(replace, st.just(_ENCODING), Place, st.sampled_from(ENCODINGS).map(_as_field)),
        st.builds(replace, st.just(_TYPE), Place, st.sampled_from(TYPES).map(_as_field)),
        st.builds(break_boundary, Place, st.booleans()),
        st.builds(
            splice, Place, st.builds(_encoded, st.sampled_from(UKRAINIAN), st.integers(0, 4))
        ),
        st.builds(splice, Place, st.one_of(st.sampled_from(PIECES), st.binary(max_size=40))),
        st.builds(splice_lines, st.sampled_from(UKRAINIAN), Place),
        st.builds(cross, st.sampled_from(seeds), Place, Place),
        st.builds(newlines, st.sampled_from((b"\n", b"\r\n", b"\r"))),
    )
    author = st.builds(rewrite_author, st.sampled_from(WRITERS), st.booleans())
    authors = st.lists(author, max_size=1)
    return st.builds(
        lambda raw, first, more: _all(raw, [*first, *more]),
        st.sampled_from(seeds), authors, st.lists(ways, min_size=1, max_size=8),
    )  # fmt: skip


def _all(raw: bytes, ways: list[Spoil]) -> bytes:
    for way in ways:
        raw = way(raw)[:MAX_LETTER]
    return raw


def flip(places: list[tuple[float, int]]) -> Spoil:
    """Some bytes changed in some bits."""

    def done(raw: bytes) -> bytes:
        data = bytearray(raw)
        for place, bits in places:
            if data:
                data[int(place * (len(data) - 1))] ^= bits
        return bytes(data)

    return done


def double_header(which: float, where: float) -> Spoil:
    """A header field once more, elsewhere among them."""

    def done(raw: bytes) -> bytes:
        head, rest = _parts(raw)
        lines = head.split(b"\n")
        lines.insert(int(where * len(lines)), lines[int(which * (len(lines) - 1))])
        return b"\n".join(lines) + rest

    return done


def add_header(name: bytes, words: str) -> Spoil:
    """A field on top, with words of ours in bare 8-bit bytes behind it."""
    return lambda raw: name + " ".join(words.split()).encode()[:300] + b"\n" + raw


def cut(start: float, end: float) -> Spoil:
    """A range gone, or the letter ends there."""
    low, high = sorted((start, end))
    return lambda raw: raw[: int(low * len(raw))] + raw[int(high * len(raw)) :]


def repeat(start: float, end: float, times: int) -> Spoil:
    """A range again and again."""
    low, high = sorted((start, end))

    def done(raw: bytes) -> bytes:
        first, last = int(low * len(raw)), int(high * len(raw))
        return raw[:first] + raw[first:last][:20_000] * times + raw[last:]

    return done


def replace(pattern: re.Pattern[bytes], which: float, by: bytes) -> Spoil:
    """One place that the pattern finds, replaced."""

    def done(raw: bytes) -> bytes:
        places = list(pattern.finditer(raw))
        if not places:
            return raw
        one = places[int(which * (len(places) - 1))]
        kept = one[1] + b" " if one.re.groups else b""
        return raw[: one.start()] + kept + by + raw[one.end() :]

    return done


def break_boundary(which: float, close: bool) -> Spoil:
    """A boundary line closed too early, or spelt otherwise than announced."""

    def done(raw: bytes) -> bytes:
        told = _BOUNDARY.search(raw)
        if told is None:
            return raw
        line = b"--" + told[1]
        places = [one.start() for one in re.finditer(re.escape(line), raw)] or [0]
        at = places[int(which * (len(places) - 1))] + len(line)
        return raw[:at] + (b"--" if close else b"x") + raw[at:]

    return done


def splice(where: float, piece: bytes) -> Spoil:
    """Foreign bytes in the middle."""
    return lambda raw: raw[: int(where * len(raw))] + piece + raw[int(where * len(raw)) :]


def splice_lines(words: str, where: float) -> Spoil:
    """Ukrainian lines in the body, between two of its lines."""

    def done(raw: bytes) -> bytes:
        head, rest = _parts(raw)
        lines = rest.split(b"\n")
        lines.insert(min(2 + int(where * len(lines)), len(lines)), words.encode())
        return head + b"\n".join(lines)

    return done


def cross(other: bytes, start: float, end: float) -> Spoil:
    """The beginning of one letter with the end of another."""
    return lambda raw: raw[: int(start * len(raw))] + other[int(end * len(other)) :]


def newlines(kind: bytes) -> Spoil:
    """All line ends of one kind."""
    return lambda raw: raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", kind)


def rewrite_author(address: bytes, proved: bool) -> Spoil:
    """From somebody we know, with or without our server's word for it."""

    def done(raw: bytes) -> bytes:
        domain = address.partition(b"@")[2]
        proof = PROOF % (domain, domain) if proved else b""
        return proof + _FROM.sub(lambda _: b"From: X <" + address + b">", raw, count=1)

    return done


def _parts(raw: bytes) -> tuple[bytes, bytes]:
    end = _HEADER_END.search(raw)
    return (raw[: end.start()], raw[end.start() :]) if end else (raw, b"")


def _as_charset(name: str) -> bytes:
    return b"charset=" + name.encode()


def _as_field(value: str) -> bytes:
    return value.encode()


def _encoded(words: str, way: int) -> bytes:
    """Words in one of the encodings that Ukrainian letters come in."""
    names = ("utf-8", "cp1251", "koi8-u", "utf-16-le", "cp866")
    return words.encode(names[way], "replace")
