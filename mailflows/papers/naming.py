"""Names that papers give to people, fields and values; whatever strangers wrote is made clean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import templates
from mailflows.policy import Policy
from mailflows.writing import dates, typography

LONGEST_VALUE = 200  # characters of one value in the course of events
_NOT_XML = re.compile("[\ufffe\uffff]")
_STRANGERS = {"outsider", "form"}
_LISTS = {"kind", "regime", "channel", "result", "purpose", "claim", "missing", "sign"}
"""Fields whose values are codes of the tables of the same name in words.toml."""


def table(name: str) -> dict[str, Any]:
    """A table of the papers' own words."""
    found: dict[str, Any] = templates.words("papers/words")[name]
    return found


def word(name: str) -> str:
    """A single one of the papers' own words."""
    return str(templates.words("papers/words")[name])


def common(name: str) -> dict[str, Any]:
    """A table of the words that letters have too."""
    found: dict[str, Any] = templates.words()[name]
    return found


def clean(text: object, limit: int = LONGEST_VALUE) -> str:
    """One line that is fit for XML: no control characters, at most `limit` characters."""
    return typography.cut(_NOT_XML.sub("", str(text)), limit)


def prose(text: str, limit: int) -> tuple[str, ...]:
    """A person's text as paragraphs, cut with a word about it after `limit` characters."""
    told = typography.paragraphs(_NOT_XML.sub("", text), limit)
    kept = tuple(one for one in told if one)
    return (*kept, word("cut")) if len(text.strip()) > limit else kept


class Naming:
    """Calls codes of the store by the names that this city uses; pure, made once a paper."""

    def __init__(self, policy: Policy, applicant: str | None = None) -> None:
        self.policy = policy
        self._applicant = applicant  # his address: then he is called what he is

    def day(self, when: date | datetime | None) -> str:
        """«25.12.2026», "" for nothing."""
        return "" if when is None else dates.short(when, self.policy.timezone)

    def moment(self, when: datetime | None) -> str:
        """«25.12.2026 14:30» that does not break, "" for nothing."""
        if when is None:
            return ""
        return f"{self.day(when)}\u00a0{dates.hour(when, self.policy.timezone)}"

    def executor(self, code: str) -> str:
        """An executor's name, with the former one that the code stood for; an unknown code itself.

        What a code stood for is told by the settings of its heir, else the code is told.
        """
        known = self.policy.executor(code)
        if known is None:
            return typography.joined(clean(code))
        then = next((one.name or one.code for one in known.former if one.code == code), "")
        told = str(word("formerly")).format(now=known.name, then=then) if then else known.name
        return typography.joined(clean(told))

    def topic(self, slug: str | None) -> str:
        """A topic's name; "" while it is not known."""
        known = self.policy.topics.get(slug or "")
        return clean(known.name if known else slug or "")

    def classifier(self, slug: str | None) -> str:
        """The classifier's index of a topic."""
        known = self.policy.topics.get(slug or "")
        return known.classifier if known else ""

    def who(self, by: str | None) -> str:
        """Who did something, from the journal's code or a person's address; "" for nobody.

        A role without a name is told by the role, a job or flow is "the program"; a doubt of the
        sender is told too.
        """
        told, _, doubt = (by or "").partition(",")
        role, _, code = told.partition(":")
        if not role:
            return ""
        name = self._person(role, code or role) or self._role(role, code)
        return f"{name} ({word('unproved')})" if doubt else name

    def doer(self, by: str) -> str:
        """Who changed something: what a correspondent's letter led to was done by the program."""
        role = by.partition(",")[0].partition(":")[0]
        return str(table("by")["by_letter"]) if role in _STRANGERS else self.who(by)

    def _person(self, role: str, code: str) -> str:
        for one in self.policy.operators:
            if code in {one.code, one.address} and role in {"operator", code}:
                return clean(f"{one.name}, {one.post}" if one.post else one.name)
        for leader in self.policy.leaders:
            if code in {leader.code, leader.address} and role in {"leader", code}:
                return clean(f"{leader.name}, {leader.post}")
        if role.startswith("executor") and self.policy.executor(code):
            return self.executor(code)
        return ""

    def _role(self, role: str, code: str) -> str:
        names = table("by")
        if "@" in role:
            return str(names["applicant"]) if role == self._applicant else clean(role)
        known = str(names.get(role, names["program"]))
        return f"{known} ({clean(code)})" if code else known

    def value(self, record: str, field: str, value: Any) -> str:
        """A value of a field of the history as people read it; a dash for nothing."""
        if value is None or value in ("", ()):
            return word("none")
        if isinstance(value, bool):
            return word("yes" if value else "no")
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, (list, tuple)):
            return clean("; ".join(self.value(record, field, one) for one in value))
        return clean(self._code(record, field, str(value)))

    def _code(self, record: str, field: str, value: str) -> str:
        if field == "state":
            return str(common("state").get(value, value))
        if field in _LISTS:
            return str(common(field).get(value, value))
        if field == "topic":
            return self.topic(value)
        if field in ("executor", "against", "leader"):
            return self.executor(value) if value in self.policy.executors else self.leader(value)
        if field == "privileged":
            return str(table("category").get(value, value))
        return self.who(value) if field.endswith("_by") else value

    def leader(self, code: str) -> str:
        """A leader's name by his code; an unknown code stays itself."""
        return clean(next((o.name for o in self.policy.leaders if o.code == code), code))

    def categories(self, codes: Iterable[str]) -> str:
        """Names of the author's categories (classifier, group 7)."""
        return "; ".join(str(table("category").get(code, code)) for code in codes)
