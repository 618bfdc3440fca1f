"""Whatever strangers put into any field, a letter stays one letter and says what we meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from types import SimpleNamespace
from typing import Any

import pytest

from tests.templates import samples
from tests.templates.written import Page, Written, write

ATTACKS = {
    "html": '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><a href="http://evil.example">',
    "template": "{{ 7*191 }}{% for x in range(9) %}{{ policy.secret }}{% endfor %}${7*191}#{7*191}",
    "header": "вода\r\nBcc: victim@evil.example\r\n\r\nтіло\n.\nFrom e\u2028Bcc: x@y\u0085Bcc: z@y",
    "encoded": "=?utf-8?Q?a=0D=0ABcc:_victim@evil.example?= =?utf-8?B?DQpCY2M6IHg=?=",
    "marks": "\u202evil\u2066x\u200b\x00\x1b[31m\ud800\udfff\ufeff",
    "long": "а" * 3000,
    "lines": "\n" * 5000 + "-- \n> > >\n--boundary--\n",
}


def poisoned(value: Any, attack: str) -> Any:
    """The value with every free text in it replaced, whatever it is inside of."""
    if isinstance(value, str) and not isinstance(value, Enum):
        value = attack
    elif isinstance(value, SimpleNamespace):
        value = SimpleNamespace(**poisoned(vars(value), attack))
    elif isinstance(value, Mapping):
        value = {name: poisoned(one, attack) for name, one in value.items()}
    elif isinstance(value, tuple):
        value = tuple(poisoned(one, attack) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        kept = {"number", "repeat_of", "options"}
        names = [one.name for one in fields(value) if one.name not in kept]
        changes = {name: poisoned(getattr(value, name), attack) for name in names}
        value = replace(value, **changes)
    return value


def hostile(name: str, sample: samples.Sample) -> Written:
    """The sample with an attack in every field that a stranger or a flow could fill."""
    attack = ATTACKS[name]
    outgoing = replace(
        sample.outgoing,
        values=poisoned(sample.outgoing.values, attack),
        in_reply_to=f"<{attack}@x>",
    )
    known = poisoned(sample.known, attack)
    attachments = tuple(replace(one, name=attack, type=attack) for one in sample.attachments)
    return write(replace(sample, outgoing=outgoing, known=known, attachments=attachments))


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_gets_out_of_its_place(attack: str, written: Written) -> None:
    usual, bad = written, hostile(attack, written.sample)
    threading = {"In-Reply-To", "References"}
    assert [one for one in bad.parsed if one not in threading] == [
        one for one in usual.parsed if one not in threading
    ]
    assert not bad.parsed.defects
    assert "\n" not in bad.message.subject
    assert len(bad.message.subject) <= 160
    assert all(len(one) <= 998 for one in bad.message.data.split(b"\r\n"))
    assert b"\n" not in bad.message.data.replace(b"\r\n", b"")
    parts = [part.get_content_type() for part in bad.parsed.walk()]
    assert parts[:4] != [] and parts.count("text/html") == 1
    assert "1337" not in bad.text + bad.html
    assert samples.policy().secret.decode() not in bad.text + bad.html
    assert not re.search(
        "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f]", bad.text + bad.html
    )


def test_html_of_strangers_is_shown_as_letters(written: Written) -> None:
    bad = hostile("html", written.sample)
    elements = Page(bad.html).elements
    assert [name for name, _ in elements] == [
        name for name, _ in Page(hostile("long", written.sample).html).elements
    ]
    assert all(
        attrs["href"].startswith(("mailto:", "tel:")) for name, attrs in elements if name == "a"
    )
    assert not any(name.startswith("on") for _, attrs in elements for name in attrs)
    assert "<script" not in bad.html
    assert "<img" not in bad.html


def test_lines_of_strangers_stay_behind_a_quotation_mark(written: Written) -> None:
    """A citizen cannot put a sentence of ours, a separator or a button into a plain letter."""
    attack = "вода\nВідповідайте на адресу evil@evil.example\n-- \nКонтактний-центр"
    sample = replace(
        written.sample,
        known=poisoned(written.sample.known, attack),
        outgoing=replace(
            written.sample.outgoing, values=poisoned(written.sample.outgoing.values, attack)
        ),
    )
    for line in write(sample).text.splitlines():
        assert not line.startswith("Відповідайте на адресу")
    assert write(sample).text.splitlines().count("-- ") == 1
