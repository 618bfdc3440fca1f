"""What the jobs have done: once for each moment and recipient."""

from __future__ import annotations

from store import rows


def last_moment(job: str, recipient: str) -> str | None:
    """The latest moment that this job was done for this recipient, None before the first."""
    found = rows.run(
        'SELECT max("moment") FROM "job_run" WHERE "job" = ? AND "recipient" = ?', job, recipient
    ).fetchone()
    moment: str | None = found[0]
    return moment


def is_done(job: str, moment: str, recipient: str) -> bool:
    """Whether this was done."""
    found = rows.run(
        'SELECT 1 FROM "job_run" WHERE "job" = ? AND "moment" = ? AND "recipient" = ?',
        job,
        moment,
        recipient,
    ).fetchone()
    return found is not None
