"""Whether a machine wrote: a bounce first, then automatic answers, lists and advertising."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from mailflows.data import load
from mailflows.letter import Letter
from mailflows.reasons import Code, Reason
from mailflows.understanding.words.lemmas import plain
from mailflows.vocabulary import Robot, Role

LONGEST = 6_000  # characters looked at
SHORT = 700  # a vacation notice known by its words alone is no longer than this
APPEAL_SIGNS = 2  # so many different ones outweigh headers of a list and words of an offer
OFFERS = 2
_PREFIX = re.compile(r"^(?:[^\W\d_]{1,6}\s?(?:\[\d{1,2}\])?\s?:\s*){1,6}")
_WORD = re.compile(r"[^\W_]+")
_TELLING = 3  # letters of a word's beginning that rule most marks out
_STATUS = re.compile(r"(?<![\d.])[45]\d\d[ -]|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])")
_DATA: dict[str, Any] = load("robots")
_PEOPLE = frozenset({Role.EXECUTOR, Role.EXECUTOR_EMPLOYEE, Role.LEADER, Role.OPERATOR})

Verdict = tuple[Robot, Reason] | None


def find_robot(letter: Letter, role: Role, tied: bool) -> Verdict:
    """The kind of machine that wrote and the reason; None for a person or in doubt.

    `role` is the writer's by his address: a form's own headers do not make it an automatic
    answer, and registered people send no advertising. `tied`: the letter answers one of ours.
    Never raises.
    """
    if letter.delivery_report is not None:
        report = letter.delivery_report
        return Robot.BOUNCE, Reason(Code.DELIVERY_REPORT, {"status": report.status or ""})
    if role is Role.FORM:
        return None
    for judge in _JUDGES:
        verdict = judge(letter, role, tied)
        if verdict is not None:
            return verdict
    return None


def tells_absence(letter: Letter) -> bool:
    """Whether an automatic answer says that nobody reads: no receipt and no ticket's number."""
    table, text = _DATA["auto_reply"], _text(letter)
    kind = " ".join(letter.header("content-type")).lower()
    if "disposition-notification" in kind or _subject(letter).startswith(_tuple("receipts")):
        return False
    return bool(_found(text, table["vacation"])) or not _found(text, table["tickets"])


def _returned(letter: Letter, role: Role, tied: bool) -> Verdict:
    """A report that reading could not take apart: from the null sender or a mail system's name."""
    marks = load("delivery_reports")
    name = plain(letter.sender.name) if letter.sender else ""
    local = letter.sender.address.partition("@")[0] if letter.sender else ""
    system = letter.return_path == "" or local in marks["senders"] or name in marks["senders"]
    if not system and not name.startswith(tuple(_DATA["bounce"]["names"])):
        return None
    subject, text = plain(letter.subject), plain(letter.body[:LONGEST])
    if subject.startswith(tuple(_DATA["auto_reply"]["subjects"])) or letter.header(
        "x-apple-action"
    ):
        return None
    titled, told = _found(subject, marks["subjects"]), _found(text, marks["words"])
    status = _STATUS.search(text)
    if titled or (told and status):
        shown = {"words": ", ".join((titled + told)[:3])}
        return Robot.BOUNCE, Reason(Code.DELIVERY_REPORT, {"status": "", **shown})
    return None


def _receipt(letter: Letter, role: Role, tied: bool) -> Verdict:
    """A read receipt (RFC 8098) or a report of one machine to another."""
    kind = " ".join(letter.header("content-type")).lower()
    if "disposition-notification" in kind or _subject(letter).startswith(_tuple("receipts")):
        return Robot.AUTO_REPLY, Reason(Code.AUTO_REPLY_HEADER, {"header": "Content-Type"})
    if any(mark in kind for mark in _DATA["machines"]["reports"]):
        return Robot.EMPTY, Reason(Code.EMPTY_ROBOT, {"header": "Content-Type"})
    return None


def _by_headers(letter: Letter, role: Role, tied: bool) -> Verdict:
    """RFC 3834 and what vendors use instead of it."""
    table = _DATA["auto_reply"]
    submitted = _first(letter, "auto-submitted")
    if submitted.startswith("auto-replied") or submitted.startswith("auto-notified"):
        return Robot.AUTO_REPLY, Reason(Code.AUTO_REPLY_HEADER, {"header": "Auto-Submitted"})
    for name in table["headers"]:
        if letter.header(name) and _first(letter, name) not in {"no", "none", "false"}:
            return Robot.AUTO_REPLY, Reason(Code.AUTO_REPLY_HEADER, {"header": name})
    for name, values in table["values"].items():
        said = _first(letter, name)
        if said and any(value in said for value in values) and not _human_in_spite(letter, name):
            return Robot.AUTO_REPLY, Reason(Code.AUTO_REPLY_HEADER, {"header": name})
    return None


def _human_in_spite(letter: Letter, name: str) -> bool:
    """Exchange marks with "suppress all" much that is no answer: only with a null sender."""
    return name == "x-auto-response-suppress" and letter.return_path != ""


def _by_subject(letter: Letter, role: Role, tied: bool) -> Verdict:
    subject = _subject(letter)
    table = _DATA["auto_reply"]
    if subject.startswith(tuple(table["subjects"])) or _has(subject, table["anywhere"]):
        return Robot.AUTO_REPLY, Reason(Code.AUTO_REPLY_WORDS, {"words": letter.subject[:60]})
    return None


def _by_words(letter: Letter, role: Role, tied: bool) -> Verdict:
    """Words of a machine: it says so itself, or a short vacation notice or ticket answer."""
    table, text = _DATA["auto_reply"], _text(letter)
    machine = _found(text, table["machine"])
    vacation = _found(text, table["vacation"])
    ticket = _found(text, table["tickets"])
    generated = _first(letter, "auto-submitted").startswith("auto-generated")
    bulk = _first(letter, "precedence") in _DATA["list"]["precedence"]
    marked = bool(machine) or generated or bulk or letter.return_path == ""
    answers = letter.is_reply or tied
    if (vacation or ticket) and marked and not _asks(text):
        return _said(vacation + ticket + machine)
    if role in _PEOPLE or len(text) > SHORT:
        return None
    if machine and answers and not _asks(text):
        return _said(machine)
    return _said(ticket) if len(ticket) > 1 and not _asks(text) else None


def _lists(letter: Letter, role: Role, tied: bool) -> Verdict:
    """Newsletters by their headers (RFC 2369, 2919), with care for people on lists."""
    if role in _PEOPLE or tied:
        return None
    table, text = _DATA["list"], _text(letter)
    headers = [name for name in table["headers"] if letter.header(name)]
    bulk = _first(letter, "precedence") in table["precedence"]
    offered = _found(text, table["unsubscribe"])
    if _asks(text) and not (headers and offered):
        return None
    if headers or (bulk and offered):
        return Robot.LIST, Reason(Code.MAILING_LIST, {"header": ", ".join(headers) or "Precedence"})
    return None


def _advertising(letter: Letter, role: Role, tied: bool) -> Verdict:
    if role in _PEOPLE or tied:
        return None
    table = _DATA["advertising"]
    text = f"{plain(letter.subject)}\n{_text(letter)}"
    frauds, offers = _found(text, table["frauds"]), _found(text, table["offers"])
    offers += _found(text, _DATA["list"]["unsubscribe"])
    signs = len(_found(text, _DATA["appeal"]["signs"]))
    if (frauds and signs < APPEAL_SIGNS) or (len(offers) >= OFFERS + signs):
        words = {"words": ", ".join((frauds + offers)[:5])}
        return Robot.ADVERTISING, Reason(Code.ADVERTISING, words)
    return None


def _empty(letter: Letter, role: Role, tied: bool) -> Verdict:
    """Reports of machines to nobody: cron, monitoring, DMARC; an appeal by a robot stays one."""
    if role in _PEOPLE:
        return None
    local = letter.sender.address.partition("@")[0] if letter.sender else ""
    subject, text = _subject(letter), _text(letter)
    generated = _first(letter, "auto-submitted").startswith("auto-generated")
    known = local in _DATA["machines"]["senders"] or subject.startswith(
        tuple(_DATA["machines"]["subjects"])
    )
    if (known or generated) and not _asks(text):
        robot = Robot.AUTO_REPLY if letter.is_reply and generated else Robot.EMPTY
        return robot, Reason(
            Code.EMPTY_ROBOT, {"header": "Auto-Submitted" if generated else "From"}
        )
    return None


_JUDGES: tuple[Callable[[Letter, Role, bool], Verdict], ...] = (
    _returned, _receipt, _by_headers, _by_subject, _by_words, _lists, _advertising, _empty,
)  # fmt: skip


def _said(words: list[str]) -> Verdict:
    return Robot.AUTO_REPLY, Reason(Code.AUTO_REPLY_WORDS, {"words": ", ".join(words[:3])})


def _first(letter: Letter, name: str) -> str:
    return next(iter(letter.header(name)), "").strip().lower()


def _subject(letter: Letter) -> str:
    return (
        _PREFIX.sub("", plain(letter.subject).strip(), count=1)
        if _is_re(letter)
        else plain(letter.subject).strip()
    )


def _is_re(letter: Letter) -> bool:
    """A prefix of answers is taken off, an "Auto:" of a machine stays."""
    return letter.is_reply and not plain(letter.subject).startswith(_tuple("subjects"))


def _text(letter: Letter) -> str:
    words = letter.text if letter.text.strip() else letter.body
    return _one_line(words[:LONGEST])


@lru_cache(maxsize=4)  # every judge asks it of the same letter
def _one_line(words: str) -> str:
    return " ".join(plain(words).split())


@lru_cache(maxsize=4)
def _asks(text: str) -> bool:
    return len(_found(text, _DATA["appeal"]["signs"])) >= APPEAL_SIGNS


def _found(text: str, marks: Iterable[str]) -> list[str]:
    """The marks that stand in a text at the beginning of a word."""
    known = _by_beginning(tuple(marks))
    near = sorted(
        one for beginning in _beginnings(text).intersection(known) for one in known[beginning]
    )
    return [mark for _, mark in near if mark in text and _begins_word(text, mark)]


@lru_cache(maxsize=4)
def _beginnings(text: str) -> frozenset[str]:
    """The first letters of all words, so that most marks need not be looked for at all."""
    return frozenset().union(*map(_beginnings_of_line, text.split("\n")))


@lru_cache(maxsize=8)  # a letter's text is looked at alone and below its subject
def _beginnings_of_line(line: str) -> frozenset[str]:
    begun = {word[:_TELLING] for word in _WORD.findall(line)}
    shorter = ([word[:length] for word in begun] for length in range(1, _TELLING))
    return frozenset(begun.union(("",), *shorter))


@lru_cache(maxsize=64)
def _by_beginning(marks: tuple[str, ...]) -> Mapping[str, list[tuple[int, str]]]:
    """Marks with their order, by the letters that a word must begin with for one to stand there."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number, mark in enumerate(marks):
        match = _WORD.match(mark)
        beginning = match[0][:_TELLING] if match else ""
        found.setdefault(beginning, []).append((number, mark))
    return found


def _begins_word(text: str, mark: str) -> bool:
    at = text.find(mark)
    while at > 0 and mark[0].isalnum() and text[at - 1].isalnum():
        at = text.find(mark, at + 1)
    return at >= 0


def _has(text: str, marks: Iterable[str]) -> bool:
    return any(mark in text for mark in marks)


@cache
def _tuple(name: str) -> tuple[str, ...]:
    return tuple(_DATA["auto_reply"][name])
