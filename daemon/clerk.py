"""Carries out decisions: has the letters written and everything committed, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from daemon.clock import Clock
from mailflows.context import Context
from mailflows.decision import Decision, Outgoing
from mailflows.facts import Facts
from mailflows.letter import Attachment, Letter
from mailflows.policy import Policy
from mailflows.reading import read, unread
from mailflows.rules.numbers import format_number
from mailflows.writing import Known, Message, Writer
from store import raw, supplements
from store.commit import Committed, commit, commit_timed
from store.database import transaction
from store.letters import Claimed
from store.posting import Render
from store.work import Resolved

Files = Mapping[int, Sequence[Attachment]]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Shared by all loops; pure but for the store."""

    policy: Policy
    writer: Writer
    clock: Clock
    ring_outbox: Callable[[], None]

    def carry_out(
        self,
        decision: Decision,
        claimed: Claimed,
        facts: Facts,
        context: Context,
        worker: str,
        also: Callable[[], object] | None = None,
    ) -> Committed:
        """Commit what was decided on a letter; its unread documents are noted for later.

        `also` is done last, in the same commit. Raises StaleVersion and LostClaim as
        `store.commit.commit`.
        """
        files = self._files(decision, {claimed.id: facts.letter.attachments})
        with transaction():
            done = commit(
                decision,
                self._render(files, context.now),
                claimed,
                worker,
                context.now,
                facts=facts,
                context=context,
                number=self._number,
            )
            note_unread(claimed.id, facts.letter)
            if also is not None:
                also()
        if done.outbox:
            self.ring_outbox()
        return done

    def carry_out_timed(
        self,
        decision: Decision,
        job: str,
        moment: str,
        recipient: str,
        *,
        letter_id: int | None = None,
        request_id: int | None = None,
        also: Callable[[Committed], object] | None = None,
    ) -> Committed | None:
        """Commit what no new letter caused, once for (job, moment, recipient); None when done.

        `also` is done last, in the same commit.
        """
        now = self.clock.now()
        files = self._files(decision, {})
        with transaction():
            done = commit_timed(
                decision,
                self._render(files, now),
                job,
                moment,
                recipient,
                now,
                policy=self.policy,
                number=self._number,
                letter_id=letter_id,
                request_id=request_id,
            )
            if done is not None and also is not None:
                also(done)
        if done is not None and done.outbox:
            self.ring_outbox()
        return done

    def _number(self, letter: str, sequence: int, year: int) -> str:
        return format_number(self.policy.number_format, letter, sequence, year)

    def _render(self, files: Files, now: datetime) -> Render:
        """What the commit calls to have a letter written: numbers are known only there."""

        def render(outgoing: Outgoing, resolved: Resolved, random: str) -> Message:
            known = Known(
                resolved.appeal, resolved.referral, resolved.alert, resolved.task, resolved.related
            )
            theirs = files.get(outgoing.attach_letter or 0, ())
            wanted = [one for one in theirs if not outgoing.parts or one.part in outgoing.parts]
            attached = (*outgoing.files, *wanted)
            return self.writer.render(outgoing, known, attached, now, random)

        return render

    def _files(self, decision: Decision, known: Files) -> Files:
        """Files that go along with a decision's letters, loaded before its transaction."""
        found = dict(known)
        for outgoing in decision.outgoing:
            wanted = outgoing.attach_letter
            if wanted is not None and wanted not in found:
                letter = read(raw.load(wanted), self.clock.now(), unread)
                found[wanted] = letter.attachments
        return found


def note_unread(letter_id: int, letter: Letter) -> None:
    """Ask for the documents that were not ready, inside the caller's transaction."""
    for document in letter.documents:
        if document.pending:
            supplements.add(letter_id, document.part)
