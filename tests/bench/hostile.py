"""Letters of a megabyte made to cost time: shapes that a parser or a pattern may stumble on."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

MEGABYTE = 1_000_000
WRITER = b"writer@example.org"
Shape = Callable[[int], bytes]
_HEAD = (
    b"From: Writer <" + WRITER + b">\r\nTo: contact@rada.test\r\n"
    b"Date: Mon, 02 Nov 2026 08:00:00 +0200\r\nMessage-ID: <hostile@example.org>\r\n"
)


def plain(piece: str, subject: str = "letter") -> Shape:
    """A letter of plain words: one piece again and again."""

    def made(size: int) -> bytes:
        return letter(_repeated(piece, size), "text/plain", subject)

    return made


def reply(piece: str) -> Shape:
    """An answer whose words are one piece again and again."""
    return plain(piece, "Re: letter")


def markup(piece: str, opening: str = "", closing: str = "") -> Shape:
    """An HTML letter: one piece again and again between two others."""

    def made(size: int) -> bytes:
        return letter(f"{opening}{_repeated(piece, size)}{closing}", "text/html")

    return made


def field(name: str, piece: str) -> Shape:
    """A letter with one enormous header field."""

    def made(size: int) -> bytes:
        value = _repeated(piece, size)
        return f"{name}: {value}\r\n".encode() + letter("Немає води.", "text/plain")

    return made


def letter(text: str, kind: str, subject: str = "letter") -> bytes:
    """The bytes of a letter of one part, in UTF-8."""
    head = f"Subject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: {kind}; charset=utf-8\r\n"
    return _HEAD + head.encode() + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + text.encode()


def _repeated(piece: str, size: int) -> str:
    return piece * (size // max(1, len(piece.encode())))


def nested(size: int) -> bytes:
    """Multiparts inside each other, thousands deep."""
    count = size // 90
    open_parts = "".join(
        f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n'
        for number in range(count)
    )
    return _HEAD + open_parts.encode() + b"\r\nNo water."


def messages(size: int) -> bytes:
    """Letters sent on inside each other, thousands deep."""
    inner = b"Content-Type: message/rfc822\r\n\r\n"
    return _HEAD + inner * (size // len(inner)) + letter("Немає води.", "text/plain")


def parts(size: int) -> bytes:
    """One multipart of tens of thousands of small parts."""
    part = "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nНемає води.\r\n"
    head = 'Subject: parts\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return _HEAD + (head + _repeated(part, size)).encode()


def fields(size: int) -> bytes:
    """Tens of thousands of header fields."""
    return _repeated("X-Field: value; name=value\r\n", size).encode() + letter("?", "text/plain")


def base64(size: int) -> bytes:
    """Base64 of words without a charset, on one line."""
    head = b"Subject: base64\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"
    words = _repeated("Прошу відновити воду. ", size * 3 // 4).encode("cp1251", "replace")
    return _HEAD + head + b"\r\n" + b64encode(words)


def quoted_printable(size: int) -> bytes:
    """Quoted-printable made of signs of equality and blanks."""
    way = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return _HEAD + way + _repeated("= = =D0", size).encode()


def deep_quotes(size: int) -> bytes:
    """Every line one quotation deeper."""
    lines: list[str] = []
    whole = 0
    while whole < size:
        lines.append(">" * len(lines) + " Немає води")
        whole += len(lines[-1]) + 10
    return letter("\n".join(lines), "text/plain", "Re: letter")


_ADDRESS = "м. Селидове, вул. Садова, буд. 5, кв. 7\n"
_INTRO = "02.11.2026 10:15, Contact <contact@rada.test> пише:\n> Немає води\n"
_BLOCK = "From: a@example.org\nSent: 02.11.2026 10:15\nTo: b@example.org\nSubject: c\n"

SHAPES: dict[str, Shape] = {
    "one long word": plain("а"),
    "one long Latin word": plain("a"),
    "one line of words": plain("Прошу відновити водопостачання у будинку "),
    "short lines": plain("води немає\n"),
    "empty lines": plain("\n"),
    "blanks": plain(" "),
    "words without spaces, capitals": plain("НемаєВоди"),
    "all capitals": plain("НЕМАЄ ВОДИ НА ВУЛИЦІ САДОВІЙ "),
    "deep quotes": deep_quotes,
    "one deep quote": reply(">"),
    "blanks and quotes": reply("> > "),
    "reply introductions": reply(_INTRO),
    "header blocks in the words": reply(_BLOCK),
    "labels without values": plain("Від: "),
    "dashed lines": plain("-------- "),
    "letters sent on, marked": plain("---------- Forwarded message ---------\n" + _BLOCK),
    "signature delimiters": plain("-- \n"),
    "underscores": plain("_"),
    "multiparts in each other": nested,
    "messages in each other": messages,
    "small parts": parts,
    "header fields": fields,
    "base64 without charset": base64,
    "quoted-printable": quoted_printable,
    "long From of quotes": field("From", '"'),
    "long From of comments": field("From", "(("),
    "long From of addresses": field("From", "A <a@example.org>, "),
    "long To of brackets": field("To", "<<"),
    "long subject of encoded-words": field("Subject", "=?utf-8?B?0J3QtdC80LDRlA==?= "),
    "long subject of openings": field("Subject", "=?utf-8?B?"),
    "long subject of prefixes": field("Subject", "Re: "),
    "long references": field("References", "<a@example.org> "),
    "parameters": field("Content-Type", "text/plain; a*0*=b; "),
    "HTML table": markup("<tr><td>Немає</td><td>води</td></tr>", "<table>", "</table>"),
    "HTML tables in each other": markup("<table><tr><td>води"),
    "HTML elements in each other": markup("<div>"),
    "HTML openings": markup("<"),
    "HTML quotations": markup("<blockquote type=cite>води"),
    "HTML styles": markup('<p style="display: none">води</p>'),
    "HTML entities": markup("&nbsp;&#1085;"),
    "HTML comments": markup("<!-- "),
    "HTML attributes": markup('a="b" ', "<p "),
    "digits": plain("1"),
    "digits and dashes": plain("0-5-"),
    "digits and blanks": plain("0   "),
    "telephones": plain("050 111-22-33, "),
    "almost telephones": plain("+38 (050) 111-22- "),
    "brackets and digits": plain("(0(1)-"),
    "dates": plain("02.11.2026 "),
    "registration numbers": plain("К-0123/26 "),
    "almost numbers": plain("К-0000"),
    "streets": plain("вулиця "),
    "short streets": plain("вул."),
    "streets with titles": plain("вул. Садова, "),
    "addresses": plain(_ADDRESS),
    "houses": plain("буд. 5, "),
    "flats": plain("кв. 7 "),
    "ordinals": plain("двадцять другий "),
    "settlements": plain("м. Селидове "),
    "settlements run together": plain("селидове"),
    "names": plain("Іваненко Марія Петрівна, "),
    "initials": plain("І. П. "),
    "initials with surnames": plain("Бойко І. П. "),
    "patronymics": plain("Петрівна "),
    "capitalised words": plain("Садова Зелена "),
    "hyphens": plain("ж-"),
    "hyphened words": plain("жи-жи-жи "),
    "apostrophes": plain("'"),
    "words with apostrophes": plain("м'я’яʼ"),
    "zero-width characters": plain("\u200b"),
    "zero-width inside words": plain("во\u200bда\u200d "),
    "combining marks": plain("а\u0301\u0308"),
    "only combining marks": plain("\u0301"),
    "right-to-left marks": plain("\u202eводи\u202c "),
    "emoji": plain("🔥💧 "),
    "surrogates and rare planes": plain("𝐧𝐨 "),
    "full stops": plain("."),
    "questions": plain("води? "),
    "denials": plain("не "),
    "dangers": plain("Дуже сильно пахне газом у під'їзді. "),
    "one sentence of dangers": plain("газ витік газу пахне газом "),
    "outages": plain("Немає води, немає світла, немає опалення. "),
    "complaints": plain("скарга на бездіяльність, прошу покарати винних "),
    "categories": plain("ветеран війни, інвалід, багатодітна мати "),
    "numbered matters": plain("1. Немає води у будинку\n2. Яма на дорозі біля школи\n"),
    "transliterated": plain("dobryi den, nemaie vody u budynku "),
    "links": plain("https://example.org/a?b=c "),
    "addresses of mail": plain("a@example.org "),
    "signs of at": plain("a@"),
    "labels of a note": plain("ПІБ: Бойко\nАдреса: Садова, 5\nСуть: вода\n"),
    "colons": plain("а: "),
    "NUL": plain("\x00"),
    "mojibake": plain("РќРµРјР°С” РІРѕРґРё "),
}
