"""How much words speak for each of several labels, counted in known texts: naive Bayes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

Odds = Mapping[str, tuple[float, ...]]  # of every known feature, a value for each label in order

_SMOOTHING = 0.2  # chosen by cross-validation, as are the numbers of its users


def count(texts: Iterable[Iterable[str]]) -> Counter[str]:
    """In how many texts, each given by its features, every feature stands."""
    counted: Counter[str] = Counter()
    for features in texts:
        counted.update(features)
    return counted


def odds(counts: Sequence[Counter[str]]) -> Odds:
    """The log-odds of every counted feature for each label, 0 being the average label.

    `counts` has one counter a label. What was seen once for one label says little, what was
    seen often for it alone says much.
    """
    holders: dict[str, list[int]] = {}
    for label, counted in enumerate(counts):
        for feature in counted:
            holders.setdefault(feature, []).append(label)
    totals = [counted.total() + _SMOOTHING * len(holders) for counted in counts]
    unseen = [log(_SMOOTHING / total) for total in totals]
    least = sum(_SMOOTHING / total for total in totals)
    told: dict[str, tuple[float, ...]] = {}
    for feature, labels in holders.items():
        seen = {label: counts[label][feature] for label in labels}
        average = log((least + sum(n / totals[label] for label, n in seen.items())) / len(counts))
        shares = unseen.copy()
        for label, n in seen.items():
            shares[label] = log((n + _SMOOTHING) / totals[label])
        told[feature] = tuple(share - average for share in shares)
    return told


def mean(total: float, features: int, silent: int) -> float:
    """A sum of log-odds on a scale that does not grow with the length of a text.

    `silent` so many features more are thought to say nothing: what is short tells little.
    """
    return total / sqrt(features + silent)
