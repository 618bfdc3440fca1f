"""Kinds of values that settings hold, each with its check."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

import idna
import phonenumbers
from pydantic import AfterValidator, BeforeValidator

from daemon.settings.secrets import SOURCES, check_reference

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _split(value: object) -> object:
    """Commas, semicolons or lines part the items of a list."""
    if isinstance(value, str):
        return tuple(item for item in (one.strip() for one in re.split(r"[,;\n]", value)) if item)
    return value


def _address(value: str) -> str:
    """An e-mail address in lower case with its domain in IDNA (RFC 5321, RFC 5891)."""
    local, at, domain = value.strip().lower().rpartition("@")
    if not at or not local or not re.fullmatch(r"[^\s@<>\",;:]+", local):
        raise ValueError("this is no e-mail address, like name@example.org")
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as fault:
        raise ValueError(f"the domain of this address is wrong: {fault}") from None


def _phone(value: str) -> str:
    """A telephone number as E.164, read as a Ukrainian one when it has no country code."""
    try:
        number = phonenumbers.parse(value, "UA")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValueError("this is no telephone number, like +380623770101")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("no such time zone, write for example Europe/Kyiv")
    ZoneInfo(value)
    return value


def _clock(value: object) -> object:
    if isinstance(value, str):
        found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", value.strip())
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValueError("this is no time of day, like 08:30")
        return time(int(found[1]), int(found[2]))
    return value


def _day(value: object) -> object:
    if isinstance(value, str):
        if value.strip().lower() in {"", "no", "none"}:
            return None
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError("this is no date, like 2026-12-31") from None
    return value


def _weekdays(value: tuple[str, ...]) -> tuple[str, ...]:
    days = tuple(day[:3].lower() for day in value)
    if not set(days) <= set(WEEK):
        raise ValueError("write days as Mon, Tue, Wed, Thu, Fri, Sat, Sun")
    return days


def _host(value: str) -> str:
    if not re.fullmatch(r"[\w.-]+|[0-9a-fA-F:.]+", value):
        raise ValueError("this is no name of a server, like mail.example.org; the port has its key")
    return value


def _renamed(pairs: tuple[str, ...]) -> tuple[str, ...]:
    for pair in pairs:
        if not re.fullmatch(r"[^<>=]*[^<>=\s-]\s*>\s*[^<>=\s][^<>=]*", pair):
            raise ValueError(f"write each as old > new, not {pair!r}")
    return pairs


def _formers(items: tuple[str, ...]) -> tuple[str, ...]:
    """Each a code with or without the name, or an address; codes and addresses in lower case."""
    found = []
    for item in items:
        first, _, name = item.partition(" ")
        if "@" in first:
            found.append(_address(item))
        elif re.fullmatch(r"[A-Za-z0-9_-]+", first):
            found.append(f"{first.lower()} {name.strip()}".strip())
        else:
            raise ValueError(f"write a code, a code and a name, or an address, not {item!r}")
    return tuple(found)


def _group(value: str) -> str:
    if not re.fullmatch(r"\d{3}", value):
        raise ValueError("a question group has three digits, like 090")
    return value


def _store(value: str) -> str:
    if not re.match(r"(sqlite:///|postgresql://).", value):
        raise ValueError("write sqlite:///path or postgresql://user@host/name")
    if re.match(r"postgresql://[^/@]*:[^/@]*@", value):
        raise ValueError(f"a secret does not stand in the settings: set password = {SOURCES}")
    return value


Address = Annotated[str, AfterValidator(_address)]
Phone = Annotated[str, AfterValidator(_phone)]
Zone = Annotated[str, AfterValidator(_zone)]
Clock = Annotated[time, BeforeValidator(_clock)]
Day = Annotated[date | None, BeforeValidator(_day)]
Host = Annotated[str, AfterValidator(_host)]
Group = Annotated[str, AfterValidator(_group)]
StoreUrl = Annotated[str, AfterValidator(_store)]
SecretReference = Annotated[str, AfterValidator(check_reference)]
Clocks = Annotated[tuple[Clock, ...], BeforeValidator(_split)]
Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
Renamed = Annotated[Words, AfterValidator(_renamed)]
Formers = Annotated[Words, AfterValidator(_formers)]
Weekdays = Annotated[tuple[str, ...], BeforeValidator(_split), AfterValidator(_weekdays)]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(_split)]
Days = Annotated[tuple[date, ...], BeforeValidator(_split)]
