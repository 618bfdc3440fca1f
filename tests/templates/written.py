"""Sample letters as they leave: bytes, read back by the standard library."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage

import samples

from mailflows.writing import Message, Writer


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
