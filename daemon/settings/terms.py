"""The sections of the settings about terms and the calendar they are counted by."""

from __future__ import annotations

from datetime import date, time

from pydantic import Field

from daemon.settings.section import Section
from daemon.settings.values import Clock, Day, Days, Weekdays
from mailflows.policy import CountFrom, LastDay


class Terms(Section):
    """Terms of the law, counted from the day of receipt, and what executors are given."""

    general_months: int = Field(1, ge=1, le=2, description="Law 393/96-VR art. 20, months.")
    extended_days: int = Field(
        45, ge=1, description="With an extension (art. 20), days in all; nothing goes beyond."
    )
    forward_days: int = Field(5, ge=1, description="Forwarding by competence (art. 7), days.")
    return_days: int = Field(
        10, ge=1, description="Return of a badly formed letter (art. 5), days."
    )
    petition_working_days: int = Field(
        2, ge=1, description="Petition (art. 23-1), published or not, working days."
    )
    information_working_days: int = Field(
        5, ge=1, description="Information request (2939-VI art. 20), working days."
    )
    information_urgent_hours: int = Field(
        48, ge=1, description="The same about danger to life or accidents, hours."
    )
    information_extended_working_days: int = Field(
        20, ge=1, description="The same with an extension, working days in all."
    )
    deputy_days: int = Field(10, ge=1, description="Deputy's appeal (93-IV art. 13), days.")
    deputy_extended_months: int = Field(
        1, ge=1, description="The same where it needs study, months in all."
    )
    administrative_days: int = Field(
        30, ge=1, description="Administrative case (2073-IX art. 34), days."
    )
    administrative_extension_days: int = Field(
        15, ge=1, description="The same, what one extension adds, days."
    )
    administrative_notice_working_days: int = Field(
        3, ge=0, description="Notice of it before the term ends, working days."
    )
    administrative_forward_working_days: int = Field(
        5, ge=1, description="Forwarding such a case (art. 44), working days."
    )
    administrative_return_working_days: int = Field(
        3, ge=1, description="Leaving such a case without movement (art. 43), working days."
    )
    last_day: LastDay = Field(
        "next-working-day", description="A last day off moves there (Civil Code art. 254)."
    )
    count_from: CountFrom = Field(
        "receipt",
        description=(
            "receipt: the day our mail server took the letter. working-time: what came on a day "
            "off or after closing counts from the next working day (Instruction 348)."
        ),
    )
    control_before_day_off: bool = Field(
        True,
        description=(
            "Executors answer by the last working day that is not after the law's unmoved last "
            "day; no: they have the law's whole term."
        ),
    )
    emergency_hours: int = Field(
        24, ge=1, le=720, description="An emergency whose topic has no hours of its own, hours."
    )
    rework_hours: int = Field(
        24, ge=1, le=720, description="Returned work whose term has run out, hours."
    )
    inquiry_working_days: int = Field(
        3, ge=1, le=30, description="Answer of a body that is asked for information, working days."
    )


class WorkingTime(Section):
    """When the council works; the centre itself takes letters round the clock."""

    opens: Clock = Field(time(8, 0), description="Start of the working day.")
    closes: Clock = Field(time(17, 0), description="End of the working day.")
    days_off: Weekdays = Field(("sat", "sun"), description="Weekly days off: Mon, Tue, ... Sun.")
    martial_law_from: Day = Field(
        date(2022, 2, 24), description="Since then holidays are working days (2136-IX art. 6)."
    )
    martial_law_until: Day = Field(
        None, description="Last day of martial law; empty: it lasts.", examples=["2027-02-03"]
    )
    extra_days_off: Days = Field((), description="Further days off.", examples=["2026-12-31"])
    extra_working_days: Days = Field(
        (), description="Working days instead of days off.", examples=["2027-01-09"]
    )
