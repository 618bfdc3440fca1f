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
