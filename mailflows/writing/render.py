"""Outgoing and what is known, put into the city's words: text and HTML from one source a letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

import templates
from mailflows.letter import Attachment
from mailflows.policy import Executor, Policy
from mailflows.reasons import Code, Reason
from mailflows.records import Alert, Appeal, Outgoing, Referral, Task
from mailflows.rules import reply_address
from mailflows.rules.masking import masked_text
from mailflows.rules.numbers import sequence_of
from mailflows.vocabulary import AppealState
from mailflows.writing import dates, headers, typography
from mailflows.writing.greeting import greeting
from mailflows.writing.message import Message, compose, safe_name
from mailflows.writing.offers import Offers
from mailflows.writing.places import place
from mailflows.writing.reasons import because
from mailflows.writing.summaries import lines

_SUBJECT_LENGTH = 150  # characters; mail programs on telephones show the first 40 to 60
_NO_AUTOMATIC_ANSWER = "DR, RN, NRN, OOF, AutoReply"  # all but non-delivery, which we must learn of
_WANTS_ABSENCE = {"r", "l"}  # from executors and leaders a notice of absence is news


@dataclass(frozen=True, slots=True)
class Known:
    """The records that a letter speaks of, resolved: with their ids and numbers."""

    appeal: Appeal | None = None
    referral: Referral | None = None
    alert: Alert | None = None
    task: Task | None = None
    related: tuple[Appeal, ...] = ()


class Writer:
    """Writes every letter of the city by its policy; pure, made once, used from any thread."""

    def __init__(self, policy: Policy, directory: Path = templates.UKRAINIAN) -> None:
        self._policy = policy
        self._text = _environment(directory, "text")
        self._html = _environment(directory, "html")
        self._inline = css_inline.CSSInliner(
            keep_at_rules=True,  # the dark colours and the narrow screens are @media rules
            load_remote_stylesheets=False,
        ).inline
        self._domain = headers.wire_address(policy.mailbox).rpartition("@")[2]
        self._sender = headers.named(
            f"{policy.centre} {policy.organisation_genitive}", headers.wire_address(policy.mailbox)
        )

    def render(
        self,
        outgoing: Outgoing,
        known: Known,
        attachments: Sequence[Attachment],
        now: datetime,
        random: str,
    ) -> Message:
        """The finished letter. `now` is aware; `random` is 20 hex digits that no letter had.

        The same inputs give the same bytes. Raises jinja2.TemplateError for an unknown or broken
        template, and for nothing that a stranger wrote.
        """
        values = self._values(outgoing, known, attachments, now)
        subject = self._subject(outgoing.template, values)
        text = _whole(self._text.get_template(f"{outgoing.template}.j2"), values, subject)
        html = _whole(self._html.get_template(f"{outgoing.template}.j2"), values, subject)
        message_id = f"<{random}.{self._thread(known.appeal)}@{self._domain}>"
        recipient = headers.wire_address(outgoing.to)
        head = self._headers(outgoing, known, subject, recipient, message_id, now)
        return Message(
            message_id=message_id,
            envelope_from=self._bounce_address(random),
            recipient=recipient,
            data=compose(head, text, self._inline(html), attachments, random),
            subject=subject,
            text=text,
        )

    def _values(
        self, outgoing: Outgoing, known: Known, attachments: Sequence[Attachment], now: datetime
    ) -> dict[str, Any]:
        """What a template may speak of."""
        zone = self._policy.timezone
        number = known.appeal.number if known.appeal else ""
        offers = Offers(self._policy, outgoing.party, self._reply_address(outgoing, known), number)
        return {
            "v": outgoing.values,
            "policy": self._policy,
            "appeal": known.appeal,
            "referral": known.referral,
            "alert": known.alert,
            "task": known.task,
            "related": known.related,
            "number": number,
            "files": [_file_line(one) for one in attachments],
            "where": _where(outgoing.values, known),
            "now": now,
            "tap": offers.tap,
            "task_taps": offers.of_task,
            "calls": offers.calls,
            **lines(self._policy, now),
            "reply_address": offers.address,
            "topic": partial(_topic, self._policy),
            "executor": _executor(self._policy, known),
            "told": partial(_told, policy=self._policy),
            "words_of_applicant": _words(outgoing.values, known.appeal),
            "title": _title(self._policy, outgoing.values, known.appeal),
            **{
                name: partial(getattr(dates, name), zone=zone)
                for name in ("day", "hour", "moment", "until", "short", "short_moment")
            },
        }

    def _subject(self, template: str, values: Mapping[str, Any]) -> str:
        """The subject block of the letter's source, as plain text on one line."""
        source = self._text.get_template(f"{template}.j2")
        return headers.trimmed(typography.clean(_block(source, "subject", values)), _SUBJECT_LENGTH)

    def _headers(
        self,
        outgoing: Outgoing,
        known: Known,
        subject: str,
        recipient: str,
        message_id: str,
        now: datetime,
    ) -> list[tuple[str, str]]:
        """Header lines in the order people read them."""
        found = [
            ("From", self._sender),
            ("To", f"<{recipient}>"),
            ("Subject", headers.encoded(subject)),
            ("Date", format_datetime(now.astimezone(self._policy.timezone))),
            ("Message-ID", message_id),
            ("Reply-To", f"<{self._reply_address(outgoing, known)}>"),
        ]
        parents = headers.message_ids(outgoing.in_reply_to)
        if not parents and outgoing.party == "a" and known.appeal:
            parents = headers.message_ids(known.appeal.message_id)
        if parents:
            found += [("In-Reply-To", parents[0]), ("References", "\r\n ".join(parents))]
        submitted = "auto-replied" if outgoing.replied else "auto-generated"
        found.append(("Auto-Submitted", submitted))
        if outgoing.party not in _WANTS_ABSENCE:
            found.append(("X-Auto-Response-Suppress", _NO_AUTOMATIC_ANSWER))
        if outgoing.urgent:
            found += [("Importance", "high"), ("X-Priority", "1")]
        found.append(("Content-Language", "uk"))
        return found

    def _thread(self, appeal: Appeal | None) -> str:
        """What stands after the random part of a Message-ID: "0123-26", or "letter"."""
        return self._sequence(appeal) or "letter"

    def _sequence(self, appeal: Appeal | None) -> str:
        """Sequence and year of an appeal's number, "" when it has none."""
        if appeal is None or not appeal.number:
            return ""
        return sequence_of(appeal.number, self._policy.number_format)

    def _reply_address(self, outgoing: Outgoing, known: Known) -> str:
        """The signed address of the letter's party, or the mailbox itself."""
        value = {
            "a": self._sequence(known.appeal),
            "o": self._sequence(known.appeal),
            "r": str(known.referral.id) if known.referral else "",
            "l": str(known.alert.id) if known.alert else "",
            "t": str(known.task.id) if known.task else "",
        }.get(outgoing.party, "")
        return self._signed(outgoing.party, value)

    def _bounce_address(self, random: str) -> str:
        """The envelope sender, which a bounce will come back to."""
        return self._signed("b", random)

    def _signed(self, party: str, value: str) -> str:
        """A sub-address of the mailbox, or the mailbox where there are none."""
        policy = self._policy
        if not value or not policy.sub_addressing or not policy.secret:
            return headers.wire_address(policy.mailbox)
        signed = reply_address.sign(policy.mailbox, party, value, policy.secret)
        return headers.wire_address(signed)


def _whole(template: Template, values: Mapping[str, Any], subject: str) -> str:
    """A whole letter; control characters that a stranger wrote are taken out of it."""
    return typography.clean(template.render(values, subject=subject))


def _block(template: Template, name: str, values: Mapping[str, Any]) -> str:
    """One block of a template."""
    context: Context = template.new_context(dict(values))
    return "".join(template.blocks[name](context))


@cache
def _environment(directory: Path, mode: str) -> Environment:
    """The environment of one mode: the layouts differ, the letters are the same files."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([directory / "layout" / mode, directory]),
        autoescape=mode == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(
        line=typography.line,
        sentence=typography.sentence,
        ended=typography.ended,
        plural=typography.plural,
        size=typography.size,
        phone=typography.phone,
        cut=typography.cut,
        paragraphs=typography.paragraphs,
        tidy=typography.tidy,
        called=_called,
        place=place,
    )
    style = (directory / "style.css").read_text(encoding="utf-8")
    environment.globals.update(
        words=templates.words(), style=style, greeting=greeting, place=place, line=typography.line
    )
    parts = environment.get_template("parts.j2").module
    environment.globals.update(
        {name: getattr(parts, name) for name in dir(parts) if not name.startswith("_")}
    )
    return environment


def _topic(policy: Policy, slug: str | None) -> str:
    """A topic's name for people."""
    known = policy.topics.get(slug or "")
    return known.name if known else str(templates.words()["topic_unclear"])


def _title(policy: Policy, values: Mapping[str, Any], appeal: Appeal | None) -> str:
    """What the appeal is about in a few words: told by the flow, the citizen's subject, the topic.

    The subject of a confidential appeal may name its author and is never shown.
    """
    told = values.get("title") or values.get("headline")
    if told:
        return typography.cut(str(told), 90)
    if appeal is None:
        return ""
    table = templates.words()["subject"]
    subject = "" if appeal.confidential else typography.cut(appeal.subject, 90)
    while subject.lower().startswith(tuple(table["prefixes"])):
        subject = subject.partition(":")[2].strip()
    bare = subject.lower().strip(" .!?:;-()[]")
    if not bare or bare in table["empty"] or not any(char.isalpha() for char in bare):
        return _topic(policy, appeal.topic)
    return subject


def _words(values: Mapping[str, Any], appeal: Appeal | None) -> str:
    """The citizen's words as this reader may see them: given by the flow, else masked if asked."""
    if values.get("text"):
        return str(values["text"])
    if appeal is None:
        return ""
    return masked_text(appeal.text, appeal.applicant) if appeal.confidential else appeal.text


def _executor(policy: Policy, known: Known) -> Executor | None:
    """Who does the work: of the referral, else the topic's own once the appeal is in work."""
    if known.referral is not None:
        return policy.executors.get(known.referral.executor)
    if known.appeal is None or known.appeal.state == AppealState.REGISTERED:
        return None
    return policy.executor_of(known.appeal.topic)


def _told(reason: Reason | str, policy: Policy) -> str:
    """A reason, or its bare code, as a sentence; any other words as they are."""
    if isinstance(reason, Reason):
        return because(reason, policy)
    return because(Reason(Code(reason)), policy) if reason in list(Code) else reason


def _file_line(attachment: Attachment) -> str:
    """«акт.pdf (120 КБ)»."""
    name = safe_name(attachment.name, attachment.part)
    return f"{name} ({typography.size(len(attachment.content))})"


def _where(values: Mapping[str, Any], known: Known) -> str:
    """The place that the letter is about: told by the flow, the appeal's, the alert's town."""
    told = place(values.get("place")) or (place(known.appeal.place) if known.appeal else "")
    return told or (known.alert.settlement or "" if known.alert else "")


def _called(codes: Sequence[str], table: str) -> list[str]:
    """The names that words.toml gives to codes of a closed list; an unknown one stays itself."""
    names = templates.words()[table]
    return [str(names.get(code, code)) for code in codes]
