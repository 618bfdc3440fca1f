"""What the writer puts on the envelope and into the header, by party and by settings."""

from __future__ import annotations

import email
from dataclasses import replace
from email.header import decode_header, make_header

import pytest
from jinja2 import TemplateError

from mailflows.decision import Outgoing
from mailflows.rules.reply_address import verify
from mailflows.writing import Known, Writer
from tests.templates import samples
from tests.templates.written import ALL, Written, write

POLICY = samples.policy()
PARTIES = {"a": "0123-26", "o": "0123-26", "r": "77", "l": "9", "t": "41"}


def by_name(name: str) -> Written:
    return next(one for one in ALL if one.sample.name == name)


def test_every_letter_says_who_writes_and_that_a_program_does(written: Written) -> None:
    head = written.parsed
    sender = email.message_from_bytes(written.message.data)["From"]
    assert str(make_header(decode_header(sender))) == (
        "Контактний-центр Селидівської міської ради <contact@selydove-rada.example>"
    )
    assert head["To"].addresses[0].addr_spec == written.sample.outgoing.to
    assert str(head["Subject"]) == written.message.subject
    assert head["Auto-Submitted"] in {"auto-generated", "auto-replied"}
    assert head["Content-Language"] == "uk"
    assert head["Date"].datetime == samples.NOW
    assert head["Message-ID"] == written.message.message_id
    assert head["List-Id"] is None
    assert head.get_content_type() in {"multipart/alternative", "multipart/mixed"}


def test_the_thread_and_the_bounce_are_found_again(written: Written) -> None:
    appeal = written.sample.known.appeal
    sequence = "letter" if appeal is None else f"{appeal.number.split('-')[1].replace('/', '-')}"
    domain = "selydove-rada.example"
    assert written.message.message_id == f"<{samples.RANDOM}.{sequence}@{domain}>"
    found = verify(written.message.envelope_from, POLICY.mailbox, POLICY.secret)
    assert found == ("b", samples.RANDOM)


def test_answers_come_back_to_the_party(written: Written) -> None:
    party, known = written.sample.outgoing.party, written.sample.known
    address = written.parsed["Reply-To"].addresses[0].addr_spec
    if party == "b":  # a list: an answer leads to what this letter showed
        assert verify(address, POLICY.mailbox, POLICY.secret) == ("b", samples.RANDOM)
        return
    records = {"r": known.referral, "l": known.alert, "t": known.task}
    record = records.get(party, known.appeal)
    if record is None or not party:
        assert address == POLICY.mailbox
        return
    if party in "ao":
        assert known.appeal is not None
        value = known.appeal.number.split("-")[1].replace("/", "-")
    else:
        value = str(record.id)
    assert verify(address, POLICY.mailbox, POLICY.secret) == (party, value)


def test_absence_is_wanted_from_executors_and_leaders_only(written: Written) -> None:
    suppressed = written.parsed["X-Auto-Response-Suppress"]
    assert (suppressed is None) == (written.sample.outgoing.party in {"r", "l"})
    assert suppressed is None or "NDR" not in suppressed  # non-delivery is always wanted


def test_threading() -> None:
    answer = by_name("acknowledgement").parsed
    assert answer["In-Reply-To"] == answer["References"] == samples.APPEAL.message_id
    assert answer["Auto-Submitted"] == "auto-replied"
    assert by_name("informed").parsed["In-Reply-To"] == samples.APPEAL.message_id
    assert by_name("referral").parsed["In-Reply-To"] is None


def test_urgent_letters_are_marked() -> None:
    assert by_name("alert").parsed["Importance"] == "high"
    assert by_name("informed").parsed["Importance"] is None


def test_files_go_along_byte_for_byte() -> None:
    files = list(by_name("referral").parsed.iter_attachments())
    assert [one.get_filename() for one in files] == [one.name for one in samples.FILES]
    assert [one.get_payload(decode=True) for one in files] == [one.content for one in samples.FILES]
    assert "Акт обстеження № 5 від 24.11.2026.pdf (1 КБ)" in by_name("referral").text.replace(
        "\u00a0", " "
    )


def test_the_same_inputs_give_the_same_bytes(written: Written) -> None:
    assert write(written.sample).message.data == written.message.data


def test_without_sub_addresses_everything_comes_to_the_mailbox() -> None:
    writer = Writer(samples.policy(sub_addressing=False))
    for one in ALL:
        again = write(one.sample, writer)
        assert again.message.envelope_from == POLICY.mailbox
        assert again.parsed["Reply-To"].addresses[0].addr_spec == POLICY.mailbox
        assert "contact+" not in again.text + again.html


def test_domains_in_cyrillic() -> None:
    writer = Writer(samples.policy(mailbox="рада@селидове.укр"))
    sample = by_name("acknowledgement").sample
    written = write(
        replace(sample, outgoing=replace(sample.outgoing, to="марія@пошта.укр")), writer
    )
    assert written.message.recipient == "марія@xn--80a1acn3a.xn--j1amh"
    assert written.message.envelope_from.endswith("@xn--b1adccmrxt.xn--j1amh")
    assert written.message.message_id.isascii()


def test_an_unknown_template_is_a_fault_that_is_told() -> None:
    with pytest.raises(TemplateError):
        Writer(POLICY).render(
            Outgoing("nonsense", "a@b.example", "x"), Known(), (), samples.NOW, samples.RANDOM
        )
