"""What came of letters: read from the store, and held against an undisturbed run of the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ops.ledger import compare
from store import database, raw
from tests.bench.lab import Town, digest
from tests.bench.sink import Sink

UNSENT = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
UNFINISHED = "SELECT count(*) FROM letter WHERE outcome IS NULL OR filed_at IS NULL"
APPEALS = (
    "SELECT l.message_id, count(*) FROM appeal a JOIN letter l ON a.letter_id = l.id GROUP BY 1"
)
TWICE = (
    "SELECT appeal_id, recipient, purpose FROM outbox WHERE appeal_id IS NOT NULL"
    " AND template IN ('acknowledgement', 'referral') GROUP BY 1, 2, 3 HAVING count(*) > 1"
)


@dataclass(frozen=True)
class Account:
    """What a store holds when its daemon has nothing left to do."""

    kept: Counter[str]  # digest of the bytes → deliveries
    appeals: Counter[str]  # Message-ID → appeals
    sequences: tuple[int, ...]
    last_number: int
    letters_out: Counter[str]  # template → letters
    twice_queued: int
    message_ids: frozenset[str]
    outcomes: Counter[str]
    unfinished: int


def look(town: Town) -> Account:
    """Read it from the store."""

    def counted(statement: str) -> Counter[str]:
        return Counter({str(name): int(str(count)) for name, count in town.ask(statement)})

    ids = [int(str(one)) for (one,) in town.ask("SELECT id FROM letter")]
    sequences = town.ask("SELECT sequence FROM appeal ORDER BY 1")
    with database.session():
        kept = Counter(digest(raw.load(one)) for one in ids)
    return Account(
        kept=kept,
        appeals=counted(APPEALS),
        sequences=tuple(int(str(one)) for (one,) in sequences),
        last_number=town.number("SELECT last FROM counter"),
        letters_out=counted("SELECT template, count(*) FROM outbox GROUP BY 1"),
        twice_queued=len(town.ask(TWICE)),
        message_ids=frozenset(str(one) for (one,) in town.ask("SELECT message_id FROM outbox")),
        outcomes=counted("SELECT outcome, count(*) FROM letter GROUP BY 1"),
        unfinished=town.number(UNFINISHED) + town.number(UNSENT),
    )


def judge(
    given: Counter[str], control: Account, found: Account, taken: Sink, town: Town
) -> Iterator[tuple[str, int, bool]]:
    """Each promise: its name, the figure, whether it was held."""
    lost = (given - found.kept).total()
    yield "letters lost", lost, lost == 0
    changed = (found.kept - given).total()
    yield "letters kept twice or not byte for byte", changed, changed == 0
    missing = (control.appeals - found.appeals).total()
    yield "appeals that an undisturbed run has and this one has not", missing, missing == 0
    twice = (found.appeals - control.appeals).total()
    yield "appeals registered twice", twice, twice == 0
    gaps = found.last_number - len(found.sequences)
    gapless = found.sequences == tuple(range(1, found.last_number + 1))
    yield "gaps in the numbers", gaps, gapless
    yield "letters of one purpose queued twice", found.twice_queued, found.twice_queued == 0
    for template in ("acknowledgement", "referral"):
        more = found.letters_out[template] - control.letters_out[template]
        yield f"{template}s too many (+) or too few (-)", more, more == 0
    with database.session():
        balances = compare(town.settings)
    differences = sum(len(one.differences) + one.in_inbox for one in balances)
    yield "differences in the ledger", differences, differences == 0
    yield "letters undecided, unfiled or unsent", found.unfinished, found.unfinished == 0
    wire = Counter(one.message_id for one in taken.taken)
    never = len(found.message_ids - wire.keys()) + len(wire.keys() - found.message_ids)
    yield "letters sent and not in the outbox, or the reverse", never, never == 0
    forms = {(one.message_id, one.digest) for one in taken.taken}
    other = len(forms) - len(wire)
    yield "letters sent again with other bytes", other, other == 0
    yield "letters sent twice, the same bytes (may be)", wire.total() - len(wire), True
