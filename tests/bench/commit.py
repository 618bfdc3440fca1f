"""Durable commits a second: one appeal, its referral, two letters, history and journal each.

python -m tests.bench.commit sqlite:////tmp/bench.db [letters] [workers]
The database has to be empty; PostgreSQL: postgresql://postgres@127.0.0.1:15432/bench
"""

from __future__ import annotations

import sys
import threading
import time

from store import context, database, letters, migrate
from tests.store import making

BODY = "Немає води третій день, просимо відновити подачу. " * 30
LETTER = b"x" * 3000
REFERRAL = b"y" * 20_000


def render(outgoing: object, resolved: object, random: str) -> making.Rendered:
    """A short letter to the citizen, a longer one to the executor."""
    made = making.render(outgoing, resolved, random)  # type: ignore[arg-type]
    size = REFERRAL if made.recipient.startswith("water") else LETTER
    return making.replace(made, data=size)


def work(worker: str, spent: dict[str, float]) -> None:
    """Decide until nothing waits, measuring each step."""
    with database.session():
        while True:
            start = time.perf_counter()
            claimed = letters.claim(worker, making.NOW, making.LEASE)
            if claimed is None:
                return
            got = time.perf_counter()
            applicant = making.replace(making.APPLICANT, email=f"{claimed.id}@example.org")
            decision = making.registering(text=BODY, applicant=applicant)
            facts = making.facts(claimed.id)
            known = context.load(facts, claimed, making.POLICY, making.NOW)
            read = time.perf_counter()
            making.commit(decision, claimed, facts, worker, seen=known, render=render)
            done = time.perf_counter()
            spent["claim"] += got - start
            spent["context"] += read - got
            spent["commit"] += done - read


def main(url: str, count: int = 2000, workers: int = 1) -> None:
    """Fill, decide, print milliseconds a letter by step and commits a second."""
    database.bind(url)
    migrate.up()
    with database.session():
        start = time.perf_counter()
        for first in range(1, count + 1, 100):
            letters.keep([making.arrival(uid, LETTER) for uid in range(first, first + 100)])
        kept = time.perf_counter() - start
    spent = [dict.fromkeys(("claim", "context", "commit"), 0.0) for _ in range(workers)]
    threads = [threading.Thread(target=work, args=(f"w{i}", spent[i])) for i in range(workers)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - start
    kind = url.partition(":")[0]
    print(f"{kind}: keep {count / kept:.0f}/s in sets of 100, workers {workers}")
    for step in spent[0]:
        total = sum(one[step] for one in spent)
        print(f"  {step:8} {1000 * total / count:.2f} ms  {count * workers / total:.0f}/s")
    print(f"  all steps together {count / wall:.0f} letters/s")


if __name__ == "__main__":
    main(sys.argv[1], *(int(one) for one in sys.argv[2:]))
