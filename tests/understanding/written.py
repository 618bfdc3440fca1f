"""A letter made from its words, for tests that need no bytes."""

from __future__ import annotations

from datetime import UTC, datetime

from mailflows.letter import DeliveryReport, Document, Letter, Mailbox


def written(
    text: str = "",
    *,
    sender: str = "dispatcher@vodokanal.example",
    subject: str = "Re: [К-0123/26] Доручення: відсутнє водопостачання",
    documents: tuple[str, ...] = (),
    quoted: str = "",
    references: tuple[str, ...] = (),
    recipients: tuple[str, ...] = ("contact@selydove-rada.example",),
    headers: dict[str, tuple[str, ...]] | None = None,
    return_path: str | None = None,
    report: DeliveryReport | None = None,
    is_reply: bool = True,
) -> Letter:
    """A letter of 20 November 2026 with these new words."""
    return Letter(
        message_id="<1@some.example>",
        sender=Mailbox("", sender),
        return_path=return_path,
        reply_to=(),
        recipients=recipients,
        subject=subject,
        date=datetime(2026, 11, 20, 8, tzinfo=UTC),
        references=references,
        headers=headers or {},
        body=f"{text}\n{quoted}",
        text=text,
        quoted=quoted,
        signature="",
        forwarded=None,
        attachments=(),
        documents=tuple(
            Document(part, f"{part}.pdf", "application/pdf", 1, text=one)
            for part, one in enumerate(documents)
        ),
        delivery_report=report,
        digest="",
        is_reply=is_reply,
    )
