"""Outgoing and what is known, put into the city's words: text and HTML from one source a letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Template
from jinja2.runtime import Context

import templates
from mailflows.decision import Outgoing
from mailflows.letter import Attachment
from mailflows.policy import Policy
from mailflows.records import Appeal
from mailflows.rules import reply_address
from mailflows.rules.numbers import sequence_of
from mailflows.writing import about, dates, disclosing, headers, typography
from mailflows.writing.about import Known
from mailflows.writing.confiding import confided
from mailflows.writing.environment import environment
from mailflows.writing.message import Message, compose
from mailflows.writing.offers import Offers
from mailflows.writing.summaries import Lines

_SUBJECT_LENGTH = 160  # characters; telephones show the first 40 to 60, so those say most
_NO_AUTOMATIC_ANSWER = "DR, RN, NRN, OOF, AutoReply"  # all but non-delivery, which we must learn of
_WANTS_ABSENCE = {"r", "l"}  # from executors and leaders a notice of absence is news


class Writer:
    """Writes every letter of the city by its policy; pure, made once, used from any thread."""

    def __init__(self, policy: Policy, directory: Path = templates.UKRAINIAN) -> None:
        self._policy = policy
        self._text = environment(directory, "text")
        self._html = environment(directory, "html")
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
        whole = known
        outgoing, known, attachments = confided(outgoing, known, attachments, self._policy)
        values = self._values(outgoing, known, attachments, now, random)
        plain = self._text.get_template(f"{outgoing.template}.j2")
        page = self._html.get_template(f"{outgoing.template}.j2")
        context = plain.new_context(values)
        subject = _said(plain, plain.blocks["subject"], context)
        subject = headers.trimmed(subject, _SUBJECT_LENGTH)
        text = _said(plain, plain.root_render_func, context)
        context = page.new_context(values | {"subject": subject})
        html = _said(page, page.root_render_func, context)
        message_id = f"<{random}.{self._thread(known.appeal)}@{self._domain}>"
        recipient = headers.wire_address(outgoing.to)
        reply_to = values["reply_address"]
        head = self._headers(outgoing, known, subject, recipient, reply_to, message_id, now)
        return Message(
            message_id=message_id,
            envelope_from=self._bounce_address(random),
            recipient=recipient,
            data=compose(head, text, html, attachments, random),
            subject=subject,
            text=text,
            reader=disclosing.reader(outgoing, known, self._policy),
            told=disclosing.told(outgoing, whole, text, bool(attachments)),
        )

    def _values(
        self,
        outgoing: Outgoing,
        known: Known,
        attachments: Sequence[Attachment],
        now: datetime,
        random: str,
    ) -> dict[str, Any]:
        """What a template may speak of."""
        zone = self._policy.timezone
        lists = Lines(self._policy, now)
        topic = lists.topic(known.appeal.topic if known.appeal else None)
        number = known.appeal.number if known.appeal else ""
        address = self._reply_address(outgoing, known, random)
        offers = Offers(self._policy, outgoing.party, address, number)
        return {
            "v": outgoing.values,
            "policy": self._policy,
            "appeal": known.appeal,
            "referral": known.referral,
            "alert": known.alert,
            "task": known.task,
            "related": known.related,
            "number": number,
            "files": [about.file_line(one) for one in attachments],
            "where": about.where(outgoing, known),
            "now": now,
            "tap": cache(offers.tap),  # text and HTML say the same
            "task_taps": offers.of_task,
            "leader_taps": offers.of_leader,
            "calls": offers.calls,
            **lists.functions(),
            "reply_address": offers.address,
            "executor": about.executor(self._policy, known),
            "told": partial(about.told, policy=self._policy),
            "words_of_applicant": about.words_of_applicant(outgoing, known.appeal),
            "title": about.title(outgoing, known.appeal, topic),
            "asked": about.asked,
            "draft_of": about.draft_of,
            "leader_name": partial(about.leader_name, self._policy),
            **{
                name: cache(partial(getattr(dates, name), zone=zone))
                for name in ("day", "moment", "until", "short")
            },
        }

    def _headers(
        self,
        outgoing: Outgoing,
        known: Known,
        subject: str,
        recipient: str,
        reply_to: str,
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
            ("Reply-To", f"<{reply_to}>"),
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

    def _reply_address(self, outgoing: Outgoing, known: Known, random: str) -> str:
        """The signed address of the letter's party, or the mailbox itself.

        Party "b" is the letter itself: an answer to it leads to what it showed.
        """
        if outgoing.party == "b":
            return self._signed("b", random)
        if outgoing.party in {"a", "o"}:
            return self._signed(outgoing.party, self._sequence(known.appeal))
        record = {"r": known.referral, "l": known.alert, "t": known.task}.get(outgoing.party)
        return self._signed(outgoing.party, str(record.id) if record else "")

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


def _said(template: Template, part: Callable[[Context], Iterable[str]], context: Context) -> str:
    """A part of a letter or all of it, without control characters that a stranger wrote."""
    try:
        return typography.clean("".join(part(context)))
    except Exception:
        template.environment.handle_exception()  # raises it with the line of the template
