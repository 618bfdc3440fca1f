"""From the file to typed settings, with every fault told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from daemon.settings import machine, people, sections
from daemon.settings.closing import Closing
from daemon.settings.crosscheck import crosscheck
from daemon.settings.faults import BadSettings, Fault
from daemon.settings.scan import Scan, scan
from daemon.settings.section import Section
from daemon.settings.terms import Terms, WorkingTime

SINGLE: Mapping[str, type[Section]] = {
    "centre": sections.Centre,
    "smtp": machine.Smtp,
    "store": machine.Store,
    "authenticity": sections.Authenticity,
    "reply_addresses": machine.ReplyAddresses,
    "web_forms": sections.WebForms,
    "terms": Terms,
    "working_time": WorkingTime,
    "limits": sections.Limits,
    "closing": Closing,
    "papers": sections.Papers,
    "jobs": machine.Jobs,
    "daemon": machine.Daemon,
}
NAMED: Mapping[str, type[Section]] = {
    "mailbox": machine.Mailbox,
    "executor": people.Executor,
    "leader": people.Leader,
    "operator": people.Operator,
    "topic": sections.Topic,
}
NO_FILE = (
    "name it with --settings or CONTACT_CENTER_SETTINGS, or begin one: "
    "contact-center settings-example > settings.ini"
)
LEAST_ONE = ("mailbox", "operator")
WORDS = {
    "int_parsing": "this is no whole number",
    "float_parsing": "this is no number",
    "bool_parsing": "write yes or no",
    "date_from_datetime_parsing": "this is no date, like 2026-12-31",
    "date_parsing": "this is no date, like 2026-12-31",
}
"""Pydantic's kinds of errors whose own words only a programmer understands."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the named sections are in the order of the file, by their code."""

    path: Path
    centre: sections.Centre
    smtp: machine.Smtp
    store: machine.Store
    authenticity: sections.Authenticity
    reply_addresses: machine.ReplyAddresses
    web_forms: sections.WebForms
    terms: Terms
    working_time: WorkingTime
    limits: sections.Limits
    closing: Closing
    papers: sections.Papers
    jobs: machine.Jobs
    daemon: machine.Daemon
    mailbox: Mapping[str, machine.Mailbox]
    executor: Mapping[str, people.Executor]
    leader: Mapping[str, people.Leader]
    operator: Mapping[str, people.Operator]
    topic: Mapping[str, sections.Topic]


def load(path: Path, *, secrets: bool = True) -> Settings:
    """Read the settings; raises BadSettings with all faults; `secrets`: look whether they exist."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BadSettings(str(path), [Fault(0, "", "", "there is no such file", NO_FILE)]) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise BadSettings(str(path), [Fault(0, "", "", f"cannot be read: {fault}")]) from None
    found = scan(text)
    faults = list(found.faults)
    parts: dict[str, Any] = {name: {} for name in NAMED}
    for section in found.values:
        _read_section(found, section, parts, faults)
    for name, model in SINGLE.items():
        if name not in found.values:
            parts[name] = _validate(found, name, name, model, {}, faults)
    for name in LEAST_ONE:
        if not any(section.split(" ")[0] == name for section in found.values):
            faults.append(
                Fault(0, name, "", "at least one is needed", f"add a section [{name} CODE]")
            )
    settings = Settings(path=path, **parts)
    faults += crosscheck(settings, found, secrets=secrets)
    if faults:
        raise BadSettings(str(path), faults)
    return settings


def _read_section(found: Scan, section: str, parts: dict[str, Any], faults: list[Fault]) -> None:
    """Validate one section into `parts`, or add its faults."""
    name, _, code = section.partition(" ")
    line = found.line_of(section)
    if name in NAMED and code and " " not in code:
        one = _validate(found, section, name, NAMED[name], found.values[section], faults)
        parts[name][code] = one
    elif name in NAMED:
        faults.append(
            Fault(line, section, "", "this section needs a code of one word", f"[{name} CODE]")
        )
    elif section in SINGLE:
        parts[section] = _validate(
            found, section, name, SINGLE[section], found.values[section], faults
        )
    else:
        faults.append(
            Fault(line, section, "", "unknown section", _nearest(name, [*SINGLE, *NAMED]))
        )


def _validate(
    found: Scan,
    section: str,
    name: str,
    model: type[Section],
    values: Mapping[str, str],
    faults: list[Fault],
) -> Section:
    """Make a section of its model; where keys have faults, one without them, to check further."""
    given = {key: value for key, value in values.items() if value != ""}
    try:
        return model(**given)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            key = str(one["loc"][0]) if one["loc"] else ""
            reason, mend = _explain(one, key, model)
            faults.append(Fault(found.line_of(section, key), section, key, reason, mend))
        return _without(model, given, {str(one["loc"][0]) for one in error.errors() if one["loc"]})


def _without(model: type[Section], given: Mapping[str, str], wrong: set[str]) -> Section:
    """The section without its wrong keys; those that it needs are empty."""
    fields = model.model_fields
    needed = {key: "" for key in wrong if key in fields and fields[key].is_required()}
    stand_ins = {key: (fields[key].examples or [""])[0] for key in needed}
    rest = {key: value for key, value in given.items() if key not in wrong}
    return model(**rest, **stand_ins).model_copy(update=needed)


def _explain(error: ErrorDetails, key: str, model: type[Section]) -> tuple[str, str]:
    """A reason and a mend in an administrator's words for one of pydantic's errors."""
    kind = error["type"]
    if kind == "missing":
        example = (model.model_fields[key].examples or ["..."])[0]
        return "this key is needed", f"add the line: {key} = {example}"
    if kind == "extra_forbidden":
        return "unknown key", _nearest(key, list(model.model_fields))
    if kind in WORDS:
        return WORDS[kind], ""
    return error["msg"].removeprefix("Value error, ").removeprefix("Input "), ""


def _nearest(word: str, known: list[str]) -> str:
    """The nearest known word, as a question."""
    best = process.extractOne(word, known, score_cutoff=60)
    return f"did you mean {best[0]!r}?" if best else f"known are {', '.join(known)}"
