"""How much words speak for each of several labels, counted in known texts: naive Bayes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt

_SMOOTHING = 0.2  # chosen by cross-validation, as are the numbers of its users


def count(texts: Iterable[Iterable[str]]) -> Counter[str]:
    """In how many texts, each given by its features, every feature stands."""
    counted: Counter[str] = Counter()
    for features in texts:
        counted.update(features)
    return counted


class Odds(dict[str, tuple[float, ...]]):
    """The log-odds of every counted feature for each label in order, 0 being the average label.

    What was seen once for one label says little, what was seen often for it alone says much. A
    feature is worked out when it is first asked for; ask only for those in `known`.
    """

    def __init__(self, counts: Sequence[Counter[str]]) -> None:
        """Take one counter a label."""
        super().__init__()
        self.known: frozenset[str] = frozenset().union(*counts)
        self._counts = counts
        more = _SMOOTHING * len(self.known)
        self._totals = [counted.total() + more for counted in counts]

    def __missing__(self, feature: str) -> tuple[float, ...]:
        shares = [
            (counted[feature] + _SMOOTHING) / total
            for counted, total in zip(self._counts, self._totals, strict=True)
        ]
        average = log(sum(shares) / len(shares))
        self[feature] = found = tuple(log(share) - average for share in shares)
        return found


def mean(total: float, features: int, silent: int) -> float:
    """A sum of log-odds on a scale that does not grow with the length of a text.

    `silent` so many features more are thought to say nothing: what is short tells little.
    """
    return total / sqrt(features + silent)
