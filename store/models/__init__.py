"""All tables, in the order in which they refer to each other."""

from __future__ import annotations

from store.models.base import Row
from store.models.mail import GoneRow, LetterRow, MailboxStateRow, RawRow, SupplementRow
from store.models.matters import (
    AlertRow,
    AnswerRow,
    AppealRow,
    AppealTextRow,
    CounterRow,
    LetterLinkRow,
    ReferralRow,
    TaskRow,
)
from store.models.outgoing import OutboxMessageRow, OutboxRow
from store.models.traces import HistoryRow, JobRunRow, JournalRow, RequestRow, SealRow

TABLES: tuple[type[Row], ...] = (
    LetterRow, RawRow, GoneRow, MailboxStateRow, SupplementRow,
    CounterRow, AppealRow, AppealTextRow, ReferralRow, AlertRow, TaskRow, AnswerRow,
    LetterLinkRow,
    OutboxRow, OutboxMessageRow,
    HistoryRow, JournalRow, SealRow, JobRunRow, RequestRow,
)  # fmt: skip

__all__ = [
    "TABLES", "AlertRow", "AnswerRow", "AppealRow", "AppealTextRow", "CounterRow", "GoneRow",
    "HistoryRow", "JobRunRow", "JournalRow", "LetterLinkRow", "LetterRow", "MailboxStateRow",
    "OutboxMessageRow", "OutboxRow", "RawRow", "ReferralRow", "RequestRow", "Row",
    "SealRow", "SupplementRow", "TaskRow",
]  # fmt: skip
