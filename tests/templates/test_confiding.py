"""Who asked not to be named stands in no letter but his own and the operators'."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest

from mailflows.facts import Applicant, Place
from mailflows.letter import Attachment
from mailflows.reasons import Code, Reason
from mailflows.records import Appeal
from mailflows.writing import Known
from tests.templates import samples
from tests.templates.samples import Sample
from tests.templates.written import Written, write

AUTHOR = Applicant(
    name="Ґалаґан-Їжакевич Юст Лукич", settlement="Селидове", street="Затишна", house="17-Б",
    flat="46", phone="+380507771234", email="yust.galagan@ukr.net.example",
)  # fmt: skip
TRACES = (
    "ґалаґан", "їжакевич", "юст", "лукич", "7771234", "777-12-34", "777 12 34", "yust", "galagan",
    "ukr.net", "затишн", "17-б", "кв. 46", "kv. 46",
)  # fmt: skip
WORDS = (
    "Не називайте мене. Я, Ґалаґан-Їжакевич Ю. Л., вул. Затишна, буд. 17-Б, кв. 46, прошу води. "
    "Дзвоніть 050 777-12-34 або 777-12-34, пишіть на yust.galagan@ukr.net.example.\n"
    "З повагою, Юст Лукич Ґалаґан-Їжакевич"
)
FILE = Attachment(1, "Заява Ґалаґан-Їжакевич.pdf", "application/pdf", b"%PDF Galagan yust")


def confidential(appeal: Appeal) -> Appeal:
    return replace(
        appeal, confidential=True, applicant=AUTHOR, text=WORDS, privileged=("7.4",),
        place=Place("Селидове", "Лесі Українки", "3"), subject="Скарга Ґалаґана-Їжакевича Ю. Л.",
        message_id="<yust.1@ukr.net.example>",
    )  # fmt: skip


def said_by_him(value: Any) -> Any:
    """The sample's values with every free text changed to words that give the author away."""
    if type(value) is str:
        return f"{value} – {WORDS}" if " " in value else value
    if isinstance(value, Reason):
        return Reason(value.code, {**value.facts, "words": WORDS})
    if isinstance(value, Applicant):
        return AUTHOR
    if isinstance(value, tuple):
        return tuple(said_by_him(one) for one in value)
    if isinstance(value, dict):
        return {k: one if k in OURS else said_by_him(one) for k, one in value.items()}
    return value


OURS = {
    "executor_name", "executor_phone", "leader", "post", "told", "options", "possible", "topic",
    "against",
}  # fmt: skip


def secret(sample: Sample) -> Sample:
    """The sample about an author who asked not to be named, with a file that names him."""
    known = sample.known
    values = said_by_him(dict(sample.outgoing.values))
    own = sample.outgoing.party == "a"
    outgoing = replace(
        sample.outgoing, values=values, in_reply_to="<yust.1@ukr.net.example>",
        to=AUTHOR.email if own else sample.outgoing.to,
    )  # fmt: skip
    about = confidential(known.appeal) if known.appeal else None
    return replace(
        sample, outgoing=outgoing, attachments=(FILE,),
        known=replace(known, appeal=about, related=tuple(map(confidential, known.related))),
    )  # fmt: skip


def everything(letter: EmailMessage) -> str:
    """All that can be read of a letter: headers, texts, file names and files, decoded."""
    found = [f"{name}: {value}" for name, value in letter.items()]
    for part in letter.walk():
        if part.is_multipart():
            continue
        found.append(part.get_filename() or "")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append(re.sub(r"<[^>]+>", " ", content.decode("utf-8", "replace")))
    return " ".join(" ".join(found).replace("\u00a0", " ").split()).casefold()


OPERATORS = {one.address for one in samples.policy().operators}
LETTERS = [write(secret(one)) for one in samples.samples() if one.known.appeal is not None]
OTHERS = [one for one in LETTERS if one.sample.outgoing.to not in {*OPERATORS, AUTHOR.email}]
THEIRS = [one for one in LETTERS if one not in OTHERS]


@pytest.mark.parametrize("secretly", OTHERS, ids=lambda one: one.sample.name)
def test_nobody_else_learns_who_he_is(secretly: Written) -> None:
    text = everything(secretly.parsed)
    assert [trace for trace in TRACES if trace in text] == []
    assert "%pdf" not in text


def test_every_template_for_others_is_tried() -> None:
    templates = {one.sample.outgoing.template for one in OTHERS}
    assert {
        "referral", "rework", "alert", "alert-update", "answer-to-executor", "extension-decided",
        "extension-asked", "returned-again", "referral-recalled", "for-decision",
    } <= templates  # fmt: skip


@pytest.mark.parametrize(
    "secretly",
    [one for one in THEIRS if one.sample.outgoing.template in ("task", "acknowledgement")],
    ids=lambda one: one.sample.name,
)
def test_he_himself_and_who_must_act_read_it_whole(secretly: Written) -> None:
    text = everything(secretly.parsed)
    own = secretly.sample.outgoing.to == AUTHOR.email
    assert ("юст" if own else "ґалаґан-їжакевич юст лукич") in text


def test_what_is_said_of_the_matter_stays() -> None:
    referral = next(one for one in OTHERS if one.sample.name == "referral")
    assert "К-0123/26" in referral.text
    assert "прошу води" in referral.text
    assert "Лесі" in referral.text


def test_long_words_go_along_without_him() -> None:
    sample = next(one for one in samples.samples() if one.name == "referral")
    told = secret(sample)
    assert told.known.appeal is not None
    long = replace(told.known.appeal, text=WORDS + "\n\nУ дворі немає води." * 500)
    written = write(replace(told, known=replace(told.known, appeal=long)))
    [file] = list(written.parsed.iter_attachments())
    assert file.get_filename() == "Текст звернення.txt"
    text = everything(written.parsed)
    assert [trace for trace in TRACES if trace in text] == []


@pytest.mark.parametrize(
    ("place", "flat", "emergency", "shown"),
    [
        (Place("Селидове", "Затишна", "17-Б"), None, False, Place("Селидове", "Затишна")),
        (Place("Селидове", "Затишна", "17-Б"), "46", False, Place("Селидове", "Затишна", "17-Б")),
        (Place("Селидове", "Затишна", "17-Б"), None, True, Place("Селидове", "Затишна", "17-Б")),
        (Place("Селидове", "Миру", "1"), None, False, Place("Селидове", "Миру", "1")),
    ],
)
def test_his_own_house_is_told_only_where_it_must_be(
    place: Place, flat: str | None, emergency: bool, shown: Place
) -> None:
    appeal = replace(
        confidential(samples.APPEAL), place=place, emergency=emergency,
        applicant=replace(AUTHOR, flat=flat),
    )  # fmt: skip
    assert appeal.scene.place == shown
    assert not appeal.scene.home
    assert replace(appeal, confidential=False).scene.place == place


def test_reasons_in_a_transcript_for_a_leader_hold_nothing_of_him() -> None:
    sample = next(one for one in samples.samples() if one.name == "transcript")
    told = Reason(Code.INTENT_WORDS, {"words": "Ґалаґану-Їжакевичу відповісти"})
    outgoing = replace(
        sample.outgoing, to="mayor@selydove-rada.example", party="t",
        values={"command": "Re: скарга Ґалаґана-Їжакевича", "done": (told,), "possible": ()},
    )  # fmt: skip
    written = write(
        replace(sample, outgoing=outgoing, known=Known(appeal=confidential(samples.APPEAL)))
    )
    assert "ґалаґан" not in everything(written.parsed)
