"""The sections of the settings about the centre: its name, its ways in, topics, papers, limits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from daemon.settings.section import NEEDED, Section
from daemon.settings.values import Addresses, Group, Phone, Renamed, Words, Zone


def _number_format(value: str) -> str:
    try:
        shown = value.format(letter="К", sequence=1, year=26)
        other = value.format(letter="К", sequence=2, year=27)
    except (KeyError, IndexError, ValueError):
        raise ValueError("only {letter}, {sequence} and {year} may stand in the format") from None
    if shown == other or "1" not in shown:
        raise ValueError("the format must hold {sequence} and {year}")
    return value


class Centre(Section):
    """The council and its contact centre."""

    organisation: str = Field(
        description="Name of the council, nominative.", examples=["Селидівська міська рада"]
    )
    organisation_genitive: str = Field(
        description="The same in the genitive, as in «Контактний-центр ...».",
        examples=["Селидівської міської ради"],
    )
    name: str = Field("Контактний-центр", description="Name of the centre as letters show it.")
    phone: Phone = Field(
        description="Telephone of the centre; its area code completes short local numbers.",
        examples=["+380623770101"],
    )
    timezone: Zone = Field("Europe/Kyiv", description="Time zone of terms and of the letters.")
    settlements: Words = Field(
        description="Settlements of the community, a comma between; the first is the centre.",
        examples=["Селидове, Українськ, Вишневе, Цукурине"],
        min_length=1,
    )
    streets: Words = Field(
        (),
        description="Known streets, if there is a list: it helps against misspellings.",
        examples=["Миру, Героїв Праці, Лесі Українки"],
    )
    renamed_streets: Renamed = Field(
        (), description="Renamed streets, each as `old > new`.", examples=["Кірова > Затишна"]
    )
    emergency_lines: Words = Field(
        ("101", "102", "103", "104", "112"), description="Numbers that every acknowledgement names."
    )
    privacy_notice: str = Field(
        "",
        description="Own text of the personal-data notice (Law 2297-VI art. 12); empty: ours.",
        examples=["Персональні дані обробляє Селидівська міська рада ..."],
    )
    head_categories: Words = Field(
        ("7.3", "7.4", "7.12", "7.16", "7.17"),
        description=(
            "Categories of authors (Resolution 858/2008, group 7) whom the mayor considers himself "
            "(393/96-VR art. 14-16, Decree 109/2008): war disability, Hero Mothers, heroes."
        ),
    )
    number_format: Annotated[str, AfterValidator(_number_format)] = Field(
        "{letter}-{sequence:04d}/{year:02d}",
        description=(
            "Registration number: {letter} of the surname (КО collective, БП anonymous), "
            "{sequence} common to all letters, without gaps within a {year}."
        ),
    )


class Authenticity(Section):
    """How the sender of a letter that changes something is proved."""

    policy: Literal["require", "when-present", "off"] = Field(
        "require",
        description=(
            "require: our mail server must have stamped the letter as authentic. "
            "when-present: letters without a stamp pass, for servers that never stamp. off: trust "
            "the address alone; anybody can then close an appeal in an executor's name."
        ),
    )
    authserv_id: Words = Field(
        (),
        description="Name of our own server in Authentication-Results (RFC 8601).",
        examples=["mx.selydove-rada.example"],
        json_schema_extra=NEEDED,
    )


class WebForms(Section):
    """Letters of the site's forms."""

    senders: Addresses = Field(
        (),
        description="Addresses that the site sends forms from.",
        examples=["wordpress@selydove-rada.example"],
        json_schema_extra=NEEDED,
    )


class Topic(Section):
    """Changes a topic that the program brings along, or adds one; the second word is its code."""

    name: str | None = Field(
        None, description="Name as letters show it.", examples=["Водопостачання"]
    )
    classifier: Group | None = Field(
        None,
        description="Question group of the classifier (Resolution 858/2008), three digits.",
        examples=["090"],
    )
    emergency_hours: int | None = Field(
        None,
        ge=1,
        le=720,
        description="Executor's term in an emergency, hours. Default: that of the topic.",
        examples=["24"],
    )
    normal_hours: int | None = Field(
        None,
        ge=1,
        le=1080,
        description="Executor's ordinary term, hours, never beyond the law's. "
        "Default: that of the topic.",
        examples=["72"],
    )
    together: Words = Field(
        (),
        description=(
            "Executors (codes) who work on it together with the topic's own, who leads and "
            "answers for all."
        ),
        examples=["roads"],
    )
    instead: str | None = Field(
        None,
        description="Executor (code) who is offered first when the topic's own declines.",
        examples=["improvement"],
    )


class Papers(Section):
    """Papers that are printed for the file."""

    card_layout: str = Field(
        "",
        description=(
            "Own layout (DOCX) of the registration card, else ours: `card-layout` gives it to "
            "begin with."
        ),
        examples=["/etc/contact-center/card.docx"],
    )
    answer_layout: str = Field(
        "",
        description=(
            "Own layout (DOCX) of the draft of a signed answer, else ours: `answer-layout` gives "
            "it to begin with."
        ),
        examples=["/etc/contact-center/answer.docx"],
    )


class Limits(Section):
    """Caps that keep one correspondent or one burst from flooding the others."""

    acknowledgements_per_address: int = Field(
        5, ge=1, description="Acknowledgements to one address a day."
    )
    undo_hours: int = Field(
        24, ge=1, le=720, description="How long an operator can take a command back, hours."
    )
    alert_window_minutes: int = Field(
        30, ge=1, description="One alert for the same topic and settlement, minutes."
    )
    alert_update_minutes: int = Field(10, ge=1, description="Between two updates, minutes.")
    alerts_per_hour: int = Field(20, ge=1, description="Alerts to one leader an hour.")
    unserved_hours: int = Field(
        24,
        ge=1,
        description=(
            "A referral not accepted is called «not served» after this, hours: it goes to the "
            "deputy's address, or the operators telephone where there is none."
        ),
    )
    unserved_emergency_hours: int = Field(
        1, ge=1, description="The same in an emergency, hours; the operators telephone at once."
    )
    deputy_hours: int = Field(
        24, ge=1, description="The deputy has this long, then the operators telephone, hours."
    )
    mass_appeals: int = Field(
        5, ge=2, description="The same words of so many authors in a month are «mass» appeals."
    )
