"""Memory of a process as it learns to understand letters, a step at a time; prints JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

LETTERS = 2000


def resident() -> float:
    """Megabytes of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Load, understand, and note the size after each step."""
    sizes = [("Python alone", resident())]
    from daemon.settings import load, make_policy
    from mailflows.understanding import understand
    from tests.bench.understanding import SETTINGS, reading

    sizes.append(("rules and libraries loaded", resident()))
    from tests.bench import letters

    policy = make_policy(load(SETTINGS, secrets=False), secrets=False)
    understand(reading(letters.text(1)), policy)
    sizes.append(("first letter: dictionary loaded, expressions compiled", resident()))
    for number in range(LETTERS):
        understand(reading(letters.MIXTURE[number % len(letters.MIXTURE)](number)), policy)
    sizes.append((f"after {LETTERS} letters", resident()))
    sys.stdout.write(json.dumps(sizes))


if __name__ == "__main__":
    main()
