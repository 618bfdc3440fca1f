"""Letters that an operator was asked about: taken up again when he says that one is an appeal."""

from __future__ import annotations

from datetime import datetime

from mailflows.vocabulary import Outcome
from store import journal, raw
from store.database import transaction
from store.letters import Claimed
from store.load import rows as read
from store.models import LetterRow


def take_up(letter_id: int) -> Claimed | None:
    """A decided letter with its bytes; None when there is none or it was registered already."""
    found = read(LetterRow, '"id" = ?', letter_id)
    if not found or found[0]["outcome"] == str(Outcome.REGISTERED):
        return None
    row = found[0]
    octets = raw.load(letter_id)
    return Claimed(letter_id, row["mailbox"], row["received_at"], octets, row["urgent"], 1)


def mark_registered(letter_id: int, now: datetime) -> None:
    """The ledger's outcome follows the operator's word."""
    with transaction():
        LetterRow.update(outcome=str(Outcome.REGISTERED)).where(LetterRow.id == letter_id).execute()
        journal.write("decided-registered", now, by="register", letter_id=letter_id)
