"""Sample letters as they leave: bytes, read back by the standard library."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from html import unescape
from html.parser import HTMLParser

from mailflows.writing import Message, Writer
from tests.templates import samples

VOID = {"meta", "br", "img", "hr", "link"}


class Page(HTMLParser):
    """What a reader of the HTML part meets: visible words, elements, links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.errors: list[str] = []
        self.feed(html)
        self.errors += [f"unclosed {name}" for name, _ in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.errors.append(f"closes {tag}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        hidden = any(
            name in ("style", "title") or "preheader" in attrs.get("class", "")
            for name, attrs in self.open
        )
        if not hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def links(self, scheme: str) -> list[str]:
        return [
            unescape(attrs["href"])
            for name, attrs in self.elements
            if name == "a" and attrs["href"].startswith(f"{scheme}:")
        ]


@dataclass(frozen=True)
class Written:
    """A sample with the letter that was made of it, read back by the standard library."""

    sample: samples.Sample
    message: Message
    parsed: EmailMessage

    @property
    def html(self) -> str:
        """The HTML part."""
        return self._part("html")

    @property
    def text(self) -> str:
        """The plain part as it stands in the bytes."""
        return self._part("plain")

    def _part(self, subtype: str) -> str:
        part = self.parsed.get_body((subtype,))
        assert part is not None
        return str(part.get_content())


def write(sample: samples.Sample, writer: Writer | None = None) -> Written:
    """The sample as a letter."""
    writer = writer or Writer(samples.policy())
    message = writer.render(
        sample.outgoing, sample.known, sample.attachments, samples.NOW, samples.RANDOM
    )
    parsed = email.message_from_bytes(message.data, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return Written(sample, message, parsed)


ALL = [write(sample) for sample in samples.samples()]
