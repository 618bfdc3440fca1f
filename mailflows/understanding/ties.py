"""Which letter or appeal of ours a letter answers: signed address, Message-ID, number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflows.facts import Tie
from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.rules.numbers import format_number, parse_numbers, sequence_of
from mailflows.rules.reply_address import verify
from mailflows.vocabulary import TieKind

# any shape of the random part: which of them we wrote, the store knows
OWN_MESSAGE_ID = re.compile(
    r"<(?P<random>[\w-]{6,64})\.(?P<subject>\d{1,7}-\d{2}|letter)@(?P<domain>[^>\s@]{1,255})>"
)
MOST_REFERENCES = 100
LONGEST_TEXT = 20_000


def find_ties(letter: Letter, policy: Policy) -> tuple[Tie, ...]:
    """All ties of a letter, surest first: signed addresses, our Message-IDs, numbers.

    Numbers of the subject come before those of the new words; those of the quotation count only
    when there is no other number. A bounce is tied by the Message-ID that its report returns.
    """
    signed = dict.fromkeys(
        found
        for address in letter.recipients
        if (found := verify(address, policy.mailbox, policy.secret))
    )
    numbers = _numbers(letter, policy)
    return (
        *(Tie(TieKind.SIGNED_ADDRESS, value, party) for party, value in signed),
        *(Tie(TieKind.MESSAGE_ID, one) for one in own_message_ids(letter, policy)),
        *(Tie(TieKind.NUMBER, number) for number in numbers),
    )


def own_message_ids(letter: Letter, policy: Policy) -> list[str]:
    """Message-IDs of ours that the letter refers to, nearest first."""
    domains = {box.rpartition("@")[2].lower() for box in policy.mailboxes}
    references = list(letter.references[:MOST_REFERENCES])
    report = letter.delivery_report
    if report and report.original_message_id:
        references.insert(0, report.original_message_id)
    found: dict[str, None] = {}
    for reference in references:
        match = OWN_MESSAGE_ID.fullmatch(f"<{reference.strip().strip('<>').lower()}>")
        if match and match["domain"] in domains:
            found[match[0]] = None
    return list(found)


def answered_number(letter: Letter, ties: Sequence[Tie], policy: Policy) -> str | None:
    """The number that a letter answers as it shows it itself, or None.

    When one of our Message-IDs or addresses says which appeal it is, only that number is taken.
    """
    numbers = [tie.value for tie in ties if tie.kind is TieKind.NUMBER]
    numbers += parse_numbers(letter.quoted[:LONGEST_TEXT], policy.number_format)
    for document in letter.documents:
        numbers += parse_numbers(document.text[:2_000], policy.number_format)
    sequences = {one for tie in ties if (one := _sequence(tie))}
    if sequences:
        fitting = [n for n in numbers if sequence_of(n, policy.number_format) in sequences]
        text = f"{letter.subject}\n{letter.text[:LONGEST_TEXT]}"
        fitting += [n for one in sorted(sequences) for n in _loosely(text, one, policy)]
        return fitting[0] if fitting else None
    return numbers[0] if numbers else None


def _loosely(text: str, sequence: str, policy: Policy) -> list[str]:
    """A known number in a spelling that would be too loose for one that is not known."""
    digits, _, year = sequence.partition("-")
    spelling = rf"(?<!\w)([^\W\d_]{{1,2}})\W{{0,3}}0*{int(digits)}\W{{1,3}}(?:20)?{year}(?!\d)"
    found = re.search(spelling, text)
    if found is None:
        return []
    written = format_number(policy.number_format, found[1].upper(), int(digits), 2000 + int(year))
    return parse_numbers(written, policy.number_format)


def _sequence(tie: Tie) -> str | None:
    """Sequence and year that a tie carries, padded as in our own letters."""
    if tie.kind is TieKind.MESSAGE_ID:
        match = OWN_MESSAGE_ID.fullmatch(tie.value)
        subject = match["subject"] if match else "letter"
        return None if subject == "letter" else subject
    if tie.kind is TieKind.SIGNED_ADDRESS and tie.party in {"a", "o"}:
        return tie.value
    return None


def _numbers(letter: Letter, policy: Policy) -> list[str]:
    pattern = policy.number_format
    found = parse_numbers(letter.subject, pattern)
    found += parse_numbers(letter.text[:LONGEST_TEXT], pattern)
    if not found:
        found = parse_numbers(letter.quoted[:LONGEST_TEXT], pattern)
    return list(dict.fromkeys(found))
