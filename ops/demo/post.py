"""The day's people: they get our letters and answer them as day.toml says."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.header import decode_header, make_header
from html import unescape
from typing import Any
from urllib.parse import unquote

MAILTO = re.compile(r"mailto:([^\s\"'<>?]+)\?subject=([^\s\"'<>&)]+)")


@dataclass(frozen=True, slots=True)
class Received:
    """A letter of ours in the hands of its reader."""

    to: str
    subject: str
    text: str
    html: str
    reply_to: str
    message_id: str
    attachments: tuple[str, ...]
    at: datetime
    envelope_from: str
    raw: bytes = field(repr=False, default=b"")


def receive(envelope_from: str, to: str, raw: bytes, at: datetime) -> Received:
    """Open a letter of ours as its reader's mail program does."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    names = (part.get_filename() or part.get_content_type() for part in message.iter_attachments())
    return Received(
        to=to,
        subject=str(make_header(decode_header(str(message["Subject"] or "")))),
        text=plain.get_content() if plain else "",
        html=html.get_content() if html else "",
        reply_to=str(message["Reply-To"] or message["From"]),
        message_id=str(message["Message-ID"]),
        attachments=tuple(names),
        at=at,
        envelope_from=envelope_from,
        raw=raw,
    )


class Post:
    """Everybody's boxes, and what each person still has to answer."""

    def __init__(self, answers: Sequence[Mapping[str, Any]]) -> None:
        self.letters: list[Received] = []
        self._answers = list(answers)

    def answers(
        self, numbers: Mapping[str, str]
    ) -> Iterator[tuple[Mapping[str, Any], list[Received]]]:
        """What people answer now and which letters they hold, one answer a person and matter.

        `numbers` maps a letter's id in day.toml to the registration number it was given.
        """
        answered: set[tuple[str, str]] = set()
        for answer in list(self._answers):
            who, about = answer["who"], answer["about"]
            number = numbers.get(about)
            got = [
                one
                for one in self.letters
                if one.to == who and number and number in _place(answer, one)
            ]
            if (who, about) in answered or len(got) <= answer.get("skip", 0):
                continue
            answered.add((who, about))
            self._answers.remove(answer)
            yield {**answer, "number": number}, got


def _place(answer: Mapping[str, Any], letter: Received) -> str:
    """Where the number of the matter is looked for: the daily list has it in its text."""
    return letter.text if answer.get("list") else letter.subject


def reply(answer: Mapping[str, Any], got: Sequence[Received]) -> tuple[dict[str, Any], str] | None:
    """An answer as a letter for compose() and the address it goes to; None: no such tap.

    `got` are the letters that the writer holds; he answers the newest, or taps in one of them.
    """
    base: dict[str, Any] = {"from": answer.get("sender", answer["who"])}
    if answer.get("forged"):
        base["stamp"] = "fail"
    if "tap" in answer:
        links = (link for one in got for link in MAILTO.findall(unescape(one.html)))
        for address, subject in links:
            said = unquote(subject)
            if answer.get("list") and said.startswith(answer["number"]):
                said = f"{answer['number']} {answer['tap']}"  # written, as the list explains
            if said.endswith(answer["tap"]):
                return {**base, "subject": said, "text": ""}, unquote(address)
        return None
    letter = got[-1]
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    return {
        **base,
        "subject": f"Re: {letter.subject}",
        "in_reply_to": letter.message_id,
        "text": f"{answer['text'].strip()}\n\n{letter.at:%d.%m.%Y %H:%M}, contact@:\n{quoted}",
    }, letter.reply_to
